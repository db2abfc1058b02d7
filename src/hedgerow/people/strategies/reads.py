"""What a member chose and answered, for that member alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member, Strategy

from .rules import NAMES, STATEMENTS, UNSAID, Advice, Name, advice

__all__ = [
    "NAMES",
    "STATEMENTS",
    "UNSAID",
    "Advice",
    "Held",
    "Name",
    "advice",
    "held",
    "unmirrored",
    "unmirrored_of",
]


class Held(msgspec.Struct, frozen=True):
    """A member's strategy. `face` and `work` are dense ids of its own faces, where they still stand."""

    chosen: str = ""
    chosen_at: Any = None
    face: int | None = None
    work: int | None = None
    answers: list[int] = []
    before: dict[str, Any] = {}
    deflection: str = ""

    @property
    def advice(self) -> Advice | None:
        """What the answers speak for; None without answers."""
        return advice(self.answers) if self.answers else None


def held(member: int) -> Held:
    """What this member chose and answered. For nobody but the member."""
    columns = [name for name in Held.__struct_fields__ if name not in ("face", "work")]
    row = Strategy.objects.filter(member=member).values(*columns, "face_id", "work_id").first()
    if row is None:
        return Held()
    own = {card.id for card in faces.own(member) if card.state == "active"}
    face, work = row.pop("face_id"), row.pop("work_id")
    return Held(**row, face=face if face in own else None, work=work if work in own else None)


def unmirrored(joined_after: datetime, joined_before: datetime) -> list[int]:
    """Members who joined between these moments and were not told of their mirror, for who tells them."""
    rows = Member.objects.filter(joined_at__gt=joined_after, joined_at__lte=joined_before)
    return _untold(rows.filter(state=Member.State.ACTIVE).values_list("id", flat=True))


def unmirrored_of(members: Collection[int]) -> list[int]:
    """Those of these members who were not told of their mirror, for who tells them."""
    return _untold(members)


def _untold(members: Collection[int] | Any) -> list[int]:
    told = set(Strategy.objects.exclude(mirrored_at=None).values_list("member", flat=True))
    return [member for member in members if member not in told]
