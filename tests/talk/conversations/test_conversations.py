"""Direct conversations: who may begin one, who reads what, and what nobody learns."""

import io
from typing import Any

import pytest

from hedgerow.kernel import clock, outbox
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.kernel.text import plain
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.members import acts as members
from hedgerow.talk.conversations import acts, listing, reads, wiping
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.conversations.reads import Line, Message
from hedgerow.talk.models import Attachment, Post
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads as post_reads
from hedgerow.talk.posts import rules as post_rules
from hedgerow.talk.posts import wiping as post_wiping
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.posts.reads import bookmarks
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def begin(cast: Cast, who: str, *others: str, text: str = "hello", name: str = "") -> int:
    return acts.begin(cast.faces[who], [cast.faces[other] for other in others], Said(text), name)


def texts(cast: Cast, who: str, conversation: int) -> list[str]:
    """The words this face reads in a conversation, oldest first."""
    items = reads.messages(cast.faces[who], conversation).items
    return [post_text(item) for item in items if isinstance(item, Message)]


def post_text(item: Message) -> str:
    return plain(item.shown.body.html).strip()


def lines(cast: Cast, who: str, conversation: int) -> list[str]:
    items = reads.messages(cast.faces[who], conversation).items
    return [item.kind for item in items if isinstance(item, Line)]


def listed(cast: Cast, who: str) -> list[int]:
    return [each.found.public_id for each in reads.listed(cast.faces[who]).items]


# --- beginning ----------------------------------------------------------------------------------------


def test_two_faces_have_one_conversation(cast: Cast) -> None:
    first = begin(cast, "alice", "bob", text="one")
    again = begin(cast, "bob", "alice", text="two")
    assert first == again
    assert texts(cast, "alice", first) == texts(cast, "bob", first) == ["one", "two"]
    assert reads.conversation_with(cast.alice, cast.bob).public_id == first  # type: ignore[union-attr]


def test_naming_a_third_begins_another_one(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="between us")
    three = begin(cast, "alice", "bob", "carol", text="all of us")
    assert two != three
    assert texts(cast, "carol", three) == ["all of us"]
    with pytest.raises(Refused):
        acts.add(cast.alice, two, [cast.carol])


def test_another_face_of_the_same_member_is_a_stranger(cast: Cast) -> None:
    two = begin(cast, "alice", "bob")
    with pytest.raises(NotFound):
        reads.one(cast.alice_too, two)
    for name in ("heidi", "carol", "grace", "keeper"):
        with pytest.raises(NotFound):
            reads.messages(cast.faces[name], two)


def test_whom_one_cannot_write_to_is_refused_with_the_same_words(cast: Cast) -> None:
    faces.set_settings(cast.frank, messages_from="nobody")
    said = set()
    for name in ("alice", "judy", "frank"):
        with pytest.raises(Refused) as refused:
            begin(cast, "grace", name)
        said.add((refused.value.field, refused.value.message))
    with pytest.raises(Refused) as refused:
        acts.begin(cast.grace, [999_999], Said("hello"))
    said.add((refused.value.field, refused.value.message))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("wish", "may"),
    [
        ("everybody", {"heidi", "bob", "carol"}),
        ("contacts", {"bob", "carol"}),
        ("follows", {"bob"}),
        ("nobody", set()),
    ],
)
def test_a_face_says_who_may_write_to_it(cast: Cast, wish: str, may: set[str]) -> None:
    acts.wish(cast.alice, wish, True)
    for name in ("heidi", "bob", "carol"):
        assert reads.may_begin(cast.faces[name], cast.alice) == (name in may), name


def test_at_most_fifty_people(cast: Cast) -> None:
    with pytest.raises(Refused):
        acts.begin(cast.alice, list(range(1_000, 1_051)), Said("hello"))


# --- who sees what ------------------------------------------------------------------------------------


