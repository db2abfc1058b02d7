"""Our own API: circles, labels, who sees what and why, what narrowing does, and doing it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from hedgerow.boundary.models import Membership
from hedgerow.delivery.leaving import acts as leaving
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.site import acts as sites
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast, mark
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

AT = "/api/hedgerow/v1"
MISSING = 2**61 + 5


def same(*answers: Any) -> None:
    """Hidden and missing are one answer: 404, to the byte."""
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_an_app_learns_of_its_own_face_alone(api: Who, cast: Cast) -> None:
    [face] = api("alice").get(f"{AT}/faces").json()
    assert (face["id"], face["handle"]) == (str(cast.public("alice")), "alice")
    assert face["default_audience"]["scope"] == "followers"
    assert api(None).get(f"{AT}/faces").status_code == 401
    assert api("alice", "write").get(f"{AT}/faces").status_code == 403


def test_circles_are_made_filled_renamed_and_closed(api: Who, cast: Cast) -> None:
    alice = api("alice")
    kinds = {each["name"]: each["kind"] for each in alice.get(f"{AT}/circles").json()}
    assert (kinds["Garden"], kinds["Out"]) == ("own", "own")
    assert "followers" in kinds.values()
    made = alice.post(f"{AT}/circles", name="Choir").json()
    at, bob = f"{AT}/circles/{made['id']}", str(cast.public("bob"))
    assert alice.post(f"{at}/people", account_ids=[bob]).json()["count"] == 1
    assert [each["id"] for each in alice.get(f"{at}/people").json()] == [bob]
    assert alice.delete(f"{at}/people", account_ids=[bob]).json()["count"] == 0
    assert alice.patch(at, name="Singers").json()["name"] == "Singers"
    assert alice.patch(at, name="Garden").status_code == 422
    assert alice.post(f"{AT}/circles", name=" ").status_code == 422
    assert alice.delete(at).json() == {}
    assert alice.get(at).status_code == 404


def test_circles_of_others_are_not_there(api: Who, cast: Cast) -> None:
    bob, hidden = api("bob"), cast.circle_id("Garden")
    heidi = {"account_ids": [str(cast.public("heidi"))]}
    for verb, more, given in (
        ("get", "", {}),
        ("patch", "", {"name": "Mine"}),
        ("delete", "", {}),
        ("get", "/people", {}),
        ("post", "/people", heidi),
        ("delete", "/people", heidi),
    ):
        at = [f"{AT}/circles/{number}{more}" for number in (hidden, MISSING)]
        same(*(getattr(bob, verb)(each, **given) for each in at))
    # Who blocked one cannot be put in, and is missing like nobody.
    made = api("grace").post(f"{AT}/circles", name="Hers").json()["id"]
    put = [
        api("grace").post(f"{AT}/circles/{made}/people", account_ids=[str(number)])
        for number in (cast.public("alice"), MISSING)
    ]
    same(*put)


def test_labels_are_given_listed_and_taken(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), f"{AT}/accounts/{cast.public('bob')}/labels"
    assert set(alice.put(bob, labels=["cellist", "friend"]).json()["labels"]) == {"cellist", "friend"}
    labels = {each["name"]: each for each in alice.get(f"{AT}/labels").json()}
    assert labels["cellist"]["count"] == 1
    at = f"{AT}/labels/{labels['cellist']['id']}"
    same(api("bob").delete(at), api("bob").delete(f"{AT}/labels/{MISSING}"))
    assert alice.delete(at).json() == {}
    assert alice.get(bob).json() == {"labels": ["friend"]}
    assert alice.delete(f"{AT}/labels/{cast.circle_id('Garden')}").status_code == 404
    assert api("bob").get(f"{AT}/labels").json() == []
    hers = [f"{AT}/accounts/{number}/labels" for number in (cast.public("alice"), MISSING)]
    same(*(api("grace").put(each, labels=["friend"]) for each in hers))


def test_who_will_read_this(api: Who, cast: Cast) -> None:
    alice, garden = api("alice"), str(cast.circle_id("Garden"))
    inside = len(alice.get(f"{AT}/circles/{garden}/people").json())
    said = alice.post(f"{AT}/audiences/preview", circles=[garden]).json()
    assert said["everybody"] is False
    assert "Garden" in said["audience"]["sentence"]
    less = alice.post(f"{AT}/audiences/preview", circles=[garden], without_people=[str(cast.public("bob"))])
    assert less.json()["count"] == said["count"] - 1
    assert 0 < said["count"] <= inside
    assert alice.post(f"{AT}/audiences/preview", scope="public").json()["everybody"] is True
    for wrong in ({"circles": [str(MISSING)]}, {"circles": ["x"]}, {"scope": "all"}, {"people": ["-1"]}):
        assert alice.post(f"{AT}/audiences/preview", **wrong).status_code == 422, wrong
    # Behind somebody else's post nobody is counted; behind a hidden one is nothing.
    behind = {"scope": "followers", "in_reply_to_id": str(cast.posts["circle"])}
    assert api("bob").post(f"{AT}/audiences/preview", **behind).json()["count"] is None
    same(*(
        api("heidi").post(f"{AT}/audiences/preview", scope="followers", in_reply_to_id=str(number))
        for number in (cast.posts["circle"], MISSING)
    ))  # fmt: skip


def test_who_sees_it_and_why(api: Who, cast: Cast) -> None:
    alice, post = api("alice"), f"{AT}/statuses/{cast.posts['circle']}"
    said = alice.get(f"{post}/readers").json()
    names = {each["account"]["username"]: each for each in said["readers"]}
    assert said["count"] == len(names)
    assert (names["bob"]["rule"], names["bob"]["circles"][0]["name"]) == ("in_circle", "Garden")
    assert not {"carol", "dan", "grace"} & set(names)
    told = {name: alice.get(f"{post}/readers/{cast.public(name)}").json() for name in ("bob", "carol", "dan")}
    assert [each["sees"] for each in told.values()] == [True, False, False]
    assert (told["carol"]["rule"], told["dan"]["rule"]) == ("joined_after", "left_circle")
    wide = alice.get(f"{AT}/statuses/{cast.posts['public']}/readers").json()
    assert (wide["everybody"], wide["count"], wide["readers"]) == (True, None, [])
    # Only the author is told; and not about another face of one she blocked, or about nobody.
    for reader in ("bob", "heidi"):
        same(
            api(reader).get(f"{post}/readers"),
            api(reader).get(f"{AT}/statuses/{MISSING}/readers"),
            api(reader).get(f"{post}/readers/{cast.public('alice')}"),
        )
    why = api("bob").get(f"{post}/why").json()
    assert "Garden" not in str(why)
    same(api("heidi").get(f"{post}/why"), api("heidi").get(f"{AT}/statuses/{MISSING}/why"))


def test_narrowing_says_what_it_does_and_does_it(api: Who, cast: Cast) -> None:
    alice, number = api("alice"), cast.posts["followers"]
    bob = {"people": [str(cast.public("bob"))]}
    effect = alice.post(f"{AT}/statuses/{number}/effect", **bob).json()
    assert effect["after"]["count"] == 1
    assert effect["lost"] == effect["before"]["count"] - 1 > 0
    assert api("erin").get(f"/api/v1/statuses/{number}").status_code == 200
    assert alice.post(f"{AT}/statuses/{number}/narrow", **bob).json()["id"] == str(number)
    assert api("erin").get(f"/api/v1/statuses/{number}").status_code == 404
    assert api("bob").get(f"/api/v1/statuses/{number}").status_code == 200
    wider = alice.post(f"{AT}/statuses/{number}/narrow", scope="public")
    assert wider.status_code == 422
    for act in ("effect", "narrow"):
        same(*(
            api("heidi").post(f"{AT}/statuses/{each}/{act}", scope="nobody")
            for each in (cast.posts["circle"], cast.posts["public"], MISSING)
        ))  # fmt: skip


def test_old_posts_are_reviewed_and_narrowed(api: Who, cast: Cast) -> None:
    alice = api("alice")
    # What is for the garden as one of several variants is a group of its own.
    groups = [each for each in alice.get(f"{AT}/review").json() if each["audience"]["sentence"] == "Garden"]
    garden = max(groups, key=lambda each: each["count"])
    listed = alice.get(f"{AT}/review/{garden['id']}/statuses", limit=2)
    assert len(listed.json()) == 2
    assert 'rel="next"' in listed["Link"]
    effect = alice.post(f"{AT}/review/{garden['id']}/effect", scope="nobody").json()
    assert (len(effect["posts"]), effect["after"]["count"]) == (garden["count"], 0)
    one = {"scope": "nobody", "only": [effect["posts"][-1]]}
    assert alice.post(f"{AT}/review/{garden['id']}/narrow", **one).json() == {"done": 1, "left": 0}
    done = alice.post(f"{AT}/review/{garden['id']}/narrow", scope="nobody").json()
    assert done == {"done": garden["count"] - 1, "left": 0}
    assert api("bob").get(f"/api/v1/statuses/{cast.posts['circle_later']}").status_code == 404
    for act in ("effect", "narrow"):
        same(*(
            api("bob").post(f"{AT}/review/{each}/{act}", scope="nobody")
            for each in (cast.posts["public"], MISSING)
        ))  # fmt: skip


def test_one_sees_oneself_as_others_do(api: Who, cast: Cast) -> None:
    alice = api("alice")

    def seen(**given: Any) -> str:
        answer = alice.get(f"{AT}/seen-as", **given)
        assert answer.status_code == 200, answer.content
        return str(answer.content)

    assert mark("circle") in seen(who="@bob")
    assert mark("circle") not in seen(who="@heidi")
    assert mark("circle") not in seen(who="signed-out")
    assert mark("circle") in seen(who="@heidi", unseen="true")
    assert mark("circle_later") in seen(who=f"circle-{cast.circle_id('Garden')}")
    same(*(alice.get(f"{AT}/seen-as", who=each) for each in ("@no_one", "@", "circle-1", "x")))
    assert alice.get(f"{AT}/seen-as", who="@bob", kind="all").status_code == 422
    same(*(api("grace").get(f"{AT}/seen-as", who=each) for each in ("@alice", "@no_one")))


def test_an_app_accepts_quietly_and_fully_and_marks_who_is_close(api: Who, cast: Cast) -> None:
    alice, frank = api("alice"), f"{AT}/accounts/{cast.public('frank')}"
    named = lambda kind: [each["username"] for each in alice.get(f"{AT}/{kind}").json()]  # noqa: E731
    assert alice.put(f"{frank}/quiet").status_code == 200
    assert (named("quiet"), named("close")) == (["frank"], [])
    between = api("frank").get("/api/v1/accounts/relationships", id=[str(cast.public("alice"))]).json()
    assert (between[0]["following"], between[0]["requested"]) == (True, False)
    assert alice.put(f"{AT}/accounts/{cast.public('bob')}/quiet").status_code == 200
    assert named("quiet") == ["bob", "frank"]
    assert api("bob").get(f"/api/v1/statuses/{cast.posts['followers']}").status_code == 404
    assert alice.delete(f"{frank}/quiet").status_code == 200
    assert alice.put(f"{frank}/close").status_code == 200
    assert (named("quiet"), named("close")) == (["bob"], ["frank"])
    assert alice.delete(f"{frank}/close").json() == {}
    same(*(alice.put(f"{AT}/accounts/{number}/quiet") for number in (cast.public("heidi"), MISSING)))
    assert api("frank").get(f"{AT}/quiet").json() == []


def test_what_somebody_sees_and_three_ways_from_there(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), cast.public("bob")
    at = f"{AT}/accounts/{bob}/sees"
    found = alice.get(at, limit=40).json()
    said = str(found["statuses"])
    for name in ("followers", "mutuals", "circle", "by_name", "circle_later", "site"):
        assert mark(name) in said, name
    for name in ("nobody", "public", "by_grace", "reply_in_circle", "of_other_face"):
        assert mark(name) not in said, name
    assert found["count"] == len(found["statuses"])
    assert [each["id"] for each in alice.get(at, start=1, limit=2).json()["statuses"]] == [
        each["id"] for each in found["statuses"][1:3]
    ]
    ways = {each["circle"]["kind"]: each for each in found["through"]}
    assert ways["own"]["circle"]["name"] == "Garden"
    # Out of some posts.
    one = {"only": [str(cast.posts["circle_later"])]}
    assert alice.post(f"{at}/leave-out", **one).json() == {"done": 1, "left": 0}
    assert api("bob").get(f"/api/v1/statuses/{cast.posts['circle_later']}").status_code == 404
    assert api("carol").get(f"/api/v1/statuses/{cast.posts['circle_later']}").status_code == 200
    # Out of circles, from here on: first how much that hides.
    keys = {"circle_ids": [ways["own"]["circle"]["id"], ways["followers"]["circle"]["id"]]}
    lost = alice.post(f"{at}/take-out/effect", **keys).json()["lost"]
    before = found["count"] - 1
    assert alice.post(f"{at}/take-out", **keys).json() == {}
    assert lost == before - alice.get(at).json()["count"] > 0
    assert api("bob").get(f"/api/v1/statuses/{cast.posts['circle']}").status_code == 404
    assert alice.post(f"{at}/leave-out").json()["left"] == 0
    assert alice.get(at).json()["count"] == 0


def test_drift_is_said_once_and_to_the_face_alone(api: Who, cast: Cast) -> None:
    alice = api("alice")
    assert alice.get(f"{AT}/drift").json() == []
    contacts.label(cast.alice, cast.faces["bob"], ["manager"])
    row = Membership.objects.filter(face=cast.faces["bob"]).latest("id")
    row.since += 3_600_000_000
    row.save()
    [drift] = alice.get(f"{AT}/drift").json()
    assert (drift["account"]["username"], drift["reason"]) == (
        "bob",
        {"label": "manager", "circle": None, "without": 0},
    )
    at = f"{AT}/accounts/{cast.public('bob')}/sees"
    assert alice.get(at).json()["reasons"] == [drift["reason"]]
    assert api("bob").get(f"{AT}/drift").json() == []
    assert alice.post(f"{at}/leave-as-it-is").json() == {}
    assert alice.get(f"{AT}/drift").json() == []
    # For whom one wrote without them again and again.
    out = Choice("chosen", circles=[cast.circle_id("Garden")], without_people=[cast.public("bob")])
    for number in range(3):
        assert alice.get(f"{AT}/drift").json() == [], number
        posts.publish(cast.alice, Draft(text=f"Not for everybody {number}", audience=out))
    [again] = alice.get(f"{AT}/drift").json()
    assert (again["account"]["username"], again["reason"]["circle"]["name"]) == ("bob", "Garden")
    assert again["reason"]["without"] == 3
    assert alice.post(f"{at}/leave-as-it-is").json() == {}
    assert alice.get(f"{AT}/drift").json() == []


def test_leaving_somebody_out_of_old_posts_is_no_sign_that_they_are_misplaced(api: Who, cast: Cast) -> None:
    alice, bob = api("alice"), cast.public("bob")
    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    for number in range(3):
        posts.publish(cast.alice, Draft(text=f"For the garden {number}", audience=garden))
    assert alice.post(f"{AT}/accounts/{bob}/sees/leave-out").json()["done"] > 3
    assert alice.get(f"{AT}/drift").json() == []


def test_nobody_is_asked_about_who_is_not_there(api: Who, cast: Cast) -> None:
    alice, grace = api("alice"), cast.public("grace")
    same(*(alice.get(f"{AT}/accounts/{each}/sees") for each in (grace, MISSING, cast.public("alice"))))
    at = f"{AT}/accounts/{cast.public('bob')}/sees"
    out = cast.circle_id("Out")
    for act in ("take-out", "take-out/effect"):
        same(*(alice.post(f"{at}/{act}", circle_ids=[each]) for each in (out, "1", "x")))
    same(*(alice.post(f"{at}/leave-out", only=[each]) for each in (str(cast.posts["nobody"]), "1", "x")))


def test_requests_come_with_a_word_why_and_are_answered_kindly(api: Who, cast: Cast) -> None:
    alice, frank = api("alice"), cast.public("frank")
    contacts.label(cast.alice, cast.frank, ["colleague"])
    [asked] = alice.get(f"{AT}/requests").json()
    assert (asked["account"]["username"], asked["group"], asked["answer"]) == ("frank", "work", "")
    assert "colleague" in asked["reason"]
    at = f"{AT}/requests/{frank}/answer"
    assert alice.post(at, words=" ").status_code == 422
    assert alice.post(at, words="Not here, gladly at work").json() == {}
    assert alice.get(f"{AT}/requests").json() == []
    [aside] = alice.get(f"{AT}/requests", declined="true").json()
    assert aside["answer"] == "Not here, gladly at work"
    [sent] = api("frank").get(f"{AT}/requests/sent").json()
    assert (sent["account"]["username"], sent["answer"]["words"]) == ("alice", "Not here, gladly at work")
    assert sent["answer"]["instead"] is None
    assert "gladly" not in str(api("bob").get(f"{AT}/requests/sent").content)
    hers = [f"{AT}/requests/{number}/answer" for number in (cast.public("heidi"), MISSING)]
    same(*(alice.post(each, words="Hello") for each in hers))


def test_no_app_hears_where_another_face_or_the_login_works(api: Who, cast: Cast) -> None:
    """The site's own page says it of these: an app speaks for one face and knows of nothing behind it."""
    EmailAddress.objects.filter(user=cast.members["alice"]).update(email="alice@acme.example", verified=True)
    links = [{"name": "Us", "url": "https://www.acme.example/us"}]
    faces.edit(cast.frank, faces.draft_of(face_reads.face(cast.frank), links=links))
    [asked] = api("alice").get(f"{AT}/requests").json()
    assert (asked["group"], asked["reason"]) == ("new", "")


