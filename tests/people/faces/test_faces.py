"""Faces: made, shown, found, closed, really gone."""

from datetime import timedelta

import pytest

from hedgerow.boundary import acts as boundary
from hedgerow.boundary import epoch
from hedgerow.boundary import reads as engine
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.faces import acts, reads, rules
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.members import jobs
from hedgerow.people.models import AuditEntry, Block, Face, Follow, Member
from hedgerow.people.site import acts as site

pytestmark = pytest.mark.django_db


def member(handle: str, **more: object) -> Member:
    return members.register(
        f"{handle}@example.org", "correct horse", handle, handle.title(), freely=True, **more
    )


def face_of(who: Member) -> int:
    return reads.own(who.pk)[0].id


def test_a_new_face_stands_and_has_its_circles() -> None:
    ana = face_of(member("ana"))
    facts = reads.face(ana)
    assert facts.followers_circle is not None
    assert facts.mutuals_circle is not None
    assert facts.state == rules.ACTIVE
    assert ana in engine.circle(engine.SITE)


def test_a_card_follows_an_edit() -> None:
    ana = face_of(member("ana"))
    assert reads.card(ana).name == "Ana"
    acts.edit(ana, FaceDraft(name="Ana at work", colour=4))
    assert (reads.card(ana).name, reads.card(ana).colour) == ("Ana at work", 4)


def test_a_card_says_nothing_of_the_member() -> None:
    fields = set(reads.FaceCard.__struct_fields__)
    assert fields == {
        "id",
        "public_id",
        "handle",
        "covered",
        "limited",
        "address",
        "name",
        "colour",
        "picture_url",
        "local",
        "state",
    }


@pytest.mark.parametrize(
    "handle", ["", "_", "x" * 40, "ana ana", "аna", "ana\u202e", "@", "admin", "ana/..", "\x00na"]
)
def test_hostile_handles_are_refused_next_to_the_field(handle: str) -> None:
    with pytest.raises(Refused) as refusal:
        member_with(handle)
    assert refusal.value.field == "handle"


def member_with(handle: str) -> Member:
    return members.register("x@example.org", "correct horse", handle, "X", freely=True)


@pytest.mark.parametrize("twin", ["ANA_lopez", "ana_lopez", "Ana_L0pez", "ana_Iopez"])
def test_look_alike_handles_are_taken(twin: str) -> None:
    member("ana_lopez")
    with pytest.raises(Refused):
        member_with(twin)


@pytest.mark.parametrize("words", ["javascript:alert(1)", "https://user:pw@example.org", "they/them"])
def test_words_lead_nowhere(words: str) -> None:
    ana = face_of(member("ana"))
    acts.edit(ana, FaceDraft(links=[{"name": "x", "url": words}]))
    [link] = reads.profile(ana, "ana").links
    assert (link.url, link.leads) == (words, False)


def test_no_more_than_eight_faces() -> None:
    ana = member("ana")
    for number in range(rules.MOST_FACES - 1):
        acts.create(ana, FaceDraft(handle=f"other{number}face"))
    with pytest.raises(Refused):
        acts.create(ana, FaceDraft(handle="onetoomany"))


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FaceDraft(colour=9), "colour"),
        (FaceDraft(time_zone="Mars/Base"), "time_zone"),
        (FaceDraft(name="x" * 61), "name"),
        (FaceDraft(bio="x" * 1001), "bio"),
        (FaceDraft(links=[{"name": "x", "url": "y" * 501}]), "links"),
        (FaceDraft(links=[{"name": "x", "url": "https://example.org"}] * 13), "links"),
    ],
)
def test_what_cannot_be_is_refused(draft: FaceDraft, field: str) -> None:
    ana = face_of(member("ana"))
    with pytest.raises(Refused) as refusal:
        acts.edit(ana, draft)
    assert refusal.value.field == field


def test_a_bio_is_safe() -> None:
    ana = face_of(member("ana"))
    acts.edit(ana, FaceDraft(bio="Hello <script>alert(1)</script> [x](javascript:alert(1))"))
    html = reads.profile(None, "ana").bio_html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_a_name_has_no_invisible_tricks() -> None:
    ana = face_of(member("ana"))
    acts.edit(ana, FaceDraft(name="Ana\u202e\u0007 L"))
    assert reads.card(ana).name == "Ana L"


def test_no_link_turns_the_words_around_it() -> None:
    ana = face_of(member("ana"))
    acts.edit(ana, FaceDraft(links=[{"name": "We\u2069\u202eb", "url": "https://e\u200bxample.org/"}]))
    [link] = reads.profile(ana, "ana").links
    assert (link.name, link.url) == ("Web", "https://example.org/")


def block(blocker: int, blocked: int) -> None:
    """What the contacts room does, without its other consequences."""
    with write():
        Block.objects.create(blocker_id=blocker, blocked_id=blocked)
        faces = Face.objects.filter(member=Face.objects.get(pk=blocked).member)
        boundary.veto(blocker, [blocked])
        boundary.shut_out(blocker, faces.values_list("id", flat=True))


