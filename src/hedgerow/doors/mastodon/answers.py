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


def whole(made: Any) -> Answer | HttpResponseBase:
    """What a view gave, encoded."""
    if isinstance(made, HttpResponseBase):
        return made
    answer = made if isinstance(made, Answer) else Answer(made)
    return (
        answer
        if isinstance(answer.body, bytes)
        else msgspec.structs.replace(answer, body=encode(answer.body))
    )


def response(made: Answer | HttpResponseBase) -> HttpResponseBase:
    """The same, as Django sends it."""
    if isinstance(made, HttpResponseBase):
        return made
    return HttpResponse(made.body, status=made.status, content_type=JSON, headers=made.headers)
