"""Logins: their states, and what is left of one that is closed."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from hedgerow.boundary import reads as engine
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as face_acts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts, reads
from hedgerow.people.models import Face, Follow, Member
from hedgerow.talk.models import Post
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

pytestmark = pytest.mark.django_db


def member(handle: str, **more: object) -> Member:
    return acts.register(f"{handle}@example.org", "x", handle, handle.title(), freely=True, **more)  # type: ignore[arg-type]


def face_of(who: Member) -> int:
    return faces.own(who.pk)[0].id


def past_grace() -> object:
    return clock.now() + timedelta(days=31)


def test_an_address_has_one_login_whatever_its_case() -> None:
    member("ana")
    with pytest.raises(Refused) as refusal:
        acts.register("ANA@example.org", "x", "other", "Other", freely=True)
    assert refusal.value.field == "email"
    assert not Face.objects.filter(handle="other").exists()


def test_a_confirmed_address_is_known_as_such() -> None:
    ana = member("ana", confirmed=True)
    assert EmailAddress.objects.get(user=ana).verified


def test_closing_ends_in_nothing_left_in_any_room() -> None:
    ana, ben = member("ana", confirmed=True), member("ben")
    own, other = face_of(ana), face_of(ben)
    face_acts.edit(own, FaceDraft(name="Ana", bio="Secret bio", locked=False))
    contacts.follow(other, own)
    circles.make(own, "Secret circle")
    post = posts.publish(own, Draft(text="Secret words", audience=Choice(scope="public")))
    run_due()
    acts.close(ana.pk)
    assert acts.purge_due(past_grace()) == 1  # type: ignore[arg-type]
    run_due()
    assert not Member.objects.filter(pk=ana.pk).exists()
    assert not EmailAddress.objects.filter(email="ana@example.org").exists()
    assert not Follow.objects.exists()
    assert not Post.objects.unguarded(reason="nothing is left").filter(public_id=post).exists()
    assert [row.name for row in engine.circles_of(own)] == []
    row = Face.objects.get(pk=own)
    assert not {"Ana", "ana", "Secret bio"} & {str(value) for value in vars(row).values()}


def test_reopening_brings_back_all_but_what_was_closing_by_itself() -> None:
    ana = member("ana")
    work = face_acts.create(ana, FaceDraft(handle="analopez"))
    face_acts.close(work)
    acts.close(ana.pk)
    assert set(engine.stopped()) == {face_of(ana), work}
    acts.reopen(ana.pk)
    assert set(engine.stopped()) == {work}
    assert acts.purge_due(past_grace()) == 1  # type: ignore[arg-type]
    assert [card.handle for card in faces.own(ana.pk)] == ["ana"]


def test_purging_twice_is_once() -> None:
    ana = member("ana")
    acts.close(ana.pk)
    assert acts.purge_due(past_grace()) == 1  # type: ignore[arg-type]
    assert acts.purge_due(past_grace()) == 0  # type: ignore[arg-type]


def test_suspending_does_not_stop_a_closing() -> None:
    boss, ana = member("boss", role="operator"), member("ana")
    acts.close(ana.pk)
    acts.suspend_member(boss, ana.pk)
    assert reads.state(ana.pk) == "suspended"
    acts.restore_member(boss, ana.pk)
    assert reads.state(ana.pk) == "closing"


def test_restoring_a_member_leaves_a_face_suspended_by_itself() -> None:
    from hedgerow.people.site import acts as site

    boss, ana = member("boss", role="operator"), member("ana")
    work = face_acts.create(ana, FaceDraft(handle="analopez"))
    site.suspend_face(boss, work)
    acts.suspend_member(boss, ana.pk)
    acts.restore_member(boss, ana.pk)
    assert set(engine.stopped()) == {work}


def test_ordinary_members_moderate_nobody() -> None:
    ana, ben = member("ana"), member("ben")
    for act in (acts.suspend_member, acts.restore_member, acts.approve, acts.decline):
        with pytest.raises(NotFound):
            act(ana, ben.pk)  # type: ignore[operator]
    with pytest.raises(NotFound):
        acts.appoint(ana, ana.pk, "operator")
    with pytest.raises(NotFound):
        reads.search(ana)
    assert reads.state(ben.pk) == "active"
