"""Nobody learns who has an account by signing up: whatever an outsider can ask afterwards, in a browser or
with an app, is answered alike for an address that somebody here has and for one that nobody has.

Only the letters differ, and only who reads the mail of an address gets them.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import BasePasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from hedgerow.kernel import clock, limits
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.people.apps import acts as apps
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.members import reads
from hedgerow.people.models import Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db

SIGN_UP, SIGN_IN = "/account/signup/", "/account/login/"
PASSWORD = "a long hedge of words"
KNOWN, NEW = ("bob@example.org", "nora"), ("ben@example.org", "nina")
"""An address that somebody here has and one that nobody has, and the handle wished for with each."""

Join = Callable[[str, str], Any]


@pytest.fixture
def cast() -> Cast:
    made = assemble()
    decide(made)
    run_due()
    mail.outbox.clear()
    return made


@pytest.fixture(params=["page", "app"])
def join(request: pytest.FixtureRequest, cast: Cast) -> Join:
    """Signs somebody up by a page or by an app; gives what they can ask on with, and the answer."""
    return by_page if request.param == "page" else by_app


@pytest.fixture(autouse=True)
def _nobody_tried() -> Iterator[None]:
    again()
    yield
    again()


def again() -> None:
    """Some time later: nobody is slowed down."""
    cache.clear()
    limits.forget_all()


def decide(cast: Cast, **changes: Any) -> None:
    draft = {"registration": "open", "confirm_email": True, **changes}
    site.change(cast.members["keeper"], SiteDraft(**draft))


def by_page(email: str, handle: str, **more: str) -> Any:
    again()
    client = Client()
    given = {"name": "Somebody", "handle": handle, "email": email, "password1": PASSWORD, **more}
    return client, client.post(SIGN_UP, given, follow=True)


def by_app(email: str, handle: str, **more: str) -> Any:
    again()
    app = apps.register("Tusk", ["app://x"], "read write")
    alone = Api(token=apps.let_in_itself(app.app, "read write"))
    given = {"username": handle, "email": email, "password": PASSWORD, "agreement": True, **more}
    answer = alone.post("/api/v1/accounts", **given)
    return Api(token=answer.json().get("access_token", "")), answer


RANDOM = {"Content-Length", "Expires", "X-Request-Id", "X-RateLimit-Reset", "X-RateLimit-Remaining"}


def alike(known: Any, new: Any, where: str, said: tuple[tuple[str, ...], ...] = (KNOWN, NEW)) -> None:
    """The same but for what was said, for what is random, and for the second at which it was said."""
    one, other = masked(known, said[0]), masked(new, said[1])
    assert one[0] == other[0], where
    assert one[1] == other[1], where


def masked(answer: Any, said: tuple[str, ...]) -> tuple[Any, str]:
    text = answer.content.decode()
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)
    text = re.sub(r'"access_token":"[^"]+"|"created_at":\d+', "", text)
    led = repr(getattr(answer, "redirect_chain", []))
    headers = repr(sorted((name, value) for name, value in answer.headers.items() if name not in RANDOM))
    cookies = sorted((name, morsel["max-age"]) for name, morsel in answer.cookies.items())
    for word in said:
        text, led, headers = (each.replace(word, "~") for each in (text, led, headers))
    return (answer.status_code, led, cookies, headers), text


def both(join: Join) -> tuple[Any, Any]:
    """Somebody signs up with the known address, and somebody with the new one."""
    return join(*KNOWN), join(*NEW)


def test_the_answer_is_one(join: Join) -> None:
    (_, known), (_, new) = both(join)
    assert new.status_code == 200, new.content
    alike(known, new, "sign up")


PAGES = (
    "/@{}", "/@{}/replies", "/@{}/media", "/contacts?find={}", "/contacts/find?find={}",
    "/compose/people?find={}",    "/search?q={}", "/search?q={}&tab=people", "/explore", "/about",
)  # fmt: skip


@pytest.mark.parametrize("who", ["heidi", None])
def test_no_page_shows_who_may_come(cast: Cast, join: Join, who: str | None) -> None:
    both(join)
    run_due()
    client = browser(cast, who)
    for page in PAGES:
        known, new, never = (client.get(page.format(name)) for name in ("nora", "nina", "nobodyx"))
        alike(known, never, page, (("nora",), ("nobodyx",)))
        alike(new, never, page, (("nina",), ("nobodyx",)))


READS = (
    "/api/v1/accounts/lookup?acct={}", "/api/v1/accounts/search?q={}",
    "/api/v1/accounts/search?q={}&resolve=true", "/api/v2/search?q={}&type=accounts", "/api/v2/search?q=@{}",
    "/.well-known/webfinger?resource=acct:{}@localhost:8000",
    "/api/v1/directory?local=true", "/@{}.rss",
)  # fmt: skip


@pytest.mark.parametrize("who", ["heidi", None])
def test_no_app_finds_who_may_come(cast: Cast, join: Join, who: str | None) -> None:
    both(join)
    run_due()
    api = Api(cast.faces[who] if who else None)
    for address in READS:
        known, new, never = (api.get(address.format(name)) for name in ("nora", "nina", "nobodyx"))
        alike(known, never, address, (("nora",), ("nobodyx",)))
        alike(new, never, address, (("nina",), ("nobodyx",)))


COUNTS = (
    "/about", "/api/v1/instance", "/api/v2/instance", "/api/v1/instance/activity", "/nodeinfo/2.0",
    "/nodeinfo/2.1", "/api/v1/directory",
)  # fmt: skip


def test_nobody_is_counted_before_they_are_here(cast: Cast, join: Join) -> None:
    client = Client()
    before = {address: client.get(address) for address in COUNTS}
    for said in (KNOWN, NEW):
        join(*said)
        for address in COUNTS:
            alike(client.get(address), before[address], address, ((), ()))


def test_a_handle_is_free_until_somebody_confirms(cast: Cast, join: Join) -> None:
    both(join)
    for _, handle in (KNOWN, NEW):
        again()
        assert by_app(f"another.{handle}@example.org", handle)[1].status_code == 200
        assert by_page(f"other.{handle}@example.org", handle)[1].status_code == 200
        assert faces.free_handle(handle) == handle
        made = browser(cast, "heidi").post(
            "/me/faces/new", {"handle": handle, "name": "X", "colour": 1, "time_zone": "UTC"}
        )
        assert made.status_code == 302


def test_a_bio_that_names_them_leads_nowhere(cast: Cast, join: Join) -> None:
    both(join)
    heidi = Api(cast.faces["heidi"])
    heidi.patch("/api/v1/accounts/update_credentials", note="with @nora, @nina and @bob")
    shown = heidi.get("/api/v1/accounts/verify_credentials").json()["note"]
    assert ("/@nora" in shown, "/@nina" in shown, "/@bob" in shown) == (False, False, True)


def test_the_password_leads_to_the_same_page(join: Join) -> None:
    both(join)
    for password in (PASSWORD, "none of them"):
        tried = []
        for email, _handle in (KNOWN, NEW):
            again()
            tried.append(Client().post(SIGN_IN, {"login": email, "password": password}, follow=True))
        alike(*tried, where=password)


def test_no_password_takes_longer_for_a_known_address(join: Join, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of a password is what an answer's time consists of."""
    from django.contrib.auth import hashers

    worked: Counter[str] = Counter()
    real = hashers.get_hasher().__class__

    def counted(self: BasePasswordHasher, password: str, salt: str, *more: Any) -> str:
        worked["passwords"] += 1
        return str(encode(self, password, salt, *more))

    encode = real.encode
    monkeypatch.setattr(real, "encode", counted)
    cost: dict[str, list[int]] = {"known": [], "new": []}

    def work(which: str, act: Callable[[], object]) -> None:
        again()
        worked.clear()
        act()
        cost[which].append(worked["passwords"])

    for which, (email, handle) in (("known", KNOWN), ("new", NEW)):
        work(which, lambda email=email: Client().post(SIGN_IN, {"login": email, "password": "wrong words"}))  # type: ignore[misc]
        for number in range(2):
            work(which, lambda email=email, name=f"{handle}{number}": join(email, name))  # type: ignore[misc]
            for password in (PASSWORD, "wrong words"):
                work(
                    which,
                    lambda email=email, password=password: Client().post(
                        SIGN_IN, {"login": email, "password": password}
                    ),
                )  # type: ignore[misc]
    assert cost["known"] == cost["new"]
    assert min(cost["new"]) >= 1


