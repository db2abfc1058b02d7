"""`./hedgerow bench mastodon`: the Mastodon door under load, in the world that its peers were measured in.

50 people who each follow 20 others and wrote 2,000 public posts of 200 characters between them, all made
through the API of a server of its own. Then 16 connections ask, person after person. A line a row: `cpu_ms`
(processor time of all the server's processes for one request, the embedded database's with them), `rps`,
`p50_ms` and `p99_ms` under that load, `rss_mib`, and `x_bare`: times the cost of a bare granian reply of the
same bytes, measured in the same run by the same loader. HEDGEROW_BENCH_SECONDS: how long each row is loaded.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from bench import loading, server, worlds
from bench.loading import Ask

PEOPLE, FOLLOWS, POSTS = 50, 20, 2_000
TAG, TAGGED = "climbing", 10
"""What every tenth post carries."""
SECONDS = float(os.environ.get("HEDGEROW_BENCH_SECONDS", "5"))
PATIENCE = 120
"""Seconds that a server may be at work for what it was given."""

WARM_SECONDS = 3
"""Long enough that each of a row's requests was made: what is measured is the server as it runs."""
ROOT = Path(__file__).resolve().parent.parent


class World:
    """A server that runs, and the people on it."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port
        self.started = 0.0
        """Seconds until it answered for the first time."""
        self.api = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        self.tokens: list[str] = []
        self.ids: list[str] = []
        self.statuses: list[str] = []
        self.circle = ""

    def call(self, method: str, path: str, token: str = "", **fields: Any) -> Any:
        """What the API answers; anything but a success ends the run."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.api.request(method, path, json=fields or None, headers=headers)
        if not answer.is_success:
            raise SystemExit(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json()

    def spent(self) -> float:
        """Seconds of processor that the server's processes took so far."""
        return server.spent_by(self.process.pid)

    def rss(self) -> float:
        """MiB that the server's processes hold; what they share is counted once for each."""
        return rss_of(self.process.pid)


def rss_of(process: int) -> float:
    """MiB that a process and those it started hold; what they share is counted once for each."""
    return sum(map(_rss, server.family(process)))


def _rss(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextmanager
def serving(kept: Path | None = None) -> Iterator[World]:
    """A server of its own: of an empty site, or of a copy of this kept world (`bench.worlds`)."""
    port = server.free_port()
    with tempfile.TemporaryDirectory(prefix="hedgerow-bench-") as folder:
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("HEDGEROW_")}
        surroundings |= {"PYTHONPATH": str(ROOT / "src"), "HEDGEROW_LOG": "ERROR"}
        words = f"serve --port {port} --domain localhost:{port} --data {folder} --open-registration"
        words += " --no-confirmation --no-rate-limits --allow-loopback"
        if kept is not None:
            worlds.copied(kept, Path(folder))
        command = [sys.executable, "-m", "hedgerow", *words.split()]
        with open(Path(folder, "said"), "wb") as said:
            begun = time.monotonic()
            process = subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=said, stderr=said)
        try:
            server.wait_for(port, process)
            world = World(process, port)
            world.api.get("/healthz")
            world.started = time.monotonic() - begun
            yield world
        finally:
            process.terminate()
            process.wait(20)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


# --- the world ----------------------------------------------------------------------------------------


