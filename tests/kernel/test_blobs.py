"""Blobs: random names, whole files, and a sweeper that spares what is named."""

import io
import os
from pathlib import Path
from typing import Any

import pytest

from hedgerow.kernel import blobs


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "blobs"


def age(name: str) -> None:
    os.utime(blobs.path(name), (0, 0))


def test_what_is_put_can_be_read_and_removed(root: Path) -> None:
    for data in (b"abc", io.BytesIO(b"abc")):
        name = blobs.put(data, "webp")
        with blobs.open_blob(name) as file:
            assert file.read() == b"abc"
        assert blobs.path(name).is_relative_to(root / name[:2] / name[2:4])
        blobs.delete(name)
        blobs.delete(name)
        with pytest.raises(FileNotFoundError):
            blobs.open_blob(name)


def test_the_same_file_twice_has_two_names() -> None:
    assert blobs.put(b"abc", "webp") != blobs.put(b"abc", "webp")


@pytest.mark.parametrize(
    "name",
    ["", "../../etc/passwd", "a.webp", "0" * 32, "0" * 32 + "./x", "0" * 32 + ".webp\n", "G" * 32 + ".x"],
)
def test_names_that_are_not_ours_are_refused(name: str) -> None:
    with pytest.raises(ValueError):
        blobs.path(name)


@pytest.mark.parametrize("kind", ["", "../x", "a.b", "WEBP", "toolongkind"])
def test_kinds_are_short_endings(kind: str) -> None:
    with pytest.raises(ValueError):
        blobs.put(b"", kind)


def test_a_failed_write_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        blobs.put(b"abc", "webp")
    assert not [file for file in root.rglob("*") if file.is_file()]


def test_the_sweeper_removes_old_orphans_only(root: Path) -> None:
    named, orphan, fresh = (blobs.put(b"x", "webp") for _ in range(3))
    part = blobs.path(orphan).with_suffix(".part")
    part.write_bytes(b"half")
    os.utime(part, (0, 0))
    age(named)
    age(orphan)
    late = blobs.put(b"x", "webp")

    def live() -> list[str]:
        return [named]

    assert blobs.sweep(live) == 2
    left = {file.name for file in root.rglob("*") if file.is_file()}
    assert left == {named, fresh, late}
