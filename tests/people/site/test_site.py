"""The site's facts, invitations and moderation as the rooms keep them."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from hedgerow.boundary import epoch
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.invitations.reads import can_join_with
from hedgerow.people.members import acts as members
from hedgerow.people.models import AuditEntry, Invitation, Member
from hedgerow.people.site import acts, reads
from hedgerow.people.site.acts import SiteDraft


def member(handle: str, **more: object) -> Member:
    return members.register(f"{handle}@example.org", "x", handle, handle.title(), freely=True, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_site_is_read_once_and_again_after_a_change(django_assert_num_queries: object) -> None:
    acts.change(None, SiteDraft(name="Lindenhof"))
    reads.site()
    epoch.now()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert reads.site().name == "Lindenhof"
    acts.change(None, SiteDraft(name="Birkenweg"))
    assert reads.site().name == "Birkenweg"


@pytest.mark.django_db
def test_only_what_is_named_changes() -> None:
    acts.change(None, SiteDraft(name="Lindenhof", rules="Be kind"))
    acts.change(None, SiteDraft(about="A street"))
    facts = reads.site()
    assert (facts.name, facts.rules, facts.about) == ("Lindenhof", "Be kind", "A street")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["member", "moderator"])
def test_who_does_not_operate_changes_nothing(role: str) -> None:
    ana = member("ana", role=role)
    with pytest.raises(NotFound):
        acts.change(ana, SiteDraft(name="Mine"))
    with pytest.raises(NotFound):
        invitations.make(ana)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_suspended_operator_operates_no_more() -> None:
    boss, other = member("boss", role="operator"), member("other", role="operator")
    members.suspend_member(boss, other.pk)
    with pytest.raises(NotFound):
        acts.change(Member.objects.get(pk=other.pk), SiteDraft(name="Mine"))


@pytest.mark.django_db
def test_an_invitation_ends_with_its_time() -> None:
    boss = member("boss", role="operator")
    code = invitations.make(boss, uses=5, expires_at=clock.now() + timedelta(days=1))
    assert can_join_with(code)
    Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert not can_join_with(code)
    acts.change(None, SiteDraft(registration="invitation"))
    with pytest.raises(Refused) as refusal:
        members.register("x@example.org", "x", "xena", "Xena", invitation=code)
    assert refusal.value.field == "invitation"
    with pytest.raises(Refused):
        invitations.make(boss, expires_at=clock.now() - timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_the_last_use_of_an_invitation_goes_to_one_of_many_at_once() -> None:
    acts.change(None, SiteDraft(registration="invitation"))
    code = invitations.make(member("boss", role="operator"), uses=2)
    start = threading.Barrier(6)
    won: list[int] = []

    def join(number: int) -> None:
        start.wait(10)
        try:
            members.register(f"p{number}@example.org", "x", f"person{number}z", "P", invitation=code)
            won.append(number)
        except Refused:
            pass
        finally:
            connections["default"].close()

    crew = [threading.Thread(target=join, args=[number]) for number in range(6)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join(30)
    assert len(won) == 2
    assert Member.objects.filter(email__startswith="p").count() == 2


@pytest.mark.django_db
def test_an_invitation_skips_the_wait_where_members_are_approved() -> None:
    boss = member("boss", role="operator")
    acts.change(None, SiteDraft(registration="approval", confirm_email=False))
    asked = members.register("x@example.org", "x", "xena", "Xena", why="Please")
    invited = members.register("y@example.org", "x", "yara", "Yara", invitation=invitations.make(boss))
    assert (asked.state, invited.state) == ("waiting", "active")
    with pytest.raises(NotFound):
        faces.profile(None, "xena")
    assert faces.profile(None, "yara").card.handle == "yara"