def _build(world: World) -> None:
    app = world.call("POST", "/api/v1/apps", client_name="bench", redirect_uris="urn:ietf:wg:oauth:2.0:oob",
                     scopes="read write follow push")  # fmt: skip
    of_app = world.call(
        "POST", "/oauth/token", grant_type="client_credentials", client_id=app["client_id"],
        client_secret=app["client_secret"], scope="read write follow push",
    )["access_token"]  # fmt: skip
    for number in range(PEOPLE):
        world.tokens.append(_person(world, of_app, number))
        me = world.call("GET", "/api/v1/accounts/verify_credentials", world.tokens[-1])
        world.ids.append(me["id"])
    _tell(f"{PEOPLE} people")
    for number, token in enumerate(world.tokens):
        for step in range(1, FOLLOWS + 1):
            world.call("POST", f"/api/v1/accounts/{world.ids[(number + step) % PEOPLE]}/follow", token)
    _tell(f"{PEOPLE * FOLLOWS} follows")
    chance = random.Random(7)
    for number in range(POSTS):
        text = worlds.text(chance)
        if number % TAGGED == 0:
            text = f"{text[: -len(TAG) - 2]} #{TAG}"
        said = world.call("POST", "/api/v1/statuses", world.tokens[number % PEOPLE],
                          status=text, visibility="public")  # fmt: skip
        world.statuses.append(said["id"])
    _tell(f"{POSTS} posts")
    # A circle of whoever follows the first person: an app sees it as a list.
    world.circle = "Garden"
    made = world.call("POST", "/api/v1/lists", world.tokens[0], title=world.circle)
    followers = world.call("GET", f"/api/v1/accounts/{world.ids[0]}/followers?limit=80", world.tokens[0])
    world.call("POST", f"/api/v1/lists/{made['id']}/accounts", world.tokens[0],
               account_ids=[each["id"] for each in followers])  # fmt: skip


def _person(world: World, of_app: str, number: int) -> str:
    made = world.call(
        "POST", "/api/v1/accounts", of_app, username=f"person{number}", email=f"person{number}@example.org",
        password="a long enough password 7", agreement=True, locale="en",
    )  # fmt: skip
    return str(made["access_token"])


# --- rows ---------------------------------------------------------------------------------------------


