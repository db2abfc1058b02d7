"""Accounts and ties, as apps of several faces ask for them and change them."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.emoji import acts as emoji
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast, mark
from tests.mastodon.client import Api
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def ids(answer: Any) -> list[str]:
    """The ids of a list."""
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()]


def about(cast: Cast, name: str, rest: str = "") -> str:
    return f"/api/v1/accounts/{cast.public(name)}{rest}"


def test_several_and_one_by_its_address(api: Who, cast: Cast) -> None:
    asked = [cast.public(name) for name in ("carol", "judy", "alice")]
    answer = api("grace").client.get(
        "/api/v1/accounts",
        {"id[]": [*asked, "nonsense"]},
        HTTP_AUTHORIZATION=f"Bearer {api('grace').token}",
    )
    assert ids(answer) == [str(asked[0])]
    assert api("bob").get("/api/v1/accounts/lookup", acct="alice").json()["acct"] == "alice"
    assert api(None).get("/api/v1/accounts/lookup", acct="@alice@localhost:8000").status_code in (200, 404)
    missing = api("grace").get("/api/v1/accounts/lookup", acct="nobody_at_all")
    for acct in ("alice", "judy", "", "alice@far.example"):
        answer = api("grace").get("/api/v1/accounts/lookup", acct=acct)
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_statuses_of_an_account(api: Who, cast: Cast) -> None:
    everything = api("bob").get(about(cast, "alice", "/statuses"), limit=40)
    texts = everything.content.decode()
    assert mark("circle") in texts
    assert mark("limited_reply_in_public") in texts
    assert mark("nobody") not in texts
    roots = api("bob").get(about(cast, "alice", "/statuses"), limit=40, exclude_replies="true").json()
    # An answer to oneself stays, as in a thread of one's own.
    assert {each["in_reply_to_account_id"] for each in roots} == {None, str(cast.public("alice"))}
    assert ids(api("bob").get(about(cast, "alice", "/statuses"), pinned="true")) == [
        str(cast.posts["pinned_circle"])
    ]
    assert ids(api("heidi").get(about(cast, "alice", "/statuses"), pinned="true")) == []
    tagged = api("heidi").get(about(cast, "alice", "/statuses"), tagged="SecretGarden")
    assert ids(tagged) == [str(cast.posts["tagged_public"])]
    assert ids(api("bob").get(about(cast, "alice", "/statuses"), only_media="1")) == []
    page = api("bob").get(about(cast, "alice", "/statuses"), limit=2)
    older = page["Link"].split(";")[0].strip("<>").partition("://")[2].partition("/")[2]
    assert ids(api("bob").get("/" + older)) == ids(everything)[2:4]
    assert api("grace").get(about(cast, "alice", "/statuses")).status_code == 404


def test_who_follows_whom_is_told_to_that_face_alone(api: Who, cast: Cast) -> None:
    assert ids(api("alice").get(about(cast, "alice", "/followers"))) == [
        str(cast.public(name)) for name in ("erin", "bob")
    ]
    first = api("alice").get(about(cast, "alice", "/followers"), limit=1)
    onward = first["Link"].split(";")[0].strip("<>").partition("://")[2].partition("/")[2]
    assert ids(api("alice").get("/" + onward)) == [str(cast.public("bob"))]
    assert ids(api("bob").get(about(cast, "bob", "/following"))) == [str(cast.public("alice"))]
    for viewer in ("heidi", None, "alice_too", "frank"):
        for kind in ("/followers", "/following"):
            assert api(viewer).get(about(cast, "alice", kind)).json() == []
    assert api("grace").get(about(cast, "alice", "/followers")).status_code == 404


def test_in_anothers_lists_stands_the_caller_alone(api: Who, cast: Cast) -> None:
    for viewer, face, kind in (("bob", "alice", "/followers"), ("alice", "bob", "/following")):
        answer = api(viewer).get(about(cast, face, kind))
        assert ids(answer) == [str(cast.public(viewer))]
        before = answer["Link"].split(";")[0].strip("<>").partition("://")[2].partition("/")[2]
        assert ids(api(viewer).get("/" + before)) == []
        assert ids(api(viewer).get(about(cast, face, kind), max_id=5)) == []
    assert ids(api("erin").get(about(cast, "alice", "/following"))) == []
    api("bob").post(about(cast, "alice", "/unfollow"))
    assert ids(api("bob").get(about(cast, "alice", "/followers"))) == []


def test_follow_a_locked_face_and_be_let_in(api: Who, cast: Cast) -> None:
    asked = api("heidi").post(about(cast, "alice", "/follow")).json()
    assert (asked["requested"], asked["following"]) == (True, False)
    waiting = ids(api("alice").get("/api/v1/follow_requests"))
    assert waiting == [str(cast.public("heidi")), str(cast.public("frank"))]
    at = f"/api/v1/follow_requests/{cast.public('heidi')}"
    let_in = api("alice").post(f"{at}/authorize").json()
    assert (let_in["followed_by"], let_in["requested_by"]) == (True, False)
    assert (
        api("heidi").post(about(cast, "alice", "/follow"), reblogs=False).json()["showing_reblogs"] is False
    )
    api("alice").post(f"/api/v1/follow_requests/{cast.public('frank')}/reject")
    assert ids(api("alice").get("/api/v1/follow_requests")) == []
    assert (
        api("frank")
        .get("/api/v1/accounts/relationships", **{"id[]": cast.public("alice")})
        .json()[0]["requested"]
    )
    assert api("alice").post(f"/api/v1/follow_requests/{cast.public('carol')}/reject").status_code == 404
    gone = api("alice").post(about(cast, "heidi", "/remove_from_followers")).json()
    assert gone["followed_by"] is False
    assert api("bob").post(about(cast, "alice", "/unfollow")).json()["following"] is False


def test_a_bell_and_languages_of_a_follow(api: Who, cast: Cast) -> None:
    heidi = api("heidi")
    followed = heidi.post(about(cast, "bob", "/follow"), notify=True, languages=["de", "fr-CA"]).json()
    assert (followed["notifying"], followed["languages"]) == (True, ["de", "fr"])
    run_due()
    said = {
        language: posts.publish(cast.bob, Draft(text="x", language=language, audience=Choice("public")))
        for language in ("en", "de", "")
    }
    hidden = posts.publish(cast.bob, Draft(text="y", audience=Choice("nobody")))
    run_due()
    told = {
        each["status"]["id"] for each in heidi.get("/api/v1/notifications").json() if each["type"] == "status"
    }
    assert told == {str(post) for post in said.values()}
    assert str(hidden) not in told
    home = ids(heidi.get("/api/v1/timelines/home"))
    assert str(said["de"]) in home
    assert str(said["en"]) not in home
    changed = heidi.post(about(cast, "bob", "/follow"), notify=False, languages=[]).json()
    assert (changed["notifying"], changed["languages"]) == (False, None)
    assert str(said["en"]) in ids(heidi.get("/api/v1/timelines/home"))
    assert heidi.post(about(cast, "bob", "/follow"), languages=["x" * 9]).status_code == 422


def test_nobody_follows_themselves_or_whom_they_may_not_meet(api: Who, cast: Cast) -> None:
    own = api("bob").post(about(cast, "bob", "/follow"))
    assert (own.status_code, own.json()) == (403, {"error": "Following your own account is not allowed"})
    missing = api("grace").post("/api/v1/accounts/1234567/follow")
    for act in ("follow", "mute", "note", "endorse", "unfollow"):
        answer = api("grace").post(about(cast, "alice", f"/{act}"))
        assert (answer.status_code, answer.content) == (404, missing.content), act
    assert api("heidi").post(about(cast, "judy", "/follow")).status_code == 404
    assert api("heidi", "read").post(about(cast, "alice", "/follow")).status_code == 403
    assert api(None).post(about(cast, "alice", "/follow")).status_code == 401


def test_block_mute_and_back(api: Who, cast: Cast) -> None:
    bob = api("bob")
    blocked = bob.post(about(cast, "carol", "/block")).json()
    assert (blocked["blocking"], blocked["blocked_by"]) == (True, False)
    assert ids(bob.get("/api/v1/blocks")) == [str(cast.public("carol"))]
    told = api("carol").get("/api/v1/accounts/relationships", **{"id[]": cast.public("bob")})
    assert told.json() == [] or told.json()[0]["blocked_by"] is False
    assert bob.post(about(cast, "carol", "/unblock")).json()["blocking"] is False
    muted = bob.post(about(cast, "alice", "/mute"), duration=3600, notifications=False).json()
    assert (muted["muting"], muted["muting_notifications"]) == (True, False)
    assert muted["muting_expires_at"].endswith("Z")
    assert ids(bob.get("/api/v1/mutes")) == [str(cast.public("alice"))]
    assert bob.post(about(cast, "alice", "/unmute")).json()["muting"] is False
    assert bob.post(about(cast, "alice", "/mute"), duration="long").status_code == 422


def test_whom_one_muted_last_stands_first_and_longer_is_no_later(api: Who, cast: Cast) -> None:
    bob = api("bob")
    for name in ("dan", "alice", "heidi", "carol", "alice"):
        assert bob.post(about(cast, name, "/mute")).status_code == 200
    found, address = [], "/api/v1/mutes?limit=3"
    while address:
        answer = bob.get(address)
        found += ids(answer)
        older = re.search(r'<http://[^/]+([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        address = older[1] if older else ""
    assert found == [str(cast.public(name)) for name in ("carol", "heidi", "alice", "dan")]


def test_a_note_is_for_its_face_alone(api: Who, cast: Cast) -> None:
    written = api("bob").post(about(cast, "alice", "/note"), comment="met at the fair")
    assert written.json()["note"] == "met at the fair"
    for viewer in ("alice", "alice_too", "carol"):
        found = api(viewer).get(
            "/api/v1/accounts/relationships", **{"id[]": cast.public("bob" if viewer != "carol" else "alice")}
        )
        assert b"fair" not in found.content
    assert api("bob").post(about(cast, "alice", "/note"), comment="x" * 2001).status_code == 422
    assert api("bob").post(about(cast, "alice", "/note")).json()["note"] == ""


def test_endorsing_is_for_those_one_follows_and_shown_to_who_may_meet_them(api: Who, cast: Cast) -> None:
    refused = api("heidi").post(about(cast, "alice", "/endorse"))
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("Validation failed: You must be already following")
    assert api("bob").post(about(cast, "alice", "/pin")).json()["endorsed"] is True
    alice = [str(cast.public("alice"))]
    assert ids(api("bob").get("/api/v1/endorsements")) == alice
    for viewer in ("heidi", None, "alice"):
        assert ids(api(viewer).get(about(cast, "bob", "/endorsements"))) == alice
    assert ids(api("grace").get(about(cast, "bob", "/endorsements"))) == []
    api("bob").post(about(cast, "alice", "/unfollow"))
    assert ids(api("heidi").get(about(cast, "bob", "/endorsements"))) == []


def test_relationships_in_the_order_asked_for(api: Who, cast: Cast) -> None:
    asked = [cast.public(name) for name in ("carol", "judy", "alice")]
    alice = api("alice")
    found = alice.client.get(
        "/api/v1/accounts/relationships",
        {"id[]": [*asked[:2], 77, "x"]},
        HTTP_AUTHORIZATION=f"Bearer {alice.token}",
    )
    assert ids(found) == [str(asked[0])]
    everybody = alice.client.get(
        "/api/v1/accounts/relationships",
        {"id[]": asked, "with_suspended": "true"},
        HTTP_AUTHORIZATION=f"Bearer {alice.token}",
    )
    assert ids(everybody) == [str(each) for each in asked]
    assert alice.get("/api/v1/accounts/relationships", id=str(asked[0])).json()[0]["following"] is False


def test_search_finds_whom_one_may_meet(api: Who, cast: Cast) -> None:
    assert str(cast.public("alice")) in ids(api("bob").get("/api/v1/accounts/search", q="ali"))
    assert ids(api("grace").get("/api/v1/accounts/search", q="alice")) == []
    assert ids(api("heidi").get("/api/v1/accounts/search", q="alice", following="true")) == []
    assert ids(api("bob").get("/api/v1/accounts/search", q="alice", following="true")) == [
        str(cast.public("alice"))
    ]
    assert ids(api("bob").get("/api/v1/accounts/search", q="")) == []


def test_in_which_of_ones_lists_somebody_is(api: Who, cast: Cast) -> None:
    found = api("alice").get(about(cast, "bob", "/lists")).json()
    assert [each["title"] for each in found] == ["Garden"]
    assert api("bob").get(about(cast, "alice", "/lists")).json() == []
    assert api("bob").get(about(cast, "alice", "/identity_proofs")).json() == []
    nobody = api("bob").get("/api/v1/accounts/familiar_followers", **{"id[]": cast.public("alice")})
    assert nobody.json() == [{"id": str(cast.public("alice")), "accounts": []}]


def picture(width: int = 40, height: int = 30) -> SimpleUploadedFile:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 90, 30)).save(file, "PNG")
    return SimpleUploadedFile("p.png", file.getvalue(), "image/png")


def patch(api: Api, given: dict[str, Any]) -> Any:
    """A form with files, as apps send it."""
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    return api.client.patch(
        "/api/v1/accounts/update_credentials",
        encode_multipart(BOUNDARY, given),
        content_type=MULTIPART_CONTENT,
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
    )


def test_changing_ones_profile(api: Who, cast: Cast) -> None:
    bob = api("bob")
    given = {
        "display_name": "Bob the builder",
        "note": "I build **hedges**",
        "avatar": picture(),
        "header": picture(90, 30),
        "bot": "true",
        "locked": "1",
        "discoverable": "false",
        "fields_attributes[0][name]": "Home",
        "fields_attributes[0][value]": "https://bob.example",
        "fields_attributes[1][name]": "",
        "fields_attributes[1][value]": "",
        "source[language]": "de",
        "source[privacy]": "public",
    }
    answer = patch(bob, given)
    assert answer.status_code == 200, answer.content
    now = answer.json()
    assert (now["display_name"], now["bot"], now["locked"], now["discoverable"]) == (
        "Bob the builder", True, True, False,
    )  # fmt: skip
    assert "<strong>hedges</strong>" in now["note"]
    assert now["source"]["note"] == "I build **hedges**"
    assert [field["value"] for field in now["source"]["fields"]] == ["https://bob.example"]
    assert (now["source"]["language"], now["source"]["privacy"]) == ("de", "public")
    shown = api("heidi").get(about(cast, "bob")).json()
    for each in ("avatar", "header"):
        assert "missing" not in shown[each]
        file = bob.client.get(shown[each].partition("://")[2].partition("/")[2].join(["/", ""]))
        assert file.status_code == 200
    assert api("bob").get("/api/v1/preferences").json()["posting:default:visibility"] == "public"
    assert "missing" in bob.delete("/api/v1/profile/header").json()["header"]
    assert "missing" in bob.delete("/api/v1/profile/avatar").json()["avatar"]
    assert bob.get("/api/v1/profile").json()["avatar"] is None


def test_what_is_kept_for_apps_alone_comes_back(api: Who, cast: Cast) -> None:
    bob = api("bob")
    given = {"attribution_domains": ["example.com", "example.org", ""], "show_media": False}
    now = bob.patch("/api/v1/profile", **given).json()
    assert now["attribution_domains"] == ["example.com", "example.org"]
    assert (now["show_media"], now["show_media_replies"], now["show_featured"]) == (False, True, True)
    own = bob.get("/api/v1/accounts/verify_credentials").json()
    assert own["source"]["attribution_domains"] == ["example.com", "example.org"]
    many = bob.patch("/api/v1/profile", attribution_domains=["a.example"] * 101)
    assert (many.status_code, "attribution_domains" in many.json()["details"]) == (422, True)
    assert bob.patch("/api/v1/profile", attribution_domains=[]).json()["attribution_domains"] == []


def test_what_is_wrong_with_a_profile_is_said_and_nothing_changed(api: Who, cast: Cast) -> None:
    bob = api("bob")
    wrong: list[dict[str, Any]] = [
        {"display_name": "x" * 200},
        {"note": "x" * 1001},
        {"source[privacy]": "secret"},
        {"source[language]": "klingonian"},
        {"avatar": SimpleUploadedFile("a.png", b"no picture", "image/png")},
        {"avatar": "no file"},
        {"fields_attributes[0][name]": "a", "fields_attributes[0][value]": "x" * 501},
        {"source[quote_policy]": "friends"},
    ]
    for each in wrong:
        answer = patch(bob, {"locked": "true", **each})
        assert answer.status_code == 422, each
        assert answer.json()["error"].startswith("Validation failed: ")
    said = patch(bob, {"display_name": "x" * 200}).json()
    assert list(said["details"]) == ["display_name"]
    assert bob.get("/api/v1/accounts/verify_credentials").json()["locked"] is False


def test_an_app_that_sends_back_private_makes_no_followers_of_circles(api: Who, cast: Cast) -> None:
    from hedgerow.people.audiences import acts as audiences
    from hedgerow.people.audiences import reads

    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    audiences.remember_default(cast.alice, garden)
    answer = api("alice").patch("/api/v1/accounts/update_credentials", source={"privacy": "private"})
    assert answer.json()["source"]["privacy"] == "private"
    assert reads.default_choice(cast.alice) == garden


def test_an_emoji_that_comes_later_is_drawn_in_a_name_known_already(api: Who, cast: Cast) -> None:
    api("alice").patch("/api/v1/accounts/update_credentials", display_name="Alice :later:")
    shown = about(cast, "alice")
    assert api("bob").get(shown).json()["emojis"] == []
    keeper = cast.members["keeper"]
    number = emoji.bring(keeper, "later", png(64, 64))
    (drawn,) = api("bob").get(shown).json()["emojis"]
    assert (drawn["shortcode"], drawn["url"].startswith("http")) == ("later", True)
    emoji.switch(keeper, number, on=False)
    assert api("bob").get(shown).json()["emojis"] == []
