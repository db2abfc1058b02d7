"""Every post as an entry of the reference, made from what it answers, boosts and quotes: not from gates."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hedgerow.boundary.acts import read_audience
from hedgerow.boundary.algebra import Audience
from hedgerow.boundary.plain import gates_above, world
from hedgerow.boundary.reference import Entry, addressed_first
from hedgerow.kernel.clock import now_us
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.models import Conversation, Media, Post, PostTag, Variant


class Fact(NamedTuple):
    """One post: what the reference must know, and which lists it may stand in."""

    entry: Entry
    public_id: int
    boost_of: int | None
    answers: bool
    pinned: bool
    tags: frozenset[str]
    pictures: tuple[int, ...]
    """Public ids."""
    conversation: int | None
    """Of a message, the public id of its conversation; None for every other post."""


def facts() -> dict[int, Fact]:
    """Every post of this database by its dense id, parents first."""
    tags, pictures = _tags(), _pictures()
    conversations = dict(Conversation.objects.values_list("pk", "public_id"))
    made: dict[int, Fact] = {}
    for row, entry in _entries():
        made[row.pk] = Fact(
            entry,
            row.public_id,
            row.boost_of_id,
            row.reply_to_id is not None,
            row.pinned_at is not None,
            frozenset(tags.get(row.pk, ())),
            tuple(pictures.get(row.pk, ())),
            conversations.get(row.conversation_id or 0),
        )
    return made


def pairs() -> set[int]:
    """The conversations of two (public ids)."""
    return set(Conversation.objects.exclude(pair=None).values_list("public_id", flat=True))


def compositions() -> dict[int, list[int | None]]:
    """The variants of each composition in order, as posts (dense ids) or None where nothing is shown, by the
    last one, which is said to all besides.
    """
    found: dict[int, list[int | None]] = {}
    for composition, post in Variant.objects.order_by("composition", "place").values_list(
        "composition", "post"
    ):
        found.setdefault(composition, []).append(post)
    return {posts[-1]: posts for posts in found.values() if posts[-1] is not None}


def settled(actor: int, choices: Sequence[Choice], faces: Iterable[int]) -> dict[int, int]:
    """If the actor composed now in variants with these choices: by the slow rule, which one (its place) is
    whose.
    """
    meant = [audiences.resolve(actor, choice) for choice in choices]
    facts, moment = world(), now_us()
    found = {face: addressed_first(facts, face, meant, moment) for face in faces if face != actor}
    return {face: place for face, place in found.items() if place is not None}


def _tags() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for post, key in PostTag.objects.values_list("post_id", "tag__key"):
        found.setdefault(post, []).append(key)
    return found


def _pictures() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for post, public_id in Media.objects.exclude(post=None).values_list("post_id", "public_id"):
        found.setdefault(post or 0, []).append(public_id)
    return found


def _entries() -> list[tuple[Post, Entry]]:
    rows = Post.objects.unguarded(reason="facts for auditing the boundary; shows nothing").order_by("pk")
    above = gates_above()
    audiences: dict[int, Audience] = {}
    made: dict[int, Entry] = {}
    gates: dict[int, int] = {}
    found: list[tuple[Post, Entry]] = []
    for row in rows:
        if row.audience_id not in audiences:
            audiences[row.audience_id] = read_audience(row.audience_id)
        if row.gate_id is not None:
            gates[row.pk] = row.gate_id
        # A quote of what was public when quoted survives it: it stands behind no gate of it.
        quoted = row.quote_of_id
        bound = quoted is not None and gates.get(quoted) in above.get(row.under_id or 0, set())
        made[row.pk] = Entry(
            author=row.author_id,
            audience=audiences[row.audience_id],
            entered_at=row.entered_at,
            parent=made.get(row.reply_to_id or row.boost_of_id or 0),
            also_under=made.get(quoted) if bound and quoted is not None else None,
            gone=row.gone_at is not None,
            expires_at=row.expires_at,
        )
        found.append((row, made[row.pk]))
    return found
