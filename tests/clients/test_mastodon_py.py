"""Mastodon.py, from joining to streaming, on a served site. It refuses what has not the documented types."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pyvips

from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, StreamListener
from tests.clients.conftest import OUT_OF_BAND, SCOPES, Join, code_for, wait_until
from tests.start.sites import PASSWORD, Running, hidden, run

pytestmark = pytest.mark.slow


def texts(statuses: Any) -> list[str]:
    return [each.content for each in statuses]


def test_it_asks_to_be_let_in_and_gives_its_token_up(site: Running, app: tuple[str, str], join: Join) -> None:
    join("ann")
    client = Mastodon(*app, api_base_url=site.url)
    asking = parse_qs(urlsplit(client.auth_request_url(scopes=SCOPES, allow_http=True)).query)
    code = code_for(site, {name: values[0] for name, values in asking.items()}, "ann")
    token = client.log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=SCOPES, allow_http=True)
    assert client.me().acct == "ann"
    assert client.app_verify_credentials().name == "Mastodon.py"
    client.revoke_access_token(allow_http=True)
    with pytest.raises(MastodonAPIError, match="The access token is invalid"):
        Mastodon(access_token=token, api_base_url=site.url).me()


def test_it_learns_what_the_site_is(join: Join) -> None:
    ann = join("ann")
    assert ann.instance_v2().domain == ann.instance_v1().uri
    assert ann.instance_nodeinfo().software.name == "hedgerow"
    assert ann.preferences()["posting:default:visibility"] == "public"
    assert (ann.custom_emojis(), ann.instance_rules(), ann.instance_peers()) == ([], [], [])


def test_a_status_is_written_answered_liked_changed_and_taken_away(join: Join) -> None:
    ann, bob = join("ann"), join("bob")
    said = ann.status_post("Tea, anyone? #tea", idempotency_key="once", language="en")
    assert ann.status_post("Tea, anyone? #tea", idempotency_key="once").id == said.id
    assert (said.visibility, said.tags[0].name, said.favourited) == ("public", "tea", False)
    answer = bob.status_reply(said, "With milk")
    assert [each.id for each in ann.status_context(said).descendants] == [answer.id]
    assert bob.status_favourite(said).favourited
    assert bob.status_reblog(said).reblog.id == said.id
    assert bob.status_bookmark(said).bookmarked
    now = ann.status(said)
    assert (now.favourites_count, now.reblogs_count, now.replies_count) == (1, 1, 1)
    assert [each.acct for each in ann.status_favourited_by(said)] == ["bob"]
    assert [each.acct for each in ann.status_reblogged_by(said)] == ["bob"]
    assert bob.bookmarks()[0].id == bob.favourites()[0].id == said.id
    changed = ann.status_update(said, "Coffee, anyone? #tea")
    assert changed.edited_at is not None
    assert ["Tea" in each.content for each in ann.status_history(said)] == [True, False]
    assert ann.status_source(said).text == "Coffee, anyone? #tea"
    assert bob.timeline_hashtag("tea")[0].id == said.id
    assert ann.status_delete(said).text == "Coffee, anyone? #tea"
    with pytest.raises(MastodonNotFoundError):
        bob.status(said)
    assert bob.status(answer).in_reply_to_id is None or bob.status_context(answer).ancestors == []


def test_timelines_go_on_in_both_directions(join: Join) -> None:
    ann, bob = join("ann"), join("bob")
    bob.account_follow(ann.me())
    posted = [ann.status_post(f"Day {day}", visibility="public").id for day in range(5)]
    newest = bob.timeline_home(limit=2)
    assert [each.id for each in newest] == posted[:-3:-1]
    older = bob.fetch_next(newest)
    assert [each.id for each in older] == [posted[2], posted[1]]
    assert [each.id for each in bob.fetch_previous(older)] == [posted[4], posted[3]]
    assert [each.id for each in bob.timeline_home(min_id=posted[0], limit=2)] == [posted[2], posted[1]]
    assert [each.id for each in bob.timeline_home(since_id=posted[0], limit=2)] == [posted[4], posted[3]]
    assert [each.id for each in bob.account_statuses(ann.me(), limit=5)] == posted[::-1]
    assert [each.id for each in Mastodon(api_base_url=ann.api_base_url).timeline_public(limit=1)] == [
        posted[4]
    ]


def test_lists_are_circles_and_a_first_line_names_them(join: Join) -> None:
    ann, bob, cat = join("ann"), join("bob"), join("cat")
    hiking = ann.list_create("Hiking")
    ann.list_accounts_add(hiking, [bob.me()])
    assert [each.title for each in ann.lists()] == ["Hiking"]
    assert [each.acct for each in ann.list_accounts(hiking)] == ["bob"]
    walk = ann.status_post("to: Hiking\nAt eight by the gate")
    assert (walk.visibility, walk.content) == ("private", "<p>At eight by the gate</p>")
    assert bob.status(walk).id == walk.id
    with pytest.raises(MastodonNotFoundError):
        cat.status(walk)
    with pytest.raises(MastodonAPIError, match="Hikers"):
        ann.status_post("to: Hikers\nAt nine")
    assert "At nine" not in "".join(texts(ann.account_statuses(ann.me())))
    bobs = bob.status_post("I am coming", visibility="public")
    assert [each.id for each in ann.timeline_list(hiking)][:1] == [bobs.id]
    ann.list_accounts_delete(hiking, [bob.me()])
    with pytest.raises(MastodonNotFoundError):
        bob.status(walk)
    ann.list_delete(hiking)


def test_what_happened_is_told_alone_and_in_groups(join: Join) -> None:
    dora, bob, cat = join("dora"), join("bob"), join("cat")
    said = dora.status_post("News of mine", visibility="public")
    for who in (bob, cat):
        who.status_favourite(said)
        who.account_follow(dora.me())
    bob.status_post("@dora look", visibility="public")
    wait_until(lambda: len(dora.notifications()) == 5)
    told = dora.notifications()
    assert sorted(each.type for each in told) == ["favourite", "favourite", "follow", "follow", "mention"]
    assert [each.type for each in dora.notifications(types=["mention"])] == ["mention"]
    groups = dora.grouped_notifications().notification_groups
    liked = next(each for each in groups if each.type == "favourite")
    assert (liked.notifications_count, liked.status_id) == (2, said.id)
    assert dora.notifications_unread_count().count == 5
    dora.notifications_dismiss(told[0])
    assert len(dora.notifications()) == 4
    dora.notifications_clear()
    assert dora.notifications() == []


def test_people_are_found_followed_muted_and_blocked(join: Join) -> None:
    ann, eve = join("ann"), join("eve")
    eve.account_update_credentials(locked=True, display_name="Eve Stone", note="I paint")
    found = ann.account_lookup("eve")
    assert (found.display_name, found.note, found.locked) == ("Eve Stone", "<p>I paint</p>", True)
    assert ann.account_search("@eve")[0].id == found.id
    assert ann.account_follow(found).requested
    assert [each.acct for each in eve.follow_requests()] == ["ann"]
    assert eve.follow_request_authorize(ann.me()).followed_by
    assert ann.account_relationships(found)[0].following
    assert ann.account_note_set(found, "met in May").note == "met in May"
    assert ann.account_mute(found).muting
    assert [each.acct for each in ann.mutes()] == ["eve"]
    ann.account_unmute(found)
    assert ann.account_block(found).blocking
    assert [each.acct for each in ann.blocks()] == ["eve"]
    assert not ann.account_unblock(found).following


def test_filters_and_search_find_words(join: Join) -> None:
    ann, bob = join("ann"), join("bob")
    spoiled = bob.status_post("The ending of Quillfeather is sad", visibility="public")
    words = ann.create_filter_v2(
        "Films", ["public", "home"], "warn", keywords_attributes=[{"keyword": "quillfeather"}]
    )
    seen = next(each for each in ann.timeline_public() if each.id == spoiled.id)
    assert seen.filtered[0].filter.id == words.id
    assert seen.filtered[0].keyword_matches == ["Quillfeather"]
    ann.delete_filter_v2(words)
    assert ann.filters_v2() == []
    found = ann.search_v2("Quillfeather")
    assert [each.id for each in found.statuses] == [spoiled.id]
    assert ann.search_v2(spoiled.url, resolve=True).statuses[0].id == spoiled.id


def test_pictures_of_a_circle_load_without_a_token_for_those_in_it(join: Join, tmp_path: Path) -> None:
    ann, bob, cat = join("ann"), join("bob"), join("cat")
    file = tmp_path / "hill.png"
    file.write_bytes(pyvips.Image.black(64, 48, bands=3).copy(interpretation="srgb").pngsave_buffer())
    hill = ann.media_post(file, description="A hill", focus=(0.5, -0.5), synchronous=True)
    assert (hill.type, hill.description) == ("image", "A hill")
    assert (hill.meta.original.width, hill.meta.focus.x) == (64, 0.5)
    assert ann.media_update(hill, description="The hill").description == "The hill"
    climbing = ann.list_create("Climbing")
    ann.list_accounts_add(climbing, [bob.me()])
    said = ann.status_post("to: Climbing\nUp there", media_ids=[hill])
    shown = bob.status(said).media_attachments[0]
    assert shown.description == "The hill"
    assert httpx.get(shown.url).headers["Content-Type"].startswith("image/")
    ann.list_accounts_delete(climbing, [bob.me()])
    assert httpx.get(shown.url).status_code == 404
    with pytest.raises(MastodonNotFoundError):
        cat.status(said)


def test_polls_are_voted_on(join: Join) -> None:
    ann, bob = join("ann"), join("bob")
    asked = ann.status_post("Which way?", poll=ann.make_poll(["Left", "Right"], expires_in=3600)).poll
    assert [each.title for each in asked.options] == ["Left", "Right"]
    voted = bob.poll_vote(asked, [1])
    assert (voted.voted, voted.own_votes, voted.votes_count) == (True, [1], 1)
    assert [each.votes_count for each in ann.poll(asked).options] == [0, 1]
    with pytest.raises(MastodonAPIError):
        bob.poll_vote(asked, [7])


class Enough(Exception):
    """The client lets go of its stream."""


class Heard(StreamListener):  # type: ignore[misc]
    """Puts what it hears in a queue, as `(kind, what)`, until it heard enough."""

    def __init__(self, enough: int) -> None:
        self.queue: Queue[tuple[str, Any]] = Queue()
        self.left = enough
        self.open = Event()

    def on_any_event(self, name: str, data: Any = None, for_stream: Any = None) -> None:
        self.queue.put((name, data))
        self.left -= 1
        if not self.left:
            raise Enough

    def handle_stream(self, response: Any) -> None:
        self.open.set()
        with suppress(Enough):
            super().handle_stream(response)

    def next(self) -> tuple[str, Any]:
        return self.queue.get(timeout=20)


def listen(stream: Callable[..., Any], enough: int) -> Heard:
    """What is heard from when the stream is open: the client opens it in a thread of its own."""
    heard = Heard(enough)
    stream(heard, run_async=True)
    assert heard.open.wait(timeout=20)
    return heard


def test_streams_tell_at_once(join: Join) -> None:
    ann, bob = join("ann"), join("bob")
    assert ann.stream_healthy()
    bob.account_follow(ann.me())
    home, public = listen(bob.stream_user, 3), listen(bob.stream_public, 2)
    said = ann.status_post("@bob now", visibility="public")
    told = sorted([home.next(), home.next()], key=lambda each: each[0])
    assert [name for name, _ in told] == ["notification", "update"]
    assert told[0][1].status.id == told[1][1].id == said.id
    name, status = public.next()
    assert (name, status.id) == ("update", said.id)
    ann.status_delete(said)
    assert [home.next(), public.next()] == [("delete", said.id)] * 2


def test_conversations_go_on_and_are_heard(join: Join) -> None:
    fay, gus = join("fay"), join("gus")
    heard = listen(gus.stream_direct, 2)
    first = fay.status_post("@gus tea?", visibility="direct")
    name, told = heard.next()
    assert (name, told.last_status.id, told.unread) == ("conversation", first.id, True)
    (theirs,) = gus.conversations()
    assert [each.acct for each in theirs.accounts] == ["fay"]
    assert not gus.conversations_read(theirs).unread
    back = gus.status_reply(first, "At four")
    assert (back.visibility, back.in_reply_to_id) == ("direct", first.id)
    assert heard.next()[1].last_status.id == back.id
    assert [each.id for each in fay.status_context(first).descendants] == [back.id]
    (own,) = fay.conversations()
    assert (own.last_status.id, own.unread) == (back.id, True)
    assert fay.fetch_next(fay.conversations(limit=1)) in (None, [])
    with pytest.raises(MastodonNotFoundError):
        join("cat").status(back)


def test_announcements_are_read_and_answered_with_a_sign(site: Running, join: Join) -> None:
    run(site.folder, "account", "create", "op@example.org", "--operator", "--password-stdin", typed=PASSWORD)
    with httpx.Client(base_url=site.url, follow_redirects=True) as operator:
        page = operator.get("/account/login/?next=/operate/announcements")
        said = {
            "login": "op@example.org",
            "password": PASSWORD,
            **hidden(page.text, "csrfmiddlewaretoken", "next"),
        }
        page = operator.post("/account/login/", data=said, headers={"Referer": str(page.url)})
        heard = listen(join("fay").stream_user, 3)
        told = {"text": "The pond is *open*", **hidden(page.text, "csrfmiddlewaretoken")}
        operator.post("/operate/announcements", data=told, headers={"Referer": str(page.url)})
    fay = join("fay")
    assert heard.next()[0] == "announcement"
    (found,) = fay.announcements()
    assert (found.content, found.read) == ("<p>The pond is <em>open</em></p>", False)
    fay.announcement_reaction_create(found, "🐸")
    name, reaction = heard.next()
    assert (name, reaction.name, reaction.count) == ("announcement.reaction", "🐸", 1)
    assert fay.announcements()[0].reactions[0].me
    fay.announcement_reaction_delete(found, "🐸")
    fay.announcement_dismiss(found)
    assert fay.announcements()[0].read
