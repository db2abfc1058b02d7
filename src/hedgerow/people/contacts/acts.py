"""Following, asking, answering, labelling, muting and blocking. What cannot be found answers NotFound."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.circles import acts as circles
from hedgerow.people.models import Block, Face, Follow, FollowRequest, Mark, Member, Mute

from . import rules
from .drifting import leave_as_it_is as leave_as_it_is
from .events import Accepted, Followed, Requested
from .tying import hush, mute_ties, restore, say, tie, untie


def follow(actor: int, face: int, note: str = "", *, counted: bool = True) -> str:
    """Follow a face, or ask to where it wants to be asked: "following" or "requested". Twice is once.

    `counted` False: for an import, which has its own limits.
    """
    words = rules.note(note)
    if actor == face:
        raise Refused("face", _("This is you."))
    if counted:
        limits.allow(f"follow:{actor}", limit=200, per_seconds=3600)
    with write():
        ties.lock(actor, face)
        ties.meet(actor, face)
        if Follow.objects.filter(follower=actor, followed=face).exists():
            return "following"
        if Face.objects.values_list("locked", flat=True).get(pk=face):
            # Asking again and again after withdrawing is no way to insist.
            limits.allow(f"ask:{actor}:{face}", limit=4, per_seconds=24 * 3600)
            _ask(actor, face, words)
            return "requested"
        _insist_on_room(actor)
        tie(actor, face)
        emit(Followed(follower=actor, followed=face))
        return "following"


def _ask(actor: int, face: int, words: str) -> None:
    if FollowRequest.objects.filter(asker=actor, asked=face).exists():
        return
    if FollowRequest.objects.filter(asker=actor).count() >= rules.MOST_WAITING:
        raise Refused("face", _("Many of your requests still wait for an answer. Withdraw some first."))
    FollowRequest.objects.create(asker_id=actor, asked_id=face, note=words)
    say(face)
    emit(Requested(asker=actor, asked=face))


def _insist_on_room(actor: int) -> None:
    if Follow.objects.filter(follower=actor).count() >= rules.MOST_FOLLOWED:
        raise Refused("face", _("You follow as many people as one can."))


def withdraw(actor: int, face: int) -> None:
    """Ask no more. Where nothing waits, nothing happens."""
    with write():
        ties.lock(actor, face)
        if FollowRequest.objects.filter(asker=actor, asked=face).delete()[0]:
            say(face)


def accept(actor: int, asker: int, follow_back: bool = False, *, quietly: bool = False) -> None:
    """Let somebody follow, from now on; with `follow_back` follow them too, or ask to. `quietly`: see
    `quiet`; nothing tells the asker one from the other.

    A declined request can still be accepted while its asker leaves it. Twice is once; who follows already, by
    an answer in another tab perhaps, is from now on kept quietly where that is asked. Raises NotFound.
    """
    with write():
        ties.lock(actor, asker)
        waits = FollowRequest.objects.filter(asker=asker, asked=actor).exists()
        if waits:
            hush(actor, asker, quietly)
            tie(asker, actor)
            emit(Accepted(asker=asker, asked=actor))
        elif quietly:
            quiet(actor, asker)
        else:
            _insist_follows(asker, actor)
        if follow_back and asker in ties.visible(actor, [asker]):
            follow(actor, asker)


def decline(actor: int, asker: int) -> None:
    """Put a request out of the way. To its asker it goes on waiting. Twice is once; raises NotFound."""
    with write():
        ties.lock(actor, asker)
        if not FollowRequest.objects.filter(asker=asker, asked=actor).update(ignored=True):
            raise NotFound
        say(actor)


def quiet(actor: int, face: int) -> None:
    """Keep a follower, quietly: it follows as before, and is no longer among whom the actor means by its
    followers and mutual followers. It sees what is public and what is chosen for it, and cannot tell.

    Twice is once. Raises NotFound for whom does not follow.
    """
    with write():
        ties.lock(actor, face)
        _insist_follows(face, actor)
        if hush(actor, face, True):
            mute_ties(actor, face)
            say(actor, face)


def take_out(actor: int, face: int, out_of: Collection[int], *, quietly: bool) -> int:
    """Take a face out of own circles (dense ids) from here on, and keep it `quietly` among the followers: its
    place was looked at. The move's id, for `circles.acts.undo`. Raises NotFound.
    """
    made = circles.move(actor, [], [(circle, face) for circle in out_of])
    if quietly:
        quiet(actor, face)
    leave_as_it_is(actor, face)
    return made


def fully(actor: int, face: int, *, slip: bool = False) -> None:
    """Accept a quiet follower like any other, from now on. Twice is once.

    `slip`: the hand slipped a moment ago (`circles.rules.UNDO_FOR`), and it sees what it saw before. Raises
    NotFound; Refused("face", …) for a slip that was long ago.
    """
    with write():
        ties.lock(actor, face)
        if slip:
            restore(actor, face)
        if hush(actor, face, False) and Follow.objects.filter(follower=face, followed=actor).exists():
            tie(face, actor)


def _insist_follows(follower: int, followed: int) -> None:
    if not Follow.objects.filter(follower=follower, followed=followed).exists():
        raise NotFound


def unfollow(actor: int, face: int) -> None:
    """Follow no more, and ask no more. Twice is once."""
    with write():
        ties.lock(actor, face)
        untie(actor, face)


def remove_follower(actor: int, face: int) -> None:
    """Somebody follows the actor no more and is not told. Twice is once."""
    with write():
        ties.lock(actor, face)
        untie(face, actor)


def boosts(actor: int, face: int, shown: bool) -> None:
    """Show what a followed face boosts at home, or not. Raises NotFound."""
    with write():
        _follow_so(actor, face, boosts=shown)
        say(actor)


def _follow_so(actor: int, face: int, **manner: object) -> None:
    """How a face follows, or will once its request is accepted. Raises NotFound where it does neither."""
    ties.lock(actor, face)
    if Follow.objects.filter(follower=actor, followed=face).update(**manner):
        return
    if not FollowRequest.objects.filter(asker=actor, asked=face).update(**manner):
        raise NotFound


def bell(actor: int, face: int, on: bool) -> None:
    """Be told of each post of a followed face, or not. Raises NotFound."""
    with write():
        _follow_so(actor, face, bell=on)
        say(actor, face)


def languages(actor: int, face: int, codes: Collection[str]) -> None:
    """Read a followed face at home in these languages only; in all, where none is named. What says no
    language is shown in any case. Raises NotFound, Refused("languages", …).
    """
    kept = rules.languages(codes)
    with write():
        _follow_so(actor, face, languages=kept)
        say(actor)


def block(actor: int, face: int) -> None:
    """Keep a face and the actor apart: it ends follows, requests and memberships both ways.

    Every face of the blocked member is bound; the actor's lists name this one alone. Twice is once.
    """
    if actor == face:
        raise Refused("face", _("This is you."))
    limits.allow(f"block:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor, face)
        if Block.objects.filter(blocker=actor, blocked=face).exists():
            return
        ties.reach(actor, face)
        Block.objects.create(blocker_id=actor, blocked_id=face)
        _bind(actor, _bound(actor, face))
        _part(actor, face)


def _bind(actor: int, faces: Collection[int]) -> None:
    """Let the boundary know of a member's faces what was blocked by name. The others see nothing of the actor
    any more, but the actor sees them as ever: what vanished with the block would tell that they belong to it.
    """
    named = Block.objects.filter(blocker=actor, blocked__in=faces).values_list("blocked", flat=True)
    if named:
        engine.veto(actor, named)
        engine.shut_out(actor, faces)


def _bound(actor: int, face: int) -> list[int]:
    """Every face of the blocked member; never the blocker itself, should it be one of them."""
    member = Face.objects.values_list("member", flat=True).get(pk=face)
    if member is None:
        return [face]
    # Whoever makes another face of it meanwhile waits, and then knows of the block.
    Member.objects.select_for_update(no_key=True).values_list("pk").get(pk=member)
    return list(Face.objects.filter(member=member).exclude(pk=actor).values_list("pk", flat=True))


def _part(first: int, second: int) -> None:
    """End all that is between two faces, and let no undo bring it back."""
    untie(first, second)
    untie(second, first)
    engine.leave_all(first, [second])
    engine.leave_all(second, [first])
    # That one was accepted quietly stays noted: what is private does not widen by a block and its end.
    Mark.objects.filter(kind=Mark.Kind.CLOSE, owner__in=(first, second), face__in=(first, second)).delete()
    circles.forget(first, second)
    circles.forget(second, first)


def unblock(actor: int, face: int) -> None:
    """Take one's block back. Nothing it ended returns; a block from the other side stands. Twice is once."""
    with write():
        ties.lock(actor, face)
        if not Block.objects.filter(blocker=actor, blocked=face).delete()[0]:
            return
        # What began at the very moment of the block, and it could not know of, ends with it.
        _part(actor, face)
        bound = _bound(actor, face)
        engine.lift(actor, bound)
        _bind(actor, bound)


