"""An organisation's OpenID Connect provider: django-oauth-toolkit's own, in a process of its own.

    python -m tests.sign_on.provider PORT REDIRECT_URI

Whoever comes with `?as=NAME` is NAME: what a person would do at its sign-in page. `PEOPLE` says who there is.
"""

import os
import sys
import tempfile
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "hedgerow", "a secret between the two"
PEOPLE: dict[str, dict[str, Any]] = {
    "ana": {
        "email": "ana@acme.example", "email_verified": True, "name": "Ana López",
        "preferred_username": "ana.lopez@acme.example", "groups": ["everybody", "staff"],
    },
    "ben": {
        "email": "ben@acme.example", "email_verified": False, "name": "Ben", "groups": "guests",
    },
    "cleo": {"name": "Cleo", "preferred_username": "cleo"},
}  # fmt: skip


def _key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return made.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def configure(port: int) -> None:
    """Django's settings of the provider alone."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="the provider's own",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.sign_on.provider_urls",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
        MIDDLEWARE=["tests.sign_on.provider_urls.who_comes"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.path.join(tempfile.mkdtemp(), "provider.sqlite3"),
            }
        },
        USE_TZ=True,
        TEMPLATES=[],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": _key(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
            "SCOPES": {"openid": "", "profile": "", "email": ""},
            "PKCE_REQUIRED": True,
            "OAUTH2_VALIDATOR_CLASS": "tests.sign_on.provider_urls.Validator",
        },
    )


def main() -> None:
    """Makes its tables, its people and the one site that may ask; serves until it is ended."""
    port, redirect = int(sys.argv[1]), sys.argv[2]
    configure(port)
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        get_user_model().objects.create_user(name)
    get_application_model().objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=redirect,
        skip_authorization=True,
        algorithm="RS256",
    )
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet).serve_forever()


if __name__ == "__main__":
    main()