def test_whoever_comes_later_sees_from_then_on_and_whoever_goes_keeps_their_own_words(cast: Cast) -> None:
    group = begin(cast, "alice", "bob", "dan", text="early", name="Hedge")
    acts.say(cast.dan, group, Said("dan was here"))
    acts.add(cast.bob, group, [cast.carol])
    acts.accept(cast.carol, group)
    acts.say(cast.alice, group, Said("late"))
    assert texts(cast, "carol", group) == ["late"]
    assert lines(cast, "carol", group) == ["added"]
    assert texts(cast, "bob", group) == ["early", "dan was here", "late"]
    acts.remove(cast.alice, group, cast.dan)
    assert texts(cast, "dan", group) == ["dan was here"]
    assert lines(cast, "dan", group) == []
    assert reads.one(cast.dan, group).people == []
    assert group not in listed(cast, "dan")
    with pytest.raises(NotFound):
        acts.say(cast.dan, group, Said("again"))
    acts.leave(cast.bob, group)
    assert lines(cast, "alice", group) == ["added", "removed", "left"]
    acts.say(cast.alice, group, Said("after"))
    assert texts(cast, "bob", group) == []
    acts.add(cast.alice, group, [cast.bob])
    acts.say(cast.alice, group, Said("welcome back"))
    assert texts(cast, "bob", group) == ["welcome back"], "the old sees_from never returns"


def test_only_who_began_it_takes_somebody_out(cast: Cast) -> None:
    group = begin(cast, "alice", "bob", "dan")
    with pytest.raises(NotFound):
        acts.remove(cast.bob, group, cast.dan)


def test_a_block_shuts_the_conversation_of_two_and_parts_two_in_a_group(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="two")
    group = begin(cast, "carol", "alice", "bob", text="three")
    acts.accept(cast.alice, group)
    acts.accept(cast.bob, group)
    acts.say(cast.bob, group, Said("bob says"))
    acts.say(cast.alice, group, Said("alice says"))
    contacts.block(cast.alice, cast.bob)
    for name in ("alice", "bob"):
        with pytest.raises(NotFound):
            reads.one(cast.faces[name], two)
        assert two not in listed(cast, name)
        with pytest.raises(NotFound):
            acts.say(cast.faces[name], two, Said("still there?"))
    assert texts(cast, "alice", group) == ["three", "alice says"]
    assert texts(cast, "bob", group) == ["three", "bob says"]
    assert texts(cast, "carol", group) == ["three", "bob says", "alice says"]
    assert [card.id for card in reads.one(cast.alice, group).people] == [cast.carol]


def test_a_block_of_one_face_does_not_tell_which_other_faces_belong_to_it(cast: Cast) -> None:
    with_quiet = begin(cast, "heidi", "alice_too")
    acts.accept(cast.alice_too, with_quiet)
    contacts.block(cast.heidi, cast.alice)
    assert with_quiet in listed(cast, "heidi")
    assert texts(cast, "heidi", with_quiet) == ["hello"]
    acts.say(cast.heidi, with_quiet, Said("as ever"))


def test_a_suspended_face_reads_nothing_and_is_not_read(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="from alice")
    acts.say(cast.bob, two, Said("from bob"))
    members.suspend_member(cast.members["keeper"], cast.members["bob"].pk, "test")
    with pytest.raises(NotFound):
        reads.one(cast.bob, two)
    assert reads.listed(cast.bob).items == []
    assert texts(cast, "alice", two) == ["from alice"]
    assert reads.one(cast.alice, two).people == []
    with pytest.raises(Refused):
        acts.say(cast.alice, two, Said("hello?"))


def test_a_message_stands_in_no_list_of_posts(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="#secretgarden @bob not for lists")
    number = reads.messages(cast.alice, two).items[0].number
    for viewer in (cast.alice, cast.bob):
        pages = [
            *(post_reads.by_author(viewer, cast.alice, kind=kind) for kind in ("posts", "replies", "media")),
            post_reads.tagged(viewer, "secretgarden"),
            post_reads.site(viewer),
            post_reads.public(viewer),
        ]
        assert number not in {post.public_id for page in pages for post in page.shown}
    assert number not in {thing.public_id for thing in post_reads.own_things(cast.alice)}
    posts.bookmark(cast.bob, number)
    assert [post.public_id for post in bookmarks(cast.bob).shown] == [number]
    assert reads.place_of(cast.bob, number).startswith(f"/messages/{two}")
    with pytest.raises(NotFound):
        reads.place_of(cast.heidi, number)


