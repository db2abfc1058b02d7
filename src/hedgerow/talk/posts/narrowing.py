"""Making posts seen by fewer, at once and everywhere: narrowing, deleting, and the minute to take it back."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.media import taking
from hedgerow.talk.models import Post
from hedgerow.talk.variants import fixing

from . import addressing, jobs, loading, rules
from .events import Deleted, Narrowed, Restored

BATCH = 100


def narrow(actor: int, post: int, choice: Choice) -> None:
    """From now on only those of its readers see the post, and all below it, whom the choice names.

    It never widens: where the choice does not lie within the old audience, both must be open. Boosts of what
    is no longer public end. The other variants of a composition are narrowed with it.

    Raises NotFound, Refused("audience", …).
    """
    with write():
        fixing.hold(actor, [post])
        found = loading.own(actor, post)
        if found.conversation_id is not None:
            raise Refused("audience", _("This was said in a conversation, and stays there."))
        chosen = _chosen(actor, choice)
        for each in fixing.together(found):
            _narrow(actor, each, chosen)


def narrow_many(actor: int, posts: Sequence[int], choice: Choice) -> int:
    """Narrow many own posts (public ids), a hundred at a time; how many there were. Others are left, but for
    the other variants of one composition: they are narrowed with it.
    """
    done = 0
    for start in range(0, len(posts), BATCH):
        with write():
            chosen = _chosen(actor, choice)
            fixing.hold(actor, posts[start : start + BATCH])
            rows = Post.objects.visible(actor).filter(public_id__in=posts[start : start + BATCH])
            found = _locked(rows.filter(author=actor, boost_of=None, conversation=None))
            for each in (*found, *fixing.beside(found)):
                _narrow(actor, each, chosen)
            done += len(found)
    return done


def leave_out(actor: int, posts: Sequence[int], face: int) -> int:
    """From now on this face sees these own posts (public ids) no more, nor what is below them; all others do
    as before. What everybody may read is left as it is. How many posts that changed.
    """
    done = 0
    for start in range(0, len(posts), BATCH):
        with write():
            rows = Post.objects.visible(actor).filter(public_id__in=posts[start : start + BATCH])
            for found in _locked(rows.filter(author=actor, boost_of=None, conversation=None)):
                old = addressing.of(found)
                # A reply that asks nothing of its own is as private as what it answers, and is left with it.
                if not rules.asks_nothing(old):
                    before = found.audience_id
                    addressing.readdress(found, boundary.without(old, face), clock.now_us())
                    emit(Narrowed(found.pk, actor, before))
                    done += 1
    return done


def _locked(rows: QuerySet[Post]) -> list[Post]:
    """Always in the same order: who narrows them at the same time waits, and not for each other."""
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def _chosen(actor: int, choice: Choice) -> Audience:
    if choice.scope in {"default", "parent"}:
        raise Refused("audience", _("Choose who may still see it."))
    return audiences.resolve(actor, choice)


def _narrow(actor: int, post: Post, chosen: Audience) -> None:
    old = addressing.of(post)
    new = rules.narrowed(old, chosen)
    if new != old:
        before = post.audience_id
        addressing.readdress(post, new, clock.now_us())
        emit(Narrowed(post.pk, actor, before))


def take_out(post: Post) -> None:
    """Leave the post to its own author alone, for good. Inside a write."""
    post.removed = True
    post.save(update_fields=["removed"])
    before = post.audience_id
    addressing.readdress(post, (boundary.clause(),), clock.now_us())
    emit(Narrowed(post.pk, post.author_id, before))


def delete(actor: int, post: int, *, keep_files: bool = False) -> None:
    """Nobody sees the post any more. What answers it stays, under "deleted", for those who could see it.

    All variants of a composition go. For a minute `undo_delete` brings it back; then words, pictures and all
    else are wiped. With `keep_files` its pictures and films wait for another post instead, as when they were
    brought. Raises NotFound.
    """
    with write():
        moment = clock.now_us()
        fixing.hold(actor, [post])
        for found in fixing.together(loading.own(actor, post)):
            if found.gone_at is not None:
                continue
            if keep_files:
                taking.release(found)
            set_gone(found, moment)
            addressing.end_boosts(addressing.boosts_of(found), moment)
            jobs.wipe_later(found.pk, moment)
            emit(Deleted(found.pk, actor))


def undo_delete(actor: int, post: int) -> None:
    """Bring back what was deleted less than a minute ago, exactly as it was. Twice is once.

    Raises NotFound: for other people's posts, and once it is too late.
    """
    with write():
        fixing.hold(actor, [post])
        rows = Post.objects.unguarded(reason="the author takes back the deletion of an own post")
        found = (
            rows.select_for_update(no_key=True).filter(public_id=post, author=actor, boost_of=None).first()
        )
        if found is None or actor in boundary.stopped():
            raise NotFound
        moment = found.gone_at
        if moment is None:
            return
        if found.expires_at is not None and found.expires_at <= clock.now_us():
            raise NotFound
        if clock.now_us() - moment > rules.UNDO_US:
            raise NotFound
        for each in fixing.together(found):
            if each.gone_at == moment:
                set_gone(each, None)
                addressing.restore_boosts(each, moment)
                emit(Restored(each.pk, actor))


def set_gone(post: Post, moment: int | None) -> None:
    """Let a post be gone from this moment (microseconds), or back. Inside a write."""
    post.gone_at = moment
    post.save(update_fields=["gone_at"])
    if post.gate_id is not None:
        engine.move_gate(post.gate_id, post)
    addressing.say_changed(post)
    addressing.say_answers_changed(post)
