"""The audit of every read: clean as things are, and loud when something opens that should not."""

from collections.abc import Collection
from random import Random
from typing import Any

import pytest

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.sight import Sight
from hedgerow.doors.cli.worlds.at_a_door import App, Here
from hedgerow.doors.cli.worlds.auditing import Audit
from hedgerow.doors.cli.worlds.happenings import Happenings
from hedgerow.kernel.jobs import run_due
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces

pytestmark = pytest.mark.django_db


@pytest.fixture
def happenings(settings: object) -> Happenings:
    settings.RATE_LIMITS = False  # type: ignore[attr-defined]
    world = Happenings(seed=5, members_count=9)
    world.live(400)
    run_due()
    return world


def audit(world: Happenings) -> Audit:
    found = Audit(Random(3), world.faces, world.settled)
    for viewer in [None, *world.faces]:
        found.ask(viewer)
    return found


def test_no_read_gives_what_the_reference_refuses_nor_keeps_back_what_it_allows(
    happenings: Happenings,
) -> None:
    for _ in range(3):
        happenings.live(40)
        run_due()
        found = audit(happenings)
        assert found.leaks == []
        assert found.losses == []
        assert found.checks.total() > 1_000


def test_the_circles_of_followers_hold_all_who_follow_but_those_accepted_quietly(
    happenings: Happenings,
) -> None:
    quiet = 0
    for face in happenings.faces:
        known, followers = faces.face(face), contacts.followers(face)
        hushed = contacts.marks(face).quiet
        assert set(boundary.members(known.followers_circle or 0)) == followers - hushed
        mutual = followers & contacts.follows(face)
        assert set(boundary.members(known.mutuals_circle or 0)) == mutual - hushed
        quiet += len(hushed & followers)
    assert quiet


def _always_open(_viewer: int, audiences: Collection[int], _found: object, *, local: bool) -> dict[int, int]:
    """What stands for the moments from which audiences are open, in a broken engine."""
    return dict.fromkeys(audiences, 0)


@pytest.mark.parametrize(
    ("broken", "instead"),
    [("_thresholds", _always_open), ("Sight.passes", lambda self, gate: True)],
)
def test_an_engine_that_opens_too_much_is_found_out(
    happenings: Happenings, monkeypatch: pytest.MonkeyPatch, broken: str, instead: Any
) -> None:
    monkeypatch.setattr(f"hedgerow.boundary.sight.{broken}", instead)
    epoch.forget()
    assert audit(happenings).leaks


def test_an_engine_that_forgets_blocks_is_found_out(
    happenings: Happenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sight, "vetoed", frozenset(), raising=False)
    monkeypatch.setattr(Sight, "__init__", _without_vetoes)
    epoch.forget()
    assert audit(happenings).leaks


def _without_vetoes(self: Sight, viewer: int, *, local: bool, stopped: bool, vetoed: object) -> None:
    for name, value in {"viewer": viewer, "local": local, "stopped": stopped, "audiences": {}}.items():
        object.__setattr__(self, name, value)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", [False, True])
def test_an_app_at_the_door_is_given_what_the_reference_allows(
    settings: Any, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    settings.RATE_LIMITS = False
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    world = Happenings(seed=6, members_count=5)
    world.live(150)
    run_due()
    app = App("here", Here())
    if broken:
        monkeypatch.setattr("hedgerow.boundary.sight._thresholds", _always_open)
        epoch.forget()
    found = Audit(Random(3), world.faces)
    for viewer in [None, *world.faces[:2]]:
        app.ask(found, viewer)
    assert bool(found.leaks) == broken
    assert broken or found.losses == []
