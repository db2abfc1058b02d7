"""What faces tell the rooms above."""

from hedgerow.kernel.outbox import Event


class FaceMade(Event, frozen=True, tag="people.face_made"):
    """A new face stands."""

    face: int


class FaceStopped(Event, frozen=True, tag="people.face_stopped"):
    """A face was suspended or closed for now: its open streams end."""

    face: int


class FaceGone(Event, frozen=True, tag="people.face_gone"):
    """A face is really gone. Whoever keeps rows or files of it removes them; its number is not used again."""

    face: int
