"""Every test of delivery begins with nothing remembered and nothing counted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hedgerow.boundary import epoch
from hedgerow.delivery.home import catching_up
from hedgerow.delivery.positions import acts as positions_acts
from hedgerow.delivery.positions import reads as positions_reads
from hedgerow.kernel import clock, limits


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    epoch.forget()
    limits.forget_all()
    yield
    epoch.forget()


class Later:
    """Lets time pass for what reads the clock, without waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.ahead = timedelta()

    def pause(self, **amount: float) -> None:
        """From now on it is so much later."""
        self.ahead += timedelta(**amount)
        for module in (positions_reads, positions_acts, catching_up):
            self.monkeypatch.setattr(module, "now", lambda: clock.now() + self.ahead)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    return Later(monkeypatch)
