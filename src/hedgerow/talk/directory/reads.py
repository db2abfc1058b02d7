"""Who can be met here, and whom one might want to follow."""

from hedgerow.people.contacts import reads as contacts
from hedgerow.people.directory import reads as people
from hedgerow.talk.posts.said import said


def directory(viewer: int | None) -> list[int]:
    """Faces that let themselves be found (dense ids): who said something in public last stands first.

    In no order tells when somebody joined.
    """
    found = people.discoverable(viewer)
    spoken = said(found)
    return sorted(found, key=lambda face: spoken[face].last, reverse=True)


def suggested(viewer: int) -> list[int]:
    """Of these the ones that the viewer neither follows nor muted, nor said it does not want suggested."""
    known = contacts.follows(viewer) | contacts.muted(viewer) | people.passed_over(viewer) | {viewer}
    waiting = {request.face.id for request in contacts.asked(viewer)}
    return [face for face in directory(viewer) if face not in known and face not in waiting]
