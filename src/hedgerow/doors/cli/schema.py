"""Whether the tables fit the program, answered without Django: a start in order takes no time to find out."""

import hashlib
import os
from pathlib import Path

from hedgerow.doors.cli.folder import ROOT

PACKAGE = Path(__file__).resolve().parents[2]
MARK = "schema"


def fingerprint() -> str:
    """Changes with any migration of ours, with the lock that brings others', and with the database."""
    digest = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode())
    for path in [*sorted(PACKAGE.glob("**/migrations/*.py")), ROOT / "requirements.txt"]:
        digest.update(path.name.encode() + (path.read_bytes() if path.exists() else b""))
    return digest.hexdigest()


def fits(folder: Path) -> bool:
    """Whether the last preparation of this folder was for this very program and database."""
    if not os.environ.get("DATABASE_URL") and not (folder / "hedgerow.sqlite3").exists():
        return False
    mark = folder / MARK
    return mark.exists() and mark.read_text() == fingerprint()


def note(folder: Path) -> None:
    """Keeps that the folder fits now."""
    (folder / MARK).write_text(fingerprint())
