"""A look in the mirror: counted through the boundary, for oneself alone, told once and gently."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.delivery.notifications import mirrors
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as faces_shown
from hedgerow.people.models import Member
from hedgerow.people.moving.events import Brought
from hedgerow.talk.mirror import reads, rules
from hedgerow.talk.posts.acts import Draft, narrow, publish
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db


def write(face: int, audience: Choice, times: int) -> list[int]:
    return [publish(face, Draft(text=f"post {number}", audience=audience)) for number in range(times)]


def test_it_counts_what_the_boundary_opens_and_names_what_it_looks_like() -> None:
    nora, sam, kim, zoe = (member(name) for name in ("nora", "sam", "kim", "zoe"))
    face, other = face_of(nora), face_of(sam)
    contacts.label(face, other, ["colleague"])
    contacts.label(face, face_of(kim), ["colleague", "friend"])
    hiking = circles.make(face, "Hiking")
    circles.move(face, [(hiking, face_of(kim))], [])
    chosen = Choice("chosen", circles=[circle_reads.on_trays(face)[0].public_id])
    assert "Too early to tell" in signed_in(nora).get("/me/strategy/mirror").content.decode()
    hikes = write(face, chosen, 4)
    found = reads.look(face)
    assert {one.circle.name: one.count for one in found.readers} == {"Hiking": 1, "colleague": 1, "friend": 1}
    public = write(face, Choice("public"), 6)
    found = reads.look(face)
    assert (found.posts, found.public, found.as_if) == (10, 6, "open")
    assert {one.circle.name: one.count for one in found.readers} == {"Hiking": 1, "colleague": 2, "friend": 1}
    page = signed_in(nora).get("/me/strategy/mirror").content.decode()
    assert "You post as if Open" in page
    assert "6 of your newest 10 posts are public. " in page
    assert "can read at least one of them: 2 colleagues and 1 friend." in page
    assert "Labelled colleague" in page
    contacts.block(other, face)
    assert {one.circle.name: one.count for one in reads.look(face).readers}.get("colleague") == 1
    for post in public:
        narrow(face, post, Choice("nobody"))
    found = reads.look(face)
    assert (found.public, found.as_if) == (0, None)
    assert found.shares == {"alone": 6, "chosen": 4}
    assert hikes
    assert "Too early to tell" in signed_in(zoe).get("/me/strategy/mirror").content.decode()


@given(st.dictionaries(st.sampled_from(["wide", "all", "chosen", "alone"]), st.integers(0, 60)))
def test_more_of_one_kind_never_makes_it_look_like_another(shares: dict[str, int]) -> None:
    names = {"wide": "open", "all": "content", "chosen": "custom"}
    for kind, name in names.items():
        more = {**shares, kind: shares.get(kind, 0) + 200}
        assert rules.as_if(more) == name
        if rules.as_if(shares) == name:
            assert rules.as_if({**shares, kind: shares[kind] + 1}) == name
    assert rules.as_if({**shares, "wide": 9}, [9, 9]) == "audience"


def test_who_wishes_it_is_told_once_a_month_who_reads_along() -> None:
    nora = member("nora")
    page, face = signed_in(nora), face_of(nora)
    write(face, Choice("public"), 2)
    assert "Tell me once a month" in page.get("/me/strategy/readers").content.decode()
    begins = datetime.now(UTC).replace(day=1, hour=9) + timedelta(days=40)
    begins = begins.replace(day=1)
    page.post("/me/strategy/readers", {"told": "yes"})
    for days, told in ((0, 1), (1, 1), (12, 1)):
        with time_machine.travel(begins + timedelta(days=days)):
            mirrors.readers_due()
        assert len(notifications.page(face).groups) == told
    with time_machine.travel((begins + timedelta(days=40)).replace(day=1)):
        mirrors.readers_due()
    shown = page.get("/notifications").content.decode()
    assert shown.count("see who reads you") == 2
    assert "/me/strategy/readers" in shown
    page.post("/me/strategy/readers", {"told": "no"})
    with time_machine.travel((begins + timedelta(days=80)).replace(day=1)):
        mirrors.readers_due()
    assert len(notifications.page(face).groups) == 2


def test_a_quiet_follower_who_can_read_a_post_is_counted_like_any() -> None:
    nora, sam = member("nora"), face_of(member("sam"))
    face = face_of(nora)
    contacts.follow(sam, face)
    contacts.accept(face, sam, quietly=True)
    write(face, Choice("followers"), 1)
    shown = signed_in(nora).get("/me/strategy/readers").content.decode()
    assert "0 of 1" in shown
    write(face, Choice("chosen", people=[faces_shown.card(sam).public_id]), 1)
    shown = signed_in(nora).get("/me/strategy/readers").content.decode()
    assert "1 of 1" in shown


def test_who_made_no_circle_and_gave_no_label_reads_of_none() -> None:
    nora = member("nora")
    page, face = signed_in(nora), face_of(nora)
    write(face, Choice("nobody"), 2)
    without = page.get("/me/strategy/readers").content.decode()
    assert "Nobody is in a circle of yours or has a label from you yet." in without
    assert "Nobody in your circles" not in without
    contacts.label(face, face_of(member("sam")), ["colleague"])
    assert (
        "Nobody in your circles, and nobody you labelled" in page.get("/me/strategy/readers").content.decode()
    )


def test_a_month_of_use_or_an_import_is_followed_by_one_gentle_notice() -> None:
    nora, sam = member("nora"), member("sam")
    face = face_of(nora)
    second = faces.create(nora, faces.FaceDraft(handle="other_one", name="Other"))
    write(face, Choice("public"), 20)
    mirrors.mirrors_due()
    assert notifications.page(face).groups == []
    Member.objects.update(joined_at=datetime.now(UTC) - timedelta(days=31))
    for _again in range(2):
        mirrors.mirrors_due()
        run_due()
    assert [group.kind for group in notifications.page(face).groups] == ["mirror"]
    assert notifications.page(second).groups == []
    assert notifications.page(face_of(sam)).groups == []
    write(face_of(sam), Choice("nobody"), 20)
    mirrors.brought([Brought(face_of(sam), 20)])
    assert notifications.page(face_of(sam)).groups == [], "what is for oneself alone shows nothing"
    write(face_of(sam), Choice("followers"), 20)
    mirrors.brought([Brought(face_of(sam), 3)])
    assert notifications.page(face_of(sam)).groups == []
    mirrors.brought([Brought(face_of(sam), 20)])
    assert [group.kind for group in notifications.page(face_of(sam)).groups] == ["mirror"]


def test_what_it_looks_like_and_the_posts_it_names_are_the_same_ones() -> None:
    nora = member("nora")
    write(face_of(nora), Choice("nobody"), 25)
    write(face_of(nora), Choice("public"), 6)
    page = signed_in(nora).get("/me/strategy/mirror").content.decode()
    assert "You post as if Open" in page
    said = "6 of your newest 31 posts are public. 25 of your newest 31 posts are for you alone."
    assert said in page
