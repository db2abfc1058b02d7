"""The same questions asked at the Mastodon door, as an app asks them: in this process, and of a served site.

Each address is asked twice. What the first answer left to Django is answered by the front the second time,
from what it remembers; both have to say the same, and no more than the reference allows.
"""

import asyncio
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import httpx
import msgspec
from django.utils.module_loading import import_string

from hedgerow.people.apps import acts as apps
from hedgerow.people.faces import reads as faces

from .auditing import Audit, Viewer

FRONT = "hedgerow.config.asgi.app"
MOST = 40
SECONDS = 60


class Said(NamedTuple):
    """An answer: its status, its body, and its `Link` header."""

    status: int
    body: bytes
    link: str = ""


class Site(Protocol):
    """Where is asked."""

    def get(self, path: str, token: str) -> Said:
        """What is answered to this token; empty: to nobody."""
        ...


class Here:
    """This process: the front itself, in a loop of its own, as granian would run it."""

    def __init__(self) -> None:
        # A door knows nothing of what is above it: the server is told this name, and so are we.
        self._front = import_string(FRONT)
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def get(self, path: str, token: str) -> Said:
        """Through the front, and over the bridge where it leaves that to Django."""
        return asyncio.run_coroutine_threadsafe(self._get(path, token), self._loop).result(SECONDS)

    async def _get(self, path: str, token: str) -> Said:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._front(_scope(path, token), receive, send)
        link = dict(sent[0]["headers"]).get(b"link", b"").decode()
        return Said(sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]), link)


def _scope(path: str, token: str) -> dict[str, Any]:
    address, _, query = path.partition("?")
    headers = [(b"host", b"localhost"), *([(b"authorization", f"Bearer {token}".encode())] if token else [])]
    return {
        "type": "http", "method": "GET", "scheme": "http", "http_version": "1.1", "path": address,
        "raw_path": address.encode(), "query_string": query.encode(), "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip


class There:
    """A site that another process serves from the same data."""

    def __init__(self, port: int) -> None:
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=SECONDS)

    def get(self, path: str, token: str) -> Said:
        """Over the network."""
        answer = self._client.get(path, headers={"Authorization": f"Bearer {token}"} if token else {})
        return Said(answer.status_code, answer.content, answer.headers.get("link", ""))


@contextmanager
def served(folder: Path) -> Iterator[There]:
    """Serve this data folder from another process; what is to be done in the background is done here."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = (
        f"serve --port {port} --domain localhost:{port} --data {folder} --no-rate-limits --no-confirmation"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "hedgerow", *words.split()],
        env=os.environ | {"HEDGEROW_WORKER_INSIDE": "0"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield There(port)
    finally:
        process.terminate()
        process.wait(SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The site did not come up.")


class App:
    """An app that has a token of every face, and asks all that it shows of posts."""

    def __init__(self, name: str, site: Site) -> None:
        self.name, self.site = name, site
        self._tokens: dict[int, str] = {}
        self._app = apps.register("Audit", ["https://app.example/back"], "read").app

    def ask(self, audit: Audit, viewer: Viewer) -> None:
        """Every list and some posts, for this viewer."""
        token = self._token(viewer)
        anything = audit.where(lambda fact: True) | audit.said()
        lists = ["timelines/public", "timelines/tag/garden"]
        if viewer is not None:
            lists += ["timelines/home", "bookmarks", "notifications", "favourites"]
        for path in lists:
            self._compare(audit, path, viewer, self._all(audit, f"/api/v1/{path}", token), anything)
        cards = faces.cards(audit.random.sample(audit.faces, 4))
        for card in cards.values():
            given = self._all(audit, f"/api/v1/accounts/{card.public_id}/statuses", token)
            self._compare(audit, "accounts/statuses", viewer, given, anything)
        if viewer is not None:
            groups = self._got(audit, "/api/v2/notifications", token) or {"statuses": []}
            self._compare(audit, "v2/notifications", viewer, _ids(groups["statuses"]), anything)
        for number in audit.random.sample(list(audit.facts), min(12, len(audit.facts))):
            self._ask_about(audit, viewer, token, number)

    def _ask_about(self, audit: Audit, viewer: Viewer, token: str, number: int) -> None:
        public_id = audit.facts[number].public_id
        one = self._got(audit, f"/api/v1/statuses/{public_id}", token)
        given = _ids([one] if one else [])
        self._compare(
            audit, "statuses/show", viewer, given[:1], [number], whole=viewer not in audit.world.stopped
        )
        # What it quotes stands within it, for who may see both.
        self._compare(audit, "statuses/show", viewer, given[1:], audit.facts)
        around = self._got(audit, f"/api/v1/statuses/{public_id}/context", token) or {}
        found = [*around.get("ancestors", ()), *around.get("descendants", ())]
        self._compare(audit, "statuses/context", viewer, _ids(found), audit.facts)

    def _compare(
        self,
        audit: Audit,
        read: str,
        viewer: Viewer,
        given: Iterable[int],
        asked: Iterable[int],
        *,
        whole: bool = False,
    ) -> None:
        numbers = [audit.by_public_id[each] for each in given]
        audit.compare(f"{self.name} {read}", viewer, numbers, asked, whole=whole)

    def _token(self, viewer: Viewer) -> str:
        """A new one where the last was taken away: suspended, and let in again."""
        if viewer is None:
            return ""
        known = self._tokens.get(viewer, "")
        if not known or self.site.get("/api/v1/accounts/verify_credentials", known).status == 401:
            known = self._tokens[viewer] = apps.let_in(viewer, self._app, "read")
        return known

    def _all(self, audit: Audit, path: str, token: str) -> list[int]:
        """A whole list, page by page, as each says where the next one is."""
        given: list[int] = []
        following: str | None = f"{path}?limit={MOST}"
        while following is not None:
            said = self._said(audit, following, token)
            given += _ids(msgspec.json.decode(said.body)) if said.status == 200 else []
            found = re.search(r'<https?://[^/]+([^>]+)>; rel="next"', said.link)
            following = found[1] if found is not None else None
        return given

    def _got(self, audit: Audit, path: str, token: str) -> Any:
        """What is answered; None for what is not there, or not for this token."""
        said = self._said(audit, path, token)
        return msgspec.json.decode(said.body) if said.status == 200 else None

    def _said(self, audit: Audit, path: str, token: str) -> Said:
        first, again = self.site.get(path, token), self.site.get(path, token)
        if first != again:
            audit.losses.append(f"{self.name} {path}: another answer when asked again")
        if again.status not in (200, 401, 403, 404, 422):
            audit.losses.append(f"{self.name} {path}: {again.status}")
        return again


def _ids(found: Iterable[dict[str, Any]]) -> list[int]:
    """The public ids of all posts in these statuses or notifications, also of those inside others."""
    given: list[int] = []
    for each in found:
        if "type" in each and "content" not in each:
            given += _ids([each["status"]] if each.get("status") else [])
            continue
        given.append(int(each["id"]))
        quoted = (each.get("quote") or {}).get("quoted_status")
        given += _ids([inner for inner in (each.get("reblog"), quoted) if inner])
    return given
