"""Home: whose posts, in which order, how far, and never more than the boundary lets through."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hedgerow.delivery.home import reads as home
from hedgerow.delivery.positions import acts as positions
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.posts import acts as posts

from .conftest import Later
from .world import another_face, follow, ids, join, say, suspend, to

pytestmark = pytest.mark.django_db


def test_home_has_what_one_follows_and_ones_own_newest_first() -> None:
    ana, ben, stranger = join("ana"), join("ben"), join("stranger")
    follow(ana, ben)
    first, _unheard, second = say(ben), say(stranger), say(ana)
    assert ids(ana) == [second, first]


def test_a_pending_follower_sees_nothing() -> None:
    ana, frank = join("ana", locked=True), join("frank")
    say(ana, audience=Choice("followers"))
    assert contacts.follow(frank, ana) == "requested"
    later = say(ana, audience=Choice("followers"))
    assert ids(frank) == []
    contacts.accept(ana, frank)
    assert ids(frank) == []
    newest = say(ana, audience=Choice("followers"))
    assert ids(frank) == [newest]
    assert later not in ids(frank)


def test_a_post_to_others_is_not_there() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(cleo, ben)
    hers = say(ben, audience=to(cleo))
    assert ids(ana) == []
    assert ids(cleo) == [hers]


def test_leaving_the_circle_hides_at_once_also_from_a_remembered_home() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    hiking = circles.make(ben, "Hiking")
    circles.move(ben, [(hiking, ana)], [])
    key = next(row.public_id for row in _circles(ben) if row.id == hiking)
    sent = say(ben, audience=Choice("chosen", circles=[key]))
    assert ids(ana) == [sent]
    circles.move(ben, [], [(hiking, ana)])
    assert ids(ana) == []


def _circles(owner: int) -> list[object]:
    from hedgerow.boundary import reads as boundary

    return list(boundary.circles_of(owner))


def test_edits_narrowing_and_deleting_show_in_a_remembered_home() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    post = say(ben, "before")
    assert "before" in home.page(ana).shown[0].body.html
    posts.edit(ben, post, posts.Draft(text="after", audience=Choice("public")))
    assert "after" in home.page(ana).shown[0].body.html
    posts.narrow(ben, post, Choice("nobody"))
    assert ids(ana) == []
    another = say(ben, "another")
    assert ids(ana) == [another]
    posts.delete(ben, another)
    assert ids(ana) == []


def test_a_reply_only_where_one_follows_whom_it_answers() -> None:
    ana, ben, stranger = join("ana"), join("ben"), join("stranger")
    follow(ana, ben)
    theirs, mine = say(stranger), say(ana)
    to_stranger = say(ben, reply_to=theirs, audience=Choice("parent"))
    to_me = say(ben, reply_to=mine, audience=Choice("parent"))
    assert ids(ana) == [to_me, mine]
    assert to_stranger not in ids(ana)
    follow(ana, stranger)
    assert ids(ana) == [to_me, to_stranger, mine, theirs]


def test_a_post_stands_once_however_often_it_is_boosted() -> None:
    ana, ben, cleo, stranger = join("ana"), join("ben"), join("cleo"), join("stranger")
    follow(ana, ben)
    follow(ana, cleo)
    theirs = say(stranger)
    posts.boost(ben, theirs, Choice("public"))
    between = say(ben)
    posts.boost(cleo, theirs, Choice("public"))
    assert ids(ana) == [between, theirs]
    shown = home.page(ana).shown[-1]
    assert shown.boosted_by is not None
    assert shown.boosted_by.id == ben


def test_a_boost_that_is_hidden_hides_no_other() -> None:
    ana, ben, cleo, stranger = join("ana"), join("ben"), join("cleo"), join("stranger")
    follow(ana, ben)
    follow(ana, cleo)
    theirs = say(stranger)
    posts.boost(ben, theirs, to(cleo))
    posts.boost(cleo, theirs, Choice("public"))
    assert ids(ana) == [theirs]
    contacts.mute(ana, cleo)
    assert ids(ana) == []


def test_muted_faces_are_not_there_nor_are_their_boosts_and_what_boosts_them() -> None:
    ana, ben, cleo, stranger = join("ana"), join("ben"), join("cleo"), join("stranger")
    for one in (ben, cleo):
        follow(ana, one)
    theirs = say(stranger)
    posts.boost(ben, theirs, Choice("public"))
    bens = say(ben)
    posts.boost(cleo, bens, Choice("public"))
    contacts.mute(ana, ben)
    assert ids(ana) == []
    contacts.unmute(ana, ben)
    assert ids(ana) == [bens, theirs]


def test_a_suspended_author_is_gone_and_a_suspended_reader_reads_nothing() -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    follow(ana, ben)
    say(ben)
    say(ana)
    suspend(ben, keeper)
    assert len(ids(ana)) == 1
    suspend(ana, keeper)
    assert ids(ana) == []


def test_another_face_of_the_author_is_a_stranger() -> None:
    ana = join("ana")
    work = another_face(ana, "ana_at_work")
    say(ana, audience=Choice("followers"))
    assert ids(work) == []


def test_pages_continue_where_the_last_ended() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    all_of_them = [say(ben, f"number {n}") for n in range(7)][::-1]
    for order in ("newest", "people"):
        found, before = [], None
        for _ in range(9):
            page = home.page(ana, before, 3, order)  # type: ignore[arg-type]
            found += [post.public_id for post in page.shown]
            before = page.next
            if before is None:
                break
        assert found == all_of_them


def test_a_page_goes_on_by_time_when_its_last_post_is_gone() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    posted = [say(ben, f"number {n}") for n in range(4)]
    page = home.page(ana, None, 2)
    assert page.next is not None
    posts.delete(ben, posted[2])
    assert [post.public_id for post in home.page(ana, page.next, 2).shown] == [posted[1], posted[0]]


def test_up_to_date_stands_between_what_is_new_and_what_was_read(later: Later) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    old = [say(ben, f"old {n}") for n in range(3)]
    page = home.page(ana, None, 2)
    assert (page.up_to_date, page.new_since_position) == (False, 3)
    page = home.page(ana, page.next, 2)
    assert page.up_to_date
    positions.read_to(ana, home.TIMELINE, page.top)
    assert home.page(ana).new_since_position == 3, "a reload within the visit shows the same"

    later.pause(hours=1)
    page = home.page(ana)
    assert (page.shown, page.up_to_date, page.new_since_position) == ([], True, 0)
    new = say(ben, "new")
    page = home.page(ana)
    assert [post.public_id for post in page.shown] == [new]
    assert page.up_to_date
    assert [post.public_id for post in home.page(ana, page.next).shown] == old[::-1]


def test_people_first_ranks_only_what_is_new(later: Later) -> None:
    ana, ben, friend = join("ana"), join("ben"), join("friend")
    follow(ana, ben)
    follow(ana, friend)
    contacts.label(ana, friend, ["friend"])
    theirs = say(friend)
    loud = [say(ben, f"loud {n}") for n in range(3)]
    assert ids(ana, order="people")[0] == theirs
    assert ids(ana, order="newest") == [*loud[::-1], theirs]
    positions.read_to(ana, home.TIMELINE, loud[-1])
    later.pause(hours=1)
    assert ids(ana, order="people") == []
    rest = home.page(ana, home.page(ana).next, 100, "people")
    assert [post.public_id for post in rest.shown] == [*loud[::-1], theirs]


@pytest.mark.parametrize("authors", [5, 12], ids=["few are followed", "many are followed"])
def test_cold_home_takes_four_queries_and_a_warm_one_none(authors: int) -> None:
    ana = join("ana")
    for n in range(authors):
        author = join(f"author{n}")
        follow(ana, author)
        for number in range(5):
            say(author, f"{number} of {n}")
    reader = join("reader")
    for n in range(authors):
        follow(reader, _face(f"author{n}"))
    # The bodies are shared by all readers: somebody else has read them.
    home.encoded(ana)
    with CaptureQueriesContext(connection) as cold:
        body = home.encoded(reader)
    assert len(json.loads(body)) == 20
    statements = [
        query["sql"] for query in cold if "PRAGMA" not in query["sql"] and "kernel_change" not in query["sql"]
    ]
    assert len(statements) <= 4, "\n\n".join(statements)
    with CaptureQueriesContext(connection) as warm:
        assert home.encoded(reader) == body
    assert not [query for query in warm if not _looks_at_the_epoch(query["sql"])]


def _looks_at_the_epoch(statement: str) -> bool:
    return "PRAGMA" in statement or "kernel_change" in statement


def _face(handle: str) -> int:
    from hedgerow.people.faces import reads as faces

    return faces.by_handles([handle])[handle]


def test_encoded_lays_each_readers_own_part_over_the_same_body() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(cleo, ben)
    post = say(ben, "hello")
    posts.react(ana, post, "🌿")
    posts.bookmark(cleo, post)
    hers, theirs = (json.loads(home.encoded(face))[0] for face in (ana, cleo))
    assert (hers["reacted"], hers["bookmarked"]) == ("🌿", False)
    assert (theirs["reacted"], theirs["bookmarked"]) == ("", True)
    own = {"reacted", "bookmarked", "mine", "boosted", "may_reply", "may_boost"}
    assert {k: v for k, v in hers.items() if k not in own} == {
        k: v for k, v in theirs.items() if k not in own
    }


def test_new_since_asks_the_boundary_at_that_moment() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    top = say(ben)
    assert home.new_since(ana, top) == 0
    later = say(ben, "followers only", audience=Choice("followers"))
    assert home.new_since(ana, top) == 1
    posts.narrow(ben, later, Choice("nobody"))
    assert home.new_since(ana, top) == 0
