"""Searching posts: what is found is what the viewer may see and what holds the words."""

from random import Random

import pytest
from django.core.management import call_command

from hedgerow.doors.cli.worlds.auditing import Audit
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import acts as faces
from hedgerow.people.models import FoundFace
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.models import FoundPost, Post
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.searching import acts as found
from hedgerow.talk.searching import reads as searching
from hedgerow.talk.searching import suggestions
from tests.cast import Cast, mark

PUBLIC = Choice("public")


def texts(viewer: int | None, typed: str) -> list[int]:
    run_due()
    return [each.public_id for each in searching.posts(viewer, searching.read(typed)).shown]


def say(author: int, text: str, audience: Choice = PUBLIC, **more: object) -> int:
    return posts.publish(author, Draft(text, audience, **more))  # type: ignore[arg-type]


@pytest.mark.both
def test_words_phrases_and_what_is_left_out(cast: Cast) -> None:
    soup = say(cast.alice, "Wild garlic soup, and bread")
    bread = say(cast.alice, "Garlic that is not wild, with bread")
    assert texts(cast.heidi, "garlic bread") == [bread, soup]
    assert texts(cast.heidi, '"wild garlic"') == [soup]
    assert texts(cast.heidi, "garlic -soup") == [bread]
    assert texts(cast.heidi, "GARLÍC Wild, -Soup") == [bread]
    assert texts(cast.heidi, 'garlic -"not wild"') == [soup]
    assert texts(cast.heidi, "garl*") == [bread, soup]
    assert texts(None, "garlic") == [bread, soup]


@pytest.mark.both
def test_chinese_japanese_and_korean_are_found_by_parts_of_what_was_said(cast: Cast) -> None:
    talk = say(cast.alice, "昨日は日本語の勉強をしました")
    korean = say(cast.alice, "오늘 한국어 수업")
    assert texts(cast.heidi, "日本語") == [talk]
    assert texts(cast.heidi, "日語") == []
    assert texts(cast.heidi, "勉") == [talk]
    assert texts(cast.heidi, "한국") == [korean]


def test_a_word_that_is_nowhere_is_taken_for_a_beginning(cast: Cast) -> None:
    number = say(cast.alice, "Rhododendron in flower")
    run_due()
    page = searching.posts(cast.heidi, searching.read("rhodo"))
    assert [each.public_id for each in page.shown] == [number]
    assert page.begun


@pytest.mark.both
def test_only_the_present_version_is_found(cast: Cast) -> None:
    number = say(cast.alice, "The secret is turmeric")
    assert texts(cast.heidi, "turmeric") == [number]
    posts.edit(cast.alice, number, Draft("The secret is pepper"))
    assert texts(cast.heidi, "turmeric") == []
    assert texts(cast.alice, "turmeric") == []
    assert texts(cast.heidi, "pepper") == [number]


@pytest.mark.both
def test_what_is_deleted_is_found_no_more_and_what_comes_back_is(cast: Cast) -> None:
    number = say(cast.alice, "Marzipan")
    assert texts(cast.heidi, "marzipan") == [number]
    posts.delete(cast.alice, number)
    assert texts(cast.heidi, "marzipan") == []
    assert not FoundPost.objects.filter(words__contains="marzipan").exists()
    posts.undo_delete(cast.alice, number)
    assert texts(cast.heidi, "marzipan") == [number]


def test_narrowing_hides_at_once_even_before_the_index_hears_of_it(cast: Cast) -> None:
    number = say(cast.alice, "Pistachio")
    answer = say(cast.bob, "Pistachio indeed", Choice(), reply_to=number)
    assert texts(cast.heidi, "pistachio") == [answer, number]
    posts.narrow(cast.alice, number, Choice("chosen", people=[cast.public("bob")]))
    page = searching.posts(cast.heidi, searching.read("pistachio"))
    assert (page.shown, page.count) == ([], 0)
    assert texts(cast.bob, "pistachio") == [answer, number]
    assert texts(cast.alice, "pistachio") == [answer, number]


def test_filters(cast: Cast) -> None:
    by_alice = say(cast.alice, "Elderflower", language="de")
    by_bob = say(cast.bob, "Elderflower", language="en")
    assert texts(cast.heidi, "elderflower from:@alice") == [by_alice]
    assert texts(cast.heidi, "elderflower from:@nobody_at_all") == []
    assert texts(cast.heidi, "elderflower language:en") == [by_bob]
    assert texts(cast.alice, "elderflower in:Garden") == [by_bob]
    assert texts(cast.heidi, "elderflower in:Garden") == []
    assert texts(cast.heidi, "elderflower has:picture") == []
    assert texts(cast.heidi, "elderflower before:2021-01-01") == []
    assert texts(cast.heidi, "elderflower after:2021-01-01") == [by_bob, by_alice]
    assert texts(cast.heidi, "elderflower before:never") == []
    assert by_alice in texts(cast.heidi, "from:@alice")


