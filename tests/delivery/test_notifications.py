"""Notifications: whom something concerns, once, and never somebody who may not see it."""

import pytest

from hedgerow.boundary import epoch
from hedgerow.delivery.home import reads as home
from hedgerow.delivery.models import Notification
from hedgerow.delivery.notifications import acts, jobs, reads
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts.events import Followed
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member
from hedgerow.people.site import acts as site
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.posts.events import Posted, Reacted
from hedgerow.talk.reports import acts as reports

from .world import another_face, deliver, dense, follow, join, kinds, say, suspend, to, told

pytestmark = pytest.mark.django_db


def test_follow_request_and_acceptance() -> None:
    ana, ben, cleo = join("ana"), join("ben", locked=True), join("cleo")
    contacts.follow(cleo, ana)
    contacts.follow(ana, ben)
    assert kinds(ana) == ["follow"]
    assert kinds(ben) == ["request"]
    contacts.accept(ben, ana)
    assert kinds(ana) == ["accepted", "follow"]
    assert kinds(ben) == [], "an answered request asks no more"


def test_a_withdrawn_or_declined_request_is_counted_no_more() -> None:
    ben = join("ben", locked=True)
    ana, cleo = join("ana"), join("cleo")
    for asker in (ana, cleo):
        contacts.follow(asker, ben)
    deliver()
    assert reads.unseen(ben) == 2
    assert [each.face.handle for each in home.asking(ben)] == ["cleo", "ana"]
    contacts.withdraw(ana, ben)
    assert reads.unseen(ben) == 1
    contacts.decline(ben, cleo)
    assert reads.unseen(ben) == 0
    assert home.asking(ben) == []


def test_what_was_taken_back_is_gone() -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    contacts.follow(ben, ana)
    posts.react(ben, post, "🌿")
    posts.boost(ben, post, Choice("public"))
    assert sorted(kinds(ana)) == ["boost", "follow", "reaction"]
    contacts.unfollow(ben, ana)
    posts.unreact(ben, post)
    posts.unboost(ben, post)
    assert kinds(ana) == []


def test_reply_quote_mention_and_name_each_once_a_post() -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana)
    say(ben, "@ana look", reply_to=post, audience=Choice("parent"))
    assert kinds(ana) == ["reply"]
    say(ben, "@ana see", quote_of=post)
    assert kinds(ana) == ["quote", "reply"]
    say(ben, "hello @ana")
    say(ben, "only you", audience=to(ana))
    assert kinds(ana) == ["named", "mention", "quote", "reply"]
    assert kinds(ben) == []


def test_a_mention_outside_the_audience_never_notifies() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    say(ben, "what @ana must not know", audience=to(cleo))
    assert kinds(ana) == []
    assert kinds(cleo) == ["named"]
    assert reads.unseen(ana) == 0


def test_choosing_one_person_never_notifies_others() -> None:
    ana, ben, cleo, dan = (join(name) for name in ("ana", "ben", "cleo", "dan"))
    for one in (ben, cleo, dan):
        follow(one, ana)
        follow(ana, one)
    deliver()
    for one in (ben, cleo, dan):
        acts.seen(one, 2**62)
    post = say(ana, "for you alone", audience=to(ben))
    say(ben, "thank you", reply_to=post, audience=Choice("parent"))
    deliver()
    assert [reads.unseen(one) for one in (ben, cleo, dan)] == [1, 0, 0]
    assert Notification.objects.filter(post=dense(post)).values_list("face", flat=True).get() == ben


def test_a_reply_that_its_parents_author_may_not_see_does_not_notify() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = say(ana)
    say(ben, "between us", reply_to=post, audience=to(cleo))
    assert kinds(ana) == []
    assert kinds(cleo) == ["named"]


def test_a_boost_to_others_does_not_tell_the_author() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = say(ana)
    posts.boost(ben, post, to(cleo))
    assert kinds(ana) == []


def test_nothing_of_muted_and_blocked_faces() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    post = say(ana)
    contacts.mute(ana, ben)
    posts.react(ben, post, "🌿")
    posts.react(cleo, post, "🌿")
    assert [face.handle for face in told(ana)[0].faces] == ["cleo"]
    contacts.block(ana, cleo)
    assert kinds(ana) == []
    assert Notification.objects.filter(face=ana, actor=ben).count() == 0, "never made, not only hidden"


