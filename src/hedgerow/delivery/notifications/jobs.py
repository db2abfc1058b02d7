"""What is heard of the rooms below, in batches, and whom it concerns.

Every handler may hear the same twice (`kernel.outbox`): a notification has one cause a face, and the second
is not stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F

from hedgerow.boundary import reads as boundary
from hedgerow.delivery.models import Notification
from hedgerow.kernel.clock import now
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members
from hedgerow.talk.conversations import facts as conversations
from hedgerow.talk.conversations.facts import Hearer
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.facts import Line

from . import bells, calmly, policies, rules
from .making import forget, make
from .making import tidy as tidy_up
from .rules import Answered, News


def posted(events: Sequence[Any]) -> None:
    """New posts concern whom they answer, quote, mention, or are addressed to by name, and who wishes to hear
    of each post of their author.
    """
    lines = facts.lines(event.post for event in events)
    make(_of_posts(lines.values()), lines)


def edited(events: Sequence[Any]) -> None:
    """An edit concerns who boosted or quoted the post, and whom it names for the first time."""
    posts = [event.post for event in events]
    found = _of_posts(facts.lines(posts).values())
    named = [news for news in found if news.kind in {rules.MENTION, rules.NAMED}]
    make([*named, *_of_edits(posts)])


def messaged(events: Sequence[Any]) -> None:
    """What is said in a conversation concerns those in it who have not read it, once until they look: at the
    conversation, or at what they were told. A request waits in its own place, and is told of only to be kept
    apart where the policy says so.
    """
    lines = facts.lines(event.post for event in events)
    hearers = conversations.hearers({event.conversation for event in events})
    told = _told(hearers, lines)
    news: dict[tuple[int, int], News] = {}
    asking: dict[tuple[int, int], News] = {}
    for event in events:
        line = lines.get(event.post)
        for hearer in hearers.get(event.conversation, ()) if line is not None else ():
            place = (hearer.face, event.conversation)
            if line is not None and max(hearer.read_to, told.get(place, 0)) < line.public_id:
                (asking if hearer.asked else news).setdefault(place, _message(hearer.face, line))
    make([*news.values(), *policies.kept_apart(list(asking.values()), lines)])


def _told(hearers: Mapping[int, Sequence[Hearer]], lines: Mapping[int, Line]) -> dict[tuple[int, int], int]:
    """Up to where each of them was told of each conversation: what it has not looked at yet covers all that
    is to come, and what it has looked at all that was said before it was told. News of
    what was taken back is none.
    """
    oldest = min((line.public_id for line in lines.values()), default=0)
    whom = {hearer.face for some in hearers.values() for hearer in some}
    rows = Notification.objects.filter(face__in=whom, kind=rules.MESSAGE, filtered=False)
    rows = rows.filter(post__conversation__in=hearers, post__gone_at=None)
    told: dict[tuple[int, int], int] = {}
    for some in (rows.filter(seen=False), rows.filter(seen=True, public_id__gt=oldest)):
        for row in some.annotate(talk=F("post__conversation")):
            place = (row.face_id, row.talk or 0)
            told[place] = max(told.get(place, 0), row.public_id if row.seen else 2**63)
    return told


def _message(face: int, line: Line) -> News:
    return News(face, rules.MESSAGE, line.author_id, line.id, f"message:{line.id}")


def reacted(events: Sequence[Any]) -> None:
    """A reaction concerns the post's author."""
    lines = facts.lines(event.post for event in events)
    make(
        News(line.author_id, rules.REACTION, event.face, line.id, f"reaction:{line.id}:{event.face}")
        for event in events
        if (line := lines.get(event.post)) is not None and line.conversation is None
    )


def boosted(events: Sequence[Any]) -> None:
    """A boost concerns the original's author, who must be among those it was boosted to."""
    boosts = facts.lines(event.boost for event in events)
    make(
        News(
            line.boost_author, rules.BOOST, line.author_id, line.id, f"boost:{line.boost_of}:{line.author_id}"
        )
        for line in boosts.values()
        if line.boost_author is not None
    )


