"""Letting two threads come to the same point before either goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection

from tests.kernel.threads import in_threads

PATIENCE = 0.3
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


@contextmanager
def meanwhile(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, act: Callable[[], object]
) -> Iterator[None]:
    """As soon as somebody has done this, another one does all of `act` that it is let, before they go on."""
    errors: list[BaseException] = []
    other = threading.Thread(target=lambda: _noting(errors, act), daemon=True)
    real = getattr(where, name)

    def do_and_let(*given: Any, **named: Any) -> Any:
        done = real(*given, **named)
        if other.ident is None:
            other.start()
            other.join(PATIENCE)
        return done

    monkeypatch.setattr(where, name, do_and_let)
    yield
    assert other.ident is not None, "nobody came to that point"
    other.join(60)
    if errors:
        raise errors[0]


def _noting(errors: list[BaseException], act: Callable[[], object]) -> None:
    try:
        in_threads([act])
    except BaseException as error:
        errors.append(error)