def test_a_message_is_answered_quoted_boosted_pinned_and_narrowed_nowhere(cast: Cast) -> None:
    number = reads.messages(cast.alice, begin(cast, "alice", "bob")).items[0].number
    for draft in (Draft("no", reply_to=number), Draft("no", quote_of=number)):
        with pytest.raises(Refused):
            posts.publish(cast.bob, draft)
    with pytest.raises(Refused):
        posts.boost(cast.bob, number)
    with pytest.raises(Refused):
        posts.pin(cast.alice, number)
    with pytest.raises(Refused):
        posts.narrow(cast.alice, number, post_reads_choice("public"))
    with pytest.raises(Refused):
        posts.edit(cast.alice, number, Draft("for all", audience=post_reads_choice("public")), widen=True)


def post_reads_choice(scope: str) -> object:
    from hedgerow.people.audiences.reads import Choice

    return Choice(scope)  # type: ignore[arg-type]


def test_its_author_is_told_how_many_are_in_the_conversation(cast: Cast) -> None:
    group = begin(cast, "alice", "bob", "carol")
    item = reads.messages(cast.alice, group).items[0]
    assert isinstance(item, Message)
    assert item.shown.told.sentence == "The 3 people in this conversation"
    other = reads.messages(cast.bob, group).items[0]
    assert isinstance(other, Message)
    assert other.shown.told.sentence == "The people in this conversation"
    found = post_reads.who(cast.alice, item.number)
    assert {reader.face.id for reader in found.people} == {cast.bob, cast.carol}


def test_an_edit_and_a_deletion_reach_those_who_read_it(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="tpyo")
    number = reads.messages(cast.alice, two).items[0].number
    acts.edit(cast.alice, number, "typo")
    assert texts(cast, "bob", two) == ["typo"]
    with pytest.raises(NotFound):
        acts.edit(cast.bob, number, "mine now")
    posts.delete(cast.alice, number)
    assert texts(cast, "bob", two) == []
    posts.undo_delete(cast.alice, number)
    assert texts(cast, "bob", two) == ["typo"]


# --- strangers ----------------------------------------------------------------------------------------


def test_a_stranger_waits_among_the_requests_and_learns_nothing(cast: Cast) -> None:
    asked = begin(cast, "heidi", "bob", text="do I know you?")
    assert listed(cast, "bob") == []
    assert [each.found.public_id for each in reads.requests(cast.bob).items] == [asked]
    assert (reads.unread(cast.bob), reads.waiting(cast.bob)) == (0, 1)
    for text in ("hello?", "are you there?", "it is me", "Heidi"):
        acts.say(cast.heidi, asked, Said(text))
    with pytest.raises(Refused, match="answered"):
        acts.say(cast.heidi, asked, Said("hello?"))
    before = reads.one(cast.heidi, asked)
    assert texts(cast, "bob", asked)[0] == "do I know you?"
    assert (reads.unread(cast.bob), reads.waiting(cast.bob)) == (0, 1)
    assert acts.read_to(cast.bob, asked, 2**62) is False
    acts.decline(cast.bob, asked)
    assert reads.one(cast.heidi, asked) == before
    assert reads.read_marks(cast.heidi, asked) == {}
    assert reads.requests(cast.bob).items == []
    with pytest.raises(Refused, match="answered"):
        acts.say(cast.heidi, asked, Said("hello?"))


def test_answering_accepts(cast: Cast) -> None:
    asked = begin(cast, "heidi", "bob")
    acts.say(cast.bob, asked, Said("yes"))
    acts.say(cast.heidi, asked, Said("good"))
    assert listed(cast, "bob") == [asked]


