"""Of whom a face wants to be told at once: its policy, whom it made welcome, and what is kept apart."""

from collections.abc import Collection, Mapping, Sequence

from hedgerow.boundary import epoch
from hedgerow.boundary.epoch import Remembered
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Policy, Welcome
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.lines.facts import Line

from . import rules
from .rules import News, Stance, Wanted

USUAL = Wanted()
"""Of a face that chose none: it is told of everything, as its other wishes say."""

_chosen: Remembered[Wanted] = Remembered(20_000)


def policy(viewer: int) -> Wanted:
    """What this face wants of whom; remembered."""
    return policies([viewer])[viewer]


def policies(faces: Collection[int]) -> dict[int, Wanted]:
    """What each of these faces wants, in one query for those not remembered."""
    began = epoch.now()
    found = {face: known for face in faces if (known := _chosen.peek(face)) is not None}
    missing = [face for face in faces if face not in found]
    if missing:
        rows = Policy.objects.filter(face__in=missing).values_list("face_id", *Wanted._fields)
        chosen = {face: Wanted(*words) for face, *words in rows}
        for face in missing:
            found[face] = chosen.get(face, USUAL)
            _chosen.put(face, (news_key(face),), began, found[face])
    return found


def judged(news: Sequence[News], lines: Mapping[int, Line]) -> dict[News, bool]:
    """Those that are told at all, and whether each is kept apart."""
    wanted = policies({each.face for each in news})
    picky = [each for each in news if each.actor is not None and wanted[each.face] != USUAL]
    if not picky:
        return dict.fromkeys(news, False)
    stances = _stances(picky)
    verdicts = {
        each: rules.verdict(
            wanted[each.face], each.kind, stances[each.face, each.actor or 0], private=_private(each, lines)
        )
        for each in picky
    }
    told = {each: verdicts.get(each, rules.ACCEPT) for each in news}
    return {each: word == rules.FILTER for each, word in told.items() if word != rules.DROP}


def _private(news: News, lines: Mapping[int, Line]) -> bool:
    line = lines.get(news.post) if news.post is not None else None
    if line is None or news.kind not in (rules.NAMED, rules.MESSAGE):
        return False
    return line.reply_author != news.face


def _stances(news: Collection[News]) -> dict[tuple[int, int], Stance]:
    actors: dict[int, set[int]] = {}
    for each in news:
        actors.setdefault(each.actor or 0, set()).add(each.face)
    receivers = {each.face for each in news}
    rows = Welcome.objects.filter(face__in=receivers, actor__in=list(actors))
    welcome = set(rows.values_list("face_id", "actor_id"))
    found = {}
    for actor, faces in actors.items():
        following, followed = contacts.following(actor, faces), contacts.follows(actor)
        for face in faces:
            found[face, actor] = Stance(face in following, face in followed, (face, actor) in welcome)
    return found