def _reads(world: World) -> dict[str, list[Ask]]:
    return {
        "home": [Ask("/api/v1/timelines/home?limit=20", token) for token in world.tokens],
        "public": [Ask("/api/v1/timelines/public?limit=20", token) for token in world.tokens],
        "tag": [Ask(f"/api/v1/timelines/tag/{TAG}?limit=20", token) for token in world.tokens],
        "account": [
            Ask(f"/api/v1/accounts/{world.ids[(n * 7) % PEOPLE]}/statuses?limit=20", token)
            for n, token in enumerate(world.tokens)
        ],
        "status": [
            # The next reader after each fifty: hardly ever who wrote it.
            Ask(f"/api/v1/statuses/{status}", world.tokens[(n + n // PEOPLE + 1) % PEOPLE])
            for n, status in enumerate(world.statuses[-500:])
        ],
        "notifications": [Ask("/api/v1/notifications?limit=20", token) for token in world.tokens],
    }


MOST = {"home": (0.25, 5), "public": (0.25, 5), "account": (0.25, 5), "status": (0.12, 2.5)}
"""At most so many milliseconds of processor, and times a bare reply."""


def _read_row(world: World, name: str, asks: list[Ask]) -> None:
    size = len(world.api.get(asks[0].path, headers={"Authorization": f"Bearer {asks[0].token}"}).content)
    loading.load(world.port, asks, WARM_SECONDS)
    cost, told = cost_of(world.spent, lambda: loading.load(world.port, asks, SECONDS))
    bare = _bare(size)
    _row(name, world, cost, told, bytes=size, x_bare=round(cost / bare, 2), bare_ms=round(bare * 1e3, 4),
         at_most=MOST.get(name))  # fmt: skip


def cost_of(spent: Callable[[], float], work: Callable[[], loading.Load]) -> tuple[float, loading.Load]:
    """Seconds of processor for one request of such a load, and how it went."""
    begun = spent()
    told = work()
    return (spent() - begun) / max(1, told.requests), told


_known: dict[int, float] = {}


def _bare(size: int) -> float:
    """Seconds of processor for a bare granian reply of this size under the same load."""
    if size not in _known:
        with server.serving("bench.bare:app", {"HEDGEROW_BENCH_BYTES": str(size)}) as served:
            asks = [Ask("/")]
            loading.load(served.port, asks, 1)
            _known[size] = cost_of(served.spent, lambda: loading.load(served.port, asks, SECONDS))[0]
    return _known[size]


def _row(name: str, world: World, cost: float, told: loading.Load, **more: Any) -> None:
    line = {
        "name": name, "cpu_ms": round(cost * 1e3, 3), "rps": round(told.requests / told.seconds),
        "p50_ms": round(told.p50, 2), "p99_ms": round(told.p99, 2), "rss_mib": round(world.rss()), **more,
        "failed": told.failed, "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(json.dumps({key: value for key, value in line.items() if value is not None}), flush=True)


def _post_row(world: World, name: str, to: str, visibility: str) -> None:
    """Posts by many at once, until all that follows from them is done as well."""
    chance = random.Random(8)
    fields = {"visibility": visibility} if visibility else {}
    asks = [
        Ask("/api/v1/statuses", token, json.dumps({**fields, "status": to + worlds.text(chance)}))
        for token in (world.tokens if visibility else world.tokens[:1])
        for _ in range(10)
    ]

    def posted() -> loading.Load:
        told = loading.load(world.port, asks, SECONDS)
        settle(world)
        return told

    cost, told = cost_of(world.spent, posted)
    _row(name, world, cost, told, at_most=(5, None))


def settle(world: World, at_rest: float = 0.008) -> None:
    """Until the server has nothing more to do: fan-out, notifications and the search index are done.

    `at_rest`: seconds of processor in 0.4 s that count as nothing. What never rests ends the run.
    """
    quiet, before, end = 0, world.spent(), time.monotonic() + PATIENCE
    while quiet < 3:
        time.sleep(0.4)
        now = world.spent()
        quiet = quiet + 1 if now - before < at_rest else 0
        if quiet == 0 and time.monotonic() > end:
            busy = (now - before) * 1e3
            raise SystemExit(f"The server is not done after {PATIENCE} s: {busy:.0f} ms of the last 400.")
        before = now


def _arrival_row(world: World) -> None:
    """From sending a post until it stands in a follower's stream, and in their home asked at that moment."""
    author, follower = world.tokens[1], world.tokens[0]
    times = []
    with httpx.stream("GET", f"http://127.0.0.1:{world.port}/api/v1/streaming/user", timeout=30,
                      headers={"Authorization": f"Bearer {follower}"}) as stream:  # fmt: skip
        lines = stream.iter_lines()
        with ThreadPoolExecutor(1) as worker:
            for number in range(30):
                time.sleep(0.05)
                text = f"arrival {number} {time.time_ns()}"
                begun = time.perf_counter()
                sent = worker.submit(world.call, "POST", "/api/v1/statuses", author,
                                     status=text, visibility="public")  # fmt: skip
                next(line for line in lines if line.startswith("data:") and text in line)
                home = world.call("GET", "/api/v1/timelines/home?limit=1", follower)
                times.append((time.perf_counter() - begun) * 1e3)
                if text not in home[0]["content"]:
                    raise SystemExit("It stood in the stream and not in the home.")
                sent.result()
    times.sort()
    line = {"name": "arrival", "p50_ms": round(times[len(times) // 2], 1), "p99_ms": round(times[-1], 1),
            "at_most": 30, "load": round(os.getloadavg()[0], 1)}  # fmt: skip
    print(json.dumps(line), flush=True)


def run() -> None:
    """Tell the rows."""
    with serving() as world:
        _build(world)
        settle(world)
        for name, asks in _reads(world).items():
            _read_row(world, name, asks)
        _post_row(world, "post_public", "", "public")
        _post_row(world, "post_circle", f"to: {world.circle}\n", "")
        _arrival_row(world)
        for asks in _reads(world).values():
            loading.load(world.port, asks, 1)
        memory = {"name": "memory", "rss_mib": round(world.rss()), "at_most": 230}
        print(json.dumps({**memory, "load": round(os.getloadavg()[0], 1)}), flush=True)


if __name__ == "__main__":
    run()
