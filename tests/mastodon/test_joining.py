"""Joining by an app: at once where the site is open, after a mail or an operator's yes elsewhere."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from hedgerow.kernel import limits
from hedgerow.kernel.jobs import run_due
from hedgerow.people.apps import acts
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

SAID = {
    "username": "nora", "email": "nora@example.org", "password": "a long hedge of words", "agreement": True,
    "locale": "de",
}  # fmt: skip


@pytest.fixture
def alone(cast: Cast) -> Api:
    """An app without anybody."""
    app = acts.register("Tusk", ["app://x"], "read write")
    return Api(token=acts.let_in_itself(app.app, "read write"))


def decide(cast: Cast, **changes: Any) -> None:
    site.change(
        cast.members["keeper"], SiteDraft(**{"registration": "open", "confirm_email": False, **changes})
    )


def test_it_is_usable_at_once_where_the_site_is_open(cast: Cast, alone: Api) -> None:
    decide(cast)
    answer = alone.post("/api/v1/accounts", **SAID)
    assert answer.status_code == 200, answer.content
    assert answer.json()["scope"] == "read write"
    newcomer = Api(token=answer.json()["access_token"])
    seen = newcomer.get("/api/v1/accounts/verify_credentials").json()
    assert (seen["acct"], seen["locked"]) == ("nora", False)
    assert Member.objects.get(email="nora@example.org").language == "de"
    assert newcomer.get("/api/v1/emails/check_confirmation").json() is True


def test_every_wrong_answer_is_named(cast: Cast, alone: Api) -> None:
    decide(cast)
    nothing = alone.post("/api/v1/accounts")
    assert nothing.status_code == 422
    assert nothing.json()["error"].startswith(
        "Validation failed: Username can't be blank, Email can't be blank"
    )
    details = nothing.json()["details"]
    assert {field: [each["error"] for each in wrong] for field, wrong in details.items()} == {
        "username": ["ERR_BLANK"], "email": ["ERR_BLANK"], "password": ["ERR_BLANK"],
        "agreement": ["ERR_ACCEPTED"],
    }  # fmt: skip
    for change, error in (
        ({"username": "alice"}, "ERR_TAKEN"),
        ({"username": "not a name"}, "ERR_INVALID"),
        ({"username": "x" * 31}, "ERR_TOO_LONG"),
        ({"email": "nonsense"}, "ERR_INVALID"),
        ({"password": "short"}, "ERR_TOO_SHORT"),
        ({"username": "admin"}, "ERR_RESERVED"),
        ({"password": "94837261"}, "ERR_INVALID"),
        ({"reason": "x" * 501}, "ERR_TOO_LONG"),
        ({"locale": "hello"}, "ERR_INCLUSION"),
    ):
        limits.forget_all()
        answer = alone.post("/api/v1/accounts", **{**SAID, **change})
        assert answer.status_code == 422
        assert [each["error"] for each in answer.json()["details"][next(iter(change))]] == [error]


def test_the_language_is_that_of_the_app_wherever_it_is_spoken(cast: Cast, alone: Api) -> None:
    decide(cast)
    for place, (locale, spoken) in enumerate([("de-AT", "de"), ("pt-BR", "en"), ("", "en")]):
        limits.forget_all()
        said = {**SAID, "username": f"nora{place}", "email": f"nora{place}@example.org", "locale": locale}
        assert alone.post("/api/v1/accounts", **said).status_code == 200, locale
        assert Member.objects.get(email=said["email"]).language == spoken


def test_without_confirmation_a_known_address_is_answered_like_a_new_one(cast: Cast, alone: Api) -> None:
    decide(cast)
    known = alone.post("/api/v1/accounts", **{**SAID, "email": "bob@example.org"})
    assert known.status_code == 200, known.content
    newcomer = Api(token=known.json()["access_token"])
    assert newcomer.get("/api/v1/accounts/verify_credentials").json()["acct"] == "nora"
    assert newcomer.get("/api/v1/emails/check_confirmation").json() is True


def test_an_address_is_confirmed_by_a_mail_first(cast: Cast, alone: Api) -> None:
    decide(cast, confirm_email=True)
    newcomer = Api(token=alone.post("/api/v1/accounts", **SAID).json()["access_token"])
    run_due()
    (letter,) = mail.outbox
    assert letter.to == ["nora@example.org"]
    asked = newcomer.get("/api/v1/accounts/verify_credentials")
    assert (asked.status_code, asked.json()) == (
        403,
        {"error": "Your login is missing a confirmed e-mail address"},
    )
    assert newcomer.get("/api/v1/emails/check_confirmation").json() is False
    again = newcomer.post("/api/v1/emails/confirmations", email="nora.too@example.org")
    assert (again.status_code, again.json()) == (200, {})
    run_due()
    assert mail.outbox[-1].to == ["nora.too@example.org"]
    # Whoever got the first letter, at an address that was wrong, confirms nothing by it.
    first = re.search(r"http://[^/]+(/account/confirm-email/\S+)", letter.body)
    assert first is not None
    Client().post(first[1])
    assert newcomer.get("/api/v1/emails/check_confirmation").json() is False
    link = re.search(r"http://[^/]+(/account/confirm-email/\S+)", mail.outbox[-1].body)
    assert link is not None
    Client().post(link[1])
    assert newcomer.get("/api/v1/emails/check_confirmation").json() is True
    assert newcomer.get("/api/v1/accounts/verify_credentials").status_code == 200
    assert newcomer.post("/api/v1/emails/confirmations").status_code == 403


def test_a_known_address_is_told_to_its_owner_alone(cast: Cast, alone: Api) -> None:
    decide(cast, confirm_email=True)
    answer = alone.post("/api/v1/accounts", **{**SAID, "email": "bob@example.org"})
    run_due()
    assert answer.status_code == 200
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"]]
    nobody = Api(token=answer.json()["access_token"])
    new = Api(token=alone.post("/api/v1/accounts", **SAID).json()["access_token"])
    for address in (
        "/api/v1/accounts/verify_credentials",
        "/api/v1/emails/check_confirmation",
        "/api/v1/lists",
    ):
        one, other = nobody.get(address), new.get(address)
        assert (one.status_code, one.content) == (other.status_code, other.content)
    assert nobody.post("/api/v1/emails/confirmations").json() == {}
    run_due()
    assert [letter.to[0] for letter in mail.outbox] == [
        "bob@example.org", "nora@example.org", "bob@example.org",
    ]  # fmt: skip


def test_the_same_sent_twice_is_one_login_with_two_tokens(cast: Cast, alone: Api) -> None:
    decide(cast, confirm_email=True)
    tokens = [alone.post("/api/v1/accounts", **SAID).json()["access_token"] for _ in range(2)]
    member = Member.objects.get(email="nora@example.org")
    members.come_in(member.pk)
    EmailAddress.objects.filter(user=member).update(verified=True)
    for token in tokens:
        assert Api(token=token).get("/api/v1/accounts/verify_credentials").json()["acct"] == "nora"


def test_an_operator_says_yes_first_where_the_site_asks_for_it(cast: Cast, alone: Api) -> None:
    decide(cast, registration="approval")
    why = alone.post("/api/v1/accounts", **SAID)
    assert [each["error"] for each in why.json()["details"]["reason"]] == ["ERR_BLANK"]
    newcomer = Api(token=alone.post("/api/v1/accounts", **SAID, reason="to sing").json()["access_token"])
    asked = newcomer.get("/api/v1/accounts/verify_credentials")
    assert (asked.status_code, asked.json()) == (403, {"error": "Your login is currently pending approval"})
    members.approve(cast.members["keeper"], Member.objects.get(email="nora@example.org").pk)
    assert newcomer.get("/api/v1/accounts/verify_credentials").status_code == 200


@pytest.mark.parametrize("way", ["closed", "invitation"])
def test_where_nobody_joins_by_an_app(cast: Cast, alone: Api, way: str) -> None:
    decide(cast, registration=way)
    for more in ({}, {"invite_code": "nothing"}):
        answer = alone.post("/api/v1/accounts", **SAID, **more)
        assert (answer.status_code, answer.json()) == (403, {"error": "This action is not allowed"})


def test_a_token_is_needed_and_the_scope_to_write(cast: Cast, api: Who) -> None:
    assert api(None).post("/api/v1/accounts", **SAID).status_code == 401
    assert api("bob", "read").post("/api/v1/accounts", **SAID).status_code == 403
    assert api("bob").post("/api/v1/emails/confirmations").json() == {
        "error": "This method is only available to the application the user originally signed-up with"
    }


def test_one_address_of_the_net_joins_five_times_in_half_an_hour(cast: Cast, alone: Api) -> None:
    decide(cast)
    found = [alone.post("/api/v1/accounts").status_code for _ in range(6)]
    assert found == [422] * 5 + [429]
