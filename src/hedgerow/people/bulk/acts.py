"""Bringing many faces with their ties and circles. Each belongs inside one `write()` of the caller's."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from hedgerow.boundary import bulk
from hedgerow.kernel import rows
from hedgerow.kernel.clock import now, to_us
from hedgerow.kernel.errors import Refused
from hedgerow.people.faces import finding, names
from hedgerow.people.models import Face, Follow, Member

NO_MAIL = "bulk.invalid"
"""A domain that never receives mail: nobody signs in as a member that came in bulk."""


class NewFace(msgspec.Struct, frozen=True):
    """What is said of a face that comes with many others."""

    handle: str
    name: str
    colour: int = 1
    bio: str = ""


class Standing(NamedTuple):
    """A face that now stands, and its two circles."""

    face: int
    followers: int
    mutuals: int


def bring(drafts: Sequence[NewFace], since: datetime | None = None) -> list[Standing]:
    """Faces in the order of the drafts, each of its own member without a usable password.

    `since` is when they came (now). Raises Refused("handle", …) when one of the handles is taken.
    """
    moment = since or now()
    keys = [names.handle_of(draft.handle)[1] for draft in drafts]
    _insist_free(keys)
    members = Member.objects.bulk_create([_member(draft, moment) for draft in drafts], batch_size=1000)
    made = [
        Face(
            member=member, handle=draft.handle, handle_key=key, name=draft.name, colour=draft.colour,
            bio=draft.bio, made_at=moment, locked=False,
        )
        for draft, key, member in zip(drafts, keys, members, strict=True)
    ]  # fmt: skip
    faces = [face.pk for face in Face.objects.bulk_create(made, batch_size=1000)]
    bulk.stand(faces)
    finding.refresh(faces)
    return _open_their_circles(faces, moment)


def _member(draft: NewFace, moment: datetime) -> Member:
    email = f"{draft.handle.lower()}@{NO_MAIL}"
    return Member(email=email, password=make_password(None), joined_at=moment)


def _insist_free(keys: Sequence[str]) -> None:
    for start in range(0, len(keys), 500):
        taken = Face.objects.filter(handle_key__in=keys[start : start + 500], domain="")
        handle = taken.values_list("handle", flat=True).first()
        if handle is not None:
            raise Refused("handle", _("The handle %(handle)s is taken.") % {"handle": f"@{handle}"})
    if len(set(keys)) < len(keys):
        raise Refused("handle", _("Two of these handles look alike."))


def _open_their_circles(faces: Sequence[int], moment: datetime) -> list[Standing]:
    kinds = ("followers", "mutuals")
    circles = bulk.open_circles([(face, kind, "") for face in faces for kind in kinds], to_us(moment))
    standing = [Standing(face, *circles[2 * place : 2 * place + 2]) for place, face in enumerate(faces)]
    changed = []
    for face, followers, mutuals in standing:
        changed.append(Face(pk=face, followers_circle=followers, mutuals_circle=mutuals))
    Face.objects.bulk_update(changed, ["followers_circle", "mutuals_circle"], batch_size=150)
    return standing


def befriend(pairs: Collection[tuple[Standing, Standing]], since: datetime | None = None) -> int:
    """Let the faces of each pair follow each other, from this moment on (now). How many ties."""
    moment = since or now()
    both_ways = [*pairs, *((other, one) for one, other in pairs)]
    follow(both_ways, moment)
    bulk.fill(((other.mutuals, one.face) for one, other in both_ways), to_us(moment))
    return len(pairs)


def follow(pairs: Collection[tuple[Standing, Standing]], since: datetime | None = None) -> None:
    """Let the first of each pair follow the second, who does not follow back, from this moment on (now)."""
    moment = since or now()
    columns = ("follower", "followed", "at", "boosts")
    rows.insert(Follow, columns, ((one.face, other.face, moment, True) for one, other in pairs))
    bulk.fill(((other.followers, one.face) for one, other in pairs), to_us(moment))


def make_circles(
    wanted: Iterable[tuple[int, str, Collection[int]]], since: datetime | None = None
) -> list[int]:
    """Own circles, each of an owner, a name and the faces in it; their ids in order."""
    moment = to_us(since or now())
    given = list(wanted)
    circles = bulk.open_circles([(owner, "own", name) for owner, name, _faces in given], moment)
    pairs = zip(circles, (faces for _owner, _name, faces in given), strict=True)
    bulk.fill(((circle, face) for circle, faces in pairs for face in dict.fromkeys(faces)), moment)
    return circles