def test_how_a_site_is_used_is_for_everybody_and_its_discussion_for_who_sees_it(api: Who, cast: Cast) -> None:
    sites.change(cast.members["keeper"], SiteDraft(norms="## Names\n\nWe **ask** first."))
    sites.discuss_norms(cast.members["keeper"], cast.posts["site"])
    for name in ("heidi", None):
        said = api(name).get(f"{AT}/norms").json()
        assert said["text"].startswith("## Names")
        assert "<strong>ask</strong>" in said["content"]
        assert (said["discussion"] is None) == (name is None)
    assert api("heidi").get(f"{AT}/norms").json()["discussion"]["id"] == str(cast.posts["site"])


def test_a_group_writes_down_how_it_uses_its_conversation_and_talks_about_it(api: Who, cast: Cast) -> None:
    group = conversations.begin(cast.alice, [cast.bob, cast.carol], Said("Shall we write it down?"))
    at, alice, bob = f"{AT}/conversations/{group}/norms", api("alice"), api("bob")
    assert alice.get(at).json() == {
        "id": None, "text": "", "content": "", "created_at": None, "account": None
    }  # fmt: skip
    assert alice.post(f"{at}/discuss").status_code == 404, "nothing is written"
    first = alice.put(at, text="We **ask** first.").json()
    assert "<strong>ask</strong>" in first["content"]
    assert first["account"]["acct"] == "alice"
    assert bob.get(at).json()["text"] == "We **ask** first."
    assert bob.put(at, text="We never ask.", seen="").status_code == 422, "what it says was not seen"
    assert bob.put(at, text="We ask, always.", seen=first["id"]).json()["account"]["acct"] == "bob"
    late = alice.put(at, text="We ask twice.", seen=first["id"])
    assert late.status_code == 422, "somebody else was faster"
    assert "still here" not in late.text, "an app has no page on which they stand"
    assert [each["id"] for each in alice.get(f"{at}/before").json()] == [first["id"]]
    told = alice.post(f"{at}/discuss").json()
    assert f"/messages/{group}/norms" in told["content"]
    assert told["visibility"] == "direct"
    assert f"/messages/{group}/norms" in bob.get("/api/v1/timelines/direct").json()[0]["content"]
    assert alice.put(at, text="", seen=bob.get(at).json()["id"]).json()["content"] == ""


