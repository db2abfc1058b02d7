"""The last step of a restore: what was unpacked and checked takes the place of what is there.

Renames alone, each of which may already be done: a restore that is cut off anywhere is finished by the
next start, or was never begun. No Django here.
"""

import shutil
from pathlib import Path

STAGE = "restoring"
READY = "READY"
# That the demonstration's world is built, and who is in it.
OF_DEMO = ("demo.built", "demo.json")
REPLACED = ("hedgerow.sqlite3", "blobs", "secret.key", "hedgerow.env", *OF_DEMO)
# Parts of the database that goes: they would be read into the one that comes.
LEFTOVERS = ("hedgerow.sqlite3-wal", "hedgerow.sqlite3-shm", "schema", "operator")


def finish(folder: Path) -> bool:
    """Completes a restore whose stage is ready; clears one that is not. True if something was replaced."""
    stage = folder / STAGE
    if not (stage / READY).exists():
        shutil.rmtree(stage, ignore_errors=True)
        return False
    kept = folder / "backups" / (stage / READY).read_text().strip()
    kept.mkdir(parents=True, exist_ok=True)
    for name in LEFTOVERS:
        _move(folder / name, kept / name)
    for name in REPLACED:
        if (stage / name).exists():
            _move(folder / name, kept / name)
            (stage / name).rename(folder / name)
    shutil.rmtree(stage)
    return True


def _move(source: Path, target: Path) -> None:
    """Renames, unless that was done before a cut."""
    if source.exists():
        source.rename(target)
