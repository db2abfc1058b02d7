"""Letting two threads come to the same point before either goes on."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

PATIENCE = 1
"""Seconds for which one waits for the other, who may be kept waiting itself."""

MARKS = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes after the other"),
]


def wait_for_both(monkeypatch: pytest.MonkeyPatch, where: Any, *names: str) -> None:
    """Whoever has done one of these waits until the other has, too."""
    both = threading.Barrier(2)

    def waiting(real: Callable[..., Any]) -> Callable[..., Any]:
        def do_and_wait(*given: Any) -> Any:
            done = real(*given)
            with suppress(threading.BrokenBarrierError):
                both.wait(PATIENCE)
            return done

        return do_and_wait

    for name in names:
        monkeypatch.setattr(where, name, waiting(getattr(where, name)))
