"""Reporting, and being done with a report."""

from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import blobs, clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.text import normalise
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.site import acts as site
from hedgerow.talk.models import Media, Post, Report
from hedgerow.talk.posts.known import ids_of
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.posts.showing import shown

from .events import Reported
from .rules import CATEGORIES, Broken, Copy, Moderator, PictureCopy

MOST_POSTS = 20
REPORTS_AN_HOUR = 30
LONGEST_WORDS = 2_000


def report(
    actor: int,
    face: int,
    posts: Sequence[int] = (),
    category: str = "other",
    words: str = "",
    rules: Sequence[Broken] = (),
) -> int:
    """Hand the moderators copies of posts of a face (public ids), with one's own words and the rules that are
    broken; or the face alone. The report's public id.

    Raises NotFound for what the actor may not see, Refused("category", "words" or "posts", …), TooMany.
    """
    if category not in CATEGORIES:
        raise Refused("category", _("Choose what is wrong."))
    if len(posts) > MOST_POSTS:
        raise Refused("posts", _("At most %(most)d posts in one report.") % {"most": MOST_POSTS})
    said = _words(words)
    seen = _seen(actor, face, posts)
    limits.allow(f"report:{actor}", limit=REPORTS_AN_HOUR, per_seconds=3600)
    copies = [_copy(post) for post in seen]
    with write():
        made = Report.objects.create(
            reporter_id=actor,
            about_id=face,
            category=category,
            words=said,
            copies=[msgspec.to_builtins(copy) for copy in copies],
            rules=msgspec.to_builtins(rules),
        )
        emit(Reported(made.pk, face))
    return made.public_id


def _words(text: str) -> str:
    try:
        return normalise(text, LONGEST_WORDS)
    except Refused as refused:
        raise Refused("words", refused.message) from refused


def _seen(actor: int, face: int, posts: Sequence[int]) -> list[Shown]:
    """The posts as the actor sees them, every one of this face's. Raises NotFound."""
    found = shown(actor, ids_of(dict.fromkeys(posts)))
    if len(found) < len(set(posts)) or any(post.author.id != face for post in found):
        raise NotFound
    if actor in boundary.stopped() or (not posts and not ties.findable(actor, [face])):
        raise NotFound
    return found


def _copy(post: Shown) -> Copy:
    """Everything the reporter saw, the pictures as files of their own."""
    rows = Post.objects.unguarded(reason="the words of a post that the reporter was just shown")
    text = rows.filter(pk=post.id).values_list("text", flat=True).first() or ""
    files = Media.objects.filter(post=post.id, state=Media.State.READY)
    pictures = files.order_by("position").values_list("blob", "mime", "alt")
    return Copy(
        post=str(post.public_id),
        name=post.author.name,
        address=post.author.address,
        at=post.body.at,
        note=post.body.note,
        text=text,
        html=post.body.html,
        language=post.body.language,
        public=post.body.public,
        pictures=[PictureCopy(_twin(blob), mime, alt) for blob, mime, alt in pictures],
    )


def _twin(blob: str) -> str:
    """The same file once more, under a name of its own."""
    with blobs.open_blob(blob) as file:
        return blobs.put(file, blob.rsplit(".", 1)[-1])


def resolve(moderator: Moderator, report: int, outcome: str, face: int | None = None) -> None:
    """Be done with a report (public id), saying what came of it, and to other moderators by which face, if by
    one. Twice is once. Raises NotFound, Refused.
    """
    site.insist_moderator(moderator)
    said = " ".join(outcome.split())
    if not said or len(said) > 300:
        raise Refused("outcome", _("Say in a few words what you decided."))
    with write():
        found = Report.objects.select_for_update(no_key=True).filter(public_id=report).first()
        if found is None:
            raise NotFound
        if found.state == Report.State.DONE:
            return
        found.state, found.outcome, found.done_at = Report.State.DONE, said, clock.now()
        found.done_by_id = face
        found.save(update_fields=["state", "outcome", "done_at", "done_by"])
        site.audit(_named(moderator, face), "report done", f"report {report}", {"outcome": said})


def resolve_about(moderator: Moderator, face: int, outcome: str) -> None:
    """Be done with every open report about a face (dense id), for the same reason. Raises Refused."""
    site.insist_moderator(moderator)
    still_open = Report.objects.filter(about=face, state=Report.State.OPEN)
    for report in still_open.values_list("public_id", flat=True):
        resolve(moderator, report, outcome)


def _named(moderator: Moderator, face: int | None) -> int | None:
    """Whom the log names: nobody where the report names a face, since side by side they would tell whose."""
    return None if face is not None else moderator.pk


def take_on(moderator: Moderator, report: int, face: int) -> None:
    """Say that one looks into a report, by this face. Raises NotFound."""
    _looked_into(moderator, report, face, "report taken on")


def leave(moderator: Moderator, report: int) -> None:
    """Say that nobody looks into a report any more. Raises NotFound."""
    _looked_into(moderator, report, None, "report left")


def _looked_into(moderator: Moderator, report: int, face: int | None, act: str) -> None:
    site.insist_moderator(moderator)
    with write():
        if not Report.objects.filter(public_id=report).update(looked_into_by=face):
            raise NotFound
        # Who leaves it is most often who took it on: the log names neither.
        site.audit(None, act, f"report {report}", {})


def reopen(moderator: Moderator, report: int) -> None:
    """Take a report up again that was done. Twice is once. Raises NotFound."""
    site.insist_moderator(moderator)
    with write():
        found = Report.objects.select_for_update(no_key=True).filter(public_id=report).first()
        if found is None:
            raise NotFound
        if found.state == Report.State.OPEN:
            return
        found.state, found.outcome, found.done_at, found.done_by = Report.State.OPEN, "", None, None
        found.save(update_fields=["state", "outcome", "done_at", "done_by"])
        site.audit(moderator.pk, "report reopened", f"report {report}", {})


def refile(moderator: Moderator, report: int, category: str, rules: Sequence[Broken] = ()) -> None:
    """Say what is wrong in another word, and by which rules. Raises NotFound, Refused("category", …)."""
    site.insist_moderator(moderator)
    if category not in CATEGORIES:
        raise Refused("category", _("Choose what is wrong."))
    with write():
        said = msgspec.to_builtins(rules)
        if not Report.objects.filter(public_id=report).update(category=category, rules=said):
            raise NotFound
        site.audit(moderator.pk, "report refiled", f"report {report}", {"category": category})
