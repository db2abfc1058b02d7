"""The second step of signing in, where the forms of the library are not strict enough."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as library
from allauth.mfa.totp.internal.auth import TOTP


class ActivateTOTPForm(library.ActivateTOTPForm):  # type: ignore[misc]
    """The code that turns the app on is used up with that: nobody signs in by it who saw it."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code
