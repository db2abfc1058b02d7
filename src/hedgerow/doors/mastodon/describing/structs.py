"""The structs that views take and give, as JSON schemas (draft 2020-12)."""

import ast
import inspect
import itertools
import re
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from types import UnionType
from typing import Any, get_args

import msgspec
from msgspec import inspect as looking

from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Error

Schema = dict[str, Any]

AT = "#/components/schemas/"
_FULL = re.compile(r"(?:\w+\.)+(\w+\.\w+)")


def of(kind: Any) -> Schema:
    """The schema of a type that some method takes or gives."""
    parts = _parts(kind)
    return {"anyOf": [of(part) for part in parts]} if len(parts) > 1 else _made()[0][repr(kind)]


def _parts(kind: Any) -> list[Any]:
    """What a union of structs is one of; a type that is none, as it is."""
    structs = [part for part in get_args(kind) if isinstance(part, type) and issubclass(part, msgspec.Struct)]
    return structs if isinstance(kind, UnionType) and len(structs) > 1 else [kind]


def all_of_them() -> dict[str, Schema]:
    """Every struct by its name."""
    return _made()[1]


def of_answers() -> set[str]:
    """The names of those that answers are made of."""
    return _made()[2]


def name_of(struct: type[msgspec.Struct]) -> str:
    """What a struct is called in the document."""
    return str(of(struct)["$ref"]).removeprefix(AT)


@cache
def _made() -> tuple[dict[str, Schema], dict[str, Schema], set[str]]:
    given = [kind for method in door.methods() for kind in (method.gives, *method.also.values())]
    taken = [method.takes for method in door.methods()]
    given = [part for kind in given for part in _parts(kind)]
    kinds = {repr(kind): kind for kind in (*given, *taken, Error) if kind is not None}
    found, structs = msgspec.json.schema_components(kinds.values(), ref_template=AT + "{name}")
    schemas = _short(dict(zip(kinds, found, strict=True)))
    structs = _short({_shorter(name): schema for name, schema in structs.items()})
    shown = _names(structs, [schemas[repr(kind)] for kind in (*given, Error) if kind is not None])
    for struct in _structs(kinds.values()):
        schema = structs[_called(struct, structs)]
        _tell_fields(schema, struct)
        if _called(struct, structs) in shown:
            _tell_required(schema, struct)
        else:
            _tell_files(schema)
    return schemas, structs, shown


def _shorter(name: str) -> str:
    """`hedgerow.….views.timelines.Tag`, where two structs are called Tag, as `timelines.Tag`."""
    return _FULL.sub(r"\1", name)


def _called(struct: type[msgspec.Struct], structs: dict[str, Schema]) -> str:
    longer = f"{struct.__module__.rpartition('.')[2]}.{struct.__name__}"
    return longer if longer in structs else struct.__name__


def _short(said: dict[str, Schema]) -> dict[str, Schema]:
    return {name: _walk(schema, _reference) for name, schema in said.items()}


def _reference(schema: Schema) -> Schema:
    if "$ref" in schema:
        return schema | {"$ref": AT + _shorter(schema["$ref"].removeprefix(AT))}
    return schema


def _walk(node: Any, change: Callable[[Schema], Schema]) -> Any:
    if isinstance(node, list):
        return [_walk(each, change) for each in node]
    if isinstance(node, dict):
        return change({key: _walk(value, change) for key, value in node.items()})
    return node


def _names(structs: dict[str, Schema], schemas: Iterable[Schema]) -> set[str]:
    """The names of all structs that these schemas lead to."""
    found: set[str] = set()
    waiting = list(schemas)

    def note(schema: Schema) -> Schema:
        name = str(schema.get("$ref", "")).removeprefix(AT)
        if name and name not in found:
            found.add(name)
            waiting.append(structs[name])
        return schema

    while waiting:
        _walk(waiting.pop(), note)
    return found


def _structs(kinds: Iterable[Any]) -> list[type[msgspec.Struct]]:
    """Every struct in these types, and in what they are made of."""
    found: dict[type[msgspec.Struct], None] = {}
    waiting: list[Any] = list(looking.multi_type_info(kinds))
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, looking.StructType):
            if kind.cls in found:
                continue
            found[kind.cls] = None
            waiting += [field.type for field in kind.fields]
        waiting += list(getattr(kind, "types", ()))
        waiting += [getattr(kind, part) for part in ("item_type", "value_type") if hasattr(kind, part)]
    return list(found)


def _tell_fields(schema: Schema, struct: type[msgspec.Struct]) -> None:
    """What the sentence under each field says."""
    for base in reversed(struct.__mro__):
        if issubclass(base, msgspec.Struct) and base is not msgspec.Struct:
            for field, words in _sentences(base).items():
                if field in schema.get("properties", ()):
                    schema["properties"][field] = schema["properties"][field] | {"description": words}


def _sentences(struct: type) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(struct))).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in itertools.pairwise(lines)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _tell_files(schema: Schema) -> None:
    """What is taken and may be anything is a file."""
    for field, said in schema.get("properties", {}).items():
        if not said.keys() - {"default", "description"}:
            schema["properties"][field] = said | {"type": "string", "format": "binary"}


def _tell_required(schema: Schema, struct: type[msgspec.Struct]) -> None:
    """An answer has all its fields but those that may be left out."""
    if struct.__struct_config__.omit_defaults:
        return
    schema["required"] = [
        field.encode_name for field in msgspec.structs.fields(struct) if field.default is not msgspec.UNSET
    ]