def test_a_letter_again_and_all_over(cast: Cast) -> None:
    (known, _), (new, _) = both(by_page)
    said = "/account/confirm-email/again"
    again()
    for words in (*["Confirmation email sent"] * 3, "several already"):
        one, other = known.post(said, follow=True), new.post(said, follow=True)
        assert words in one.content.decode()
        alike(one, other, said)
    alike(known.get("/account/confirm-email/"), new.get("/account/confirm-email/"), "the page that waits")
    alike(known.post("/account/confirm-email/over"), new.post("/account/confirm-email/over"), "over")
    tried = []
    for email, _handle in (KNOWN, NEW):
        again()
        tried.append(Client().post(SIGN_IN, {"login": email, "password": PASSWORD}, follow=True))
    alike(*tried, where="after it")


def test_a_token_of_a_known_address_is_a_token_that_waits(cast: Cast) -> None:
    (known, _), (new, _) = both(by_app)
    for address in (
        "/api/v1/accounts/verify_credentials", "/api/v1/emails/check_confirmation", "/api/v1/lists",
        "/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/apps/verify_credentials",
    ):  # fmt: skip
        alike(known.get(address), new.get(address), address)
    assert known.get("/api/v1/lists").json()["error"] == "Your login is missing a confirmed e-mail address"
    alike(known.post("/api/v1/statuses", status="x"), new.post("/api/v1/statuses", status="x"), "post")
    for given in ({}, {"email": "nonsense"}, {"email": "my.own@example.org"}):
        ask = "/api/v1/emails/confirmations"
        alike(known.post(ask, **given), new.post(ask, **given), ask)


