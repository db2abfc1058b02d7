"""Streaming against a served site: who hears what, and who hears nothing more."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import pytest

from hedgerow.delivery.streams import events as hints
from hedgerow.doors.mastodon.streaming import hub
from hedgerow.people.announcements import acts as announcements
from hedgerow.people.announcements.acts import Said as Announcing
from hedgerow.people.apps import acts as apps
from hedgerow.people.apps.reads import bearer
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import acts as talks
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.filters import acts as filters
from hedgerow.talk.filters.acts import Change, WordChange
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.delivery.world import deliver, follow, join, pid, say, suspend, to
from tests.mastodon.stream_client import Events, Socket, with_socket
from tests.mastodon.tokens import token_for

pytestmark = pytest.mark.django_db(transaction=True)
Listen = Callable[..., Events]


@pytest.fixture
def listen(live_server_url: str) -> Listen:
    return lambda face, path, **asked: Events(live_server_url, path, token_for(face), **asked)


def heard(act: Callable[[], Any]) -> Any:
    """Do something, and let everybody hear of it."""
    done = act()
    deliver()
    return done


def take_away(token: str) -> None:
    """The member ends the app's access."""
    known = bearer(token)
    assert known is not None
    apps.take_away(known.member or 0, known.token)
    deliver()


def test_home_hears_what_one_may_see_and_nothing_else(listen: Listen) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    with listen(ana, "user") as stream:
        heard(lambda: say(ben, "for cleo", audience=to(cleo)))
        heard(lambda: say(cleo, "by a stranger"))
        number = heard(lambda: say(ben, "for all"))
        update = stream.next("update")
        assert (update["id"], update["account"]["acct"]) == (str(number), "ben")
        assert update["favourited"] is False
        limited = heard(lambda: say(ben, "for ana @ana", audience=to(ana)))
        said = {stream.next()["id"] for _ in range(2)}
        assert str(limited) in said
        assert stream.nothing()


def test_changes_deletions_and_boosts(listen: Listen) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    early = say(ben, "said before")
    deliver()
    with listen(ana, "user") as stream:
        heard(lambda: posts.edit(ben, early, Draft(text="changed")))
        assert "changed" in stream.next("status.update")["content"]
        heard(lambda: posts.delete(ben, early))
        assert stream.next("delete") == early
        theirs = heard(lambda: say(cleo, "by a stranger"))
        boost = heard(lambda: posts.boost(ben, theirs, Choice("public")))
        update = stream.next("update")
        assert (update["id"], update["reblog"]["id"]) == (str(boost), str(theirs))
        heard(lambda: posts.unboost(ben, theirs))
        assert stream.next("delete") == boost


def test_narrowing_takes_it_from_who_loses_it_and_tells_nobody_else(listen: Listen) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(cleo, ben)
    shared = say(ben, "for two", audience=Choice("followers"))
    hidden = say(ben, "for cleo", audience=to(cleo))
    deliver()
    with listen(ana, "user") as stream, listen(cleo, "user") as other:
        heard(lambda: posts.delete(ben, hidden))
        assert other.next("delete") == hidden
        heard(lambda: posts.narrow(ben, shared, to(cleo)))
        assert stream.next("delete") == shared
        heard(lambda: say(ben, "last"))
        assert other.next("update")["content"] == "<p>last</p>"
        assert stream.next("update")["content"] == "<p>last</p>"


def test_notifications_alone_and_with_home(listen: Listen) -> None:
    ana, ben = join("ana"), join("ben")
    with listen(ana, "user/notification") as alone, listen(ana, "user") as both:
        heard(lambda: say(ben, "hello @ana"))
        for stream in (alone, both):
            told = stream.next("notification")
            assert (told["type"], told["account"]["acct"]) == ("mention", "ben")
        heard(lambda: say(ben, "hidden from @ana", audience=Choice("nobody")))
        heard(lambda: contacts.follow(ben, ana))
        assert alone.next("notification")["type"] in ("follow", "follow_request")
        assert alone.nothing()


def test_public_local_tags_and_lists(listen: Listen, live_server_url: str) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    circles.move(ana, [(circles.make(ana, "Close"), ben)], [])
    close = next(row for row in circle_reads.circles(ana) if row.name == "Close").public_id
    with (
        listen(ana, "public") as public,
        listen(ana, "public/remote") as remote,
        listen(ana, "public/local", only_media="true") as media,
        listen(ana, "hashtag", tag="Rain") as tag,
        listen(ana, "list", list=str(close)) as in_list,
    ):
        contacts.mute(ana, cleo)
        heard(lambda: say(cleo, "muted #rain"))
        heard(lambda: say(ben, "limited #rain", audience=to(cleo)))
        number = heard(lambda: say(ben, "wet #rain"))
        for stream in (public, tag, in_list):
            assert stream.next("update")["id"] == str(number)
        answer = heard(lambda: say(ben, "more #rain", reply_to=number))
        assert tag.next("update")["id"] == str(answer)
        assert all(stream.nothing() for stream in (public, remote, media, tag, in_list))


