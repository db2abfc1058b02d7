"""What a request gives, as one struct: query, form, multipart and JSON alike, arrays and hashes as Rails
writes them (`media_ids[]`, `poll[options][]`, `fields_attributes[0][name]`).
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import get_supported_language_variant
from msgspec import inspect

from .errors import Invalid, Wrong

Given = dict[str, Any]
Struct = TypeVar("Struct", bound=msgspec.Struct)

MOST_FIELDS = 2_000
DEEPEST = 5
PLACES = {"max_id", "since_id", "min_id", "limit", "offset"}
"""Places in lists: what is no number there is read as the digits it begins with, or as 0, as Ruby does."""
FALSE = {"0", "f", "F", "false", "FALSE", "off", "OFF", "False", "Off"}
"""What Rails takes for false; all else but nothing is true."""
_MOST_DIGITS = 19
_KEY = re.compile(r"\[([^\[\]]*)\]")


class Lost(Exception):
    """Nothing usable was given for a field: its default holds."""


def query(request: HttpRequest) -> bytes:
    """The address from its question mark on."""
    return str(request.META.get("QUERY_STRING", "")).encode("latin-1")


def taken(request: HttpRequest, struct: type[Struct]) -> Struct:
    """What a request gives, as this struct. Raises Wrong (400), Invalid (422)."""
    asked = query(request)
    if request.method == "GET" and not request.content_type and len(asked) <= SHORT and b"token" not in asked:
        return cast("Struct", _of_query(asked, struct))
    return take(given(request), struct)


SHORT = 100
"""So long addresses are remembered with what they mean: apps ask the same again and again."""


@lru_cache(maxsize=2_000)
def _of_query(asked: bytes, struct: type[msgspec.Struct]) -> msgspec.Struct:
    return take(nested(_pairs(QueryDict(asked).lists())), struct)


def given(request: HttpRequest) -> Given:
    """Everything the request gives; what the body says wins over the address. Raises Wrong (400)."""
    found = nested(_pairs(request.GET.lists()))
    try:
        found.update(_body(request))
    except (SuspiciousOperation, RequestDataTooBig, UnreadablePostError, MultiPartParserError) as error:
        raise Wrong(400, "Bad Request") from error
    return found


def _body(request: HttpRequest) -> Given:
    if request.content_type == "application/json":
        return _json(request.body)
    if request.method == "POST":
        return nested([*_pairs(request.POST.lists()), *_pairs(request.FILES.lists())])
    if request.content_type == "multipart/form-data":
        # Django reads the forms of POST alone.
        fields, files = MultiPartParser(request.META, cast("Any", request), request.upload_handlers).parse()
        return nested([*_pairs(fields.lists()), *_pairs(files.lists())])
    if request.content_type == "application/x-www-form-urlencoded":
        return nested(_pairs(QueryDict(request.body).lists()))
    return {}


def _json(body: bytes) -> Given:
    if not body.strip():
        return {}
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Wrong(400, "Bad Request: the body is not JSON") from error
    if not isinstance(found, dict):
        raise Wrong(400, "Bad Request: the body is not a JSON object")
    return found


def _pairs(lists: Iterable[tuple[str, list[Any]]]) -> list[tuple[str, Any]]:
    return [(name, value) for name, values in lists for value in values]


def nested(pairs: list[tuple[str, Any]]) -> Given:
    """Pairs of names and values as Rails reads them. Raises Wrong (400) where names contradict each other."""
    found: Given = {}
    if len(pairs) > MOST_FIELDS:
        raise Wrong(400, "Bad Request: too many fields")
    for name, value in pairs:
        head, _, _ = name.partition("[")
        _put(found, [head, *_KEY.findall(name[len(head) :])], value, name)
    return found


def _put(into: Given, keys: list[str], value: Any, name: str) -> None:
    if len(keys) > DEEPEST:
        raise Wrong(400, f"Bad Request: {name} is too deep")
    first, *rest = keys
    if not rest:
        into[first] = value
        return None
    if rest[0] == "":
        listed = into.setdefault(first, [])
        if not isinstance(listed, list):
            raise Wrong(400, f"Bad Request: {name} is given in two ways")
        return _append(listed, rest[1:], value, name)
    inner = into.setdefault(first, {})
    if not isinstance(inner, dict):
        raise Wrong(400, f"Bad Request: {name} is given in two ways")
    return _put(inner, rest, value, name)


def _append(listed: list[Any], rest: list[str], value: Any, name: str) -> None:
    """`a[]=1`, or `a[][name]=x`: a name that the last hash has already begins the next one."""
    if not rest:
        listed.append(value)
        return
    last = listed[-1] if listed and isinstance(listed[-1], dict) else None
    if last is None or (rest[0] in last and len(rest) == 1):
        last = {}
        listed.append(last)
    _put(last, rest, value, name)


def take(found: Given, struct: type[Struct]) -> Struct:
    """What was given as this struct. Raises Invalid, which names the first field that is wrong."""
    try:
        return msgspec.convert(_as_struct(found, _kind(struct), ""), struct, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(error) from error


@cache
def _kind(struct: type[msgspec.Struct]) -> inspect.StructType:
    return cast("inspect.StructType", inspect.type_info(struct))


def _as_struct(found: Any, kind: inspect.StructType, at: str) -> Given:
    if not isinstance(found, dict):
        raise Invalid(at, "is invalid")
    taken: Given = {}
    for field in kind.fields:
        if field.encode_name in found:
            try:
                taken[field.encode_name] = _as(found[field.encode_name], field.type, field.encode_name)
            except Lost:
                continue
    return taken


def _as(value: Any, kind: inspect.Type, at: str) -> Any:
    """A raw value in the form the field wants it, as Rails would read it. Raises Lost, Invalid."""
    kinds = list(kind.types) if isinstance(kind, inspect.UnionType) else [kind]
    wanted = next(
        (each for each in kinds if not isinstance(each, inspect.NoneType | inspect.CustomType)), kind
    )
    if value is None:
        if any(isinstance(each, inspect.NoneType) for each in kinds):
            return None
        raise Lost
    return _of_kind(value, wanted, at)


def _of_kind(value: Any, wanted: inspect.Type, at: str) -> Any:
    if isinstance(wanted, inspect.StructType):
        return _as_struct(value, wanted, at)
    if isinstance(wanted, inspect.ListType):
        return [_as(each, wanted.item_type, at) for each in _as_list(value)]
    if isinstance(wanted, inspect.StrType):
        return _as_text(value, at)
    if value == "":
        raise Lost
    if isinstance(wanted, inspect.BoolType):
        return value if isinstance(value, bool) else str(value) not in FALSE
    if isinstance(wanted, inspect.AnyType | inspect.DictType):
        return value
    if isinstance(wanted, inspect.IntType):
        return _as_number(value, at)
    return _as_text(value, at) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_number(value: Any, at: str) -> Any:
    """Within what a database counts with: what lies beyond is nobody's number, and leads to nothing."""
    text = _as_text(value, at).strip()
    if at in PLACES:
        text = found[0] if (found := re.match(r"[+-]?[0-9]+", text)) else "0"
    found = re.fullmatch(r"([+-]?)0*([0-9]+)", text)
    if found is None:
        return value if isinstance(value, str) else text
    # Python itself reads no more than some thousand digits.
    beyond = 2**63 if len(found[2]) > _MOST_DIGITS else int(found[2])
    return max(-(2**63), -beyond) if found[1] == "-" else min(beyond, 2**63 - 1)


def _as_list(value: Any) -> list[Any]:
    """A list; a hash that is numbered (`fields[0]`) is one too, and so is a single value."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value, key=lambda key: (len(key), key))]
    return value if isinstance(value, list) else [value]


def _as_text(value: Any, at: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise Invalid(at, "is invalid")


def _invalid(error: msgspec.ValidationError) -> Invalid:
    """The field stands at the end of the library's sentence: "… - at `$.poll.expires_in`"."""
    words, _, place = str(error).partition(" - at `$")
    missing = re.search(r"missing required field `(\w+)`", words)
    field = missing[1] if missing else re.sub(r"\[[^\]]*\]", "", place.strip("`.")) or "request"
    if missing:
        return Invalid(field, "can't be blank", "ERR_BLANK")
    return Invalid(field, "is invalid")


def moment(text: str) -> datetime:
    """A moment as ISO 8601. Raises Wrong, in the few words of the original."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise Wrong(422, "Record invalid") from error


def language(asked: object) -> str:
    """The language that is asked for, if the site speaks it; else the site's own."""
    try:
        return get_supported_language_variant(asked if isinstance(asked, str) else settings.LANGUAGE_CODE)
    except (LookupError, ValueError):
        return settings.LANGUAGE_CODE
