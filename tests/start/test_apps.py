"""The empty server that outside programs are pointed at: accounts, tokens and the whole way of signing in."""

import base64
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.start.sites import PASSWORD, Running, let_app_in, run

pytestmark = pytest.mark.slow

SWITCHES = ("--open-registration", "--no-confirmation", "--no-rate-limits", "--allow-loopback")
BACK = "MyApp://signed-in"
VERIFIER = "v" * 64


def test_a_program_joins_signs_in_and_is_thrown_out_on_a_server_of_its_own(tmp_path: Path) -> None:
    with Running(tmp_path, *SWITCHES) as site, httpx.Client(base_url=site.url) as http:
        about = {"client_name": "Suite", "redirect_uris": [BACK], "scopes": "read write"}
        app = http.post("/api/v1/apps", json=about).json()
        own = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        alone = http.post(
            "/oauth/token", data={"grant_type": "client_credentials", "scope": "read write", **own}
        )
        said = {"username": "nora", "email": "nora@example.org", "password": PASSWORD, "agreement": "true"}
        joined = http.post("/api/v1/accounts", data=said, headers=bearer(alone.json()["access_token"]))
        assert joined.status_code == 200, joined.text
        assert who(http, joined.json()["access_token"])["acct"] == "nora"

        token = signed_in(http, app, own)
        assert who(http, token)["acct"] == "nora"
        assert http.post("/oauth/revoke", data={**own, "token": token}).json() == {}
        assert http.get("/api/v1/accounts/verify_credentials", headers=bearer(token)).status_code == 401

        made = run(
            tmp_path, "account", "create", "mo@example.org", "--role", "moderator", "--locked", "--token"
        )
        assert made.returncode == 0, made.stderr
        seen = who(http, made.stdout.splitlines()[-1])
        assert (seen["acct"], seen["locked"]) == ("mo", True)
        wrong = run(tmp_path, "account", "create", "x@example.org", "--token", "--scopes", "read everything")
        assert wrong.returncode != 0
        assert "everything" in wrong.stderr


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def who(http: httpx.Client, token: str) -> dict[str, Any]:
    answer = http.get("/api/v1/accounts/verify_credentials", headers=bearer(token))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def signed_in(http: httpx.Client, app: dict[str, Any], own: dict[str, str]) -> str:
    """By the pages a person would see, with PKCE."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": app["client_id"], "redirect_uri": BACK, "response_type": "code", "scope": "read",
        "state": "s", "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    sent = let_app_in(http, asked, "nora@example.org", "nora")
    assert sent.startswith(BACK + "?")
    said = parse_qs(urlsplit(sent).query)
    assert said["state"] == ["s"]
    given = {"grant_type": "authorization_code", "code": said["code"][0], "redirect_uri": BACK, **own}
    answer = http.post("/oauth/token", json={**given, "code_verifier": VERIFIER})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])
