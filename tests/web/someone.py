"""People for tests of pages: made through the rooms' own acts, signed in through Django's client."""

from django.test import Client

from hedgerow.people.faces import reads as faces
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member

PASSWORD = "a hedge has gates"


def member(handle: str, **more: object) -> Member:
    """A confirmed member with one face."""
    given = {"freely": True, "confirmed": True, **more}
    return members.register(f"{handle}@example.org", PASSWORD, handle, handle.title(), **given)  # type: ignore[arg-type]


def face_of(who: Member) -> int:
    """The dense id of a member's first face."""
    return faces.own(who.pk)[0].id


def signed_in(who: Member, **options: object) -> Client:
    """A browser in which this member is signed in."""
    client = Client(**options)  # type: ignore[arg-type]
    client.force_login(who)
    return client
