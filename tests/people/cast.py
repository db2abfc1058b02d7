"""The fixed cast. Alice owns; Bob is in the circle, Carol joined later, Dan was removed, Erin is excluded,
Frank is pending, Grace is blocked, Heidi is a stranger; Alice has another face; Ivan is on another server,
Judy is suspended. Everything is made through the acts that people use.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.writing import write
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member

PASSWORD = "a long enough password"


def join(handle: str, name: str = "", *, locked: bool = False) -> int:
    """A new member's first face."""
    draft = FaceDraft(handle=handle, name=name or handle.title(), locked=locked)
    member = members.register(
        f"{handle}@example.org", PASSWORD, handle, draft.name, freely=True, confirmed=True, draft=draft
    )
    return face_reads.own(member.pk)[0].id


def another_face(face: int, handle: str) -> int:
    """One more face of the same member."""
    member = Face.objects.get(pk=face).member
    assert member is not None
    return faces.create(member, FaceDraft(handle=handle, name=handle.title(), locked=False))


def member_of(face: int) -> Member:
    """The login behind a face."""
    member = Face.objects.get(pk=face).member
    assert member is not None
    return member


def from_elsewhere(handle: str) -> int:
    """A face on another server."""
    row = Face.objects.create(
        handle=handle, handle_key=handle, domain="elsewhere.example", name=handle.title(), locked=False
    )
    with write():
        engine.stand(row.pk, local=False)
    return row.pk


def suspend(face: int) -> None:
    """What a moderator does to a face, as far as the engine and the cards know."""
    Face.objects.filter(pk=face).update(state="suspended")
    with write():
        faces.settle([face])


def crowd(owner: int, number: int, prefix: str = "c") -> list[int]:
    """Many followers of a face, made at once: faces without members, as an import makes them."""
    rows = Face.objects.bulk_create(
        [
            Face(handle=f"{prefix}{n}", handle_key=f"{prefix}{n}", name=f"Contact {n:05d}", locked=False)
            for n in range(number)
        ]
    )
    with write():
        for row in rows:
            engine.stand(row.pk, local=True)
    circle = Face.objects.get(pk=owner).followers_circle
    assert circle is not None
    from hedgerow.people.models import Follow

    Follow.objects.bulk_create([Follow(follower=row, followed_id=owner) for row in rows])
    with write():
        engine.join(circle, [row.pk for row in rows])
    return [row.pk for row in rows]


def post(author: int, audience: boundary.Audience, under: int | None = None) -> SimpleNamespace:
    """Something guarded that enters now, as the engine sees it."""
    with write():
        interned = engine.intern(audience)
    return SimpleNamespace(
        author_id=author,
        audience_id=interned,
        entered_at=now_us(),
        under_id=under,
        gone_at=None,
        expires_at=None,
    )


@dataclass
class Cast:
    """Everybody, by dense face id, and Alice's circles."""

    alice: int
    alice_too: int
    bob: int
    carol: int
    dan: int
    erin: int
    frank: int
    grace: int
    heidi: int
    ivan: int
    judy: int
    hiking: int
    excluded: int
    names: dict[int, str] = field(default_factory=dict)

    def public(self, face: int) -> int:
        """A face's outside id."""
        return face_reads.card(face).public_id


def assemble() -> Cast:
    """The cast on its marks; Carol has just joined."""
    alice = join("alice", locked=True)
    others = {name: join(name) for name in ("bob", "carol", "dan", "erin", "frank", "grace", "heidi", "judy")}
    hiking, excluded = circles.make(alice, "Hiking"), circles.make(alice, "Not these")
    for name in ("bob", "dan", "erin", "judy"):
        contacts.follow(others[name], alice)
        contacts.accept(alice, others[name])
    circles.move(alice, [(hiking, others["bob"]), (hiking, others["dan"]), (hiking, others["judy"])], [])
    circles.move(alice, [(excluded, others["erin"]), (hiking, others["erin"])], [(hiking, others["dan"])])
    circles.move(alice, [(hiking, others["carol"])], [])
    contacts.follow(others["frank"], alice, "We met at the lake")
    contacts.follow(others["grace"], alice)
    contacts.block(alice, others["grace"])
    suspend(others["judy"])
    return Cast(
        alice=alice,
        alice_too=another_face(alice, "alice_at_work"),
        ivan=from_elsewhere("ivan"),
        hiking=hiking,
        excluded=excluded,
        **others,
    )