def test_the_second_look_is_there_for_apps_and_learns_what_not_to_say(api: Who, cast: Cast) -> None:
    alice, draft = (
        api("alice"),
        {"status": "Ring me: +49 30 901820. Project Heron is late.", "language": "en"},
    )
    alice.post(f"{AT}/guard/names", words="Project Heron", why="not announced")
    found = {each["kind"]: each for each in alice.post(f"{AT}/guard/look", **draft).json()}
    assert found["personal"]["words"] == "+49 30 901820"
    assert (found["confidential"]["words"], found["confidential"]["by"]) == ("Project Heron", "not announced")
    assert alice.post(f"{AT}/guard/look", **draft, audience={"scope": "nobody"}).json() == []
    seen = alice.post(f"{AT}/guard/look", **draft, looked_at=[each["id"] for each in found.values()]).json()
    assert seen == []
    once = alice.post(f"{AT}/guard/look", **draft, not_again=[found["personal"]["id"]]).json()
    assert [each["kind"] for each in once] == ["confidential"]
    assert [each["kind"] for each in alice.post(f"{AT}/guard/look", **draft).json()] == ["confidential"]
    # Of a secret no word is kept; and it can be said again.
    [unsaid] = alice.get(f"{AT}/guard").json()["not_again"]
    assert (unsaid["kind"], unsaid["words"]) == ("personal", "")
    bob = api("bob")
    same(
        *(bob.delete(f"{AT}/guard/not-again/{number}") for number in (unsaid["id"], MISSING)),
        *(bob.delete(f"{AT}/guard/names/{one['id']}") for one in alice.get(f"{AT}/guard").json()["names"]),
    )
    assert alice.delete(f"{AT}/guard/not-again/{unsaid['id']}").json() == {}
    assert len(alice.post(f"{AT}/guard/look", **draft).json()) == 2


