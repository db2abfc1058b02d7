"""Scopes keep a search within reach, and never keep back what the reference lets somebody see."""

import pytest
from hypothesis import given

from hedgerow.boundary import scopes
from hedgerow.boundary.reference import sees

from .test_equal import EXAMPLES, fresh, seeds, viewers  # noqa: F401 (`fresh` is a fixture)
from .twin import Twin

pytestmark = pytest.mark.both


@EXAMPLES
@given(seed=seeds)
def test_who_sees_a_thing_would_look_where_it_is(fresh: None, seed: int) -> None:  # noqa: F811
    twin = Twin(seed)
    for _ in range(3):
        twin.live(30)
        rows = twin.rows()
        placed = scopes.placed(rows)
        for viewer in viewers(twin):
            look = scopes.openings(viewer)
            for row, place in zip(rows, placed, strict=True):
                if sees(twin.world, viewer, twin.posts[row.pk]):
                    assert _is_reached(look, place, row.entered_at)


def _is_reached(look: scopes.Openings, place: scopes.Placed, entered_at: int) -> bool:
    if not set(look.own).isdisjoint(place.scopes):
        return True
    since = dict(look.scopes)
    opened = [since[scope] for scope in place.scopes if scope in since]
    return bool(opened) and min(opened) <= entered_at and set(look.no_marks).isdisjoint(place.marks)
