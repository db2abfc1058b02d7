"""The house keeps its order: keys point downwards, and the one way around the boundary is counted."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

SOURCE = Path(__file__).resolve().parent.parent / "src" / "hedgerow"
FLOORS = ["kernel", "boundary", "people", "talk", "delivery", "web", "cli"]

UNGUARDED = {
    "talk": 24,
    "delivery": 0,
    "people": 0,
    "doors": 0,
}
"""At most so many places say `unguarded(reason=…)`, by room. A number here goes down, or up with a reason."""


def test_foreign_keys_point_downwards_only() -> None:
    upwards = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        if _floor(field.related_model._meta.app_label) > _floor(model._meta.app_label)
    ]
    assert upwards == []


def _floor(label: str) -> int:
    """How high a room stands; what Django and its libraries bring stands below all."""
    return FLOORS.index(label) if label in FLOORS else -1


def test_the_way_around_the_boundary_is_counted_and_none_stands_in_a_door() -> None:
    found = Counter(room for room, _reason in _unguarded())
    assert {room: found[room] for room in found if found[room] > UNGUARDED.get(room, 0)} == {}


def test_each_use_of_it_says_why() -> None:
    assert [room for room, reason in _unguarded() if len(reason) < 15] == []


def _unguarded() -> Iterator[tuple[str, str]]:
    """Every call of `unguarded` in the source: the room it stands in and the reason it gives."""
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0]
        if room == "boundary":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "unguarded":
                reason = next((word.value for word in node.keywords if word.arg == "reason"), None)
                yield room, str(getattr(reason, "value", "") or "computed by the caller")
