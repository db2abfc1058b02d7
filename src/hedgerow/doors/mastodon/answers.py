"""What a view gives back: a struct, a list, bytes that are JSON already, or an `Answer` with more to say."""

from typing import Any

import msgspec
from django.http import HttpResponse, HttpResponseBase

JSON = "application/json; charset=utf-8"
encode = msgspec.json.Encoder().encode


class Answer(msgspec.Struct, frozen=True):
    """`body`: anything msgspec encodes, or bytes that are JSON already."""

    body: Any
    status: int = 200
    headers: dict[str, str] = {}


EMPTY: dict[str, Any] = {}
"""What the original gives where there is nothing to give."""


def response(made: Any) -> HttpResponseBase:
    """What a view gave, as it is sent."""
    if isinstance(made, HttpResponseBase):
        return made
    whole = made if isinstance(made, Answer) else Answer(made)
    body = whole.body if isinstance(whole.body, bytes) else encode(whole.body)
    return HttpResponse(body, status=whole.status, content_type=JSON, headers=whole.headers)
