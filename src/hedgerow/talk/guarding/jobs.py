"""What the guard was told goes with its face."""

from collections.abc import Sequence

from hedgerow.kernel.writing import write
from hedgerow.people.faces.events import FaceGone
from hedgerow.talk.guessing import reads as guessing
from hedgerow.talk.models import GuardWish, ListedName, NotAgain


def forget_faces(events: Sequence[FaceGone]) -> None:
    """Faces are really gone: lists, wishes, and what was learned of where their posts go."""
    for event in events:
        guessing.forget(event.face)
        with write():
            for rows in (GuardWish, NotAgain, ListedName):
                rows._default_manager.filter(face=event.face).delete()
