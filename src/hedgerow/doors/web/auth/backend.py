"""Signing in with an address that somebody else has confirmed: it may be said twice where nobody has to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email


class SharedAddress(AuthenticationBackend):  # type: ignore[misc]
    """Tries the logins that the library passes over, as soon as one of them has confirmed the address."""

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        tried = filter_users_by_email(email, prefer_verified=True, for_login=True)
        for member in filter_users_by_email(email, for_login=True):
            if member not in tried and self._check_password(member, password):
                return member
        return None
