"""Long work tells how far it is, and fills no log with it."""

from io import StringIO

from django.core.management.base import OutputWrapper

from hedgerow.doors.cli.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def _told(out: StringIO) -> str:
    progress = Progress(OutputWrapper(out))
    for done in range(500, 1_000_001, 500):
        progress.tell(done, 1_000_000, f"{done} posts")
    progress.end()
    return out.getvalue()


def test_a_log_has_a_line_for_each_twentieth() -> None:
    lines = _told(StringIO()).splitlines()
    assert lines[0] == "500 posts"
    assert lines[-1] == "1000000 posts"
    assert len(lines) == 21


def test_a_terminal_has_one_line_that_moves() -> None:
    told = _told(Terminal())
    assert told.count("\n") == 1
    assert told.count("\r") == 2_000
