"""Single sign-on by OpenID Connect: what the operator's settings mean to the sign-in library. Pure."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "sso"
"""How the one provider is called in addresses: `/account/oidc/sso/login/`."""


def providers(
    url: str, client: str, secret: str, name: str, groups_claim: str, trusts_addresses: bool
) -> dict[str, Any]:
    """The library's SOCIALACCOUNT_PROVIDERS; nothing without a `url`.

    `url` is the issuer, whose `/.well-known/openid-configuration` says the rest (OpenID Connect Discovery
    1.0). Raises ImproperlyConfigured for half an answer.
    """
    if not url:
        return {}
    if not client or not secret:
        raise ImproperlyConfigured(
            "HEDGEROW_OIDC_URL needs HEDGEROW_OIDC_CLIENT and HEDGEROW_OIDC_SECRET too."
        )
    if urlsplit(url).scheme not in {"https", "http"} or not urlsplit(url).netloc:
        raise ImproperlyConfigured("HEDGEROW_OIDC_URL must be the provider's address, with https://.")
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": url,
            "groups_claim": groups_claim,
            "email_authentication": trusts_addresses,
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origins(url: str, more: list[str]) -> list[str]:
    """Where a form of ours may lead to, for the Content-Security-Policy: the provider, and what was named."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}", *more] if url else []
