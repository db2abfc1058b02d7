"""The OpenAPI 3.1 document of the door, made of its registry and of the structs that the views take and give.

Source: OpenAPI Specification 3.1.0. Nothing is written here that the registry knows already.
"""

import sys
from functools import cache
from typing import Any

import msgspec

from hedgerow.doors.mastodon.door import Method, door
from hedgerow.doors.mastodon.entities.common import Error
from hedgerow.doors.mastodon.paging import Paged
from hedgerow.people.apps.reads import SCOPES

from . import structs

Described = dict[str, Any]

ANSWERS = {
    400: ("BadRequest", "What was sent cannot be read."),
    401: ("NoToken", "No token, or one that is dead."),
    403: ("OutsideScopes", "The token's scopes do not allow it, or its login waits."),
    404: ("NotFound", "Not there; or not for who asks, which is the same answer."),
    409: ("Conflict", "Something else came first."),
    410: ("Gone", "It is no more."),
    422: ("Invalid", "What was sent is wrong, or the token has no face. `details` names the fields."),
    429: ("TooMany", "Too many requests. `Retry-After` says in how many seconds to come again."),
    503: ("Busy", "Not now."),
}
"""What a bad answer means, by its status."""

RATE_HEADERS = {
    "X-RateLimit-Limit": "How often a token, or an address without one, may ask: the limit that ends first.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "When all are there again (ISO 8601).",
}
KINDS = {
    "id": {"type": "string", "pattern": "^[0-9]{1,19}$"},
    "int": {"type": "integer", "minimum": 0},
    "str": {"type": "string", "minLength": 1},
}
ABOUT = """The API for apps. Under `/api/v1/`, `/api/v2/` and `/oauth/` it is the Mastodon client API, under
`/api/hedgerow/v1/` our own for what that one lacks. A token speaks for one face, and an app never learns of
another one of the same person. What one may not see is answered like what never was. Bodies may be JSON or
forms; in forms and addresses lists are written `name[]=a&name[]=b`."""


@cache
def document() -> Described:
    """The whole document."""
    methods = door.methods()
    paths: Described = {}
    for method in methods:
        paths.setdefault(address(method), {})[method.verb.lower()] = _operation(method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hedgerow", "version": "1", "description": " ".join(ABOUT.split())},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": about} for name, about in groups(methods).items()],
        "paths": paths,
        "components": {
            "schemas": structs.all_of_them(),
            "responses": _responses(),
            "headers": _headers(),
            "securitySchemes": {"token": _oauth()},
        },
    }


@cache
def encoded() -> bytes:
    """The same as it is sent."""
    return msgspec.json.encode(document())


def address(method: Method) -> str:
    """A method's address with its parts in braces."""
    found = method.route
    for kind, name in method.parts:
        found = found.replace(f"<{kind}:{name}>", f"{{{name}}}")
    return found


def group(method: Method) -> str:
    """The group a method belongs to: the file of its view."""
    return method.view.__module__.rpartition(".")[2]


def groups(methods: list[Method]) -> dict[str, str]:
    """All groups, each with the first line of what its file says of itself."""
    files = {group(method): sys.modules[method.view.__module__] for method in methods}
    return {name: _first_line(file.__doc__) for name, file in files.items()}


def _first_line(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


def _operation(method: Method) -> Described:
    said: Described = {
        "operationId": f"{method.verb.lower()}.{method.name}",
        "tags": [group(method)],
        "summary": _first_line(method.view.__doc__),
        "security": _security(method),
        "parameters": [*_parts(method), *_query(method)],
        "responses": _answers(method),
    }
    if method.takes is not None and method.verb != "GET":
        schema = structs.of(method.takes)
        kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
        said["requestBody"] = {"content": {kind: {"schema": schema} for kind in kinds}}
    return said


def _security(method: Method) -> list[Described]:
    """Any one of these is enough; an empty one: no token is needed."""
    ways: list[Described] = [{"token": [scope]} for scope in method.scopes] or [{"token": []}]
    return [{}, *ways] if method.needs == "nobody" else ways


def _parts(method: Method) -> list[Described]:
    return [
        {"name": name, "in": "path", "required": True, "schema": KINDS[kind]} for kind, name in method.parts
    ]


def _query(method: Method) -> list[Described]:
    """What a reading takes, in its address: lists as `name[]`, structs as `name[field]`."""
    if method.takes is None or method.verb != "GET":
        return []
    struct = structs.all_of_them()[structs.name_of(method.takes)]
    return [
        _in_query(name, schema, name in struct.get("required", ()))
        for name, schema in struct.get("properties", {}).items()
    ]


def _in_query(name: str, schema: Described, required: bool) -> Described:
    kinds = [schema, *schema.get("anyOf", ())]
    said: Described = {"name": name, "in": "query", "required": required, "schema": schema}
    if "description" in schema:
        said["description"] = schema["description"]
    if any(kind.get("type") == "array" for kind in kinds):
        said |= {"name": f"{name}[]", "style": "form", "explode": True}
    elif any("$ref" in kind for kind in kinds):
        said |= {"style": "deepObject", "explode": True}
    return said


def _answers(method: Method) -> Described:
    good = {200: method.gives} | method.also
    said: Described = {str(status): _good(method, status, gives) for status, gives in good.items()}
    for status in sorted(refusals(method)):
        said[str(status)] = {"$ref": f"#/components/responses/{ANSWERS[status][0]}"}
    return said


def refusals(method: Method) -> set[int]:
    """Every bad answer that may come: those the method names, and those that all have."""
    found = {*method.errors, 400, 429}
    if method.needs != "nobody":
        found |= {401, 403}
    if method.scopes or method.needs == "user":
        found.add(403)
    if method.needs == "user" or method.takes is not None:
        found.add(422)
    if method.parts:
        found.add(404)
    return found


def _good(method: Method, status: int, gives: Any) -> Described:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in RATE_HEADERS}
    if method.takes is not None and issubclass(method.takes, Paged):
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    words = "As asked." if status == 200 else "Not all of it yet: ask again."
    schema = {"type": "object"} if gives is None else structs.of(gives)
    return {
        "description": words,
        "headers": headers,
        "content": {"text/plain" if gives is str else "application/json": {"schema": schema}},
    }


def _responses() -> Described:
    content = {"application/json": {"schema": structs.of(Error)}}
    said: Described = {name: {"description": words, "content": content} for name, words in ANSWERS.values()}
    said["TooMany"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return said


def _headers() -> Described:
    said = {
        name: {"description": words, "schema": {"type": "string"}} for name, words in RATE_HEADERS.items()
    }
    link = 'Where the list goes on: rel="next" is older, rel="prev" newer (RFC 8288).'
    return said | {"Link": {"description": link, "schema": {"type": "string"}}}


def _oauth() -> Described:
    scopes = dict.fromkeys(SCOPES, "")
    code = {"authorizationUrl": "/oauth/authorize", "tokenUrl": "/oauth/token", "scopes": scopes}
    app = {"tokenUrl": "/oauth/token", "scopes": scopes}
    return {"type": "oauth2", "flows": {"authorizationCode": code, "clientCredentials": app}}
