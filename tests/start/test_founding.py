"""What `./hedgerow serve` asks at a terminal at first, and what it does with answers it cannot use."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hedgerow.doors.cli import founding
from tests.conftest import free_port
from tests.start.sites import PATIENCE, environment, run


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("example.org", "example.org"),
        (" Example.ORG ", "example.org"),
        ("https://example.org/", "example.org"),
        ("localhost:8000", "localhost:8000"),
        ("127.0.0.1:8000", "127.0.0.1:8000"),
        ("[::1]:8000", "[::1]:8000"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("bad domain!", ""),
        ("someone@example.org", ""),
        ("example.org/social", ""),
        ("-a.example", ""),
        ("a..example", ""),
        ("example.org:99999", ""),
        ("a" * 64 + ".example", ""),
    ],
)
def test_a_domain_is_taken_as_people_type_it_or_refused(typed: str, meant: str) -> None:
    assert founding.domain(typed) == meant


def test_a_domain_that_is_none_is_refused_and_not_kept(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--domain", "bad domain!")
    assert done.returncode == 2
    assert "is no domain" in done.stderr
    again = run(tmp_path, "serve")
    assert "does not know its domain yet" in again.stderr


class Terminal:
    """A site started at a terminal; what is on the screen, and what somebody types."""

    def __init__(self, folder: Path) -> None:
        self._near, far = pty.openpty()
        self.shown = ""
        self.process = subprocess.Popen(
            # Those that run tests side by side ignore Ctrl+C, and whatever they start would, too.
            [
                "env",
                "--default-signal=INT",
                sys.executable,
                "-m",
                "hedgerow",
                "serve",
                "--port",
                str(free_port()),
            ],
            env=environment(folder),
            stdin=far,
            stdout=far,
            stderr=far,
            start_new_session=True,
        )
        os.close(far)

    def until(self, words: str) -> str:
        """Reads on until these words stand there; gives what was shown since the last time."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            ready, _, _ = select.select([self._near], [], [], max(0, end - time.monotonic()))
            assert ready, f"{words!r} never came: {self.shown}"
            self.shown += os.read(self._near, 4096).decode(errors="replace")
        before, _, self.shown = self.shown.partition(words)
        return before

    def interrupt(self, words: str) -> None:
        """Presses Ctrl+C until these words stand there: once is lost between a question and its listening."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, f"{words!r} never came: {self.shown}"
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
            if select.select([self._near], [], [], 1)[0]:
                self.shown += os.read(self._near, 4096).decode(errors="replace")

    def answer(self, question: str, line: str) -> str:
        before = self.until(question)
        os.write(self._near, line.encode() + b"\n")
        return before

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        os.close(self._near)


def test_an_answer_that_cannot_be_used_is_asked_for_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.answer("such as example.org: ", "bad domain!")
    assert "'bad domain!' is no domain" in terminal.answer("such as example.org: ", "https://localhost/")
    terminal.answer("e-mail address: ", "nobody")
    assert "'nobody' is no e-mail address" in terminal.answer("e-mail address: ", "olga@example.org")
    terminal.answer("at least 8 characters): ", "short")
    assert "too short" in terminal.answer("at least 8 characters): ", "correct horse")
    terminal.answer("The same again: ", "correct mule")
    assert "two different passwords" in terminal.answer("at least 8 characters): ", "password")
    terminal.answer("The same again: ", "password")
    said = terminal.answer("at least 8 characters): ", "correct horse battery")
    assert "too common" in said
    assert "CommandError" not in said
    assert "e-mail" not in said
    terminal.answer("The same again: ", "correct horse battery")
    assert "olga@example.org can sign in now and runs this site" in terminal.until("Hedgerow is ready")
    terminal.close()


def test_who_stops_at_a_question_sees_no_traceback(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.answer("such as example.org: ", "example.org")
    terminal.until("e-mail address: ")
    terminal.interrupt("The next start asks again")
    assert "Traceback" not in terminal.shown
    assert terminal.process.wait(PATIENCE) == 130
    terminal.close()
