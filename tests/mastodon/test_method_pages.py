"""What the original's pages of methods say of single parameters, answers and fields."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

ADMIN = "read write admin:read admin:write"
AT = "/api/v1/admin"


@pytest.fixture
def rules(cast: Cast) -> None:
    """Three rules that a report can name."""
    site.change(cast.members["keeper"], SiteDraft(rules="- Be kind\n- No spam\n- Say it yourself"))


@pytest.mark.usefixtures("rules")
def test_a_report_names_rules_that_there_are(api: Who, cast: Cast) -> None:
    asked = {"account_id": str(cast.public("alice"))}
    bob, keeper = api("bob"), api("keeper", ADMIN)
    for wrong in ({"category": "violation"}, {"rule_ids": ["9"]}, {"rule_ids": ["1", "x"]}):
        answer = bob.post("/api/v1/reports", **asked, **wrong)
        assert answer.status_code == 422
        assert answer.json()["error"] == "Validation failed: Rule ids does not reference valid rules"
    made = bob.post("/api/v1/reports", **asked, category="spam", rule_ids=["3", "1"]).json()
    assert (made["category"], made["rule_ids"]) == ("violation", ["3", "1"])

    at = f"{AT}/reports/{made['id']}"
    shown = keeper.get(at).json()
    assert shown["category"] == "violation"
    assert [rule["text"] for rule in shown["rules"]] == ["Say it yourself", "Be kind"]
    site.change(cast.members["keeper"], SiteDraft(rules="- Something else"))
    assert keeper.get(at).json()["rules"] == shown["rules"], "in the words they had then"
    assert keeper.put(at, category="spam").json()["rules"] == []
    changed = keeper.put(at, rule_ids=["1"]).json()
    assert (changed["category"], changed["rules"][0]["text"]) == ("violation", "Something else")


@pytest.mark.usefixtures("rules")
def test_a_moderator_s_notification_holds_its_report(api: Who, cast: Cast) -> None:
    keeper = api("keeper", ADMIN)
    said = {"comment": "Not kind", "status_ids": [str(cast.posts["circle"])], "rule_ids": ["1"]}
    made = api("bob").post("/api/v1/reports", account_id=str(cast.public("alice")), **said).json()
    run_due()
    [told] = keeper.get("/api/v1/notifications", types=["admin.report"]).json()
    assert told["report"] == made
    one = keeper.get(f"/api/v1/notifications/{told['id']}").json()
    grouped = keeper.get("/api/v2/notifications", types=["admin.report"]).json()
    assert one["report"] == grouped["notification_groups"][0]["report"] == made
    keeper.post(f"{AT}/reports/{made['id']}/resolve")
    assert keeper.get(f"/api/v1/notifications/{told['id']}").json()["report"]["action_taken"] is True


def test_who_moderates_no_more_is_shown_no_report(api: Who, cast: Cast) -> None:
    keeper = api("keeper", ADMIN)
    api("bob").post("/api/v1/reports", account_id=str(cast.public("alice")))
    run_due()
    cast.members["keeper"].__class__.objects.filter(pk=cast.members["keeper"].pk).update(role="member")
    for told in keeper.get("/api/v1/notifications", types=["admin.report"]).json():
        assert "report" not in told


def test_what_is_done_about_a_face_ends_every_report_about_it(api: Who, cast: Cast) -> None:
    keeper, heidi = api("keeper", ADMIN), str(cast.public("heidi"))
    first, second = (
        api(name).post("/api/v1/reports", account_id=heidi).json()["id"] for name in ("bob", "carol")
    )
    other = api("bob").post("/api/v1/reports", account_id=str(cast.public("alice"))).json()["id"]

    def waiting() -> set[str]:
        return {each["id"] for each in keeper.get(f"{AT}/reports").json()}

    action = f"{AT}/accounts/{heidi}/action"
    assert keeper.post(action, type="none").json() == {}, "nothing to say, and nobody is told"
    assert waiting() == {first, second, other}
    assert keeper.post(action, type="none", report_id=first, text="Please be kind").json() == {}
    assert waiting() == {second, other}
    assert keeper.post(action, type="silence").json() == {}
    assert waiting() == {other}


def test_what_cannot_be_pinned_says_why(api: Who, cast: Cast) -> None:
    bob = api("bob")
    message = bob.post("/api/v1/statuses", status="psst @alice", visibility="direct").json()
    answer = bob.post(f"/api/v1/statuses/{message['id']}/pin")
    assert answer.status_code == 422
    assert answer.json()["error"].endswith("Posts that are only visible to mentioned users cannot be pinned")
    said = [bob.post("/api/v1/statuses", status=f"No. {number}").json()["id"] for number in range(6)]
    answers = [bob.post(f"/api/v1/statuses/{number}/pin") for number in said]
    assert [each.status_code for each in answers] == [200] * 5 + [422]
    assert answers[-1].json()["error"].endswith("You have already pinned the maximum number of posts")


def test_a_marker_reaches_what_programs_count_coarsely(api: Who, cast: Cast) -> None:
    """The newest of a group is a number, and JavaScript rounds numbers of that size."""
    bob, heidi = api("bob"), api("heidi")
    heidi.post("/api/v1/notifications/clear")
    bob.post("/api/v1/statuses", status="hello @heidi", visibility="public")
    run_due()
    [group] = heidi.get("/api/v2/notifications").json()["notification_groups"]
    newest = group["most_recent_notification_id"]
    assert isinstance(newest, int)
    assert str(newest) == group["page_max_id"]
    assert heidi.get("/api/v2/notifications/unread_count").json() == {"count": 1}
    as_javascript_says_it = f"{Decimal(repr(float(newest))):f}"
    heidi.post("/api/v1/markers", notifications={"last_read_id": as_javascript_says_it})
    assert heidi.get("/api/v2/notifications/unread_count").json() == {"count": 0}


def test_the_site_says_how_long_a_profile_may_be(api: Who, cast: Cast) -> None:
    most = api(None).get("/api/v2/instance").json()["configuration"]["accounts"]
    alice, address = api("alice"), "/api/v1/accounts/update_credentials"
    field = {"name": "n" * most["profile_field_name_limit"], "value": "v" * most["profile_field_value_limit"]}
    fits = {"display_name": "x" * most["max_display_name_length"], "note": "x" * most["max_note_length"]}
    assert alice.patch(address, **fits, fields_attributes=[field]).status_code == 200
    for name, value in fits.items():
        assert alice.patch(address, **{name: value + "x"}).status_code == 422
    for longer in ({**field, "name": field["name"] + "x"}, {**field, "value": field["value"] + "x"}):
        assert alice.patch(address, fields_attributes=[longer]).status_code == 422
    some = [{"name": str(number), "value": "x"} for number in range(most["max_profile_fields"] + 1)]
    assert alice.patch(address, fields_attributes=some).status_code == 422
    assert alice.patch(address, fields_attributes=some[1:]).status_code == 200


def test_who_was_accepted_stays_welcome(api: Who, cast: Cast) -> None:
    heidi, policy = api("heidi"), "/api/v2/notifications/policy"
    heidi.post("/api/v1/notifications/clear")
    heidi.patch(policy, for_not_following="filter")

    def hello(*names: str) -> None:
        for name in names:
            api(name).post("/api/v1/statuses", status="hello @heidi", visibility="public")
        run_due()

    def told() -> list[str]:
        return [each["account"]["username"] for each in heidi.get("/api/v1/notifications").json()]

    at = "/api/v1/notifications/requests"
    hello("bob", "carol")
    assert told() == []
    assert heidi.post(f"{at}/accept", id=[each["id"] for each in heidi.get(at).json()]).json() == {}
    assert heidi.get(f"{at}/merged").json() == {"merged": True}
    assert sorted(told()) == ["bob", "carol"]
    hello("bob")
    assert sorted(told()) == ["bob", "bob", "carol"], "filtered no more"
    heidi.patch(policy, for_not_following="drop")
    hello("carol", "alice")
    assert sorted(told()) == ["bob", "bob", "carol", "carol"], "nor dropped, as somebody else is"
    assert heidi.get(at).json() == []


@pytest.mark.parametrize("visibility", ["public", "private", "direct"])
def test_a_status_says_with_which_app_to_its_author_alone(api: Who, cast: Cast, visibility: str) -> None:
    alice, bob = api("alice"), api("bob")
    app = alice.get("/api/v1/apps/verify_credentials").json()
    named = {"name": app["name"], "website": app["website"]}
    said = alice.post("/api/v1/statuses", status="hello @bob", visibility=visibility).json()
    assert said["application"] == named
    at = f"/api/v1/statuses/{said['id']}"
    assert alice.get(at).json()["application"] == named
    assert bob.get(at).json()["application"] is None
    timeline = "direct" if visibility == "direct" else "home"
    [first, *_] = alice.get(f"/api/v1/timelines/{timeline}").json()
    assert (first["id"], first["application"]) == (said["id"], named)
    if visibility == "public":
        assert api(None).get(at).json()["application"] is None
        boost = alice.post(f"{at}/reblog").json()
        assert (boost["application"], boost["reblog"]["application"]) == (None, named)
        assert alice.put(at, status="hello again @bob").json()["application"] == named
    assert alice.delete(at).json()["application"] == named


def test_what_is_said_on_our_pages_names_no_app(api: Who, cast: Cast) -> None:
    cast.say("by_page", "alice", audience=Choice("public"))
    shown = api("alice").get(f"/api/v1/statuses/{cast.posts['by_page']}").json()
    assert shown["application"] is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Title can't be blank, Context can't be blank, Context None or invalid context supplied"),
        ({"title": "x"}, "Context can't be blank, Context None or invalid context supplied"),
        ({"title": "x", "context": ["kitchen"]}, "Context None or invalid context supplied"),
    ],
)
def test_a_filter_says_all_that_is_wrong(api: Who, cast: Cast, given: dict[str, Any], words: str) -> None:
    heidi = api("heidi")
    answer = heidi.post("/api/v2/filters", **given)
    assert (answer.status_code, answer.json()["error"]) == (422, f"Validation failed: {words}")
    if "title" in given:
        older = {"phrase": "x", **given}
        assert heidi.post("/api/v1/filters", **older).json()["error"] == f"Validation failed: {words}"
    made = heidi.post("/api/v2/filters", title="x", context=["home"]).json()
    at = f"/api/v2/filters/{made['id']}"
    assert heidi.put(at, title="y").json()["context"] == ["home"]
    assert heidi.put(at, context=["kitchen"]).status_code == 422


def test_who_is_signed_out_reads_of_a_tag_what_is_public(api: Who, cast: Cast) -> None:
    alice, nobody = api("alice"), api(None)

    def post(text: str, **said: Any) -> str:
        made: str = alice.post("/api/v1/statuses", status=text, **said).json()["id"]
        return made

    def seen() -> list[str]:
        return [each["id"] for each in nobody.get("/api/v1/timelines/tag/quillwort").json()]

    assert seen() == []
    root = post("a plant", visibility="public")
    hidden = [post(f"{number} #quillwort", visibility="private") for number in range(3)]
    answer = post("namely #quillwort", visibility="public", in_reply_to_id=root)
    beneath = post("and #quillwort", visibility="public", in_reply_to_id=hidden[0])
    first = post("first #quillwort", visibility="public")
    assert seen() == [first, answer]
    second = post("second #quillwort", visibility="public")
    assert seen() == [second, first, answer]
    alice.put(f"/api/v1/statuses/{first}", status="to: followers\nfirst #quillwort")
    assert seen() == [second, answer]
    own = [each["id"] for each in alice.get("/api/v1/timelines/tag/quillwort").json()]
    assert own == [second, first, beneath, answer, *reversed(hidden)]


def test_nobody_is_suggested_no_more_without_a_word(api: Who, cast: Cast) -> None:
    for number in (cast.public("alice"), 2**61 + 5):
        answer = api("grace").delete(f"/api/v1/suggestions/{number}")
        assert (answer.status_code, answer.json()) == (200, {}), "blocked, and nobody at all"


def test_nobodys_year_is_counted_up(api: Who) -> None:
    bob, at = api("bob"), "/api/v1/annual_reports"
    assert bob.get(at).json() == {"annual_reports": [], "accounts": [], "statuses": []}
    assert [bob.get(f"{at}/2025").status_code, bob.post(f"{at}/2025/read").status_code] == [404, 404]
    assert bob.get(f"{at}/2025/state").json() == {"state": "ineligible"}
    assert bob.post(f"{at}/2025/generate").json() == {}
    assert api(None).get(at).status_code == 401
