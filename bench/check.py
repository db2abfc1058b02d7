"""May this viewer see this thing? Warm: within a request's sight. Cold: a viewer nobody asked about yet."""

# ruff: noqa: E402
from bench import stage

stage.enter()

import os
from random import Random

from django.db import connection

from bench import people
from hedgerow.boundary import reads as boundary
from hedgerow.boundary import sight as engine
from hedgerow.talk.lines.facts import Line

VIEWERS, THINGS = 20, 2_000


def run() -> None:
    """Tell the figures."""
    faces, lines = people.faces(), people.lines(THINGS)
    warm(faces[:VIEWERS], lines)
    cold(faces, [line for line in lines if line.under_id is None])


def warm(viewers: list[int], lines: list[Line]) -> None:
    """Every viewer asks about every thing, after having asked once."""
    sights = [boundary.sight(viewer) for viewer in viewers]

    def ask() -> None:
        for eyes in sights:
            for line in lines:
                eyes.sees(line)

    def call_nothing() -> None:
        for _ in sights:
            for line in lines:
                _nothing(line)

    ask()
    times = len(sights) * len(lines)
    baseline = ("a call of an empty function", stage.cpu(call_nothing, times))
    stage.figure("check, warm", stage.cpu(ask, times), "us", 2, baseline)


def _nothing(line: Line) -> None:
    """The baseline."""


def cold(faces: list[int], lines: list[Line]) -> None:
    """Each viewer asks for the first time, about one thing: standing, blocks, audience and memberships."""
    pairs = list(zip(Random(3).sample(faces, len(lines)), lines, strict=True))
    boundary.stopped()

    def ask() -> None:
        for viewer, line in pairs:
            boundary.check(viewer, line)

    baseline = ("one row by its key, Django's cursor", stage.cpu(lambda: _read_rows(faces), len(faces)))
    # On PostgreSQL the promise is one round trip; without Valkey the look at the epoch is another.
    most = None if stage.POSTGRES else 40
    stage.figure("check, cold", stage.cpu(ask, len(pairs), engine._sights.clear), "us", most, baseline)
    engine._sights.clear()
    trips = 2 if stage.POSTGRES and not os.environ.get("REDIS_URL") else 1
    statements = stage.queries(lambda: boundary.check(*pairs[0]))
    stage.count("check, cold: statements", statements, "statements", trips)


def _read_rows(faces: list[int]) -> None:
    for face in faces:
        with connection.cursor() as cursor:
            cursor.execute("SELECT local FROM boundary_standing WHERE face = %s", [face])
            cursor.fetchone()


if __name__ == "__main__":
    run()