def test_whom_one_follows_waits_among_the_requests_no_longer(cast: Cast) -> None:
    taken_up, declined = begin(cast, "heidi", "bob"), begin(cast, "heidi", "dan")
    acts.decline(cast.dan, declined)
    contacts.follow(cast.bob, cast.heidi)
    contacts.follow(cast.dan, cast.heidi)
    outbox.drain(strict=True)
    assert listed(cast, "bob") == [taken_up]
    assert reads.requests(cast.bob).items == []
    assert listed(cast, "dan") == []
    contacts.unfollow(cast.bob, cast.heidi)
    assert listed(cast, "bob") == [taken_up]


def test_conversations_with_strangers_are_limited(cast: Cast, settings: object) -> None:
    settings.RATE_LIMITS = True  # type: ignore[attr-defined]
    others = ["bob", "carol", "dan", "erin", "frank"]
    begin(cast, "heidi", *others)
    begin(cast, "heidi", *others)
    with pytest.raises(TooMany):
        begin(cast, "heidi", *others)


# --- reading ------------------------------------------------------------------------------------------


def test_what_is_unread_is_counted_by_conversation_and_ends_with_reading(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="one")
    acts.say(cast.alice, two, Said("two"))
    assert (reads.unread(cast.bob), reads.unread(cast.alice)) == (1, 0)
    newest = reads.messages(cast.bob, two).items[-1].number
    assert acts.read_to(cast.bob, two, newest) is True
    assert reads.unread(cast.bob) == 0
    acts.say(cast.alice, two, Said("three"))
    assert reads.unread(cast.bob) == 1
    acts.mute(cast.bob, two, True)
    assert reads.unread(cast.bob) == 0
    assert reads.listed(cast.bob).items[0].unread


def test_a_message_one_may_not_see_is_not_unread(cast: Cast) -> None:
    group = begin(cast, "carol", "alice", "bob")
    acts.accept(cast.alice, group)
    acts.accept(cast.bob, group)
    acts.read_to(cast.alice, group, 2**62)
    contacts.block(cast.alice, cast.bob)
    acts.say(cast.bob, group, Said("you cannot see me"))
    assert reads.unread(cast.alice) == 0
    assert not reads.listed(cast.alice).items[0].unread


def test_how_far_one_read_is_shown_only_if_both_show_it(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="one")
    number = reads.messages(cast.alice, two).items[0].number
    acts.read_to(cast.bob, two, number)
    assert [card.id for card in reads.read_marks(cast.alice, two)[number]] == [cast.bob]
    assert reads.writing_now(cast.alice, two, cast.bob) is not None
    for switched in ("alice", "bob"):
        acts.wish(cast.faces[switched], "everybody", False)
        assert reads.read_marks(cast.alice, two) == {}
        assert reads.writing_now(cast.alice, two, cast.bob) is None
        acts.wish(cast.faces[switched], "everybody", True)


def test_nobody_outside_learns_who_is_writing(cast: Cast) -> None:
    group = begin(cast, "heidi", "alice", "bob")
    acts.accept(cast.bob, group)
    assert reads.writing_now(cast.alice, group, cast.bob) is None, "a request hears nothing"
    acts.accept(cast.alice, group)
    assert reads.writing_now(cast.alice, group, cast.bob) is not None
    contacts.block(cast.alice, cast.bob)
    assert reads.writing_now(cast.alice, group, cast.bob) is None


def test_older_messages_come_page_by_page(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="0")
    for number in range(1, 25):
        acts.say(cast.alice, two, Said(str(number)))
    page = reads.messages(cast.bob, two, limit=10)
    read = [post_text(item) for item in page.items if isinstance(item, Message)]
    while page.older is not None:
        page = reads.messages(cast.bob, two, before=page.older, limit=10)
        read = [*(post_text(item) for item in page.items if isinstance(item, Message)), *read]
    assert read == [str(number) for number in range(25)]


