"""`/live/messages/<conversation>`: what is said while a conversation is open, as server-sent events.

A hint of the bus says that something happened; for each, the session is asked who holds it, and the boundary
what that face may see. Whoever may not be there any more hears `ended`, and nothing else. `?after=` is the
newest message on the page, `?shown=` those on it, `?face=` the face it was made for.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from hedgerow.delivery.streams import talks
from hedgerow.delivery.streams.reads import Busy
from hedgerow.delivery.streams.turns import in_turn
from hedgerow.doors.web import middleware
from hedgerow.doors.web.reading.stream import numbers, session_key, speaking
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import live, reads
from hedgerow.talk.posts import reads as posts

from . import rows
from .given import whole

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PREFIX = "/live/messages/"
SEND_SECONDS = 20
MOST_MISSED = 200
_ENDED = b"event: ended\ndata: {}\n\n"
_ALIVE = b": still here\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI app. 204 tells a browser not to come back; 503 to come back later."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return await _say(send, 405)
    listener = _Listener(scope)
    number = await talks.in_thread(listener.number)
    if number is None:
        return await _say(send, 204)
    try:
        hints = talks.hints(number, listener.face)
        return await _tell(send, receive, hints, listener)
    except Busy:
        return await _say(send, 503)


class _Listener:
    """One open page: who holds it, and what it is to be told. Every call runs in a thread."""

    def __init__(self, scope: Scope) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        self.key = session_key(scope)
        self.page_of = whole(asked.get("face", [""])[-1]) or 0
        self.after = whole(asked.get("after", [""])[-1]) or 0
        self.shown = numbers(asked.get("shown"))
        """The messages on the page when it began to listen."""
        self.conversation = whole(scope["path"].removeprefix(PREFIX)) or 0
        self.face = 0
        self.above: rows.Item | None = None
        """The newest that this page was shown: what comes next stands below it."""
        self.line = 0
        """The newest small line that this page was shown, by its number."""
        self.seen: dict[str, str] = {}
        """Who has read how far, as this page was told."""

    def who(self) -> int:
        """The face that holds this page now. Raises NotFound when nobody does, or it may not be here."""
        face = speaking(self.key, self.page_of)
        if face is None or self.face not in (0, face):
            raise NotFound
        if not reads.opened(face, self.conversation).present:
            raise NotFound
        return face

    def number(self) -> int | None:
        """The conversation's dense id, if its page may be told of it."""
        try:
            self.face = self.who()
            return reads.dense(self.face, self.conversation)
        except NotFound:
            return None

    def missed(self) -> bytes:
        """What was said since the page was made, and what of it was taken away since."""
        return self._as_face(self._missed)

    def heard(self, hint: live.Hint | None) -> bytes:
        """What one hint means to this face; `ended` when it may hear no more. What does not concern it sends
        not a byte, so that nobody learns when something happened that they may not see.
        """
        try:
            self.who()
            return self._as_face(partial(self._of, hint)) if hint is not None else _ALIVE
        except NotFound:
            return _ENDED

    def _as_face(self, call: Callable[[], bytes]) -> bytes:
        manners = faces.manners(self.face)
        language = manners.language if manners.language in middleware.CODES else settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(ZoneInfo(manners.time_zone)):
            return call()

    def _missed(self) -> bytes:
        page = reads.messages(self.face, self.conversation, after=self.after, limit=MOST_MISSED)
        fresh = [item for item in page.items if item.number > self.after]
        self.above = page.items[-1] if page.items else None
        line = reads.newest_line(self.face, self.conversation)
        self.line = line.number if line is not None else 0
        self.seen = self._marks()
        lost = self.shown - posts.staying(self.face, self.shown).seen
        taken = (_event("row", {"number": str(number), "html": ""}) for number in sorted(lost))
        return b": hello\n\n" + b"".join(taken) + b"".join(self._row(item) for item in fresh)

    def _row(self, item: rows.Item) -> bytes:
        """Something as it stands among the others: nearly always right below what the page was shown last."""
        above = self.above
        follows = above is not None and above.number < item.number
        if follows or isinstance(item, reads.Line):
            marks = rows.marks_on(self.face, self.conversation, item)
            found = reads.one(self.face, self.conversation)
            html: str = rows.drawn(found, [item], marks, above if follows else item)
        else:
            html = rows.row_of(self.face, self.conversation, item.number) or ""
        if above is None or above.number <= item.number:
            self.above = item
        return _event("row", {"number": str(item.number), "html": str(html)})

    def _message(self, message: int) -> bytes:
        item = reads.heard(self.face, self.conversation, message)
        if item is not None:
            return self._row(item)
        number = reads.taken_away(self.face, message)
        if self.above is not None and self.above.number == number:
            self.above = None
        return _event("row", {"number": str(number), "html": ""}) if number else b""

    def _of(self, hint: live.Hint) -> bytes:
        if hint.kind == live.MESSAGE:
            return self._message(hint.number)
        if hint.kind == live.WRITING:
            card = reads.writing_now(self.face, self.conversation, hint.number)
            return _event("writing", {"words": rows.writing_words(card)}) if card else b""
        if hint.kind == live.READ:
            return self._seen()
        line = reads.newest_line(self.face, self.conversation)
        if line is None or line.number <= self.line:
            return b""
        self.line = line.number
        return self._row(line)

    def _seen(self) -> bytes:
        marks = self._marks()
        if marks == self.seen:
            return b""
        self.seen = marks
        return _event("seen", marks)

    def _marks(self) -> dict[str, str]:
        marks = reads.read_marks(self.face, self.conversation)
        return {str(number): rows.seen_words(who) for number, who in marks.items()}


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def _tell(
    send: Send, receive: Receive, hints: AsyncGenerator[live.Hint | None, None], listener: _Listener
) -> None:
    """Tell until the reader leaves or may hear no more."""
    telling = asyncio.ensure_future(_events(send, hints, listener))
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        telling.cancel()
        with suppress(asyncio.CancelledError, OSError, TimeoutError):
            await telling
        await hints.aclose()


async def _events(send: Send, hints: AsyncGenerator[live.Hint | None, None], listener: _Listener) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    begun = False
    async for hint in hints:
        # The first comes once it is listened to, so that nothing said meanwhile is lost.
        if begun:
            text = await in_turn(listener.conversation, partial(listener.heard, hint))
        else:
            text = await talks.in_thread(listener.missed)
        begun = True
        if text:
            await asyncio.wait_for(_send(send, text), SEND_SECONDS)
        if text == _ENDED:
            break
    await _send(send, b"", more=False)


async def _send(send: Send, body: bytes, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, status: int) -> None:
    plain = [(b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": b""})
