"""Of whom a face wants to be told at once: its policy, whom it made welcome, and what is kept apart."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from hedgerow.delivery.models import NotificationSetting, Policy, Welcome
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.lines.facts import Line

from . import rules
from .rules import News, Stance, Wanted

_POLICY = "policy"
USUAL = Wanted()
"""Of a face that chose none: it is told of everything, as its other wishes say."""

_JOINED = Concat(
    *(part for name in Wanted._fields for part in (name, Value(" "))), output_field=CharField(max_length=40)
)


def policy(viewer: int) -> Wanted:
    """What this face wants of whom."""
    return wishes([viewer]).policies.get(viewer, USUAL)


class Wishes(NamedTuple):
    """What some faces wish: by face and kind from whom they want to hear, and by face the policy it chose."""

    kinds: dict[tuple[int, str], str]
    policies: dict[int, Wanted]


def wishes(some: Collection[int]) -> Wishes:
    """What these faces wish that is not as usual, in one query."""
    kinds = NotificationSetting.objects.filter(face__in=some).values_list("face_id", "kind", "wish")
    chosen = Policy.objects.filter(face__in=some).values_list("face_id", Value(_POLICY), _JOINED)
    rows = list(kinds.union(chosen, all=True))
    return Wishes(
        {(face, kind): wish for face, kind, wish in rows if kind != _POLICY},
        {face: Wanted(*words.split()) for face, kind, words in rows if kind == _POLICY},
    )


def judged(news: Sequence[News], lines: Mapping[int, Line], wanted: Mapping[int, Wanted]) -> dict[News, bool]:
    """Those that are told at all under their receivers' policies, and whether each is kept apart."""
    picky = [each for each in news if each.actor is not None and each.face in wanted]
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


def kept_apart(news: Sequence[News], lines: Mapping[int, Line]) -> list[News]:
    """Those of these that their receivers' policies keep apart."""
    if not news:
        return []
    kept = judged(news, lines, wishes({each.face for each in news}).policies)
    return [each for each in news if kept.get(each)]


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
    limited = faces.limited()
    for actor, some in actors.items():
        following, followed = contacts.following(actor, some), contacts.follows(actor)
        for face in some:
            ties = (face in following, face in followed, (face, actor) in welcome)
            found[face, actor] = Stance(*ties, limited=actor in limited)
    return found