def test_the_guard_is_told_how_much_it_looks_for(api: Who, cast: Cast) -> None:
    alice, garden = api("alice"), str(cast.circle_id("Garden"))
    given = {
        "level": "on",
        "without": ["hour"],
        "organisations": ["Acme"],
        "circles": [{"circle": garden, "level": "off"}],
    }
    made = alice.patch(f"{AT}/guard", **given).json()
    assert {key: made[key] for key in given} == given
    assert alice.patch(f"{AT}/guard", every_post=True).json()["organisations"] == ["Acme"]
    for wrong in ({"level": "loud"}, {"without": ["everything"]}, {"lists": {"nothing": "x"}}):
        assert alice.patch(f"{AT}/guard", **wrong).status_code == 422, wrong
    foreign = {"circles": [{"circle": garden, "level": "on"}]}
    assert api("bob").patch(f"{AT}/guard", **foreign).status_code == 422
    assert "Acme" not in str(api("alice_too").get(f"{AT}/guard").json())


def test_a_text_is_likened_to_own_circles_for_its_face_alone(api: Who, cast: Cast) -> None:
    text = "Something for the Garden this week"
    assert [each["name"] for each in api("alice").post(f"{AT}/audiences/suggest", status=text).json()] == [
        "Garden"
    ]
    assert api("bob").post(f"{AT}/audiences/suggest", status=text).json() == []