def mute(actor: int, face: int, until: datetime | None = None, notifications_too: bool = True) -> None:
    """Read no more of a face, until a moment or until unmuted. It is not told. Twice is once."""
    end = rules.mute_end(until, clock.now())
    if actor == face:
        raise Refused("face", _("This is you."))
    limits.allow(f"mute:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor)
        ties.reach(actor, face)
        what = {"until": end, "notifications_too": notifications_too}
        Mute.objects.update_or_create(muter_id=actor, muted_id=face, defaults=what)
        say(actor)


def unmute(actor: int, face: int) -> None:
    """Read a face again. Twice is once."""
    with write():
        ties.lock(actor)
        Mute.objects.filter(muter=actor, muted=face).delete()
        say(actor)


def label(actor: int, face: int, labels: Collection[str]) -> None:
    """What a face is to the actor: these labels and no others. Nobody else ever knows them."""
    if actor == face:
        raise Refused("labels", _("This is you."))
    limits.allow(f"label:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor)
        ties.reach(actor, face)
        circles.set_labels(actor, face, labels)
        say(actor)


def close(actor: int, face: int, is_close: bool) -> None:
    """Somebody is close to the actor, or no more. Nobody else ever knows. Twice is once.

    Raises NotFound; Refused("close", …) for more than a few.
    """
    if actor == face:
        raise Refused("close", _("This is you."))
    with write():
        ties.lock(actor)
        rows = Mark.objects.filter(owner=actor, kind=Mark.Kind.CLOSE)
        if not is_close:
            rows.filter(face=face).delete()
        elif not rows.filter(face=face).exists():
            ties.reach(actor, face)
            if rows.count() >= rules.MOST_CLOSE:
                said = _("A few people can be close, at most %(most)d. Let somebody else go first.")
                raise Refused("close", said % {"most": rules.MOST_CLOSE})
            Mark.objects.create(owner_id=actor, face_id=face, kind=Mark.Kind.CLOSE)
        say(actor)
