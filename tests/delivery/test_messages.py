"""That somebody wrote is told to those in the conversation: once until they look, never a word of it."""

import pytest

from hedgerow.delivery.notifications import acts as told
from hedgerow.delivery.notifications import lists
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.delivery.notifications.lists import Asked
from hedgerow.kernel import outbox
from hedgerow.kernel.windows import Window
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts

from .world import follow, join

TIES = {"follow", "request", "accepted"}

pytestmark = pytest.mark.django_db


def kinds(face: int) -> list[str]:
    outbox.drain(strict=True)
    return [group.kind for group in notifications.page(face).groups if group.kind not in TIES]


def test_an_unread_message_is_told_once_and_never_to_whom_it_does_not_concern() -> None:
    ana, ben, cem, dora = (join(handle) for handle in ("ana", "ben", "cem", "dora"))
    for one in (ana, ben, cem):
        for other in (ana, ben, cem):
            if one != other:
                follow(one, other)
    group = acts.begin(ana, [ben, cem, dora], Said("first @ben"))
    acts.mute(cem, group, True)
    acts.say(ana, group, Said("second"))
    assert kinds(ben) == ["message"], "named in the text, too, and still told once"
    assert "message" not in kinds(cem), "muted"
    assert kinds(dora) == [], "a request is told to nobody"
    assert "message" not in kinds(ana)
    told.seen(ben, 2**62)
    newest = reads.messages(ben, group).items[-1].number
    acts.read_to(ben, group, newest)
    told.seen_in(ben, reads.one(ben, group).id)
    assert notifications.unseen(ben) == 0
    acts.say(ana, group, Said("third"))
    assert kinds(ben) == ["message"], "one conversation stands together"


def test_whoever_looked_at_what_it_was_told_is_told_of_the_next_message() -> None:
    """An app moves its marker of notifications, and opens no conversation."""
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    two = acts.begin(ana, [ben], Said("first"))
    acts.say(ana, two, Said("second"))
    outbox.drain(strict=True)
    assert notifications.unseen(ben) == 1
    told.seen(ben, 2**62)
    acts.say(ana, two, Said("third"))
    acts.say(ana, two, Said("fourth"))
    outbox.drain(strict=True)
    assert notifications.unseen(ben) == 1
    news = [item.post.body.html for item in lists.listed(ben, Window(), Asked()).items if item.post]
    assert [words for words in news if "first" in words or "third" in words] == news, "once until it looks"


def test_news_of_a_message_that_was_taken_back_stands_in_no_ones_way() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    two = acts.begin(ana, [ben], Said("first"))
    assert "message" in kinds(ben)
    posts.delete(ana, reads.messages(ben, two).items[-1].number)
    assert "message" not in kinds(ben)
    acts.say(ana, two, Said("second"))
    assert "message" in kinds(ben)


def test_what_was_read_before_the_news_is_heard_is_no_news() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    two = acts.begin(ana, [ben], Said("quick"))
    acts.read_to(ben, two, reads.messages(ben, two).items[-1].number)
    assert "message" not in kinds(ben)


def test_neither_across_a_block_nor_for_a_reaction() -> None:
    ana, ben, cem = join("ana"), join("ben"), join("cem")
    for one, other in ((ben, ana), (cem, ana), (ana, cem), (ana, ben)):
        follow(one, other)
    group = acts.begin(ana, [ben, cem], Said("hello"))
    contacts.block(ben, cem)
    outbox.drain(strict=True)
    told.seen(ben, 2**62)
    acts.read_to(ben, group, 2**62)
    acts.say(cem, group, Said("hidden from ben"))
    outbox.drain(strict=True)
    assert notifications.unseen(ben) == 0
    before = kinds(ana)
    posts.react(ben, reads.messages(ben, group).items[0].number, "🌱")
    assert kinds(ana) == before
