"""What a follow is made of: its row, and the circles that say the same. Inside `write()`."""

from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.people.circles.rules import FOLLOWERS, MUTUALS, UNDO_FOR
from hedgerow.people.models import Endorsement, Face, Follow, FollowRequest, Mark

QUIET = Mark.Kind.QUIET
MANNERS = ("boosts", "bell", "languages")
"""How one follows: the columns that a request and a follow have in common."""


def tie(follower: int, followed: int) -> None:
    """The follow, as it was asked for, and the circles that say the same. Whom the other accepted quietly
    joins none of the other's, while the other stands in its own as ever: nothing tells it.
    """
    asked = FollowRequest.objects.filter(asker=follower, asked=followed).values(*MANNERS).first()
    Follow.objects.get_or_create(follower_id=follower, followed_id=followed, defaults=asked or {})
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    hushed = _hushed(follower, followed)
    if (followed, follower) not in hushed:
        engine.join(circle(followed, FOLLOWERS), [follower])
    if Follow.objects.filter(follower=followed, followed=follower).exists():
        for owner, other in ((follower, followed), (followed, follower)):
            if (owner, other) not in hushed:
                engine.join(circle(owner, MUTUALS), [other])
    say(follower, followed)


def untie(follower: int, followed: int) -> None:
    """The end of a follow, and of a request."""
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    ended, _rows = Follow.objects.filter(follower=follower, followed=followed).delete()
    if ended:
        Endorsement.objects.filter(face=follower, endorsed=followed).delete()
        engine.leave(circle(followed, FOLLOWERS), [follower])
        engine.leave(circle(follower, MUTUALS), [followed])
        engine.leave(circle(followed, MUTUALS), [follower])
    say(follower, followed)


def circle(face: int, kind: str) -> int:
    """The circle of a face's followers or mutual followers, opened where it is missing."""
    column = f"{kind}_circle"
    found: int | None = Face.objects.values_list(column, flat=True).get(pk=face)
    if found is None:
        found = engine.open_circle(face, kind)
        Face.objects.filter(pk=face).update(**{column: found})
        epoch.changed([epoch.face_key(face), epoch.author_key(face)])
    return found


def say(*faces: int) -> None:
    """What stands between these faces and others changed."""
    epoch.changed([epoch.face_key(face) for face in faces])


def _hushed(*faces: int) -> set[tuple[int, int]]:
    """Each pair of these faces of which the first accepted the second quietly."""
    rows = Mark.objects.filter(kind=QUIET, owner__in=faces, face__in=faces)
    return set(rows.values_list("owner_id", "face_id"))


def hush(owner: int, face: int, quietly: bool) -> bool:
    """Note that a follower is accepted quietly, or that it is not; False where it was so already."""
    if quietly:
        _mark, made = Mark.objects.get_or_create(owner_id=owner, face_id=face, kind=QUIET)
        return made
    return bool(Mark.objects.filter(owner=owner, face=face, kind=QUIET).delete()[0])


def mute_ties(owner: int, face: int) -> None:
    """Take a follower out of the two circles that following fills."""
    for kind in (FOLLOWERS, MUTUALS):
        engine.leave(circle(owner, kind), [face])


def restore(owner: int, face: int) -> None:
    """Take `mute_ties` back as if it had never been. Raises Refused("face", …) when it is too late."""
    mark = Mark.objects.filter(owner=owner, face=face, kind=QUIET).first()
    if mark is None or not Follow.objects.filter(follower=face, followed=owner).exists():
        return
    if mark.at < clock.now() - UNDO_FOR:
        raise Refused("face", _("That was a while ago. Accept them fully instead."))
    mutual = Follow.objects.filter(follower=owner, followed=face).exists()
    for kind in (FOLLOWERS, MUTUALS) if mutual else (FOLLOWERS,):
        number = circle(owner, kind)
        left = engine.last_left(number, face)
        # Only what ended with the mark, never a follow that ended before it.
        if left is not None and left >= clock.to_us(mark.at):
            engine.undo_leave(number, face, left)
