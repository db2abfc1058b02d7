"""Reads the addresses an operator gives for a database or a mail server into Django's settings. Pure."""

from typing import Any
from urllib.parse import ParseResult, parse_qs, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured


def _password(url: ParseResult) -> str:
    return unquote(url.password or "")


def postgres(address: str, pool: int) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value`, with a pool of at most `pool` connections."""
    url = urlparse(address)
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgresql://, not {url.scheme}://.")
    options: dict[str, Any] = {key: values[-1] for key, values in parse_qs(url.query).items()}
    options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": _password(url),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        # The pool keeps the connections; Django must not.
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


def mail(address: str) -> dict[str, Any]:
    """`console:`, `memory:`, `file:///folder`, `smtp://user:password@host:587` (STARTTLS) or `smtps://`.

    `smtp://host:25?tls=no` sends without encryption, for a mail server on the same machine.
    """
    url = urlparse(address)
    backends = "django.core.mail.backends."
    if url.scheme == "console":
        return {"EMAIL_BACKEND": backends + "console.EmailBackend"}
    if url.scheme == "memory":
        return {"EMAIL_BACKEND": backends + "locmem.EmailBackend"}
    if url.scheme == "file":
        return {"EMAIL_BACKEND": backends + "filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(url.path)}
    if url.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured("HEDGEROW_EMAIL_URL begins with smtp://, smtps://, file:// or console:")
    plain = parse_qs(url.query).get("tls") == ["no"]
    return {
        "EMAIL_BACKEND": backends + "smtp.EmailBackend",
        "EMAIL_HOST": url.hostname or "localhost",
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": _password(url),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp" and not plain,
    }
