"""What helps somebody who knows nobody here yet: people to meet, and a way to bring one's own."""

from typing import Any

from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations.reads import members_may_invite
from hedgerow.people.moving import reads as moving
from hedgerow.talk.directory import reads as directory

FEW, MANY = 5, 30


def first_steps(viewer: int, most: int = FEW) -> dict[str, Any]:
    """For `web/people/to_meet.html`, with whose invitation waits for an answer; may the viewer invite?"""
    hosts = moving.hosts(viewer)
    asked = {one.face.id for one in hosts}
    ids = [face for face in directory.suggested(viewer) if face not in asked][:most]
    return {
        "to_meet": list(faces.cards(ids).values()),
        "hosts": hosts,
        "may_invite": members_may_invite(),
    }
