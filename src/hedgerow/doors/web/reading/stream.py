"""`/stream/`: tells an open page how much is new and what may not stay, as server-sent events, in the front's
own loop.

Who listens is found out from the session cookie, as any page does it, at every look: an ended session, a
suspended member or another face ends the stream. `?after=` is the public id of the newest post on a page
that says how many are new, `?face=` that of the face it was made for, `?shown=` those of the posts on it.
Which of these may not be seen any more is told by their ids alone: deleted, narrowed, blocked and never there
are the same bytes. Of those that were edited the latest edition is told; a page that shows an earlier one
asks for the post anew.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import ngettext

from hedgerow.delivery.streams.reads import Busy, News, Page, streams
from hedgerow.doors.web import middleware
from hedgerow.kernel.counting import filled
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_SHOWN = 300
"""So many posts of one page are looked after; who loads more of them on one page reads it anew some day."""

SEND_SECONDS = 20
"""A reader this slow has gone."""

_ALIVE = b": still here\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def stream(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI app. 204 tells a browser not to come back; 503 to come back later."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return await _say(send, 405)
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    key, page_of = session_key(scope), _number(asked.get("face"))
    page = Page(_number(asked["after"]) if "after" in asked else None, numbers(asked.get("shown")))

    def who() -> int | None:
        return speaking(key, page_of)

    if await streams.in_thread(who) is None:
        return await _say(send, 204)
    try:
        return await _tell(send, receive, who, page)
    except Busy:
        return await _say(send, 503, (b"retry-after", b"30"))


def speaking(session_key: str, page_of: int = 0) -> int | None:
    """The face that speaks in this session now; None for an ended one and for who may not act, and when it
    is not the face that the page was made for (its public id).
    """
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    member = members.member_of(request.session) or get_user(request)
    if not member.is_authenticated or getattr(member, "state", "") != "active":
        return None
    active = {card.id: card for card in faces.own(member.pk) if card.state == "active"}
    chosen = request.session.get(middleware.FACE)
    card = active.get(chosen or 0) or next(iter(active.values()), None)
    return card.id if card is not None and page_of in (0, card.public_id) else None


def session_key(scope: MutableMapping[str, Any]) -> str:
    """The session that a request names; empty for none."""
    raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookie = SimpleCookie(raw.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie is not None else ""


def _number(given: list[str] | None) -> int:
    text = given[-1] if given else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def numbers(given: list[str] | None) -> frozenset[int]:
    """The first `MOST_SHOWN` of a list of numbers with commas between; what is no number is left out."""
    parts = given[-1].split(",", MOST_SHOWN)[:MOST_SHOWN] if given else []
    return frozenset(number for part in parts if (number := _number([part])))


async def _tell(send: Send, receive: Receive, who: Callable[[], int | None], page: Page) -> None:
    """Say what is new until the reader leaves or nobody holds the session any more."""
    news = streams.watch(who, page)
    telling = asyncio.ensure_future(_events(send, news, who))
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        telling.cancel()
        with suppress(asyncio.CancelledError, OSError, TimeoutError):
            await telling
        await news.aclose()


async def _events(send: Send, news: Any, who: Callable[[], int | None]) -> None:
    """The events of one stream, each at most `SEND_SECONDS` on its way."""
    last = News(posts=0, unseen=-1)
    begun = False
    async for now in news:
        if not begun:
            begun = True
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        text = _ALIVE if now is None else await streams.in_thread(partial(_words, now, last, who))
        last = now or last
        await asyncio.wait_for(_send(send, text), SEND_SECONDS)
    if begun:
        await _send(send, b"", more=False)
    else:
        await _say(send, 204)


async def _send(send: Send, body: bytes, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


def _words(now: News, last: News, who: Callable[[], int | None]) -> bytes:
    """The events that tell what changed, in the face's own language. In a thread."""
    face = who()
    if face is None:
        return b""
    language = faces.manners(face).language or settings.LANGUAGE_CODE
    with translation.override(language if language in middleware.CODES else settings.LANGUAGE_CODE):
        text = b": hello\n\n"
        if now.posts != last.posts:
            words = filled(ngettext("%(n)d new post", "%(n)d new posts", now.posts), {"n": now.posts})
            text += _event("posts", {"count": now.posts, "words": words})
        if now.unseen != last.unseen:
            text += _event("notifications", {"count": now.unseen})
        if lost := now.gone - last.gone:
            text += _event("gone", {"posts": sorted(map(str, lost))})
        if anew := now.edited - last.edited:
            text += _event("edited", {"posts": {str(post): str(edition) for post, edition in anew}})
    return text


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    plain = [(b"cache-control", b"no-store"), (b"content-length", b"0"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": b""})
