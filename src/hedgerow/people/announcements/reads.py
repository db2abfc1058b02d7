"""What is announced: to a face what is shown now, to operators everything."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec
from django.db.models import Count, Exists, OuterRef

from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import clock
from hedgerow.people.emoji import reads as emoji
from hedgerow.people.faces import words
from hedgerow.people.keys import ANNOUNCEMENTS
from hedgerow.people.models import Announcement, AnnouncementReaction, AnnouncementSign, Member, PutAway
from hedgerow.people.site.acts import insist_operator

from . import rules

AT_ONCE = 100


class Facts(msgspec.Struct, frozen=True):
    """An announcement as everybody has it. `public_id` for addresses; `id` stays inside."""

    id: int
    public_id: int
    text: str
    html: str
    starts_at: datetime | None
    ends_at: datetime | None
    """Of whole days (`all_day`) the last one's midnight, in UTC, wherever it is read."""
    all_day: bool
    publish_at: datetime
    changed_at: datetime
    over_at: datetime | None

    @property
    def first_day(self) -> date | None:
        """Of whole days the first one."""
        return self.starts_at.astimezone(UTC).date() if self.starts_at else None

    @property
    def last_day(self) -> date | None:
        """Of whole days the last one."""
        return self.ends_at.astimezone(UTC).date() if self.ends_at else None

    def shown(self, at: datetime) -> bool:
        """Is it shown at this moment?"""
        return self.publish_at <= at and (self.over_at is None or at < self.over_at)


class Sign(msgspec.Struct, frozen=True):
    """With this emoji, Unicode's or the code of one of the site's own, so many reacted; `me`: the
    reader, too.
    """

    name: str
    count: int
    me: bool


class Announced(msgspec.Struct, frozen=True):
    """An announcement as one face has it."""

    facts: Facts
    read: bool
    """The face put it away."""
    signs: list[Sign]


class Reacted(msgspec.Struct, frozen=True):
    """How many reacted to an announcement (its outside id) with one sign."""

    announcement: int
    name: str
    count: int


class Row(msgspec.Struct, frozen=True):
    """An announcement as operators see it. `state`: waiting, shown or over."""

    facts: Facts
    state: str


_known: Remembered[list[Facts]] = Remembered(1)


def _all() -> list[Facts]:
    """Those that wait or are shown, remembered; what was ended or is over long since is left out."""
    return _known.get(1, (ANNOUNCEMENTS,), _read)


def _read() -> list[Facts]:
    rows = Announcement.objects.filter(ended_at=None).order_by("-publish_at")[:AT_ONCE]
    now = clock.now()
    facts = [facts_of(row) for row in rows]
    return [each for each in facts if each.over_at is None or each.over_at > now]


def facts_of(row: Announcement) -> Facts:
    """A row as everybody has it."""
    over = rules.over_at(row.ends_at, row.all_day)
    ends = [at for at in (over, row.ended_at) if at is not None]
    return Facts(
        id=row.pk,
        public_id=row.public_id,
        text=row.text,
        html=words.html(row.text, rules.LONGEST),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        all_day=row.all_day,
        publish_at=row.publish_at,
        changed_at=row.changed_at,
        over_at=min(ends) if ends else None,
    )


def shown() -> list[Facts]:
    """What is announced now, the earliest first."""
    now = clock.now()
    found = [each for each in _all() if each.shown(now)]
    return sorted(found, key=lambda each: (each.starts_at or each.publish_at, each.id))


def one(announcement: int) -> Facts | None:
    """An announcement (dense id) that is shown now."""
    return next((each for each in shown() if each.id == announcement), None)


def by_public_id(public_id: int) -> Facts | None:
    """The same by its outside id."""
    return next((each for each in shown() if each.public_id == public_id), None)


def announced(viewer: int | None) -> list[Announced]:
    """What is announced now, as a face has it, and as nobody in particular does."""
    return of(viewer, shown())


def of(viewer: int | None, facts: Sequence[Facts]) -> list[Announced]:
    """These as a face has them. Two queries for however many."""
    if not facts:
        return []
    ids = [each.id for each in facts]
    away = _put_away(viewer, ids)
    signs: dict[int, list[Sign]] = {}
    for row in _signs(viewer, ids):
        if row[2] and (not row[1].isascii() or row[1] in emoji.known()):
            signs.setdefault(row[0], []).append(Sign(*row[1:]))
    return [Announced(each, each.id in away, signs.get(each.id, [])) for each in facts]


def _put_away(viewer: int | None, ids: Sequence[int]) -> set[int]:
    rows = PutAway.objects.filter(face=viewer, announcement__in=ids)
    return set(rows.values_list("announcement_id", flat=True)) if viewer is not None else set()


def _signs(viewer: int | None, ids: Sequence[int]) -> list[tuple[int, str, int, bool]]:
    """Announcement, name, how many and whether the viewer, in the order in which signs were first given."""
    own = AnnouncementReaction.objects.filter(sign=OuterRef("pk"), face=viewer)
    rows = AnnouncementSign.objects.filter(announcement__in=ids).annotate(
        n=Count("reactions"), me=Exists(own)
    )
    return list(rows.order_by("id").values_list("announcement_id", "name", "n", "me"))


def notes(viewer: int) -> list[Facts]:
    """What a face is shown on its home: what is announced now and it has not put away."""
    facts = shown()
    away = _put_away(viewer, [each.id for each in facts]) if facts else set()
    return [each for each in facts if each.id not in away]


def reacted(sign: int) -> Reacted | None:
    """How many reacted with this sign, if its announcement is shown now."""
    row = AnnouncementSign.objects.filter(pk=sign).annotate(n=Count("reactions")).first()
    facts = one(row.announcement_id) if row is not None else None
    return Reacted(facts.public_id, row.name, row.n) if row is not None and facts is not None else None


def listed(actor: Member) -> list[Row]:
    """The newest hundred, whatever their state. Raises NotFound for who does not operate this site."""
    insist_operator(actor)
    now = clock.now()
    found = [facts_of(row) for row in Announcement.objects.order_by("-publish_at", "-id")[:AT_ONCE]]
    return [Row(each, _state(each, now)) for each in found]


def _state(facts: Facts, now: datetime) -> str:
    if facts.over_at is not None and facts.over_at <= now:
        return "over"
    return "shown" if facts.shown(now) else "waiting"