def test_a_conversation_is_heard_by_those_in_it_alone(listen: Listen, live_server_url: str) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    with (
        listen(ana, "direct") as his,
        listen(ben, "direct") as own,
        listen(ana, "user") as user,
        listen(cleo, "direct") as other,
    ):
        there, said = heard(lambda: talks.write_to(ben, [ana], Said("psst")))
        told = [stream.next("conversation") for stream in (his, own)]
        assert [(each["id"], each["unread"]) for each in told] == [(str(there), True), (str(there), False)]
        assert [each["last_status"]["id"] for each in told] == [str(said)] * 2
        assert [each["accounts"][0]["acct"] for each in told] == ["ben", "ana"]
        assert user.next("notification")["status"]["id"] == str(said)
        heard(lambda: talks.edit(ben, said, "hush"))
        assert "hush" in user.next("status.update")["content"]
        heard(lambda: posts.delete(ben, said))
        assert user.next("delete") == said
        contacts.block(ana, ben)
        heard(lambda: talks.write_to(ben, [cleo], Said("and you?")))
        assert other.next("conversation")["accounts"][0]["acct"] == "ben"
        assert his.nothing()


def test_filters_are_told_to_their_own_apps_and_mark_what_is_told(listen: Listen) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    deliver()
    with listen(ana, "user") as stream, listen(ben, "user") as other, listen(ana, "public") as public:
        made = Change("No rain", ["home", "public"], words=[WordChange(words="rain")])
        heard(lambda: filters.make(ana, made))
        assert stream.raw() == ("filters_changed", "undefined")
        heard(lambda: say(ben, "nothing but rain"))
        for told in (stream.next("update"), public.next("update")):
            assert [each["filter"]["title"] for each in told["filtered"]] == ["No rain"]
            assert told["filtered"][0]["keyword_matches"] == ["rain"]
        assert other.next("update")["filtered"] == []


def test_announcements_are_heard_by_everybody(listen: Listen) -> None:
    from hedgerow.people.models import Member

    ana, keeper = join("ana"), join("keeper", role="operator")
    operator = Member.objects.get(pk=faces.face(keeper).member)
    with listen(ana, "user") as stream, listen(keeper, "user") as own, listen(ana, "public") as public:
        number = heard(lambda: announcements.make(operator, Announcing("The pond is open")))
        told = stream.next("announcement")
        assert own.next("announcement") == told
        assert (told["content"], told["reactions"]) == ("<p>The pond is open</p>", [])
        assert "read" not in told
        heard(lambda: announcements.react(keeper, int(told["id"]), "🐸"))
        reaction = stream.next("announcement.reaction")
        assert reaction == {"name": "🐸", "count": 1, "announcement_id": told["id"]}
        heard(lambda: announcements.unreact(keeper, int(told["id"]), "🐸"))
        assert stream.next("announcement.reaction")["count"] == 0
        heard(lambda: announcements.end(operator, number))
        assert stream.next("announcement.delete") == int(told["id"])
        assert public.nothing()


def test_who_is_blocked_hears_nothing_from_that_moment(listen: Listen) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    deliver()
    with listen(ana, "user") as stream, listen(ana, "public") as public, listen(ben, "user") as own:
        heard(lambda: say(ben, "one"))
        assert {each.next("update")["content"] for each in (stream, public, own)} == {"<p>one</p>"}
        contacts.block(ben, ana)
        heard(lambda: say(ben, "two"))
        assert own.next("update")["content"] == "<p>two</p>"
        assert stream.nothing()
        assert public.nothing()


def test_a_revoked_token_and_a_suspended_member_end_their_streams(live_server_url: str) -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    token = token_for(ana)
    with (
        Events(live_server_url, "user", token) as stream,
        Events(live_server_url, "user", token_for(ben)) as his,
    ):
        take_away(token)
        assert stream.ended.wait(20)
        assert stream.nothing()
        suspend(ben, keeper)
        deliver()
        assert his.ended.wait(20)
    for path in ("user", "public"):
        again = httpx.get(
            f"{live_server_url}/api/v1/streaming/{path}", headers={"Authorization": f"Bearer {token}"}
        )
        assert (again.status_code, again.json()) == (401, {"error": "Invalid access token"})


def test_a_token_ends_without_any_word(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "THUMP_SECONDS", 0.05)
    monkeypatch.setattr(hub, "LOOK_SECONDS", 0.05)
    from hedgerow.people.models import Token

    ana = join("ana")
    with listen(ana, "user") as stream:
        Token.objects.all().delete()
        from hedgerow.boundary import epoch

        epoch.forget()
        assert stream.ended.wait(20)


