"""A message in an open conversation: from its sending to its arrival on the other's page."""

# ruff: noqa: E402
from bench import stage

stage.enter()

import http.client
import json
import socket
import statistics
import threading
import time
from queue import Queue
from urllib.parse import urlencode

from django.conf import settings

from bench import people
from bench.home import _cookie
from bench.server import Served, serving
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import acts
from hedgerow.talk.conversations.acts import Said

MESSAGES, WARM = 60, 5
PAUSE_SECONDS = 0.05
PEOPLE = 10


def run() -> None:
    """Tell the figures: two people, and a group of ten who all have it open."""
    first, *others = [face for face in people.faces() if faces.face(face).member is not None][:PEOPLE]
    with serving("hedgerow.config.asgi:app", {"HEDGEROW_WORKER_INSIDE": "1"}) as served:
        two = acts.begin(first, others[:1], Said("Hello"))
        acts.accept(others[0], two)
        bare = _bare(served)
        _tell("message, two people, p50", _arrivals(served, two, first, others[:1]), bare)
        group = acts.begin(first, others, Said("Hello"))
        for face in others:
            acts.accept(face, group)
        _tell("message, ten people, p50 of the last to get it", _arrivals(served, group, first, others), bare)


def _tell(name: str, seconds: list[float], bare: float) -> None:
    baseline = ("a reply of the front without Django, there and back", bare)
    stage.tell(f"p90 {sorted(seconds)[len(seconds) * 9 // 10] * 1000:.1f} ms of {len(seconds)} messages.")
    stage.figure(name, statistics.median(seconds), "ms", 50, baseline)


def _bare(served: Served) -> float:
    rounds = []
    for _ in range(MESSAGES):
        begun = time.perf_counter()
        served.get("/healthz")
        rounds.append(time.perf_counter() - begun)
    return statistics.median(rounds)


def _arrivals(served: Served, conversation: int, author: int, readers: list[int]) -> list[float]:
    """Seconds on the clock from sending until every reader's page has it, message by message."""
    heard: Queue[tuple[str, float]] = Queue()
    pages = [_listen(served, conversation, reader, heard) for reader in readers]
    cookie = f"{_cookie(author)}; {settings.CSRF_COOKIE_NAME}={'c' * 32}"
    took, above = [], ""
    for number in range(WARM + MESSAGES):
        words = f"message{number}x"
        begun = time.perf_counter()
        said = _post(served, f"/messages/{conversation}", {"text": words, "above": above}, cookie)
        above = said.partition('data-number="')[2].partition('"')[0]
        last = 0.0
        for _ in readers:
            while True:
                html, at = heard.get(timeout=20)
                if words in html:
                    break
            last = max(last, at)
        took.append(last - begun)
        time.sleep(PAUSE_SECONDS)
    for page in pages:
        page.shutdown(socket.SHUT_RDWR)
    return took[WARM:]


def _post(served: Served, path: str, fields: dict[str, str], cookie: str) -> str:
    """Post it as the page's script does; the answer."""
    body = urlencode({**fields, "csrfmiddlewaretoken": "c" * 32})
    headers = {"Host": "localhost", "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    served.client.request("POST", path, body, {**headers, "HX-Request": "true"})
    answer = served.client.getresponse()
    html = answer.read().decode()
    if answer.status != http.client.OK:
        raise SystemExit(f"{path} answered {answer.status}.")
    return html


def _listen(
    served: Served, conversation: int, reader: int, heard: "Queue[tuple[str, float]]"
) -> socket.socket:
    """A page of this reader: each row that arrives goes to `heard` with its moment."""
    client = http.client.HTTPConnection("127.0.0.1", served.client.port, timeout=60)
    path = f"/live/messages/{conversation}?after={2**62}&face={faces.card(reader).public_id}"
    client.request("GET", path, headers={"Host": "localhost", "Cookie": _cookie(reader)})
    page = client.sock
    answer = client.getresponse()
    if answer.status != http.client.OK:
        raise SystemExit(f"{path} answered {answer.status}.")
    answer.readline()
    threading.Thread(target=_read, args=(answer, heard), daemon=True).start()
    return page


def _read(answer: http.client.HTTPResponse, heard: "Queue[tuple[str, float]]") -> None:
    while line := answer.readline():
        if line.startswith(b"data: "):
            heard.put((json.loads(line[6:]).get("html", ""), time.perf_counter()))


if __name__ == "__main__":
    run()
