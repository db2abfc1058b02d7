"""What the worker says of itself, without beginning to work."""

import pytest

from hedgerow.doors.cli.main import main


@pytest.mark.parametrize(("asked", "code"), [("--help", 0), ("-h", 0), ("--fast", 2)])
def test_the_worker_explains_itself_instead_of_starting(
    asked: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert main(["worker", asked]) == code
    assert "usage: ./hedgerow worker" in capsys.readouterr().out
