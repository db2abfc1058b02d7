"""Whose lines a home is made of, and how close they are to its reader."""

from datetime import datetime

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered, author_key, circle_key, face_key
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.posts import reads as posts

from .rules import Tie

_ties: Remembered[dict[int, Tie]] = Remembered(2_000)


def ties(viewer: int) -> dict[int, Tie]:
    """What the viewer made of those it follows."""
    circles = boundary.circles_of(viewer)
    keys = (face_key(viewer), author_key(viewer), *(circle_key(row.id) for row in circles))
    own = frozenset(row.id for row in circles if row.kind == "own")
    return _ties.get((viewer, own), keys, lambda: _read_ties(viewer, own))


def _read_ties(viewer: int, own: frozenset[int]) -> dict[int, Tie]:
    faces = sorted(contacts.follows(viewer))
    labels = contacts.labels(viewer, faces)
    inside = boundary.circles_with(viewer, faces)
    spoke: dict[int, datetime] = posts.last_spoke(viewer, faces)
    return {
        face: Tie(frozenset(labels.get(face, ())), len(own.intersection(inside[face])), spoke.get(face))
        for face in faces
    }
