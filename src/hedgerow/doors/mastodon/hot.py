"""The hot reads: methods marked `hot` are answered in the front, from memory, without Django in between.

The same view answers in the same words, through the same boundary: only the thread is another, in which no
database can be asked. A view that needs something not remembered leaves the request to the usual way, which
remembers it for the next one. See `docs/hot-path.md`.
"""

import asyncio
import re
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from hedgerow.boundary.reads import memory

from .door import Method, door
from .serving import answered

Scope = MutableMapping[str, Any]
Whole = tuple[int, list[tuple[bytes, bytes]], bytes]

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
    answer = memory.answer(signal, lambda: answered(_Request(scope, client), method, parts))
    return None if answer is None else _whole(answer)


class Table:
    """The hot methods by address."""

    def __init__(self) -> None:
        self.fixed: dict[str, Method] = {}
        self.varying: list[tuple[re.Pattern[str], Method]] = []
        for method in door.methods():
            if method.hot and "<" not in method.route:
                self.fixed[method.route] = method
            elif method.hot:
                self.varying.append((_pattern(method.route), method))

    def find(self, path: str) -> tuple[Method, dict[str, Any]] | None:
        """The method, and the parts of its address that vary."""
        method = self.fixed.get(path)
        if method is not None:
            return method, {}
        for pattern, varying in self.varying:
            if match := pattern.fullmatch(path):
                return varying, {name: int(part) for name, part in match.groupdict().items()}
        return None


def _pattern(route: str) -> re.Pattern[str]:
    """Hot addresses vary in numbers alone."""
    return re.compile(re.sub(r"<id:(\w+)>", r"(?P<\1>[0-9]{1,19})", route))


class _Request(HttpRequest):
    """As much of a request as a view of this door looks at: no body, no form, no cookies."""

    def __init__(self, scope: Scope, client: str) -> None:
        self.method = "GET"
        self.path = self.path_info = scope["path"]
        self.META = {"REMOTE_ADDR": client}
        self.GET = QueryDict(scope["query_string"])
        self.content_type = ""
        for name, value in scope["headers"]:
            if name == b"authorization":
                self.META["HTTP_AUTHORIZATION"] = value.decode("latin-1")


def _whole(answer: HttpResponseBase) -> Whole:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.items()]
    return answer.status_code, headers, answer.content  # type: ignore[attr-defined]


table = Table()
