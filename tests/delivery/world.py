"""A small world for what is delivered: faces that know each other, and what they say."""

from hedgerow.delivery.home import reads as home
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.delivery.notifications.reads import Group
from hedgerow.kernel import outbox
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

PASSWORD = "quite a long hedge 7"
PUBLIC = Choice("public")


def join(handle: str, *, locked: bool = False, role: str = "member") -> int:
    """A new member's first face."""
    draft = FaceDraft(handle=handle, name=handle.title(), locked=locked)
    member = members.register(
        f"{handle}@example.org",
        PASSWORD,
        handle,
        draft.name,
        freely=True,
        confirmed=True,
        draft=draft,
        role=role,
    )
    return face_reads.own(member.pk)[0].id


def another_face(face: int, handle: str) -> int:
    """One more face of the same member."""
    from hedgerow.people.models import Member

    member = Member.objects.get(pk=face_reads.face(face).member)
    return faces.create(member, FaceDraft(handle=handle, name=handle.title(), locked=False))


def suspend(face: int, operator: int) -> None:
    """The operator suspends the member behind a face."""
    from hedgerow.people.models import Member

    keeper = Member.objects.get(pk=face_reads.face(operator).member)
    member = face_reads.face(face).member
    assert member is not None
    members.suspend_member(keeper, member, "a test of manners")


def follow(follower: int, followed: int) -> None:
    """Follow; a locked face accepts."""
    if contacts.follow(follower, followed) == "requested":
        contacts.accept(followed, follower)


def say(author: int, text: str = "Hello", audience: Choice = PUBLIC, **more: object) -> int:
    """Publish; the public id."""
    return posts.publish(author, Draft(text=text, audience=audience, **more))  # type: ignore[arg-type]


def pid(face: int) -> int:
    """A face's outside id."""
    return face_reads.card(face).public_id


def to(*people: int, **more: object) -> Choice:
    """An audience of these faces by name."""
    return Choice("chosen", people=[pid(face) for face in people], **more)  # type: ignore[arg-type]


def dense(public_id: int) -> int:
    """The dense id of a post."""
    from hedgerow.talk.models import Post

    return Post.objects.unguarded(reason="a test looks").get(public_id=public_id).pk


def deliver() -> None:
    """Let everybody hear the news; a handler that fails fails the test."""
    for _ in range(20):
        if not outbox.drain(strict=True):
            return
    raise AssertionError("the news never ends")


def texts(viewer: int, **options: object) -> list[str]:
    """What stands in a home, as the words of the posts in order."""
    page = home.page(viewer, limit=100, **options)  # type: ignore[arg-type]
    return [post.body.html for post in page.shown]


def ids(viewer: int, **options: object) -> list[int]:
    """The public ids of the posts of a home in order."""
    page = home.page(viewer, limit=100, **options)  # type: ignore[arg-type]
    return [post.public_id for post in page.shown]


def told(viewer: int) -> list[Group]:
    """The face's notifications once all news is heard."""
    deliver()
    return notifications.page(viewer).groups


def kinds(viewer: int) -> list[str]:
    """Their kinds, newest first."""
    return [group.kind for group in told(viewer)]
