"""Reports hand over copies, and nothing more."""

import pytest
from django.test import Client

from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.models import AuditEntry
from hedgerow.talk.models import Media
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.reports import acts, reads
from tests.cast import Cast, mark
from tests.talk.media.test_media import fetch, png, signed_in


def test_moderators_see_the_copies_handed_in_and_nothing_more(cast: Cast) -> None:
    keeper = cast.members["keeper"]
    acts.report(cast.bob, cast.alice, [cast.posts["circle"]], "harassment", "she said **this**")
    [report] = reads.reports(keeper)
    assert (report.about.id, report.category, report.words) == (cast.alice, "harassment", "she said **this**")
    assert [mark("circle") in copy.text for copy in report.copies] == [True]
    # The moderator's own face sees the post no more than before.
    with pytest.raises(NotFound):
        posts.publish(cast.keeper, Draft("hm", reply_to=cast.posts["circle"]))
    posts.delete(cast.alice, cast.posts["circle"])
    assert reads.one(keeper, report.public_id).copies == report.copies
    assert reads.open_count(keeper) == 1


@pytest.mark.parametrize("name", ["bob", "alice", "heidi"])
def test_others_see_no_reports(cast: Cast, name: str) -> None:
    acts.report(cast.bob, cast.alice, [cast.posts["circle"]])
    [report] = reads.reports(cast.members["keeper"])
    for ask in (
        lambda: reads.reports(cast.members[name]),
        lambda: reads.one(cast.members[name], report.public_id),
        lambda: reads.open_count(cast.members[name]),
        lambda: acts.resolve(cast.members[name], report.public_id, "mine"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_only_what_one_sees_and_what_that_face_wrote_can_be_handed_in(cast: Cast) -> None:
    for actor, face, post in (
        (cast.heidi, cast.alice, "circle"),
        (cast.bob, cast.heidi, "circle"),
        (cast.grace, cast.alice, "public"),
        (cast.bob, cast.alice, "deleted"),
    ):
        with pytest.raises(NotFound):
            acts.report(actor, face, [cast.posts[post]])
    with pytest.raises(Refused):
        acts.report(cast.bob, cast.alice, [], "whatever")
    with pytest.raises(Refused):
        acts.report(cast.bob, cast.alice, [], "spam", "x" * 2_001)
    assert reads.reports(cast.members["keeper"]) == []
    acts.report(cast.heidi, cast.bob, [], "spam", "a face alone")
    assert reads.reports(cast.members["keeper"])[0].copies == []


def test_pictures_are_copied_and_reached_by_moderators_alone(cast: Cast) -> None:
    picture = posts.bring_picture(cast.alice, png(), "a leaf")
    some = Choice("chosen", people=[cast.public("bob")])
    post = posts.publish(cast.alice, Draft("", media=[picture], audience=some))
    acts.report(cast.bob, cast.alice, [post], "privacy")
    [report] = reads.reports(cast.members["keeper"])
    [copy] = report.copies[0].pictures
    assert copy.alt == "a leaf"
    assert copy.blob != Media.objects.get(public_id=picture).blob
    assert copy.blob in set(reads.named_blobs())
    url = f"/media/report/{report.public_id}/0/0"
    assert fetch(signed_in(cast, "keeper"), url) == (200, "private, no-store")
    for client in (Client(), signed_in(cast, "bob"), signed_in(cast, "alice")):
        assert fetch(client, url)[0] == 404
    assert fetch(signed_in(cast, "keeper"), f"/media/report/{report.public_id}/0/1")[0] == 404
    # The picture itself is not opened by the report.
    assert fetch(signed_in(cast, "keeper"), f"/media/{picture}")[0] == 404


def test_being_done_is_said_once_and_audited_without_words_of_the_report(cast: Cast) -> None:
    keeper = cast.members["keeper"]
    acts.report(cast.bob, cast.alice, [cast.posts["public"]], "spam", "look")
    [report] = reads.reports(keeper)
    with pytest.raises(Refused):
        acts.resolve(keeper, report.public_id, "  ")
    acts.resolve(keeper, report.public_id, "nothing wrong")
    acts.resolve(keeper, report.public_id, "again")
    assert reads.reports(keeper) == []
    assert reads.reports(keeper, done=True)[0].outcome == "nothing wrong"
    entries = AuditEntry.objects.filter(act="report done")
    assert [entry.detail for entry in entries] == [{"outcome": "nothing wrong"}]