def test_the_list_goes_on_below(cast: Cast, settings: Any) -> None:
    settings.RATE_LIMITS = False
    begun = [begin(cast, "alice", "bob", "carol", text=str(number)) for number in range(listing.AT_ONCE + 2)]
    for group in begun:
        acts.accept(cast.bob, group)
    page = reads.listed(cast.bob)
    assert [each.found.public_id for each in page.items] == begun[:1:-1]
    assert page.older == begun[2]
    rest = reads.listed(cast.bob, page.older)
    assert [each.found.public_id for each in rest.items] == [begun[1], begun[0]]
    assert rest.older is None
    assert reads.listed(cast.heidi, page.older).items == []
    assert reads.listed(cast.bob, 2**61 + 5).items == []


# --- files --------------------------------------------------------------------------------------------


def test_a_file_is_for_those_who_see_its_message(cast: Cast) -> None:
    kept = acts.bring(cast.alice, io.BytesIO(b"<script>"), "../../et\u202ec/plan.html", 8)
    two = acts.begin(cast.alice, [cast.bob], Said("see", files=[kept]))
    item = reads.messages(cast.bob, two).items[0]
    assert isinstance(item, Message)
    (file,) = item.files
    assert (file.name, file.size) == ("plan.html", 8)
    number = Attachment.objects.get().public_id
    grant = file.url.partition("grant=")[2]
    assert reads.file_for(cast.bob, number).path.read_bytes() == b"<script>"
    assert reads.file_for(None, number, grant).name == "plan.html"
    for viewer in (None, cast.heidi, cast.alice_too):
        with pytest.raises(NotFound):
            reads.file_for(viewer, number)
    contacts.block(cast.bob, cast.alice)
    with pytest.raises(NotFound):
        reads.file_for(None, number, grant)


def test_files_have_a_size_and_a_number(cast: Cast) -> None:
    with pytest.raises(Refused):
        acts.bring(cast.alice, io.BytesIO(b""), "big", 11 * 1024 * 1024)
    kept = acts.bring(cast.alice, io.BytesIO(b"x"), "x", 1)
    with pytest.raises(Refused):
        acts.begin(cast.alice, [cast.bob], Said("x", files=[kept] * 5))


def test_a_deleted_message_takes_its_files_along(cast: Cast) -> None:
    kept = acts.bring(cast.alice, io.BytesIO(b"x"), "x.txt", 1)
    two = acts.begin(cast.alice, [cast.bob], Said("x", files=[kept]))
    number = reads.messages(cast.alice, two).items[0].number
    posts.delete(cast.alice, number)
    assert Attachment.objects.count() == 1
    # As if the minute had passed; the house's clock never runs back, so no test sets it forward.
    past = clock.now_us() - post_rules.UNDO_US - 1_000_000
    row = Post.objects.unguarded(reason="test: the minute is over").get(public_id=number)
    Post.objects.unguarded(reason="test: the minute is over").filter(pk=row.pk).update(gone_at=past)
    post_wiping.wipe(row.pk, past)
    assert not Attachment.objects.exists()
    assert texts(cast, "bob", two) == []


# --- what is left -------------------------------------------------------------------------------------


def test_a_gone_face_leaves_its_seat(cast: Cast) -> None:
    two = begin(cast, "alice", "bob", text="one")
    from hedgerow.people.faces.events import FaceGone

    wiping.forget_faces([FaceGone(cast.bob)])
    assert reads.one(cast.alice, two).people == []
    assert texts(cast, "alice", two) == ["one"]
    wiping.forget_faces([FaceGone(cast.alice)])
    assert not Post.objects.unguarded(reason="test: nothing is left").filter(scope="direct").exists()


def test_the_same_submit_twice_says_it_once(cast: Cast) -> None:
    said = Said("once", once_key="k")
    two = acts.begin(cast.alice, [cast.bob], said)
    assert acts.begin(cast.alice, [cast.bob], said) == two
    more = Said("more", once_key="l")
    assert acts.say(cast.alice, two, more) == acts.say(cast.alice, two, more)
    assert texts(cast, "bob", two) == ["once", "more"]