def test_who_gives_an_address_of_their_own_afterwards_gets_a_letter_either_way(cast: Cast) -> None:
    (known, _), (new, _) = both(by_app)
    known.post("/api/v1/emails/confirmations", email="mine@example.org")
    new.post("/api/v1/emails/confirmations", email="mine.too@example.org")
    run_due()
    for address in ("mine@example.org", "mine.too@example.org"):
        assert [led_to(letter) for letter in mail.outbox if letter.to == [address]] == ["confirm"]
    # And an address that somebody has tells its owner alone, whoever gives it later.
    mail.outbox.clear()
    again()
    new.post("/api/v1/emails/confirmations", email=KNOWN[0])
    run_due()
    assert [(letter.to, led_to(letter)) for letter in mail.outbox] == [([KNOWN[0]], "tell")]


def led_to(letter: Any) -> str:
    return "confirm" if "/account/confirm-email/" in str(letter.body) else "tell"


def test_each_address_gets_one_letter_and_only_a_new_one_can_be_confirmed(cast: Cast, join: Join) -> None:
    both(join)
    run_due()
    assert sorted((letter.to[0], led_to(letter)) for letter in mail.outbox) == [
        ("ben@example.org", "confirm"),
        ("bob@example.org", "tell"),
    ]
    told = next(str(letter.body) for letter in mail.outbox if letter.to == ["bob@example.org"])
    assert "already" in told
    # Signing in with the password of the sign-up writes to its owner, too, and confirms nothing.
    mail.outbox.clear()
    again()
    Client().post(SIGN_IN, {"login": KNOWN[0], "password": PASSWORD})
    run_due()
    assert [(letter.to[0], led_to(letter)) for letter in mail.outbox] == [("bob@example.org", "tell")]


