"""`./hedgerow suggest-circles`: circles for a SNAP ego network, from ties and features alone."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hedgerow.doors.cli import main
from hedgerow.people.suggesting import reads as suggesting

FAMILY = ["11", "12", "13", "14", "15", "16"]
CHOIR = ["16", "21", "22", "23", "24", "25", "26", "27"]
LONG = "108404515213153345305"
"""Google+ has such numbers."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Somebody with a family and a choir, one of whom is in both, and two people nobody else knows."""
    ties = [*combinations(FAMILY, 2), *combinations(CHOIR, 2)]
    (tmp_path / "9.edges").write_text("".join(f"{one} {other}\n" for one, other in ties))
    people = sorted({*FAMILY, *CHOIR, "31", LONG})
    rows = (f"{one} {int(one in FAMILY)} {int(one in CHOIR)} 0\n" for one in people)
    (tmp_path / "9.feat").write_text("".join(rows))
    (tmp_path / "9.featnames").write_text("0 last_name;feature 7\n1 choir;feature 8\n2 locale;feature 9\n")
    return tmp_path


def suggested(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main.main(["suggest-circles", str(folder), "9"]) == 0
    return json.loads(capsys.readouterr().out)["circles"]


def test_a_family_and_a_choir_are_found_and_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {tuple(sorted(one["members"])): one["name"] for one in suggested(folder, capsys)}
    assert found[tuple(FAMILY)] == "last_name;feature 7"
    assert found[tuple(sorted(CHOIR))] == "choir;feature 8"
    assert len(found) <= 15


def test_circles_drawn_by_hand_are_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = suggested(folder, capsys)
    (folder / "9.circles").write_text("circle0\t11\t21\nnonsense")
    assert suggested(folder, capsys) == before


def test_ties_may_be_said_once_or_both_ways(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = suggested(folder, capsys)
    lines = (folder / "9.edges").read_text().splitlines()
    both = [*lines, *(" ".join(reversed(line.split())) for line in lines), "9 11", "12 12"]
    (folder / "9.edges").write_text("\n".join(both))
    assert suggested(folder, capsys) == before


def test_without_features_ties_are_enough(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "9.feat").unlink()
    assert sorted(FAMILY) in [sorted(one["members"]) for one in suggested(folder, capsys)]


def test_without_ties_features_are_enough(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "9.edges").unlink()
    assert sorted(CHOIR) in [sorted(one["members"]) for one in suggested(folder, capsys)]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [("9.edges", "11 12\n13\n", "9.edges, line 2"), ("9.feat", "11 0 1\n12 0 x\n", "9.feat, line 2")],
)
def test_a_broken_file_is_told_with_its_line(
    folder: Path, name: str, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(text)
    assert main.main(["suggest-circles", str(folder), "9"]) == 1
    assert told in capsys.readouterr().err


def test_an_ego_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["suggest-circles", str(folder), "10"]) == 1
    assert "neither 10.edges nor 10.feat" in capsys.readouterr().err


def test_counts_and_byte_order_marks_of_other_sites_are_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A field may say how often, tables made elsewhere begin with a mark, end lines with two signs."""
    before = suggested(folder, capsys)
    for name in ("9.feat", "9.edges", "9.featnames"):
        text = (folder / name).read_text().replace("\n", "\r\n")
        (folder / name).write_text(text, encoding="utf-8-sig", newline="")
    rows = (folder / "9.feat").read_text(encoding="utf-8-sig")
    (folder / "9.feat").write_text("\ufeff" + rows.replace(" 1", " 2").replace(" 0", " 0.0"))
    assert suggested(folder, capsys) == before


@settings(max_examples=40, deadline=None)
@given(size=some.integers(0, 25), data=some.data())
def test_any_network_gives_few_different_groups_of_its_own_people(size: int, data: some.DataObject) -> None:
    person = some.integers(0, max(0, size - 1))
    ties = data.draw(some.lists(some.tuples(person, person), max_size=60)) if size else []
    profiles = data.draw(some.lists(some.sets(some.integers(0, 6)), min_size=size, max_size=size))
    groups = suggesting.groups(ties, profiles)
    assert len({tuple(group.people) for group in groups}) == len(groups) <= 15
    assert all(len(group.people) > 1 and set(group.people) <= set(range(size)) for group in groups)
    assert groups == suggesting.groups([(b, a) for a, b in reversed(ties)], profiles)