def test_a_block_leaves_what_the_members_other_faces_did_before() -> None:
    ana, ben = join("ana"), join("ben")
    work = another_face(ben, "ben_at_work")
    contacts.follow(work, ana)
    posts.react(work, say(ana), "🌿")
    assert sorted(kinds(ana)) == ["follow", "reaction"]
    contacts.block(ana, ben)
    assert sorted(kinds(ana)) == ["follow", "reaction"], "the blocker's lists of other faces do not change"


def test_what_is_lost_to_the_boundary_is_lost_to_the_notification_and_its_count() -> None:
    ana, ben = join("ana"), join("ben")
    say(ben, "hello @ana")
    second = say(ben, "again @ana")
    deliver()
    assert reads.unseen(ana) == 2
    posts.narrow(ben, second, Choice("nobody"))
    assert reads.unseen(ana) == 1
    assert len(told(ana)) == 1
    contacts.block(ben, ana)
    assert reads.unseen(ana) == 0
    assert told(ana) == []


def test_narrowing_the_thread_above_takes_the_notification_along() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    root = say(ben)
    say(cleo, "hello @ana", reply_to=root, audience=Choice("parent"))
    deliver()
    assert reads.unseen(ana) == 1
    posts.narrow(ben, root, to(cleo))
    assert reads.unseen(ana) == 0
    assert told(ana) == []


def test_who_may_not_see_it_when_the_news_is_heard_is_never_told() -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ben, "hello @ana")
    posts.narrow(ben, post, Choice("nobody"))
    deliver()
    assert not Notification.objects.filter(face=ana).exists()


def test_news_heard_twice_or_in_one_batch_is_told_once() -> None:
    ana, ben = join("ana"), join("ben")
    post = dense(say(ana))
    posts.react(ben, say(ana), "🌿")
    reply = dense(say(ben, "hello @ana"))
    events = [Posted(post=reply, author=ben)] * 3
    for _ in range(2):
        jobs.posted(events)
        jobs.reacted([Reacted(post=post, face=ben)] * 2)
        jobs.followed([Followed(follower=ben, followed=ana)] * 2)
    assert Notification.objects.filter(face=ana, cause=f"post:{reply}").count() == 1
    assert Notification.objects.filter(face=ana, cause__startswith=f"reaction:{post}:").count() == 1
    assert Notification.objects.filter(face=ana, cause=f"follow:{ben}").count() == 1


def test_reactions_stand_together_and_count_only_whom_one_may_know_of() -> None:
    ana, keeper = join("ana"), join("keeper", role="operator")
    post = say(ana)
    crowd = [join(f"guest{n}") for n in range(6)]
    for one in crowd:
        posts.react(one, post, "🌿")
    group = told(ana)[0]
    assert (len(group.faces), group.others, group.emoji) == (3, 3, ["🌿"])
    contacts.block(ana, crowd[0])
    suspend(crowd[1], keeper)
    contacts.mute(ana, crowd[2])
    group = told(ana)[0]
    assert len(told(ana)) == 1
    assert (len(group.faces), group.others) == (3, 0)
    assert reads.unseen(ana) == 1


def test_settings_by_kind() -> None:
    ana, ben, known = join("ana"), join("ben"), join("known")
    post = say(ana)
    contacts.label(ana, known, ["colleague"])
    acts.wish(ana, {"reaction": "contacts", "boost": "none"})
    for one in (ben, known):
        posts.react(one, post, "🌿")
        posts.boost(one, post)
    groups = told(ana)
    assert [(group.kind, [face.handle for face in group.faces]) for group in groups] == [
        ("reaction", ["known"])
    ]
    assert {row.kind: row.wish for row in reads.settings(ana)}["boost"] == "none"
    with pytest.raises(NotFound):
        acts.wish(ana, {"warning": "none"})
    with pytest.raises(Refused):
        acts.wish(ana, {"boost": "sometimes"})


