"""Posting to a circle of 200, with all that follows: the act, the outbox, notifications and jobs."""

# ruff: noqa: E402
from bench import stage

stage.enter()

from bench import people
from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import jobs
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import AuditEntry
from hedgerow.talk.posts import acts as talk
from hedgerow.talk.posts.acts import Draft

CIRCLE, POSTS = 200, 20


def run() -> None:
    """Tell the figure."""
    author = people.egos()[0]
    choice, named = _audience(author)
    text = f"The **dam** holds, and there is soup. {named[0]} and {named[1]}, come and see. #rain"

    def post() -> None:
        for _ in range(POSTS):
            talk.publish(author, Draft(text, choice))
            jobs.run_due()

    post()
    baseline = ("an INSERT of one row, in a transaction of its own", stage.cpu(_insert, POSTS))
    stage.figure("posting to a circle of 200, all in", stage.cpu(post, POSTS), "ms", 15, baseline)
    stage.count("posting: statements", stage.queries(lambda: _once(author, text, choice)), "statements", 61)


def _once(author: int, text: str, choice: Choice) -> None:
    talk.publish(author, Draft(text, choice))
    jobs.run_due()


def _audience(author: int) -> tuple[Choice, list[str]]:
    """A circle of 200 of the author's followers, and two of them by handle."""
    followers = next(row.id for row in boundary.circles_of(author) if row.kind == "followers")
    inside = boundary.members(followers)[:CIRCLE]
    number = circles.make(author, "Two hundred")
    with write():
        engine.join(number, inside)
    public_id = next(row.public_id for row in boundary.circles_of(author) if row.id == number)
    return Choice("chosen", circles=[public_id]), [f"@{faces.card(face).handle}" for face in inside[:2]]


def _insert() -> None:
    for _ in range(POSTS):
        with write():
            AuditEntry.objects.create(act="figure", subject="an INSERT")


if __name__ == "__main__":
    run()
