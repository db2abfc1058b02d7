"""What operators keep out by an app or by their page: nobody joins with it, and nobody else sees the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hedgerow.delivery.streams import feeds
from hedgerow.delivery.streams.feeds import Feed
from hedgerow.kernel import limits, outbox
from hedgerow.people.apps import acts
from hedgerow.people.barring import reads as barring
from hedgerow.people.models import AuditEntry, Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.models import Post
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.web.someone import signed_in

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

ADMIN = "read write admin:read admin:write"
AT = "/api/v1/admin"
MISSING = 2**61 + 5
SAID = {
    "username": "nora",
    "email": "nora@bad.example",
    "password": "a long hedge of words",
    "agreement": True,
}


@pytest.fixture
def keeper(api: Who) -> Api:
    return api("keeper", ADMIN)


def join(cast: Cast, **said: Any) -> Any:
    """Somebody tries to join an open site."""
    site.change(cast.members["keeper"], SiteDraft(registration="open", confirm_email=False))
    limits.forget_all()
    app = acts.register("Tusk", ["app://x"], "read write")
    return Api(token=acts.let_in_itself(app.app, "read write")).post("/api/v1/accounts", **{**SAID, **said})


@pytest.mark.parametrize(
    ("where", "given", "changed", "shown"),
    [
        ("email_domain_blocks", {"domain": "BAD.example"}, None, {"domain": "bad.example"}),
        ("canonical_email_blocks", {"email": "n.o.ra+x@bad.example"}, None, {}),
        (
            "ip_blocks",
            {"ip": "192.0.2.9/24", "severity": "sign_up_block", "comment": "c", "expires_in": 600},
            {"severity": "no_access"},
            {"ip": "192.0.2.0/24", "severity": "sign_up_block", "comment": "c"},
        ),
        (
            "domain_blocks",
            {"domain": "far.example", "severity": "suspend", "reject_media": True, "private_comment": "p"},
            {"severity": "noop"},
            {"severity": "suspend", "reject_media": True, "reject_reports": False, "private_comment": "p"},
        ),
        ("domain_allows", {"domain": "near.example"}, None, {"domain": "near.example"}),
    ],
)
def test_a_list_is_kept(
    api: Who, cast: Cast, keeper: Api, where: str, given: Any, changed: Any, shown: Any
) -> None:
    address = f"{AT}/{where}"
    made = keeper.post(address, **given)
    assert made.status_code == 200, made.content
    assert {name: made.json()[name] for name in shown} == shown
    one = f"{address}/{made.json()['id']}"
    assert keeper.get(one).json() == made.json()
    assert keeper.get(address).json() == [made.json()]
    if where != "domain_allows":
        assert keeper.post(address, **given).status_code == 422
    if changed:
        assert keeper.put(one, **changed).json() == {**made.json(), **changed}
    for wrong in ({}, {"domain": "no domain", "email": "x", "ip": "300.1.1.1", "severity": "no_access"}):
        assert keeper.post(address, **wrong).status_code == 422
    for name, scopes in (("bob", ADMIN), ("keeper", "read write")):
        assert api(name, scopes).get(address).status_code == 403
    assert keeper.delete(one).json() == {}
    assert keeper.get(one).status_code == keeper.delete(one).status_code == 404
    assert keeper.get(address).json() == []
    assert set(AuditEntry.objects.filter(act__startswith="bar").values_list("act", flat=True)) >= {
        "bar", "bar.lift",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("where", "given"),
    [
        ("email_domain_blocks", {"domain": "example"}),
        ("email_domain_blocks", {"domain": "bad.example"}),
        ("canonical_email_blocks", {"email": "N.ora+any@bad.example"}),
        ("ip_blocks", {"ip": "127.0.0.0/8", "severity": "sign_up_block"}),
    ],
)
def test_nobody_joins_with_what_is_kept_out(cast: Cast, keeper: Api, where: str, given: Any) -> None:
    made = keeper.post(f"{AT}/{where}", **given)
    if made.status_code == 422:
        assert given == {"domain": "example"}, "whole top-level domains are no domain"
        return
    refused = join(cast)
    assert (refused.status_code, refused.json()["details"]["email"][0]["error"]) == (422, "ERR_BLOCKED")
    page = Client().post(
        "/account/signup/", {**SAID, "name": "N", "handle": "nora", "password1": SAID["password"]}
    )
    assert not Member.objects.filter(email=SAID["email"]).exists()
    assert b"with this e-mail address" in page.content
    keeper.delete(f"{AT}/{where}/{made.json()['id']}")
    assert join(cast).status_code == 200


def test_some_join_once_an_operator_says_yes(cast: Cast, keeper: Api) -> None:
    keeper.post(f"{AT}/email_domain_blocks", domain="bad.example", allow_with_approval=True)
    assert join(cast).status_code == 200
    assert Member.objects.get(email=SAID["email"]).state == "waiting"
    assert join(cast, username="olga", email="olga@sub.bad.example").status_code == 200
    assert Member.objects.get(email="olga@sub.bad.example").state == "waiting"
    assert join(cast, username="pia", email="pia@notbad.example").status_code == 200
    assert Member.objects.get(email="pia@notbad.example").state == "active"


def test_nothing_is_answered_to_some(api: Who, cast: Cast, keeper: Api) -> None:
    own = keeper.post(f"{AT}/ip_blocks", ip="127.0.0.1", severity="no_access")
    assert own.status_code == 422, "whoever says so is there"
    keeper.post(f"{AT}/ip_blocks", ip="203.0.113.7", severity="no_access")
    for address in ("/", "/about", "/api/v2/instance", "/account/login/"):
        assert Client(REMOTE_ADDR="203.0.113.7").get(address).status_code == 403
        assert Client(REMOTE_ADDR="203.0.113.8").get(address).status_code in (200, 302)
    assert Client(REMOTE_ADDR="::ffff:203.0.113.7").get("/").status_code == 403


def test_an_address_is_tested(keeper: Api) -> None:
    test = f"{AT}/canonical_email_blocks/test"
    assert keeper.post(test, email="a@b.example").json() == []
    made = keeper.post(f"{AT}/canonical_email_blocks", email="a@b.example").json()
    assert keeper.post(test, email="A+x@b.example").json() == [made]
    assert "a@b" not in str(made)


def test_operators_keep_out_on_their_page(cast: Cast) -> None:
    browser = signed_in(cast.members["keeper"])
    sent = {"kind": "mail", "what": "bad.example", "manner": "refuse", "note": "spam"}
    assert browser.post("/operate/kept-out", sent).status_code == 302
    assert barring.at_joining("x@bad.example") == "refuse"
    page = browser.get("/operate/kept-out").content.decode()
    assert "bad.example" in page
    assert "spam" in page
    for wrong in ({"what": "nonsense"}, {"manner": "nothing"}, {"kind": "address"}, {"what": "bad.example"}):
        answer = browser.post("/operate/kept-out", {**sent, **wrong})
        assert answer.status_code == 422, wrong
        assert "spam" in answer.content.decode()
    [entry] = barring.listed(cast.members["keeper"], ("mail",))
    assert browser.post(f"/operate/kept-out/mail/{entry.id}/remove").status_code == 302
    assert barring.at_joining("x@bad.example") == ""
    assert signed_in(cast.members["bob"]).get("/operate/kept-out").status_code == 404


def test_a_face_keeps_servers_away(api: Who) -> None:
    bob, where = api("bob"), "/api/v1/domain_blocks"
    assert bob.post(where, domain="Far.Example").json() == {}
    assert bob.post(where, domain="far.example").json() == {}
    assert bob.get(where).json() == ["far.example"]
    assert api("heidi").get(where).json() == []
    assert bob.post(where, domain="no domain").status_code == bob.post(where).status_code == 422
    assert bob.delete(where, domain="far.example").json() == {}
    assert bob.get(where).json() == []


def test_a_report_is_taken_on_and_left(api: Who, cast: Cast, keeper: Api) -> None:
    made = api("bob").post("/api/v1/reports", account_id=str(cast.public("alice"))).json()
    at = f"{AT}/reports/{made['id']}"
    assert keeper.post(f"{at}/assign_to_self").json()["assigned_account"]["username"] == "keeper"
    assert keeper.get(at).json()["assigned_account"]["username"] == "keeper"
    assert keeper.post(f"{at}/unassign").json()["assigned_account"] is None
    assert keeper.post(f"{AT}/reports/{MISSING}/assign_to_self").status_code == 404
    assert api("bob", ADMIN).post(f"{at}/assign_to_self").status_code == 403


def test_who_was_done_with_a_report_is_a_face_or_a_login_and_never_both(
    api: Who, cast: Cast, keeper: Api
) -> None:
    alice = str(cast.public("alice"))
    made = [api("bob").post("/api/v1/reports", account_id=alice).json() for _ in range(3)]
    first, second, third = (f"{AT}/reports/{each['id']}" for each in made)
    keeper.post(f"{first}/assign_to_self")
    assert keeper.post(f"{first}/resolve").json()["action_taken_by_account"]["username"] == "keeper"
    keeper.post(f"{first}/unassign")
    assert keeper.get(first).json()["action_taken_by_account"]["username"] == "keeper"
    about = {"type": "none", "text": "Please", "report_id": made[1]["id"]}
    assert keeper.post(f"{AT}/accounts/{alice}/action", **about).status_code == 200
    page = signed_in(cast.members["keeper"])
    assert page.post(f"/operate/reports/{made[2]['id']}", {"outcome": "Spoken to"}).status_code == 302
    staff = keeper.get("/api/v2/admin/accounts", permissions="staff").json()
    assert [each["username"] for each in staff] == ["keeper"]
    for done in (second, third):
        shown = keeper.get(done).json()
        assert (shown["action_taken"], shown["action_taken_by_account"]) == (True, None)
    log = AuditEntry.objects.filter(act__startswith="report")
    named = {subject for subject, actor in log.values_list("subject", "actor") if actor is not None}
    assert named == {f"report {each['id']}" for each in made[1:]}
    opened = keeper.post(f"{first}/reopen").json()
    assert (opened["action_taken"], opened["action_taken_by_account"]) == (False, None)


def test_a_suspended_face_is_removed_for_good(api: Who, cast: Cast, keeper: Api) -> None:
    at = f"{AT}/accounts/{cast.public('heidi')}"
    assert keeper.delete(at).status_code == 403
    assert keeper.post(f"{at}/action", type="suspend").status_code == 200
    assert api("bob", ADMIN).delete(at).status_code == 403
    gone = keeper.delete(at)
    assert (gone.status_code, gone.json()["username"]) == (200, "heidi")
    assert keeper.get(at).status_code == 404
    assert api(None).get("/api/v1/accounts/lookup", acct="heidi").status_code == 404


def test_faces_are_filtered(keeper: Api, cast: Cast) -> None:
    nobody = ({"email": "bob@example.org"}, {"ip": "192.0.2.1"}, {"by_domain": "far.example"})
    for wanted in nobody:
        for version in ("v1", "v2"):
            assert keeper.get(f"/api/{version}/admin/accounts", **wanted).json() == []
    for flag in ("remote", "disabled"):
        assert keeper.get(f"{AT}/accounts", **{flag: "true"}).json() == []
    v2 = "/api/v2/admin/accounts"
    for wanted in (
        {"origin": "remote"},
        {"status": "disabled"},
        {"permissions": "staff", "origin": "remote"},
        {"role_ids[]": "1"},
    ):
        assert keeper.get(v2, **wanted).json() == []
    for answer in (keeper.get(v2, permissions="staff"), keeper.get(f"{AT}/accounts", staff="true")):
        assert [each["username"] for each in answer.json()] == ["keeper"], "oneself, and nobody else's login"
    for name, word in (("status", "asleep"), ("origin", "moon")):
        answer = keeper.get(v2, **{name: word})
        assert (answer.status_code, answer.json()) == (400, {"error": f"Unknown {name}: {word}"})
        assert keeper.get(f"{AT}/accounts", **{name: word}).status_code == 200
    assert keeper.get(v2, permissions="anything").status_code == 200
    at = f"{AT}/accounts/{cast.public('bob')}"
    for state, act in (("sensitized", "sensitive"), ("silenced", "silence"), ("suspended", "suspend")):
        assert keeper.get(v2, status=state).json() == []
        keeper.post(f"{at}/action", type=act)
        for answer in (keeper.get(v2, status=state), keeper.get(f"{AT}/accounts", **{state: "true"})):
            assert [each["username"] for each in answer.json()] == ["bob"]
        assert keeper.get(v2, status=state, username="alice").json() == []
    assert keeper.get(v2, status="active", username="bob").json() == []
    keeper.post(f"{at}/unsuspend")
    found = keeper.get(f"{AT}/accounts", username="bob", display_name="BO").json()
    assert [each["username"] for each in found] == ["bob"]
    assert keeper.get(f"{AT}/accounts", username="bob", display_name="x").json() == []


def test_a_silenced_face_is_read_by_who_follows_it(api: Who, cast: Cast, keeper: Api) -> None:
    said = api("bob").post("/api/v1/statuses", status="loud #hedges", visibility="public").json()
    api("carol").post(f"/api/v1/accounts/{cast.public('bob')}/follow")
    at, lists = f"{AT}/accounts/{cast.public('bob')}", ("public", "tag/hedges")

    def found(name: str | None) -> list[bool]:
        return [
            said["id"] in {each["id"] for each in api(name).get(f"/api/v1/timelines/{place}").json()}
            for place in lists
        ]

    assert found(None) == found("heidi") == [True, True]
    assert keeper.post(f"{at}/action", type="silence", text="Calm down").json() == {}
    assert keeper.get(at).json()["silenced"] is True
    assert [each["username"] for each in keeper.get(f"{AT}/accounts", silenced="true").json()] == ["bob"]
    assert found(None) == found("heidi") == [False, False]
    assert found("carol") == found("bob") == [True, True]
    assert api("heidi").get(f"/api/v1/statuses/{said['id']}").status_code == 200
    dense = Post.objects.unguarded(reason="a test asks streams").get(public_id=said["id"]).pk
    heard = feeds.told_of(dense, [Feed(cast.faces[name], feeds.PUBLIC) for name in ("heidi", "carol")])
    assert {feed.face for feed in heard} == {cast.faces["carol"]}
    assert keeper.post(f"{at}/unsilence").json()["silenced"] is False
    assert found("heidi") == [True, True]


def test_a_silenced_face_says_so_and_is_kept_apart_by_who_wishes_it(
    api: Who, cast: Cast, keeper: Api
) -> None:
    at, bob = f"{AT}/accounts/{cast.public('bob')}", f"/api/v1/accounts/{cast.public('bob')}"
    for name, word in (("heidi", "filter"), ("carol", "filter"), ("dan", "accept")):
        api(name).patch("/api/v2/notifications/policy", for_limited_accounts=word)
    api("carol").post(f"{bob}/follow")
    assert "limited" not in api("heidi").get(bob).json()
    keeper.post(f"{at}/action", type="silence")
    assert api("heidi").get(bob).json()["limited"] is True
    names = " ".join(f"@{name}" for name in ("heidi", "carol", "dan"))
    said = api("bob").post("/api/v1/statuses", status=f"hear me {names}", visibility="public").json()
    outbox.drain(strict=True)

    def told(name: str) -> set[str]:
        found = api(name).get("/api/v1/notifications", types=["mention"]).json()
        return {each["status"]["id"] for each in found}

    assert [said["id"] in told(name) for name in ("heidi", "carol", "dan")] == [False, True, True]
    [kept] = api("heidi").get("/api/v1/notifications/requests").json()
    assert kept["last_status"]["id"] == said["id"]
    keeper.post(f"{at}/unsilence")
    assert "limited" not in api("heidi").get(bob).json()


def test_what_a_face_posts_is_covered(api: Who, cast: Cast, keeper: Api) -> None:
    said = api("bob").post("/api/v1/statuses", status="bare", visibility="public").json()
    at, post = f"{AT}/accounts/{cast.public('bob')}", f"/api/v1/statuses/{said['id']}"
    assert api(None).get(post).json()["sensitive"] is False
    keeper.post(f"{at}/action", type="sensitive")
    assert api(None).get(post).json()["sensitive"] is True
    assert keeper.post(f"{at}/unsensitive").json()["sensitized"] is False
    assert api(None).get(post).json()["sensitive"] is False


def test_moderators_hold_a_face_on_its_page(cast: Cast) -> None:
    browser, at = signed_in(cast.members["keeper"]), "/operate/faces/@bob"
    for name, words in (("limit", "Let it into public lists again"), ("cover", "Cover its pictures no more")):
        assert browser.post(f"{at}/{name}", {"on": "1"}).status_code == 302
        assert words in browser.get(at).content.decode()
        browser.post(f"{at}/{name}", {"on": "0"})
        assert words not in browser.get(at).content.decode()
        assert signed_in(cast.members["bob"]).post(f"{at}/{name}", {"on": "1"}).status_code == 404
