"""Who may act here, changed by two at the same moment, on a database with several writers."""

from contextlib import suppress

import pytest

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.members import acts as members
from hedgerow.people.members import moderating
from hedgerow.people.models import Member
from hedgerow.people.site import acts as site
from hedgerow.people.site import reads as site_reads
from hedgerow.people.site.acts import SiteDraft
from tests.at_once.waiting import MARKS, meanwhile, wait_for_both
from tests.kernel.threads import in_threads
from tests.people.cast import join, member_of

pytestmark = MARKS


@pytest.fixture
def operator() -> Member:
    return members.register(
        "olga@example.org", "x", "olga", "Olga", freely=True, role=Member.Role.OPERATOR, confirmed=True
    )


def stands(face: int) -> bool:
    epoch.forget()
    return face not in boundary.stopped()


def test_two_switches_of_a_face_turned_at_once_are_both_turned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada = join("ada")
    with meanwhile(monkeypatch, faces, "_row", lambda: faces.set_settings(ada, presence=True)):
        faces.set_settings(ada, read_marks=False)
    settings = face_reads.face(ada).settings
    assert (settings.presence, settings.read_marks) == (True, False)


def test_a_face_suspended_while_its_owner_closes_it_does_not_come_back_by_reopening(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = join("ada")
    with meanwhile(monkeypatch, faces, "_row", lambda: site.suspend_face(operator, ada)):
        faces.close(ada)
    faces.reopen(ada)
    assert not stands(ada)


def test_a_member_suspended_while_they_take_closing_back_stays_suspended(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = join("ada")
    member = member_of(ada).pk
    members.close(member)
    with meanwhile(monkeypatch, members, "held", lambda: members.suspend_member(operator, member)):
        members.reopen(member)
    assert not stands(ada)
    assert Member.objects.get(pk=member).state == Member.State.SUSPENDED


def test_a_face_suspended_while_its_member_is_let_in_again_stays_suspended(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = join("ada")
    member = member_of(ada).pk
    members.suspend_member(operator, member)
    with meanwhile(monkeypatch, faces.rules, "standing", lambda: site.suspend_face(operator, ada)):
        members.restore_member(operator, member)
    assert not stands(ada)


def test_whoever_is_let_in_by_one_operator_and_turned_down_by_another_hears_one_answer(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.change(operator, SiteDraft(registration="approval", confirm_email=False))
    ada = members.register("ada@example.org", "x", "ada", "Ada", why="To talk.")
    said: list[str] = []
    monkeypatch.setattr(members.letters, "approved", lambda row: said.append("yes"))
    monkeypatch.setattr(members.letters, "declined", lambda row, reason: said.append("no"))

    def decline() -> None:
        with suppress(NotFound):
            members.decline(operator, ada.pk)

    with meanwhile(monkeypatch, members, "_waiting", decline):
        members.approve(operator, ada.pk)
    assert said == ["yes"]


def test_of_the_last_two_operators_who_go_at_once_one_stays(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = member_of(join("ben"))
    members.appoint(None, other.pk, Member.Role.OPERATOR)
    wait_for_both(monkeypatch, members, "insist_other_operator")

    def close(member: int) -> None:
        with suppress(Refused):
            members.close(member)

    in_threads([lambda: close(operator.pk), lambda: close(other.pk)])
    here = Member.objects.filter(role=Member.Role.OPERATOR, state=Member.State.ACTIVE)
    assert here.count() == 1


def test_of_two_operators_who_stop_each_other_at_once_one_stays(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = member_of(join("ben"))
    members.appoint(None, other.pk, Member.Role.OPERATOR)
    other.refresh_from_db()

    def stop() -> None:
        with suppress(NotFound):
            members.suspend_member(other, operator.pk)

    with meanwhile(monkeypatch, moderating, "_subject", stop):
        members.suspend_member(operator, other.pk)
    assert Member.objects.filter(state=Member.State.ACTIVE).get() == operator


def test_a_member_suspended_while_they_close_does_not_come_back_by_reopening(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = join("ada")
    member = member_of(ada).pk
    with meanwhile(monkeypatch, members, "held", lambda: members.suspend_member(operator, member)):
        members.close(member)
    members.reopen(member)
    assert not stands(ada)


def test_whoever_closes_while_an_operator_stops_them_is_closed_and_stopped(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = Member.objects.create(pk=operator.pk - 1, email="ada@example.org")
    with meanwhile(
        monkeypatch, members, "insist_other_operator", lambda: members.suspend_member(operator, ada.pk)
    ):
        members.close(ada.pk)
    ada.refresh_from_db()
    assert (ada.state, ada.closing_at is not None) == (Member.State.SUSPENDED, True)


def test_what_two_operators_decide_for_the_site_at_once_both_holds(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.change(operator, SiteDraft(registration="open"))
    with meanwhile(
        monkeypatch, site, "_decided", lambda: site.change(operator, SiteDraft(registration="closed"))
    ):
        site.change(operator, SiteDraft(about="A place."))
    said = site_reads.site()
    assert (said.registration, said.about) == ("closed", "A place.")