def test_errors_are_the_originals(live_server_url: str) -> None:
    ana, ben = join("ana"), join("ben")
    token, lists_only = token_for(ana), token_for(ana, "read:lists")
    foreign = circle_reads.by_public_id(ben, next(iter(circle_reads.circles(ben))).public_id).public_id
    asked = [
        ("user", "", {}, 401, "Missing access token"),
        ("user", "nonsense", {}, 401, "Invalid access token"),
        ("user", lists_only, {}, 401, "Access token does not have the required scopes"),
        ("hashtag", token, {}, 400, "Missing tag name parameter"),
        ("list", token, {}, 400, "Missing list name parameter"),
        ("list", token, {"list": str(foreign)}, 401, "Not authorized to stream this list"),
        ("list", token, {"list": "x"}, 401, "Not authorized to stream this list"),
        ("nothing", token, {}, 400, "Unknown channel requested"),
        ("nothing", "", {}, 400, "Unknown channel requested"),
    ]
    for path, given, params, status, words in asked:
        headers = {"Authorization": f"Bearer {given}"} if given else {}
        answer = httpx.get(f"{live_server_url}/api/v1/streaming/{path}", headers=headers, params=params)
        assert (answer.status_code, answer.json()) == (status, {"error": words}), path
        assert answer.headers["access-control-allow-origin"] == "*"
    many = dict.fromkeys(map(str, range(30)), "1")
    answer = httpx.get(f"{live_server_url}/api/v1/streaming/user", params={"access_token": token, **many})
    assert (answer.status_code, answer.json()) == (400, {"error": "Bad Request"})
    assert httpx.get(f"{live_server_url}/api/v1/streaming").status_code == 404
    healthy = httpx.get(f"{live_server_url}/api/v1/streaming/health")
    assert (healthy.status_code, healthy.text) == (200, "OK")


def test_one_socket_for_several_streams(live_server_url: str) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    token = token_for(ana)

    async def scene(socket: Socket) -> None:
        await socket.ask(type="subscribe", stream="hashtag", tag="rain")
        await socket.ask(type="subscribe", stream="nothing")
        assert await socket.next() == {"error": "Unknown stream type", "status": 400}
        await socket.ask(type="subscribe", stream="hashtag")
        assert await socket.next() == {"error": "Missing tag name parameter", "status": 400}
        await asyncio.to_thread(heard, lambda: say(ben, "wet #rain"))
        first, second = await socket.next(), await socket.next()
        assert [first["stream"], second["stream"]] == [["user"], ["hashtag", "rain"]]
        assert {first["event"], second["event"]} == {"update"}
        assert first["payload"] == second["payload"]
        await socket.ask(type="unsubscribe", stream="user")
        await socket.ask(type="unsubscribe", stream="nothing")
        assert "error" in await socket.next()
        await asyncio.to_thread(heard, lambda: say(ben, "dry"))
        await asyncio.to_thread(heard, lambda: say(ben, "wet again #rain"))
        assert "wet again" in (await socket.next())["payload"]

    with_socket(live_server_url, scene, f"?stream=user&access_token={token}")


def test_a_socket_closes_with_its_token(live_server_url: str) -> None:
    ana = join("ana")
    token = token_for(ana)

    async def scene(socket: Socket) -> None:
        assert socket.socket.protocol == token
        await socket.ask(type="subscribe", stream="nothing")
        await socket.next()
        await asyncio.to_thread(take_away, token)
        await socket.end()

    with_socket(live_server_url, scene, "?stream=user", protocols=[token])


def test_no_socket_without_a_token(live_server_url: str) -> None:
    async def scene(socket: Socket) -> None:
        raise AssertionError("it opened")

    for query in ("?stream=user", "?stream=user&access_token=nonsense"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            with_socket(live_server_url, scene, query)
        assert refused.value.status == 401
        assert refused.value.headers["x-error-message"].endswith("access token")


def test_too_many_of_a_face_are_refused(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "MOST_OF_A_FACE", 1)
    ana = join("ana")
    with listen(ana, "user") as stream:
        answer = httpx.get(stream.url, headers=stream.headers)
        assert (answer.status_code, answer.json()) == (429, {"error": "Too many requests"})


def test_what_waited_is_asked_again(live_server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever could not leave at once is made anew: lost access is lost for it too."""
    monkeypatch.setattr(hub, "FRESH_SECONDS", -1.0)
    asked: list[str] = []
    whole = hub._frames

    def counting(hint: hints.Hint, listeners: Any) -> Any:
        asked.append(hint.what)
        return whole(hint, listeners)

    monkeypatch.setattr(hub, "_frames", counting)
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    with Events(live_server_url, "user", token_for(ana)) as stream:
        heard(lambda: say(ben, "one"))
        assert stream.next("update")["content"] == "<p>one</p>"
        assert asked.count("posted") == 2
    assert faces.card(ana).public_id == pid(ana)
