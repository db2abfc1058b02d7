"""Signing in: an app registers, a member picks one face, a code becomes a token; and all that is refused."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.people.apps import reads, rules
from hedgerow.people.faces import acts as faces
from hedgerow.people.models import AppCode
from tests.cast import Cast
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]

BACK = "https://app.example/back"
OWN_SCHEME = "IceCubesApp://Auth?from=site"
OOB = "urn:ietf:wg:oauth:2.0:oob"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"


def new_app(addresses: Any = BACK, scopes: str = "read write follow push") -> dict[str, Any]:
    about = {"client_name": "Tusk", "website": "https://tusk.example"}
    answer = Api().post("/api/v1/apps", **about, redirect_uris=addresses, scopes=scopes)
    assert answer.status_code == 200, answer.content
    made: dict[str, Any] = answer.json()
    return made


def ask(app: dict[str, Any], **more: str) -> dict[str, str]:
    asked = {"client_id": app["client_id"], "redirect_uri": app["redirect_uris"][0], "response_type": "code"}
    return {**asked, **more}


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.members[name])
    return client


def allow(client: Client, asked: dict[str, str], face: str) -> Any:
    return client.post("/oauth/authorize", {**asked, "face": face, "answer": "yes"})


def code_of(answer: Any) -> str:
    assert answer.status_code == 302, answer.content
    return parse_qs(urlsplit(answer["Location"]).query)["code"][0]


def trade(app: dict[str, Any], code: str, **more: str) -> Any:
    given = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": app["redirect_uris"][0],
        "client_id": app["client_id"], "client_secret": app["client_secret"],
    }  # fmt: skip
    return Api().form("/oauth/token", {name: value for name, value in {**given, **more}.items() if value})


def code_for(cast: Cast, app: dict[str, Any], **more: str) -> str:
    return code_of(allow(browser(cast, "alice"), ask(app, **more), "alice"))


# --- registering ---


@pytest.mark.parametrize(
    "addresses", [BACK, f"{BACK}\n{OOB}", [BACK, OWN_SCHEME], OWN_SCHEME, "http://[::1]/x"]
)
def test_an_app_registers_and_sees_itself(cast: Cast, addresses: Any) -> None:
    made = new_app(addresses, "read push")
    wanted = addresses.split() if isinstance(addresses, str) else addresses
    assert made["redirect_uris"] == wanted
    assert made["redirect_uri"] == "\n".join(wanted)
    assert (made["name"], made["website"], made["scopes"]) == (
        "Tusk",
        "https://tusk.example",
        ["read", "push"],
    )
    assert made["client_secret_expires_at"] == 0
    token = trade(made, "", grant_type="client_credentials", scope="read push").json()["access_token"]
    seen = Api(token=token).get("/api/v1/apps/verify_credentials").json()
    assert seen["id"] == made["id"]
    assert seen["scopes"] == ["read", "push"]
    assert not {"client_id", "client_secret"} & set(seen)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"client_name": ""}, "Application name can't be blank"),
        ({"client_name": "x" * 61}, "Application name is too long (maximum is 60 characters)"),
        ({"redirect_uris": ""}, "Redirect URI can't be blank"),
        ({"redirect_uris": "/here"}, "Redirect URI must be an absolute URI."),
        ({"redirect_uris": "https:///nowhere"}, "Redirect URI must be an absolute URI."),
        ({"redirect_uris": "https://a:b@c.example/"}, "Redirect URI must be an absolute URI."),
        ({"redirect_uris": "JavaScript:alert(1)"}, "Redirect URI is forbidden by the server."),
        ({"redirect_uris": "data:text/html,x"}, "Redirect URI is forbidden by the server."),
        ({"redirect_uris": f"{BACK}#part"}, "Redirect URI cannot contain a fragment."),
        ({"scopes": "read everything"}, "Scopes doesn't match configured on the server."),
        ({"website": "javascript:x"}, "Website must be a valid URL"),
    ],
)
def test_what_cannot_be_an_app_is_told_why(given: dict[str, str], words: str) -> None:
    answer = Api().post("/api/v1/apps", **{"client_name": "Tusk", "redirect_uris": BACK, **given})
    assert answer.status_code == 422
    assert answer.json() == {"error": f"Validation failed: {words}"}


# --- the whole way ---


@pytest.mark.parametrize("address", [BACK, OWN_SCHEME, "app://x", "http://127.0.0.1/cb"])
def test_a_code_goes_back_to_the_letter_and_becomes_a_token(cast: Cast, address: str) -> None:
    app = new_app(address)
    here = "http://127.0.0.1:49152/cb" if "127" in address else address
    asked = ask(app, scope="read write:statuses", state="a b&c", redirect_uri=here)
    sent = allow(browser(cast, "alice"), asked, "alice")
    assert sent["Location"].startswith(here + ("&" if "?" in here else "?"))
    assert parse_qs(urlsplit(sent["Location"]).query)["state"] == ["a b&c"]
    answer = trade(app, code_of(sent), redirect_uri=here)
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "scope", "created_at"}
    assert (answer.json()["token_type"], answer.json()["scope"]) == ("Bearer", "read write:statuses")
    assert answer["Cache-Control"] == "no-store"
    found = reads.bearer(answer.json()["access_token"])
    assert found is not None
    assert found.face == cast.alice


def test_the_page_lets_its_form_lead_to_the_app_and_nowhere_else(cast: Cast) -> None:
    for address, place in ((OWN_SCHEME, "icecubesapp:"), (BACK, "https://app.example"), (OOB, "")):
        page = browser(cast, "alice").get("/oauth/authorize", ask(new_app(address)))
        policy = next(part for part in page["Content-Security-Policy"].split("; ") if "form-action" in part)
        assert policy.split()[1:] == ["'self'", *([place] if place else [])]


def test_a_code_can_be_copied(cast: Cast) -> None:
    app = new_app(OOB)
    page = browser(cast, "alice")
    sent = allow(page, ask(app), "alice")
    assert sent["Location"].startswith("/oauth/authorize/native?code=")
    shown = page.get(sent["Location"]).content.decode()
    assert f'value="{code_of(sent)}"' in shown
    assert trade(app, code_of(sent)).status_code == 200


def test_one_face_is_picked_and_it_must_be_ones_own(cast: Cast) -> None:
    page, app = browser(cast, "alice"), new_app()
    shown = page.get("/oauth/authorize", ask(app)).content.decode()
    assert re.findall(r'name="face" value="(\w+)"', shown) == ["alice", "quiet_garden"]
    assert not re.search(r'name="face"[^>]*checked', shown)
    for face in ("", "bob", "nobody_here"):
        answer = allow(page, ask(app), face)
        assert answer.status_code == 422
        assert "Choose the face" in answer.content.decode()
    faces.close(cast.alice_too)
    assert allow(page, ask(app), "quiet_garden").status_code == 422
    assert not AppCode.objects.exists()


def test_who_is_signed_out_signs_in_first_and_comes_back(cast: Cast) -> None:
    answer = Client().get("/oauth/authorize", ask(new_app(), state="kept"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/oauth/authorize%3F")
    assert "kept" in answer["Location"]


def test_a_no_is_told_to_the_app(cast: Cast) -> None:
    sent = browser(cast, "alice").post("/oauth/authorize", {**ask(new_app(), state="s"), "answer": "no"})
    said = parse_qs(urlsplit(sent["Location"]).query)
    assert (said["error"], said["state"]) == (["access_denied"], ["s"])
    assert not AppCode.objects.exists()


def test_the_page_speaks_the_language_that_was_asked_for(cast: Cast) -> None:
    page = browser(cast, "alice").get("/oauth/authorize", ask(new_app(), lang="ar"))
    assert 'dir="rtl"' in page.content.decode()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_id": "nobody"}, 401),
        ({"client_id": ""}, 401),
        ({"redirect_uri": BACK + "/"}, 400),
        ({"redirect_uri": BACK.upper()}, 400),
        ({"redirect_uri": ""}, 400),
        ({"response_type": "token"}, 400),
        ({"response_type": ""}, 400),
        ({"scope": "read admin:read"}, 400),
        ({"scope": "everything"}, 400),
        ({"code_challenge": VERIFIER}, 400),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, 400),
        ({"state": "x" * 6000}, 400),
    ],
)
def test_a_wrong_request_sends_nobody_anywhere(cast: Cast, change: dict[str, str], status: int) -> None:
    asked = ask(new_app(), **change)
    page = browser(cast, "alice")
    for answer in (page.get("/oauth/authorize", asked), allow(page, asked, "alice")):
        assert answer.status_code == status
        assert "Location" not in answer
    assert not AppCode.objects.exists()


# --- trading ---


def test_json_and_basic_credentials_do_as_well(cast: Cast) -> None:
    app = new_app()
    code = code_for(cast, app)
    secret = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    answer = Api().ask("POST", "/oauth/token", given, HTTP_AUTHORIZATION=f"Basic {secret}")
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("address", ["/oauth/token", "/oauth/revoke"])
@pytest.mark.parametrize("given", [{"grant_type": ["password"], "token": ["x"]}, {"client_id": {"a": 1}}])
def test_what_is_no_request_of_the_standard_is_refused_in_its_words(address: str, given: Any) -> None:
    answer = Api().ask("POST", address, given)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert answer["Cache-Control"] == "no-store"


def test_pkce_needs_its_verifier(cast: Cast) -> None:
    app = new_app()
    asked = {"code_challenge": rules.challenge_of(VERIFIER), "code_challenge_method": "S256"}
    code = code_for(cast, app, **asked)
    missing = trade(app, code)
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")
    assert "code_verifier" in missing.json()["error_description"]
    wrong = trade(app, code, code_verifier=VERIFIER + "x")
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    assert trade(app, code, code_verifier=VERIFIER).status_code == 200


def test_a_verifier_without_its_challenge_is_worth_nothing(cast: Cast) -> None:
    app = new_app()
    answer = trade(app, code_for(cast, app), code_verifier=VERIFIER)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


REFUSED: list[tuple[dict[str, str], int, str]] = [
    ({"grant_type": ""}, 400, "invalid_request"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ({"code": "", "grant_type": "authorization_code"}, 400, "invalid_request"),
    ({"code": "nothing"}, 400, "invalid_grant"),
    ({"redirect_uri": ""}, 400, "invalid_request"),
    ({"redirect_uri": "https://app.example/other"}, 400, "invalid_grant"),
    ({"client_secret": "wrong"}, 401, "invalid_client"),
    ({"client_secret": ""}, 401, "invalid_client"),
    ({"client_id": "nobody"}, 401, "invalid_client"),
]


@pytest.mark.parametrize(("change", "status", "error"), REFUSED)
def test_what_does_not_fit_gets_no_token(cast: Cast, change: dict[str, str], status: int, error: str) -> None:
    app = new_app()
    code = code_for(cast, app)
    answer = trade(app, **{"code": code, **change})
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert set(answer.json()) == {"error", "error_description"}
    assert trade(app, code).status_code == 200


def test_another_apps_code_is_worth_nothing(cast: Cast) -> None:
    mine, theirs = new_app(), new_app()
    assert trade(theirs, code_for(cast, mine)).json()["error"] == "invalid_grant"


def test_a_code_that_is_too_old_is_worth_nothing(cast: Cast) -> None:
    app = new_app()
    code = code_for(cast, app)
    AppCode.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert trade(app, code).json()["error"] == "invalid_grant"


def test_a_code_shown_twice_ends_what_it_gave(cast: Cast) -> None:
    app = new_app()
    code = code_for(cast, app)
    token = trade(app, code).json()["access_token"]
    assert reads.bearer(token) is not None
    assert trade(app, code).json()["error"] == "invalid_grant"
    assert reads.bearer(token) is None


def test_a_code_for_a_face_that_closed_is_worth_nothing(cast: Cast) -> None:
    app = new_app()
    code = code_for(cast, app)
    faces.close(cast.alice)
    assert trade(app, code).json()["error"] == "invalid_grant"


def test_an_app_alone_gets_what_it_registered_for_at_most(cast: Cast) -> None:
    app = new_app(scopes="read:accounts write")
    alone = {"grant_type": "client_credentials", "code": ""}
    assert trade(app, **alone).json()["scope"] == "read:accounts write"
    assert trade(app, **alone, scope="write:media").json()["scope"] == "write:media"
    for scope in ("read", "push", "nothing"):
        assert trade(app, **alone, scope=scope).json()["error"] == "invalid_scope"


def test_giving_a_token_up_ends_it(cast: Cast) -> None:
    app, other = new_app(), new_app()
    token = trade(app, code_for(cast, app)).json()["access_token"]

    def revoke(by: dict[str, Any], **more: str) -> Any:
        who = {"client_id": by["client_id"], "client_secret": by["client_secret"]}
        return Api().form("/oauth/revoke", {**who, "token": token, **more})

    for answer in (revoke(other), revoke(app, client_secret="wrong")):
        assert (answer.status_code, answer.json()["error"]) == (403, "unauthorized_client")
    assert reads.bearer(token) is not None
    assert (revoke(app).status_code, revoke(app).json()) == (200, {})
    assert reads.bearer(token) is None
    assert Api(token=token).get("/api/v1/apps/verify_credentials").status_code == 401


def test_the_metadata_says_how(cast: Cast) -> None:
    said = Api().get("/.well-known/oauth-authorization-server").json()
    assert said["issuer"] == "http://localhost:8000/"
    assert said["authorization_endpoint"] == "http://localhost:8000/oauth/authorize"
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert {"read", "write:statuses", "admin:read:accounts", "push"} <= set(said["scopes_supported"])


def test_user_info_is_the_one_face(cast: Cast) -> None:
    app = new_app(scopes="profile")
    token = trade(app, code_for(cast, app, scope="profile")).json()["access_token"]
    said = Api(token=token).get("/oauth/userinfo").json()
    assert said["preferred_username"] == "alice"
    assert said["sub"] == said["profile"] == "http://localhost:8000/@alice"
    assert Api(cast.alice, "write").get("/oauth/userinfo").status_code == 403
