"""Who wishes to hear of answers in a thread: whoever switched its bell on, and whoever wishes it of all
threads they answered in or began. Whether they may see an answer is asked when they are told.
"""

from collections.abc import Collection, Sequence

from hedgerow.boundary import epoch, quick
from hedgerow.boundary.epoch import Remembered
from hedgerow.delivery.models import Bell, Telling
from hedgerow.kernel.writing import write
from hedgerow.talk.lines import facts
from hedgerow.talk.posts import reads as posts

from .rules import News

_muted: Remembered[frozenset[int]] = Remembered(20_000)


def listening(replies: Sequence[int]) -> dict[int, set[int]]:
    """For each of these replies (dense ids) the faces that wish to hear of it."""
    threads = facts.threads(replies)
    roots = set(threads.values())
    if not roots:
        return {}
    chosen: dict[int, dict[int, bool]] = {}
    for root, face, on in Bell.objects.filter(root__in=roots).values_list("root_id", "face_id", "on"):
        chosen.setdefault(root, {})[face] = on
    usual = _usual(roots)
    found = {root: _with(usual.get(root, set()), chosen.get(root, {})) for root in roots}
    return {reply: found[root] for reply, root in threads.items()}


def _with(usual: Collection[int], chosen: dict[int, bool]) -> set[int]:
    off = {face for face, on in chosen.items() if not on}
    return ({*usual} - off) | {face for face, on in chosen.items() if on}


def _usual(roots: Collection[int]) -> dict[int, set[int]]:
    """Who, without a bell of its own, wishes to hear of each of these threads."""
    voices = facts.voices(roots)
    everybody = {face for faces in voices.values() for face in faces}
    rows = Telling.objects.filter(face__in=everybody).exclude(answers=Telling.Answers.CHOSEN)
    wishes = dict(rows.values_list("face_id", "answers"))
    began = {root: line.author_id for root, line in facts.lines(roots).items()}
    return {
        root: {
            face
            for face in faces
            if face in wishes and (face != began.get(root) or wishes[face] == Telling.Answers.ALL)
        }
        for root, faces in voices.items()
    }


def rings(viewer: int, root: int) -> bool:
    """Does this face hear of every answer in the thread that this post (dense id) began?"""
    chosen = Bell.objects.filter(face=viewer, root=root).values_list("on", flat=True).first()
    return chosen if chosen is not None else viewer in _usual([root]).get(root, set())


def ring(actor: int, post: int, on: bool) -> None:
    """Hear, or hear no more, of every answer in the thread of this post (public id). Raises NotFound."""
    shown = posts.post(actor, post)
    with write():
        root = shown.root or shown.id
        values = {"on": on, "muted": False}
        Bell.objects.update_or_create(face_id=actor, root_id=root, defaults=values)
        epoch.changed([epoch.face_key(actor)])


def muted(viewer: int) -> frozenset[int]:
    """The threads, by the posts (dense ids) that began them, of which this face wants to hear nothing."""
    return _muted.get(viewer, (epoch.face_key(viewer),), lambda: _read_muted(viewer))


def _read_muted(viewer: int) -> frozenset[int]:
    rows = quick.rows("SELECT root_id FROM delivery_bell WHERE face_id = %s AND muted", (viewer,))
    return frozenset(root for (root,) in rows)


def mute(actor: int, post: int, muted: bool) -> None:
    """Hear nothing at all of the thread of this post (public id), or again what is usual. Raises NotFound."""
    shown = posts.post(actor, post)
    root = shown.root or shown.id
    with write():
        if muted:
            values = {"muted": True, "on": False}
            Bell.objects.update_or_create(face_id=actor, root_id=root, defaults=values)
        else:
            Bell.objects.filter(face=actor, root=root, muted=True).delete()
        epoch.changed([epoch.face_key(actor)])


def unmuted(candidates: Sequence[News]) -> list[News]:
    """Those of the candidates that are not of a thread of which their receiver wants to hear nothing."""
    rows = Bell.objects.filter(muted=True, face__in={news.face for news in candidates})
    silent = set(rows.values_list("face_id", "root_id"))
    if not silent:
        return list(candidates)
    told = {news.post for news in candidates if news.post is not None}
    roots = {**{post: post for post in told}, **facts.threads(told)}
    return [news for news in candidates if news.post is None or (news.face, roots[news.post]) not in silent]
