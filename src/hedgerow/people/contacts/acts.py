"""Following, asking, answering, labelling, muting and blocking. What cannot be found answers NotFound."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.circles import acts as circles
from hedgerow.people.models import Block, Endorsement, Face, Follow, FollowRequest, Mute

from . import rules
from .events import Accepted, Followed, Requested


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
        ties.lock(actor)
        ties.meet(actor, face)
        if Follow.objects.filter(follower=actor, followed=face).exists():
            return "following"
        if Face.objects.values_list("locked", flat=True).get(pk=face):
            # Asking again and again after withdrawing is no way to insist.
            limits.allow(f"ask:{actor}:{face}", limit=4, per_seconds=24 * 3600)
            _ask(actor, face, words)
            return "requested"
        _insist_on_room(actor)
        _tie(actor, face)
        emit(Followed(follower=actor, followed=face))
        return "following"


def _ask(actor: int, face: int, words: str) -> None:
    if FollowRequest.objects.filter(asker=actor, asked=face).exists():
        return
    if FollowRequest.objects.filter(asker=actor).count() >= rules.MOST_WAITING:
        raise Refused("face", _("Many of your requests still wait for an answer. Withdraw some first."))
    FollowRequest.objects.create(asker_id=actor, asked_id=face, note=words)
    _say(face)
    emit(Requested(asker=actor, asked=face))


def _insist_on_room(actor: int) -> None:
    if Follow.objects.filter(follower=actor).count() >= rules.MOST_FOLLOWED:
        raise Refused("face", _("You follow as many people as one can."))


def _tie(follower: int, followed: int) -> None:
    """The follow, and the circles that say the same."""
    Follow.objects.get_or_create(follower_id=follower, followed_id=followed)
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    engine.join(_circle(followed, "followers"), [follower])
    if Follow.objects.filter(follower=followed, followed=follower).exists():
        engine.join(_circle(follower, "mutuals"), [followed])
        engine.join(_circle(followed, "mutuals"), [follower])
    _say(follower, followed)


def _untie(follower: int, followed: int) -> None:
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    ended, _rows = Follow.objects.filter(follower=follower, followed=followed).delete()
    if ended:
        Endorsement.objects.filter(face=follower, endorsed=followed).delete()
        engine.leave(_circle(followed, "followers"), [follower])
        engine.leave(_circle(follower, "mutuals"), [followed])
        engine.leave(_circle(followed, "mutuals"), [follower])
    _say(follower, followed)


def _circle(face: int, kind: str) -> int:
    """The circle of a face's followers or mutual followers, opened where it is missing."""
    column = f"{kind}_circle"
    circle: int | None = Face.objects.values_list(column, flat=True).get(pk=face)
    if circle is None:
        circle = engine.open_circle(face, kind)
        Face.objects.filter(pk=face).update(**{column: circle})
        epoch.changed([epoch.face_key(face), epoch.author_key(face)])
    return circle


def _say(*faces: int) -> None:
    epoch.changed([epoch.face_key(face) for face in faces])


def withdraw(actor: int, face: int) -> None:
    """Ask no more. Where nothing waits, nothing happens."""
    with write():
        ties.lock(actor)
        if FollowRequest.objects.filter(asker=actor, asked=face).delete()[0]:
            _say(face)


def accept(actor: int, asker: int, follow_back: bool = False) -> None:
    """Let somebody follow, from now on; with `follow_back` follow them too, or ask to.

    A declined request can still be accepted while its asker leaves it. Twice is once. Raises NotFound.
    """
    with write():
        ties.lock(actor)
        waits = FollowRequest.objects.filter(asker=asker, asked=actor).exists()
        if waits:
            _tie(asker, actor)
            emit(Accepted(asker=asker, asked=actor))
        elif not Follow.objects.filter(follower=asker, followed=actor).exists():
            raise NotFound
        if follow_back and asker in ties.visible(actor, [asker]):
            follow(actor, asker)


