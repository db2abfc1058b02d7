"""The data folder of a site: where it is, what the operator answered once, and who is using it.

Nothing here needs Django: a start that finds all in order must not wait for it.
"""

import fcntl
import os
from pathlib import Path

from dotenv import dotenv_values, set_key

ROOT = Path(__file__).resolve().parents[4]
ANSWERS = "hedgerow.env"
LOCK = "serve.lock"


class InUse(Exception):
    """Another process serves this folder just now."""


def choose(given: str | None = None, demo: bool = False) -> Path:
    """The folder given, the environment's, the site's, or the demo's while there is no site."""
    if given or os.environ.get("HEDGEROW_DATA"):
        return Path(given or os.environ["HEDGEROW_DATA"]).resolve()
    site, demonstration = ROOT / "data" / "site", ROOT / "data" / "demo"
    if demo or (not (site / ANSWERS).exists() and (demonstration / ANSWERS).exists()):
        return demonstration
    return site


def enter(folder: Path) -> None:
    """Makes this the folder of the process and of those it starts."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["HEDGEROW_DATA"] = str(folder)
    for name, value in dotenv_values(folder / ANSWERS).items():
        os.environ.setdefault(name, value or "")


def remember(folder: Path, name: str, value: str) -> None:
    """Keeps an answer, for this start and all later ones."""
    path = folder / ANSWERS
    path.touch(mode=0o600)
    if dotenv_values(path).get(name) != value:
        set_key(path, name, value, quote_mode="auto")
    os.environ[name] = value


def hold(folder: Path, alone: bool) -> int:
    """Marks the folder as served until this process and its children end. Raises InUse.

    Returns the descriptor that holds the lock. The kernel lets go of it even after a kill.
    """
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise InUse(str(folder)) from None
    return descriptor