def followed(events: Sequence[Any]) -> None:
    """Somebody follows."""
    make(
        News(event.followed, rules.FOLLOW, event.follower, None, f"follow:{event.follower}")
        for event in events
    )


def requested(events: Sequence[Any]) -> None:
    """Somebody asks to follow."""
    make(News(event.asked, rules.REQUEST, event.asker, None, f"request:{event.asker}") for event in events)


def accepted(events: Sequence[Any]) -> None:
    """Whoever asked to follow may now."""
    make(News(event.asker, rules.ACCEPTED, event.asked, None, f"accepted:{event.asked}") for event in events)


def deflected(events: Sequence[Any]) -> None:
    """Whoever asked to follow has a kind answer to read."""
    make(
        News(event.asker, rules.DEFLECTED, event.asked, None, f"deflected:{event.asked}") for event in events
    )


def warned(events: Sequence[Any]) -> None:
    """A moderator said a word to a face, or the site did of an accident."""
    kinds = {True: rules.ACCIDENT, False: rules.WARNING}
    make(News(event.face, kinds[event.accident], None, None, f"warning:{event.warning}") for event in events)


def reported(events: Sequence[Any]) -> None:
    """A report concerns the first face of everybody who moderates, except whom it is about."""
    moderators = {member: card.id for member in members.moderators() for card in faces.own(member)[:1]}
    make(
        News(face, rules.REPORT, None, None, f"report:{event.report}")
        for event in events
        for member, face in moderators.items()
        if member != faces.face(event.about).member
    )


def waits(events: Sequence[Any]) -> None:
    """Somebody asks to join: that concerns the first face of everybody who moderates."""
    moderators = [card.id for member in members.moderators() for card in faces.own(member)[:1]]
    make(
        News(face, rules.WAITING, None, None, f"waits:{event.member}")
        for event in events
        for face in moderators
    )


def forgotten(events: Sequence[Any]) -> None:
    """Faces are gone for good: so is what they were told and what was told of them."""
    forget([event.face for event in events])


def tidy() -> None:
    """Once a day: what was seen long ago goes."""
    tidy_up(now())


def silences() -> None:
    """Every hour: who has not spoken for long with somebody close."""
    calmly.silences(now())


def years() -> None:
    """Once a day: for whom a year has gone by."""
    calmly.years(now())


def _of_posts(told: Iterable[Line]) -> list[News]:
    lines = [line for line in told if line.gone_at is None and line.boost_of is None]
    lines = [line for line in lines if line.conversation is None]
    mentioned = facts.mentioned([line.id for line in lines])
    listening = bells.listening([line.id for line in lines if line.reply_to is not None])
    roots = {line.author_id for line in lines if line.reply_to is None}
    expecting = contacts.listening(roots)
    named = {audience: _named(audience) for audience in {line.audience_id for line in lines}}
    return [
        news
        for line in lines
        for news in rules.of_post(
            Answered(
                line.id,
                line.author_id,
                line.reply_author,
                line.quote_author,
                mentioned.get(line.id, []),
                named[line.audience_id],
                listening.get(line.id, ()),
                expecting.get(line.author_id, ()) if line.reply_to is None else (),
            )
        )
    ]


def _named(audience: int) -> frozenset[int]:
    """The faces an audience names to include. Whether they see the post is asked when it is made."""
    parts = boundary.read_audience(audience)
    return frozenset(face for part in parts for face in part.faces)


def _of_edits(posts: Sequence[int]) -> list[News]:
    lines = facts.lines(posts)
    return [
        News(line.author_id, rules.EDIT, edited.author_id, edited.id, f"edit:{edited.id}:{edited.version}")
        for line in facts.derived_from(posts)
        if (edited := lines.get(line.boost_of or line.quote_of or 0)) is not None
    ]
