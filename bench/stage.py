"""The stage on which everything is measured: a kept world, a copy of it for this run, how figures are told.

The world is made once, in data/bench, from the ego networks in a folder (`--network DIR`, in SNAP's format)
or from a made-up one of the same size. A world of a million posts is made with HEDGEROW_BENCH_WORLD=large
and kept in data/bench/large: that takes a quarter of an hour. Each run works on a copy, so the world stays
as it is. To measure on PostgreSQL, give an empty database of its own in HEDGEROW_BENCH_DATABASE_URL.

Times are of this thread's processor, not of the clock on the wall, and of the median of several rounds:
other work on the machine disturbs them less. (On PostgreSQL they are of the clock: another process works.)
Each line carries the ratio to a baseline measured in the same run, and the machine's load.
"""

import argparse
import atexit
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("HEDGEROW_BENCH_DATABASE_URL", "")
LARGE = os.environ.get("HEDGEROW_BENCH_WORLD") == "large"
"""Measure the large world, of as many people as the other, which is kept beside it."""
KEPT = ROOT / "data" / ("bench-postgres" if POSTGRES else "bench") / ("large" if LARGE else "")
POSTS = 1_000_000 if LARGE else 20_000
ROUNDS = 7

_clock = time.perf_counter_ns if POSTGRES else time.thread_time_ns
_entered = False


def enter() -> None:
    """Make the world if there is none, and begin on a copy of it. First of all: it sets Django up."""
    global _entered
    if _entered:
        return
    _entered = True
    parser = argparse.ArgumentParser(prog="./hedgerow bench")
    parser.add_argument("--network", type=Path, help="a folder of ego networks, for a new world")
    given = parser.parse_args()
    # What belongs to a site must not reach this one.
    for name in [name for name in os.environ if name.startswith("HEDGEROW_") and "BENCH" not in name]:
        del os.environ[name]
    os.environ.update(_surroundings(KEPT))
    if not (KEPT / "made").exists():
        _make(given.network)
    tell(f"The world of these figures is kept in {KEPT.relative_to(ROOT)}; remove the folder for a new one.")
    _begin_on_a_copy()


def _surroundings(folder: Path) -> dict[str, str]:
    return {
        "HEDGEROW_DATA": str(folder),
        "HEDGEROW_LOG": "ERROR",
        "HEDGEROW_WORKER_INSIDE": "0",
        "HEDGEROW_RATE_LIMITS": "0",
        "DATABASE_URL": POSTGRES,
        "DJANGO_SETTINGS_MODULE": "hedgerow.config.settings",
    }


def _make(network: Path | None) -> None:
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True)
    if network is None:
        from bench import network as made_up

        network = KEPT / "network"
        made_up.write(network)
    _hedgerow("migrate", "-v0")
    _hedgerow("load-ego-network", str(network), "--posts", str(POSTS))
    _hedgerow("reindex")
    (KEPT / "made").write_text(f"{network}\n")


def _hedgerow(*words: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(
        [sys.executable, "-m", "hedgerow", *words], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
    )


def _begin_on_a_copy() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hedgerow-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path in KEPT.glob("hedgerow.sqlite3*"):
        shutil.copy(path, folder)
    os.environ.update(_surroundings(folder))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def tell(words: str) -> None:
    """A word to whoever watches; the figures alone go to the output."""
    print(words, file=sys.stderr, flush=True)


def cpu(work: Callable[[], object], times: int = 1, before: Callable[[], object] = lambda: None) -> float:
    """Seconds of this thread's processor for one of the `times` things that `work` does: the median."""
    rounds = []
    for _ in range(ROUNDS):
        before()
        begun = _clock()
        work()
        rounds.append((_clock() - begun) / 1e9 / times)
    return statistics.median(rounds)


def queries(work: Callable[[], object]) -> int:
    """How many statements this sends to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


_UNITS = {"us": 1e6, "ms": 1e3}


def figure(name: str, seconds: float, unit: str, most: float | None, than: tuple[str, float]) -> None:
    """Tell a time: at most how much it should be, and how it compares with a baseline (what, seconds)."""
    what, baseline = than
    value = seconds * _UNITS[unit]
    line: dict[str, Any] = {"name": name, "value": round(value, 3), "unit": unit}
    if most is not None:
        line |= {"at_most": most, "holds": value <= most}
    line |= {"ratio": round(seconds / baseline, 2), "baseline": what}
    line |= {"baseline_value": round(baseline * _UNITS[unit], 4)}
    _print(line)


def count(name: str, value: int, unit: str, most: int) -> None:
    """Tell a number that needs no baseline."""
    _print({"name": name, "value": value, "unit": unit, "at_most": most, "holds": value <= most})


def compare(name: str, value: float, most: float) -> None:
    """Tell how many times as much something is as something else."""
    _print({"name": name, "value": round(value, 2), "unit": "times", "at_most": most, "holds": value <= most})


def _print(line: dict[str, Any]) -> None:
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({**line, "load": load}), flush=True)