def test_where_it_went_is_told_by_day_and_without_small_numbers_and_it_is_called_back(
    api: Who, cast: Cast
) -> None:
    number = cast.posts["circle"]
    at, bob = f"{AT}/statuses/{number}", api("bob")
    assert bob.get(f"/api/v1/statuses/{number}").status_code == 200
    leaving.flush()
    [went] = api("alice").get(f"{at}/went").json()
    assert (went["door"], went["people"], went["unworded"]) == ("app", None, None)
    assert went["day"]
    assert went["first"] is went["last"] is None
    same(bob.get(f"{at}/went"), bob.get(f"{AT}/statuses/{MISSING}/went"))
    same(bob.post(f"{at}/call-back"), bob.post(f"{AT}/statuses/{MISSING}/call-back"))
    assert api("alice").post(f"{at}/call-back").json()["id"] == str(number)
    assert bob.get(f"/api/v1/statuses/{number}").status_code == 404


def test_the_mirror_shows_one_face_and_the_year_is_its_own(api: Who, cast: Cast) -> None:
    contacts.label(cast.alice, cast.bob, ["colleague"])
    found = api("alice").get(f"{AT}/mirror").json()
    reached = {each["circle"]["name"]: each["count"] for each in found["readers"]}
    assert reached["colleague"] == 1
    assert found["posts"] == sum(found[share] for share in ("wide", "all", "chosen", "alone"))
    assert "colleague" not in str(api("alice_too").get(f"{AT}/mirror").json())
    contacts.quiet(cast.alice, cast.bob)
    assert [each["acct"] for each in api("alice").get(f"{AT}/yearly").json()["quiet"]] == ["bob"]
    assert api("bob").get(f"{AT}/yearly").json()["quiet"] == []
    assert api("alice_too").get(f"{AT}/yearly").json()["quiet"] == []
