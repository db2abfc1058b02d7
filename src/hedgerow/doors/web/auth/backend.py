"""Signing in with an address that several logins may have said: somebody who signs up may say anybody's."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from hedgerow.people.members import reads as members


class SharedAddress(AuthenticationBackend):  # type: ignore[misc]
    """Tries the logins with this address that are here, who has confirmed it first, then those that are new.

    Where there is none of a kind, the work of one password is done for it: how long an answer takes does not
    tell whether somebody has an account here.
    """

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """The member, or nobody. Raises PermissionDenied, so that no other backend is asked, which would say
        by the time it takes what this one keeps to itself.
        """
        found = super().authenticate(request, **credentials)
        if found is None and credentials.get("email"):
            raise PermissionDenied
        return found

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        confirmed = EmailAddress.objects.get_users_for(email)
        said = filter_users_by_email(email, for_login=True)
        said.sort(key=lambda each: (each not in confirmed, -each.pk))
        here = [each for each in said if not members.is_new(each)]
        new = [each for each in said if members.is_new(each)]
        return self._first(here, password) or self._first(new[: members.NEW_TRIED], password)

    def _first(self, logins: list[Any], password: str) -> Any:
        """The first of these with this password."""
        if not logins:
            self._mitigate_timing_attack(password)
            self._did_check_password = True
        return next((each for each in logins if self._check_password(each, password)), None)
