"""Audiences of posts in words: in full to the author, to everybody else without a word too many."""

from collections.abc import Callable, Collection
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.boundary.reads import Audience
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences import rules as words
from hedgerow.people.audiences.reads import Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.bodies import Entry

from . import rules

Above = Callable[[Entry], FaceCard | None]
"""Whose post another post stands behind: what it answers, or what it quotes."""

_audiences: Remembered[Audience] = Remembered(20_000)
_sentences: Remembered[Told] = Remembered(20_000)


def told(entry: Entry, above: FaceCard | None, language: str | None = None) -> Told:
    """What everybody but its author is told of a post's audience. `above`: whose post it answers; `language`:
    the present one, where the caller knows it already.
    """
    scope = _public(entry) if entry.body.public else entry.scope
    about = above if scope == rules.PARENT else entry.card
    return _told(entry.body.gate, scope, about.name if about else "", language or get_language())


def to(viewer: int | None, entry: Entry, above: FaceCard | None) -> Told:
    """`told`, which names nobody to themselves: what stands behind their own post says so."""
    if viewer is not None and above is not None and above.id == viewer and _behind_it(entry):
        return Told(entry.body.gate, _("Those who see your post"))
    return told(entry, above)


def _behind_it(entry: Entry) -> bool:
    return not entry.body.public and entry.scope == rules.PARENT


def _public(entry: Entry) -> str:
    return rules.UNLISTED if entry.body.unlisted else rules.PUBLICLY


def of_scope(scope: str, name: str) -> Told:
    """What others than its author are told of something that stands behind nothing else, by its scope."""
    return _told(rules.GATES[scope], scope, name, get_language())


@lru_cache(maxsize=20_000)
def _told(gate: words.Gate, scope: str, name: str, _language: str | None) -> Told:
    """The sentence in the language of the moment, which is a part of the question."""
    if scope == rules.PARENT:
        return Told(gate, words.whoever_sees(name))
    if scope == rules.PUBLICLY:
        return Told(gate, _("Public"))
    if scope == rules.UNLISTED:
        return Told(gate, _("Public, but in no list"))
    if scope == rules.DIRECT:
        return Told(gate, _("The people in this conversation"))
    if scope == rules.ON_SITE:
        return Told(gate, _("People on this site"))
    if scope == rules.FOLLOWERS:
        return Told(gate, _("Followers of %(name)s") % {"name": isolated(name)})
    return Told(gate, _("Some people"))


def own(viewer: int | None, posts: Collection[Entry], above: Above) -> dict[int, Told]:
    """What the viewer's own ones among these posts say of their audience, in full."""
    mine = [entry for entry in posts if entry.author_id == viewer]
    if not mine or viewer is None:
        return {}
    parts = read_audiences({entry.audience_id for entry in mine})
    # Read together, so that no sentence has to ask for its names alone.
    faces.cards(
        face for parts_of in parts.values() for part in parts_of for face in part.faces | part.without_faces
    )
    return {entry.id: _own(viewer, entry, parts[entry.audience_id], above(entry)) for entry in mine}


def varied(own: Collection[Entry]) -> set[int]:
    """Those of these posts of one's own (dense ids) that are one of several variants."""
    parts = read_audiences({entry.audience_id for entry in own}) if own else {}
    return {entry.id for entry in own if boundary.fixes(parts[entry.audience_id])}


def _own(viewer: int, entry: Entry, audience: Audience, above: FaceCard | None) -> Told:
    if entry.body.public:
        return told(entry, above)
    if entry.scope == rules.DIRECT:
        return Told(entry.body.gate, _in_conversation(audience))
    if not entry.behind:
        return sentence(viewer, entry.audience_id, audience)
    mine = above is not None and above.id == viewer
    others = _("Those who see your post") if mine else words.whoever_sees(above.name if above else "")
    if not audience:
        return Told(entry.body.gate, others)
    said = sentence(viewer, entry.audience_id, audience)
    gate = words.tighter([entry.body.gate, said.gate])
    only_me = boundary.Clause() in audience
    return Told(gate, said.sentence if only_me else words.narrowed(others, [said.sentence]))


def _in_conversation(audience: Audience) -> str:
    """How many are in the conversation that a message was said in."""
    count = len(boundary.reach(0, audience).faces)
    said = ngettext("The %(n)d person in this conversation", "The %(n)d people in this conversation", count)
    return filled(said, {"n": count})


def sentence(actor: int, number: int, audience: Audience) -> Told:
    """The actor's own audience (with its id in the engine) in full words; remembered."""
    return _sentences.get(
        (actor, number, get_language()),
        (epoch.face_key(actor), epoch.author_key(actor)),
        lambda: audiences.describe(actor, audience, own=True),
    )


def read_audiences(numbers: Collection[int]) -> dict[int, Audience]:
    """Interned audiences by id, in one query for those not remembered. They never change."""
    began = epoch.now()
    known = {number: parts for number in numbers if (parts := _audiences.peek(number)) is not None}
    missing = [number for number in numbers if number not in known]
    for number, parts in boundary.read_audiences(missing).items() if missing else ():
        _audiences.put(number, (), began, parts)
        known[number] = parts
    return known
