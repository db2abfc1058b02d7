"""The second step of signing in, where the forms of the library are not strict enough."""

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as library
from allauth.mfa.totp.internal.auth import normalize_user_code
from django.core.cache import cache
from django.core.exceptions import ValidationError


class _Once:
    """A code is good for once, for as long as a clock a step off would still take it.

    The library forgets a used code after one step of 30 seconds; with a tolerance that is too soon.
    """

    user: object

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"second-step.used:{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
        if not cache.add(key, True, timeout=steps * app_settings.TOTP_PERIOD):
            raise _wrong()
        return code


def _wrong() -> ValidationError:
    said: ValidationError = get_adapter().validation_error("incorrect_code")
    return said


class AuthenticateForm(_Once, base.AuthenticateForm):  # type: ignore[misc]
    """The code that lets one in. `has_app`, `has_key`: what could be used here by who signs in."""

    @property
    def has_app(self) -> bool:
        return self._has(Authenticator.Type.TOTP)

    @property
    def has_key(self) -> bool:
        return self._has(Authenticator.Type.WEBAUTHN)

    def _has(self, kind: str) -> bool:
        return bool(Authenticator.objects.filter(user=self.user, type=kind).exists())


class ReauthenticateForm(_Once, base.ReauthenticateForm):  # type: ignore[misc]
    """The code that is asked for again before something grave."""


class ActivateTOTPForm(_Once, library.ActivateTOTPForm):  # type: ignore[misc]
    """The code that turns the app on is used up with that: nobody signs in by it who saw it."""