def test_a_forgotten_password_is_the_owners_alone(cast: Cast, join: Join) -> None:
    both(join)
    run_due()
    mail.outbox.clear()
    asked = []
    for email, _handle in (KNOWN, NEW):
        again()
        asked.append(Client().post("/account/password/reset/", {"email": email}, follow=True))
    alike(*asked, where="reset")
    run_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ben@example.org", "bob@example.org"]
    link = next(
        re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", str(letter.body))
        for letter in mail.outbox
        if letter.to == ["bob@example.org"]
    )
    assert link is not None
    bobs = Client()
    form = bobs.get(link[1], follow=True).redirect_chain[-1][0]
    bobs.post(form, {"password1": "words of his own", "password2": "words of his own"})
    again()
    bobs.post(SIGN_IN, {"login": KNOWN[0], "password": "words of his own"})
    assert 'href="/@bob"' in bobs.get("/me").content.decode()


def test_an_invitation_is_used_and_given_back_alike(cast: Cast, join: Join) -> None:
    decide(cast, registration="invitation")
    codes = []
    with write():
        codes = [invitations.invite(cast.faces["heidi"]).code for _ in range(2)]
    named = "invitation" if join is by_page else "invite_code"
    left = []
    for code, said in zip(codes, (KNOWN, NEW), strict=True):
        answer = join(*said, **{named: code})[1]  # type: ignore[call-arg]
        assert answer.status_code == 200
        left.append(works(code))
    members.end_unconfirmed(clock.now() + members.CONFIRM_WITHIN + timedelta(hours=1))
    left += [works(code) for code in codes]
    assert left == [False, False, True, True]


def works(code: str) -> bool:
    return "You are invited" in Client().get(f"/join/{code}", follow=True).content.decode()


def test_where_an_operator_says_yes_they_hear_only_of_addresses_that_are_confirmed(
    cast: Cast, join: Join
) -> None:
    decide(cast, registration="approval")
    named = "why" if join is by_page else "reason"
    (_, known), (_, new) = (join(*said, **{named: "to sing"}) for said in (KNOWN, NEW))  # type: ignore[call-arg]
    alike(known, new, "sign up")
    run_due()
    keeper = browser(cast, "keeper")
    assert "to sing" not in keeper.get("/operate/requests").content.decode()
    letter = next(str(letter.body) for letter in mail.outbox if letter.to == [NEW[0]])
    link = re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", letter)
    assert link is not None
    Client().post(link[1])
    waiting = keeper.get("/operate/requests").content.decode()
    assert (NEW[0] in waiting, KNOWN[0] in waiting) == (True, False)


def test_both_are_gone_after_some_days(join: Join) -> None:
    both(join)
    members.end_unconfirmed(clock.now() + members.CONFIRM_WITHIN + timedelta(hours=1))
    tried = []
    for email, _handle in (KNOWN, NEW):
        again()
        tried.append(Client().post(SIGN_IN, {"login": email, "password": PASSWORD}, follow=True))
    alike(*tried, where="after a week")
    assert "/account/confirm-email/" not in json.dumps(tried[0].redirect_chain)


def test_an_address_is_signed_up_only_so_often_a_day(cast: Cast) -> None:
    """Each sign-up is a login more whose password may be tried; a known address is answered alike."""
    refused = []
    for email, handle in (KNOWN, NEW):
        for number in range(members.SIGN_UPS_A_DAY):
            members.register(email, PASSWORD, f"{handle}{number}", "Somebody")
        given = {"name": "Somebody", "handle": handle, "email": email, "password1": PASSWORD}
        refused.append(Client().post(SIGN_UP, given))
    assert [answer.status_code for answer in refused] == [429, 429]
    assert all(int(answer["Retry-After"]) > 0 for answer in refused)


def test_signing_in_tries_few_of_those_who_never_confirmed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(members.SIGN_UPS_A_DAY):
        members.register(NEW[0], f"{PASSWORD} {number}", f"{NEW[1]}{number}", "Somebody")
    tried = Counter[str]()
    real = Member.check_password

    def counted(each: Member, raw: str) -> bool:
        tried["passwords"] += 1
        return real(each, raw)

    monkeypatch.setattr(Member, "check_password", counted)
    Client().post(SIGN_IN, {"login": NEW[0], "password": "none of them"})
    assert 1 <= tried["passwords"] <= reads.NEW_TRIED