def test_a_block_hides_the_page_from_every_face_of_the_blocked() -> None:
    ana, ben = face_of(member("ana")), member("ben")
    other = acts.create(ben, FaceDraft(handle="benwork"))
    block(ana, face_of(ben))
    for viewer in (face_of(ben), other):
        with pytest.raises(NotFound):
            reads.profile(viewer, "ana")
        assert reads.find(viewer, "ana") == []


def test_the_blocker_sees_what_unblocking_needs_and_learns_of_no_other_face() -> None:
    ana, ben = face_of(member("ana")), member("ben")
    acts.create(ben, FaceDraft(handle="benwork", bio="At work"))
    block(ana, face_of(ben))
    assert reads.profile(ana, "ben").blocked
    assert reads.profile(ana, "benwork") == reads.profile(None, "benwork")


def test_a_face_made_after_a_block_is_bound_by_it() -> None:
    ana, ben = face_of(member("ana")), member("ben")
    block(ana, face_of(ben))
    later = acts.create(ben, FaceDraft(handle="benlater"))
    assert ana in engine.vetoed(later)
    assert later not in engine.vetoed(ana)
    with pytest.raises(NotFound):
        reads.profile(later, "ana")


def test_finding_respects_who_does_not_want_to_be_found() -> None:
    ana, ben = face_of(member("ana")), face_of(member("benedict"))
    assert reads.find(ana, "ben") == []
    assert [card.id for card in reads.find(ana, "Benedict")] == [ben]
    Follow.objects.create(follower_id=ana, followed_id=ben)
    assert [card.id for card in reads.find(ana, "ben")] == [ben]
    acts.edit(ben, FaceDraft(name="Benedict", no_index=False))
    assert [card.id for card in reads.find(None, "ben")] == [ben]


def test_cards_take_one_query_and_none_when_remembered(django_assert_num_queries: object) -> None:
    faces = [face_of(member(f"person{number}x")) for number in range(5)]
    epoch.forget()
    epoch.now()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert list(reads.cards(faces)) == faces
    with django_assert_num_queries(0):  # type: ignore[operator]
        reads.cards(faces)


def test_closing_hides_at_once_and_can_be_taken_back() -> None:
    ana, viewer = face_of(member("ana")), face_of(member("ben"))
    reads.profile(viewer, "ana")
    gone_at = acts.close(ana)
    assert gone_at - clock.now() > timedelta(days=29)
    with pytest.raises(NotFound):
        reads.profile(viewer, "ana")
    assert ana in engine.stopped()
    acts.reopen(ana)
    assert reads.profile(viewer, "ana").card.id == ana
    assert ana not in engine.stopped()


def test_nothing_goes_before_its_time() -> None:
    ana = face_of(member("ana"))
    acts.close(ana)
    assert members.purge_due() == 0
    assert reads.card(ana).handle == "ana"


def past_grace() -> object:
    return clock.now() + rules.GRACE + timedelta(minutes=1)


def test_a_closed_face_is_really_gone_and_the_other_one_stays() -> None:
    ana = member("ana")
    private, work = face_of(ana), acts.create(ana, FaceDraft(handle="analopez", bio="At work"))
    ben = face_of(member("ben"))
    block(ben, private)
    with write():
        boundary.join(reads.face(ben).followers_circle, [private])
    acts.close(private)
    assert members.purge_due(past_grace()) == 1
    row = Face.objects.get(pk=private)
    assert (row.member, row.name, row.state) == (None, "", rules.GONE)
    assert "ana" not in row.handle
    assert "ana" not in row.handle_key
    assert boundary.members(reads.face(ben).followers_circle) == []
    assert private not in engine.vetoed(ben)
    assert [card.id for card in reads.own(ana.pk)] == [work]
    assert reads.profile(ben, "analopez").card.id == work


def test_the_handle_of_who_is_gone_is_not_given_again() -> None:
    ana = face_of(member("ana"))
    acts.close(ana)
    members.purge_due(past_grace())
    with pytest.raises(Refused):
        member_with("ana")


def test_a_closed_account_leaves_no_row_of_the_login_and_no_name_in_the_log() -> None:
    operator = member("boss", role="operator")
    ana = member("ana")
    site.warn(operator, face_of(ana), "Please be kind.")
    members.close(ana.pk)
    assert reads.card(reads.own(ana.pk)[0].id).state == rules.CLOSING
    assert members.purge_due(past_grace()) == 1
    jobs.purge_due()
    assert not Member.objects.filter(email="ana@example.org").exists()
    for entry in AuditEntry.objects.all():
        assert "ana" not in f"{entry.subject} {entry.detail}"


def test_suspending_a_closing_face_does_not_stop_the_closing() -> None:
    operator, ana = member("boss", role="operator"), face_of(member("ana"))
    acts.close(ana)
    site.suspend_face(operator, ana)
    site.restore_face(operator, ana)
    assert reads.face(ana).state == rules.CLOSING
    assert members.purge_due(past_grace()) == 1
