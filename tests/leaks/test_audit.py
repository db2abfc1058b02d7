"""The audit of every read: clean as things are, and loud when something opens that should not."""

from random import Random

import pytest

from hedgerow.boundary import epoch
from hedgerow.boundary.sight import Sight
from hedgerow.doors.cli.worlds.auditing import Audit
from hedgerow.doors.cli.worlds.happenings import Happenings
from hedgerow.kernel.jobs import run_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def happenings(settings: object) -> Happenings:
    settings.RATE_LIMITS = False  # type: ignore[attr-defined]
    world = Happenings(seed=5, members_count=9)
    world.live(400)
    run_due()
    return world


def audit(world: Happenings) -> Audit:
    found = Audit(Random(3), world.faces)
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


@pytest.mark.parametrize(("broken", "answer"), [("opens", 0), ("passes", True)])
def test_an_engine_that_opens_too_much_is_found_out(
    happenings: Happenings, monkeypatch: pytest.MonkeyPatch, broken: str, answer: int
) -> None:
    monkeypatch.setattr(Sight, broken, lambda self, number: answer)
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
