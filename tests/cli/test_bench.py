"""`./hedgerow bench`: what there is to measure, and the made-up network for who has no files of SNAP."""

from io import StringIO
from pathlib import Path

from bench import network
from django.core.management import call_command

from hedgerow.doors.cli.worlds import ego


def test_every_benchmark_is_listed_with_its_purpose() -> None:
    told = StringIO()
    call_command("bench", stdout=told)
    for name in ("boundary", "check", "preview", "reads", "home", "posting", "messages"):
        line = next(line for line in told.getvalue().splitlines() if line.split()[:1] == [name])
        assert len(line.split()) > 2


def test_the_made_up_network_has_the_size_of_the_real_one(tmp_path: Path) -> None:
    network.write(tmp_path / "network")
    made = ego.read(tmp_path / "network")
    assert len(made.egos) == 10
    assert len(made.people) == 4039
    assert len(made.ties) == 88_234
    assert len(made.circles) == 193
