"""The pages that people read about the API, the OpenAPI document in words: `/docs/api` names everything, a
page of each group, and `/docs/api/entities`, tells it.
"""

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hedgerow.kernel.errors import NotFound

from . import document, structs
from . import groups as naming
from .structs import Schema

OWN = "/api/hedgerow/"


class Part(msgspec.Struct, frozen=True):
    """A field of a struct, or a parameter of a method."""

    name: str
    kind: str
    entity: str
    """The struct its kind is, or is a list of; none for plain values."""
    needed: bool
    words: str


class Told(msgspec.Struct, frozen=True):
    """A method, as it is read. `gives`: what a good answer is, and `entity` the struct in it."""

    anchor: str
    verb: str
    address: str
    summary: str
    token: str
    scopes: list[str]
    path: list[str]
    takes: list[Part]
    gives: str
    entity: str
    pages: bool
    refusals: list[tuple[str, str]]

    @property
    def also(self) -> str:
        """What it is found by, besides what its line says."""
        return " ".join([*self.scopes, self.gives]).lower()

    @property
    def sought(self) -> str:
        """What a search looks into."""
        return f"{self.verb} {self.address} {self.summary} {self.also}".lower()


class Group(msgspec.Struct, frozen=True):
    """Methods that belong together."""

    name: str
    title: str
    also: str
    """What else it is looked for by."""
    words: str
    example: str
    methods: list[Told]


class Entity(msgspec.Struct, frozen=True):
    """A struct that answers are made of."""

    name: str
    words: str
    parts: list[Part]

    @property
    def sought(self) -> str:
        """What a search looks into."""
        return f"{self.name} {self.words}".lower()


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All methods and entities by name, or those a search finds. Each leads to where it is told."""
    sought = request.GET.get("q", "")[:100].lower().split()
    groups = [_only(group, sought) for group in _groups()]
    said = {
        "steps": [] if sought else naming.steps(),
        "groups": [group for group in groups if group.methods],
        "entities": [each for each in _entities() if _fits(each.sought, sought)],
        "q": request.GET.get("q", "")[:100],
        "about": document.document()["info"]["description"],
        "wide": True,
    }
    return render(request, "mastodon/reference.html", said)


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One group of methods; or, as `entities`, what answers are made of."""
    if name == "entities":
        return render(request, "mastodon/entities.html", {"entities": _entities(), "wide": True})
    group = next((group for group in _groups() if group.name == name), None)
    if group is None:
        raise NotFound
    return render(request, "mastodon/group.html", {"group": group, "wide": True})


def _fits(text: str, sought: list[str]) -> bool:
    return all(word in text for word in sought)


def _only(group: Group, sought: list[str]) -> Group:
    known = f"{group.title} {group.also}".lower()
    methods = [each for each in group.methods if _fits(f"{known} {each.sought}", sought)]
    return msgspec.structs.replace(group, methods=methods)


@cache
def _groups() -> list[Group]:
    """Our own groups first: the others are described elsewhere too."""
    told: dict[str, list[Told]] = {}
    for address, verbs in document.document()["paths"].items():
        for verb, said in verbs.items():
            told.setdefault(said["tags"][0], []).append(_told(verb, address, said))
    groups = [
        _group(tag["name"], tag["description"], told[tag["name"]]) for tag in document.document()["tags"]
    ]
    groups.append(_group("streaming", "What happens, as it happens.", _streams()))
    return sorted(groups, key=_place)


def _group(name: str, words: str, methods: list[Told]) -> Group:
    about = naming.about(name)
    return Group(name, about.title, about.also, words, about.example, methods)


def _place(group: Group) -> tuple[int, bool]:
    """What everybody needs first, then our own groups: the others are described elsewhere too."""
    first = naming.FIRST.index(group.name) if group.name in naming.FIRST else len(naming.FIRST)
    return first, not group.methods[0].address.startswith(OWN)


def _streams() -> list[Told]:
    """Streams are no methods of the registry: they go on."""
    return [
        Told(
            anchor="get-" + address.removeprefix("/api/v1/").replace("/", "-"),
            verb="GET",
            address=address,
            summary=words,
            token="one",  # noqa: S106 (a word)
            scopes=["read"],
            path=[],
            takes=[],
            gives="events",
            entity="",
            pages=False,
            refusals=[("400", "No such stream."), ("401", "No token, or one that does not allow it.")],
        )
        for address, words in naming.STREAMS.items()
    ]


@cache
def _entities() -> list[Entity]:
    found = structs.all_of_them()
    led_to = structs.of_answers() | _within_what_is_taken()
    return [Entity(name, _words(found[name]), _fields(found[name])) for name in sorted(led_to, key=str.lower)]


def _within_what_is_taken() -> set[str]:
    """The structs that fields of a method lead to. What it takes as a whole stands with the method."""
    found: set[str] = set()
    waiting = [part for group in _groups() for method in group.methods for part in method.takes]
    while waiting:
        name = waiting.pop().entity
        if name and name not in found:
            found.add(name)
            waiting += _fields(structs.all_of_them()[name])
    return found


def _told(verb: str, address: str, said: Schema) -> Told:
    good = said["responses"]["200"]
    (content,) = good["content"].values()
    gives = content["schema"]
    return Told(
        said["operationId"].replace(".", "-"),
        verb.upper(),
        address,
        said["summary"],
        "none" if {} in said["security"] else "one",
        sorted({scope for way in said["security"] for scope in way.get("token", ())}),
        [part["name"] for part in said["parameters"] if part["in"] == "path"],
        _takes(said),
        _kind(gives),
        _entity(gives),
        "Link" in good["headers"],
        [(status, _refusal(answer)) for status, answer in said["responses"].items() if "$ref" in answer],
    )


def _takes(said: Schema) -> list[Part]:
    if "requestBody" in said:
        schema = said["requestBody"]["content"]["application/json"]["schema"]
        return _fields(structs.all_of_them()[_entity(schema)])
    return [
        Part(
            part["name"],
            _kind(part["schema"]),
            _entity(part["schema"]),
            part["required"],
            part.get("description", ""),
        )
        for part in said["parameters"]
        if part["in"] == "query"
    ]


def _refusal(answer: Schema) -> str:
    name = answer["$ref"].rpartition("/")[2]
    return str(document.document()["components"]["responses"][name]["description"])


def _fields(struct: Schema) -> list[Part]:
    needed = struct.get("required", ())
    return [
        Part(name, _kind(field), _entity(field), name in needed, field.get("description", ""))
        for name, field in struct.get("properties", {}).items()
    ]


def _words(schema: Schema) -> str:
    return " ".join(str(schema.get("description", "")).split())


def _kind(schema: Schema) -> str:
    """A schema in a few words: `list of Account`, `integer or null`."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "$ref" in schema:
        return _entity(schema)
    if "enum" in schema:
        return " or ".join(str(each) for each in schema["enum"])
    return str(schema.get("type", "anything"))


def _entity(schema: Any) -> str:
    """The one struct that a schema leads to first; none where it leads to none."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return str(schema["$ref"]).removeprefix(structs.AT)
        schema = list(schema.values())
    if isinstance(schema, list):
        return next(filter(None, map(_entity, schema)), "")
    return ""