def test_an_edit_tells_who_boosted_or_quoted_and_whom_it_names_first() -> None:
    ana, ben, cleo, dan = (join(name) for name in ("ana", "ben", "cleo", "dan"))
    post = say(ana, "hello @dan")
    posts.boost(ben, post, Choice("public"))
    say(cleo, "look", quote_of=post)
    assert kinds(dan) == ["mention"]
    posts.edit(ana, post, Draft(text="hello @dan and @ben", audience=Choice("public")))
    assert kinds(ben) == ["edit", "mention"] or kinds(ben) == ["mention", "edit"]
    assert kinds(cleo) == ["edit"]
    assert kinds(dan) == ["mention"]


def test_a_suspended_face_is_told_nothing_and_tells_nothing() -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    say(ben, "hello @ana")
    assert kinds(ana) == ["mention"]
    suspend(ben, keeper)
    assert kinds(ana) == []
    say(ana)
    suspend(ana, keeper)
    posts_seen = reads.page(ana)
    assert posts_seen.groups == []
    assert reads.unseen(ana) == 0


def test_a_word_of_the_moderators_always_arrives() -> None:
    ana, keeper = join("ana"), join("keeper", role="operator")
    site.warn(Member.objects.get(pk=faces.face(keeper).member), ana, "Please be kind.")
    assert kinds(ana) == ["warning"]


def test_a_report_concerns_who_moderates_and_not_whom_it_is_about() -> None:
    ana, keeper, other = join("ana"), join("keeper", role="operator"), join("other", role="moderator")
    reports.report(ana, other, [], "other", "Unkind words.")
    assert kinds(keeper) == ["report"]
    assert kinds(other) == []
    assert kinds(ana) == []
    Member.objects.filter(pk=faces.face(keeper).member).update(role="member")
    assert kinds(keeper) == [], "who moderates no more is told no more"


def test_seen_and_the_first_time() -> None:
    ana, ben = join("ana"), join("ben")
    say(ben, "hello @ana")
    deliver()
    page = reads.page(ana)
    assert page.first_time
    assert page.groups[0].unseen
    say(ben, "again @ana")
    deliver()
    acts.seen(ana, page.newest)
    assert reads.unseen(ana) == 1
    page = reads.page(ana)
    assert [group.unseen for group in page.groups] == [True, False]
    assert not page.first_time


def test_pages_of_notifications_lose_none() -> None:
    ana, ben = join("ana"), join("ben")
    made = [say(ben, f"{n} @ana") for n in range(7)][::-1]
    deliver()
    found: list[int] = []
    before = None
    for _ in range(9):
        page = reads.page(ana, before, 3)
        found += [group.post.public_id for group in page.groups if group.post]
        before = page.next
        if before is None:
            break
    assert found == made


def test_the_other_face_of_the_member_hears_nothing() -> None:
    ana, ben = join("ana"), join("ben")
    work = another_face(ana, "ana_at_work")
    say(ben, "hello @ana")
    assert kinds(ana) == ["mention"]
    assert kinds(work) == []


def test_a_face_that_is_gone_leaves_nothing() -> None:
    _ana, ben = join("ana"), join("ben")
    say(ben, "hello @ana")
    deliver()
    assert Notification.objects.filter(actor=ben).exists()
    jobs.forgotten([type("Gone", (), {"face": ben})()])
    assert not Notification.objects.filter(actor=ben).exists()


def test_the_warm_count_asks_the_database_nothing() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ana, ben = join("ana"), join("ben")
    for n in range(5):
        say(ben, f"{n} @ana")
    deliver()
    reads.unseen(ana)
    with CaptureQueriesContext(connection) as queries:
        assert reads.unseen(ana) == 5
    assert not [query for query in queries if "PRAGMA" not in query["sql"]]


def test_a_batch_asks_no_more_for_more_posts() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ana, ben = join("ana"), join("ben")
    counts = []
    for size in (2, 20):
        events = [Posted(post=dense(say(ben, f"{n} @ana")), author=ben) for n in range(size)]
        epoch.forget()
        with CaptureQueriesContext(connection) as queries:
            jobs.posted(events)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1, counts
    assert Notification.objects.filter(face=ana).count() == 22