def decline(actor: int, asker: int) -> None:
    """Put a request out of the way. To its asker it goes on waiting. Twice is once; raises NotFound."""
    with write():
        ties.lock(actor)
        if not FollowRequest.objects.filter(asker=asker, asked=actor).update(ignored=True):
            raise NotFound
        _say(actor)


def unfollow(actor: int, face: int) -> None:
    """Follow no more, and ask no more. Twice is once."""
    with write():
        ties.lock(actor)
        _untie(actor, face)


def remove_follower(actor: int, face: int) -> None:
    """Somebody follows the actor no more and is not told. Twice is once."""
    with write():
        ties.lock(actor)
        _untie(face, actor)


def boosts(actor: int, face: int, shown: bool) -> None:
    """Show what a followed face boosts at home, or not."""
    with write():
        ties.lock(actor)
        if not Follow.objects.filter(follower=actor, followed=face).update(boosts=shown):
            raise NotFound
        _say(actor)


def bell(actor: int, face: int, on: bool) -> None:
    """Be told of each post of a followed face, or not. Raises NotFound."""
    with write():
        ties.lock(actor)
        if not Follow.objects.filter(follower=actor, followed=face).update(bell=on):
            raise NotFound
        _say(actor, face)


def languages(actor: int, face: int, codes: Collection[str]) -> None:
    """Read a followed face at home in these languages only; in all, where none is named. What says no
    language is shown in any case. Raises NotFound, Refused("languages", …).
    """
    kept = rules.languages(codes)
    with write():
        ties.lock(actor)
        if not Follow.objects.filter(follower=actor, followed=face).update(languages=kept):
            raise NotFound
        _say(actor)


def block(actor: int, face: int) -> None:
    """Keep a face and the actor apart: it ends follows, requests and memberships both ways.

    Every face of the blocked member is bound; the actor's lists name this one alone. Twice is once.
    """
    if actor == face:
        raise Refused("face", _("This is you."))
    limits.allow(f"block:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor)
        if Block.objects.filter(blocker=actor, blocked=face).exists():
            return
        ties.reach(actor, face)
        Block.objects.create(blocker_id=actor, blocked_id=face)
        engine.veto(actor, _bound(actor, face))
        _part(actor, face)


def _bound(actor: int, face: int) -> list[int]:
    """Every face of the blocked member; never the blocker itself, should it be one of them."""
    member = Face.objects.values_list("member", flat=True).get(pk=face)
    if member is None:
        return [face]
    return list(Face.objects.filter(member=member).exclude(pk=actor).values_list("pk", flat=True))


def _part(first: int, second: int) -> None:
    """End all that is between two faces, and let no undo bring it back."""
    _untie(first, second)
    _untie(second, first)
    engine.leave_all(first, [second])
    engine.leave_all(second, [first])
    circles.forget(first, second)
    circles.forget(second, first)


def unblock(actor: int, face: int) -> None:
    """Take one's block back. Nothing it ended returns; a block from the other side stands. Twice is once."""
    with write():
        ties.lock(actor)
        if not Block.objects.filter(blocker=actor, blocked=face).delete()[0]:
            return
        bound = _bound(actor, face)
        if not Block.objects.filter(blocker=actor, blocked__in=bound).exists():
            engine.lift(actor, bound)


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
        _say(actor)


def unmute(actor: int, face: int) -> None:
    """Read a face again. Twice is once."""
    with write():
        ties.lock(actor)
        Mute.objects.filter(muter=actor, muted=face).delete()
        _say(actor)


def label(actor: int, face: int, labels: Collection[str]) -> None:
    """What a face is to the actor: these labels and no others. Nobody else ever knows them."""
    if actor == face:
        raise Refused("labels", _("This is you."))
    limits.allow(f"label:{actor}", limit=600, per_seconds=3600)
    with write():
        ties.lock(actor)
        ties.reach(actor, face)
        circles.set_labels(actor, face, labels)
        _say(actor)
