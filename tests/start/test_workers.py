"""The parent of the web workers: when one has ended, nobody takes it for alive."""

import os
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from hedgerow.doors.cli.workers import Worker

WAIT = 20


class Slow:
    """The system, in which the thread that waits for a process comes to say so late."""

    def __init__(self) -> None:
        self.reaped, self.go_on = threading.Event(), threading.Event()
        self._ask = os.waitpid

    def waitpid(self, pid: int, how: int) -> Any:
        told = self._ask(pid, how)
        if how == 0:
            self.reaped.set()
            assert self.go_on.wait(WAIT)
        return told


def test_who_waits_for_a_worker_finds_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    system, found = Slow(), []
    monkeypatch.setattr(os, "waitpid", system.waitpid)
    parent: Any = SimpleNamespace(interrupt_children=[], main_loop_interrupt=threading.Event())
    worker = Worker(parent, 0, int, ())
    worker.interrupt_by_parent = True
    worker.start()
    assert system.reaped.wait(WAIT)

    def wait() -> None:
        worker.join(WAIT)
        found.append(worker.is_alive())

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join(0.05)
    system.go_on.set()
    waiting.join(WAIT)
    assert found == [False]