def test_a_page_goes_on_where_it_ended_and_numbers_are_capped(cast: Cast) -> None:
    numbers = [say(cast.alice, "Quince") for _ in range(5)][::-1]
    run_due()
    asked = searching.read("quince")
    first = searching.posts(cast.heidi, asked, limit=2)
    assert (first.count, [each.public_id for each in first.shown]) == (5, numbers[:2])
    second = searching.posts(cast.heidi, asked, before=first.next, limit=2)
    third = searching.posts(cast.heidi, asked, before=second.next, limit=2)
    assert [each.public_id for each in (*second.shown, *third.shown)] == numbers[2:]
    assert third.next is None


def test_every_marked_post_is_found_by_those_alone_who_see_it(cast: Cast) -> None:
    run_due()
    audit = Audit(Random(1), list(cast.faces.values()))
    for viewer in [None, *cast.faces.values()]:
        for name, number in cast.posts.items():
            sees = audit.by_public_id[number] in audit.allowed(viewer)
            assert (number in texts(viewer, mark(name))) == sees, (viewer, name)


def test_filling_anew_finds_the_same(cast: Cast) -> None:
    run_due()
    before = sorted(FoundPost.objects.values_list("place", "thing", "scopes", "words", "marks"))
    FoundPost.objects.filter(thing__gt=0).delete()
    assert texts(cast.alice, mark("public")) == []
    found.rebuild()
    assert sorted(FoundPost.objects.values_list("place", "thing", "scopes", "words", "marks")) == before
    assert texts(cast.alice, mark("public")) == [cast.posts["public"]]


HOSTILE = [
    '"', '""', "-", "--", "*", "'", "a' OR 1=1 --", "NEAR(", "(((", "^a", "a AND", "OR", "{a b}:", "\x00",
    "a\\", "':*", "<-> & | !",
    "from:", "from:\x00", "in:", "language:☃", "before:9999-12-31", "before:0001-01-01",
    "🌿", "\ud800", "x" * 5000, '"' * 300, "-" * 300, "日" * 300, "pxa", "y" * 20, "a:b:c:d", "tokens:a",
]  # fmt: skip


@pytest.mark.both
@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_is_an_error(cast: Cast, typed: str) -> None:
    for viewer in (None, cast.alice):
        searching.posts(viewer, searching.read(typed))


def test_what_is_no_more_is_swept_out(cast: Cast) -> None:
    number = say(cast.alice, "Gooseberry")
    run_due()
    kept = Post.objects.unguarded(reason="a test takes a row away behind the house's back")
    kept.filter(public_id=number).update(gone_at=1)
    found.sweep()
    assert not FoundPost.objects.filter(words="gooseberry").exists()


@pytest.mark.both
def test_a_message_is_found_under_messages_by_those_in_the_conversation(cast: Cast) -> None:
    talk = conversations.begin(cast.alice, [cast.bob], Said("Tarragon for two"))
    run_due()
    asked = searching.read("tarragon")
    for viewer in [None, *cast.faces.values()]:
        inside = viewer in (cast.alice, cast.bob)
        assert searching.posts(viewer, asked).count == 0
        assert searching.posts(viewer, asked, messages=True).count == int(inside), viewer
        assert suggestions.meant(viewer, searching.read("tarragan")) == ""
    assert talk


@pytest.mark.both
def test_what_a_face_said_leaves_the_index_with_it(cast: Cast) -> None:
    say(cast.alice, "Medlar")
    assert len(texts(cast.heidi, "medlar")) == 1
    with write():
        faces.remove([cast.alice])
    assert texts(cast.heidi, "medlar") == []
    run_due()
    assert not FoundPost.objects.filter(words__contains="medlar").exists()


def test_the_command_takes_everything_in_anew(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    number = say(cast.alice, "Loquat")
    run_due()
    FoundPost.objects.filter(thing__gt=0).delete()
    FoundFace.objects.filter(thing__gt=0).delete()
    call_command("reindex")
    assert "posts can be found" in capsys.readouterr().out
    assert texts(cast.heidi, "loquat") == [number]
    assert FoundFace.objects.filter(thing=cast.alice).exists()


@pytest.mark.both
def test_the_index_is_brought_together_and_finds_the_same(cast: Cast) -> None:
    numbers = []
    for _ in range(5):
        numbers.insert(0, say(cast.alice, "Persimmon"))
        run_due()
    found.tidy()
    with write():
        assert not found.index.tidy(found.ALL_PAGES)
    assert texts(cast.heidi, "persimmon") == numbers
