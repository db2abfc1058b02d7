"""Who will read this? Bitmaps of circles, put together for an audience: warm, and read from the database."""

# ruff: noqa: E402
from bench import stage

stage.enter()

from bench import people
from hedgerow.boundary import bulk, sets
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.writing import write

MILLION, CIRCLES = 1_000_000, 50
FIRST = 10_000_000_000
"""Above every real face."""


def run() -> None:
    """Tell the figures."""
    egos = people.egos()
    world(egos)
    million(egos[0])


def world(egos: list[int]) -> None:
    """All kinds of audiences of those with circles of their own, at the world's 4,039 faces."""
    audiences = [(ego, audience) for ego in egos for audience in _audiences(ego)]

    def ask() -> None:
        for ego, audience in audiences:
            len(boundary.reach(ego, audience).faces)

    everybody = sets.circle(boundary.SITE)
    copies = stage.cpu(lambda: [sets.Faces(everybody) for _ in audiences], len(audiences))
    baseline = ("a copy of the bitmap of all faces", copies)
    ask()
    stage.figure("preview, 4,039 faces, warm", stage.cpu(ask, len(audiences)), "ms", 1, baseline)
    cold = stage.cpu(ask, len(audiences), sets._circles.clear)
    stage.figure("preview, 4,039 faces, circles read first", cold, "ms", 1, baseline)


def _audiences(ego: int) -> list[Audience]:
    circles = boundary.circles_of(ego)
    own = [row.id for row in circles if row.kind == "own"]
    followers = next(row.id for row in circles if row.kind == "followers")
    few = boundary.members(followers)[:3]
    clauses = [
        boundary.clause([boundary.SITE], without_faces=few),
        boundary.clause([followers], without_circles=own[:1]),
        boundary.clause(own, without_faces=few),
        boundary.clause(own[:2], few),
    ]
    return [boundary.audience([each]) for each in clauses]


def million(owner: int) -> None:
    """A million contacts in fifty circles, all of them addressed."""
    stage.tell("Making a million contacts for a moment …")
    with write():
        circles = bulk.open_circles([(owner, "own", f"many {number}") for number in range(CIRCLES)], now_us())
        pairs = ((circles[number % CIRCLES], FIRST + number * 7919 % MILLION) for number in range(MILLION))
        bulk.fill(pairs, now_us())
    audience = boundary.audience([boundary.clause(circles, without_faces=range(FIRST, FIRST + 9))])

    def ask() -> int:
        return len(boundary.reach(owner, audience).faces)

    assert ask() == MILLION - 9
    rows = ("the same rows counted by the database", stage.cpu(lambda: [_count(each) for each in circles]))
    stage.figure("preview, a million contacts, cold", stage.cpu(ask, 1, sets._circles.clear), "ms", 500, rows)
    whole = boundary.reach(owner, audience).faces
    copy = ("a copy of the bitmap", stage.cpu(lambda: sets.Faces(whole)))
    stage.figure("preview, a million contacts, warm", stage.cpu(ask), "ms", 5, copy)


def _count(circle: int) -> int:
    return sets.Membership.objects.filter(circle=circle, left_at=None).count()


if __name__ == "__main__":
    run()
