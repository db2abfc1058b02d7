"""Reporting, and what moderators do with apps: on the rooms' acts, each in the log, and no face linked."""

from collections.abc import Callable
from typing import Any

import pytest

from hedgerow.people.members import acts as members
from hedgerow.people.models import AuditEntry
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.cast import PASSWORD, Cast, mark
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

ADMIN = "read write admin:read admin:write"
AT = "/api/v1/admin"
MISSING = 2**61 + 5


def reported(api: Who, cast: Cast) -> dict[str, Any]:
    """Bob reports a post of Alice's circle."""
    answer = api("bob").post(
        "/api/v1/reports",
        account_id=str(cast.public("alice")),
        status_ids=[str(cast.posts["circle"])],
        comment="Not kind",
        category="spam",
    )
    assert answer.status_code == 200, answer.content
    made: dict[str, Any] = answer.json()
    return made


def test_a_report_hands_over_what_its_maker_sees_and_nothing_else(api: Who, cast: Cast) -> None:
    made = reported(api, cast)
    assert (made["category"], made["comment"], made["action_taken"]) == ("spam", "Not kind", False)
    assert made["target_account"]["username"] == "alice"
    alice = str(cast.public("alice"))
    hidden = [
        api("heidi").post("/api/v1/reports", account_id=alice, status_ids=[str(number)])
        for number in (cast.posts["circle"], MISSING)
    ]
    blocked = [
        api("grace").post("/api/v1/reports", account_id=str(number))
        for number in (cast.public("alice"), MISSING)
    ]
    for first, second in (hidden, blocked):
        assert (first.status_code, first.content) == (404, second.content)
    for wrong in ({"category": "boring"}, {"comment": "x" * 1001}, {"account_id": "x"}):
        assert api("bob").post("/api/v1/reports", **{"account_id": alice, **wrong}).status_code == 422


def test_moderators_alone_moderate(api: Who, cast: Cast) -> None:
    trends = [f"/trends/{what}" for what in ("tags", "statuses", "links")]
    for address in ("/accounts", "/reports", "/domain_blocks", f"/accounts/{cast.public('bob')}", *trends):
        assert api("bob", ADMIN).get(AT + address).status_code == 403
        assert api("keeper", "read write").get(AT + address).status_code == 403
        assert api(None).get(AT + address).status_code == 401
        assert api("keeper", ADMIN).get(AT + address).status_code == 200


def test_reports_are_read_filed_done_and_taken_up_again(api: Who, cast: Cast) -> None:
    made, keeper = reported(api, cast), api("keeper", ADMIN)
    [shown] = keeper.get(f"{AT}/reports").json()
    assert shown["id"] == made["id"]
    assert (shown["account"]["username"], shown["target_account"]["username"]) == ("bob", "alice")
    assert mark("circle") in shown["statuses"][0]["content"]
    at = f"{AT}/reports/{made['id']}"
    assert keeper.put(at, category="legal").json()["category"] == "legal"
    assert keeper.post(f"{at}/resolve").json()["action_taken"] is True
    assert keeper.get(f"{AT}/reports").json() == []
    assert [each["id"] for each in keeper.get(f"{AT}/reports", resolved="true").json()] == [made["id"]]
    assert keeper.post(f"{at}/reopen").json()["action_taken"] is False
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"report refiled", "report done", "report reopened"} <= acts
    assert keeper.get(f"{AT}/reports/{MISSING}").status_code == 404


def test_a_face_is_warned_stopped_and_let_go(api: Who, cast: Cast) -> None:
    keeper, at = api("keeper", ADMIN), f"{AT}/accounts/{cast.public('heidi')}"
    assert keeper.post(f"{at}/action", type="none", text="Please").json() == {}
    assert keeper.post(f"{at}/action", type="scold").status_code == 422
    assert keeper.post(f"{at}/action", type="suspend").json() == {}
    assert api("bob").get(f"/api/v1/accounts/{cast.public('heidi')}").status_code == 404
    assert [each["username"] for each in keeper.get(f"{AT}/accounts", suspended="true").json()] == ["heidi"]
    assert keeper.post(f"{at}/unsuspend").json()["suspended"] is False
    assert keeper.post(f"{at}/action", type="disable").json() == {}
    assert keeper.post(f"{at}/enable").json()["disabled"] is False
    assert {"face.warn", "face.suspend", "face.restore", "member.suspend", "member.restore"} <= set(
        AuditEntry.objects.values_list("act", flat=True)
    )


def test_nothing_links_two_faces(api: Who, cast: Cast) -> None:
    keeper = api("keeper", ADMIN)
    keeper.post(f"{AT}/accounts/{cast.public('alice')}/action", type="disable")
    listed = keeper.get("/api/v2/admin/accounts", status="suspended").json()
    assert listed == [], "whose member is stopped is not listed: all its faces would stand there"
    for name in ("alice", "alice_too"):
        shown = keeper.get(f"{AT}/accounts/{cast.public(name)}").json()
        assert (shown["email"], shown["ip"], shown["ips"], shown["role"]) == ("", None, [], None)
    assert b"alice@example.org" not in keeper.get(f"{AT}/accounts", username="alice").content


def test_who_asks_to_join_is_let_in_or_not(api: Who, cast: Cast) -> None:
    operator, keeper = cast.members["keeper"], api("keeper", ADMIN)
    site.change(operator, SiteDraft(registration="approval"))
    for name in ("yes_please", "no_thanks"):
        members.register(f"{name}@example.org", PASSWORD, name, name, why="I like gardens", confirmed=True)
    waiting = {each["username"]: each for each in keeper.get(f"{AT}/accounts", pending="true").json()}
    assert set(waiting) == {"yes_please", "no_thanks"}
    assert waiting["yes_please"]["approved"] is False
    at = {name: f"{AT}/accounts/{each['id']}" for name, each in waiting.items()}
    assert keeper.post(f"{at['yes_please']}/approve").json()["approved"] is True
    gone = keeper.post(f"{at['no_thanks']}/reject").json()
    assert (gone["username"], gone["approved"]) == ("no_thanks", False)
    assert keeper.get(f"{AT}/accounts", pending="true").json() == []
    for number, status in ((cast.public("bob"), 403), (MISSING, 404)):
        for act in ("approve", "reject"):
            assert keeper.post(f"{AT}/accounts/{number}/{act}").status_code == status
