"""The hot reads: methods marked `hot` are answered in the front, from memory, without Django in between.

The same view answers in the same words, through the same boundary: only the thread is another, in which no
database can be asked. A view that needs something not remembered leaves the request to the usual way, which
remembers it for the next one. See `docs/hot-path.md`.
"""

import asyncio
import re
from collections.abc import Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

from django.core.exceptions import SynchronousOnlyOperation
from django.http import HttpRequest, QueryDict

from hedgerow.boundary.reads import memory

from .answers import JSON, Answer
from .answers import response as response_of
from .door import Method, door
from .serving import EVERY_ANSWER, MOST_ANSWERS, dressed, limit, tried

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
Whole = tuple[int, Headers, bytes]

_reader = ThreadPoolExecutor(1, thread_name_prefix="taking-in")
"""Takes in what changed: the one thread of the hot reads that asks the database."""


async def quick(scope: Scope, client: str) -> Whole | None:
    """The answer to a hot read, or None to leave it to Django."""
    found = table.find(scope["path"])
    if found is None:
        return None
    signal = memory.signal()
    if not memory.fits(signal):
        if signal is None:
            return None
        await asyncio.get_running_loop().run_in_executor(_reader, memory.catch_up, signal)
        signal = memory.signal()
        if not memory.fits(signal):
            return None
    method, parts = found
    return memory.answer(signal, lambda: _whole(scope, client, method, parts))


class Table:
    """The hot methods by address. Those that vary do so in one number, or in a name at the end."""

    def __init__(self) -> None:
        self.methods: dict[str, Method] = {
            re.sub(r"<id:\w+>", _SOME, re.sub(r"<str:\w+>$", _NAMED, method.route)): method
            for method in door.methods()
            if method.hot
        }

    def find(self, path: str) -> tuple[Method, dict[str, Any]] | None:
        """The method, and the part of its address that varies."""
        method = self.methods.get(path)
        if method is not None:
            return method, {}
        number = _NUMBER.search(path)
        if number is not None:
            method = self.methods.get(path[: number.start()] + _SOME + path[number.end() :])
            if method is not None:
                return method, {"id": int(number[0])}
        before, _, name = path.rpartition("/")
        method = self.methods.get(f"{before}/{_NAMED}") if name else None
        return (method, {"name": name}) if method is not None else None


_SOME, _NAMED = "<number>", "<name>"
_OF_A_BODY = {b"content-length", b"transfer-encoding"}
_NUMBER = re.compile(r"(?<=/)[0-9]{1,19}(?=/|$)")


class _Request(HttpRequest):
    """As much of a request as a view of this door looks at: no body, no form, no cookies."""

    method = "GET"
    content_type = ""

    def __init__(self, scope: Scope, client: str) -> None:
        self.path = self.path_info = scope["path"]
        self.META = {"REMOTE_ADDR": client, "QUERY_STRING": scope["query_string"].decode("latin-1")}
        for name, value in scope["headers"]:
            if name == b"authorization":
                self.META["HTTP_AUTHORIZATION"] = value.decode("latin-1")
            elif name in _OF_A_BODY and value != b"0":
                # Who reads it is the bridge: left unread, it would end the connection under the next request.
                raise SynchronousOnlyOperation

    @cached_property
    def GET(self) -> QueryDict:  # type: ignore[override]  # noqa: N802
        """What stands in the address."""
        return QueryDict(self.META["QUERY_STRING"].encode("latin-1"))


def _whole(scope: Scope, client: str, method: Method, parts: dict[str, Any]) -> Whole:
    """The answer as it is sent, where there is something to show. All else goes Django's way: what may not be
    seen is remembered and what never was is not, and neither time nor count may tell the two apart.
    """
    request = _Request(scope, client)
    made, left = tried(request, method, parts, count_last=True)
    if (made.status if isinstance(made, Answer) else made.status_code) != 200:
        raise SynchronousOnlyOperation
    if isinstance(made, Answer) and (not made.headers or MOST_ANSWERS.keys().isdisjoint(made.headers)):
        return made.status, [*_USUAL, *_raw(made.headers), *_raw(limit(left))], made.body
    response = dressed(request, response_of(made), left)
    return response.status_code, _raw(response.headers), response.content  # type: ignore[attr-defined]


def _raw(headers: Mapping[str, str]) -> Headers:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


_USUAL = _raw({"Content-Type": JSON, **EVERY_ANSWER, **MOST_ANSWERS})

table = Table()
