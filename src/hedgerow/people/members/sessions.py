"""Sessions in the database and nowhere else: an ended session is dead in every process at once.

As Django's own, but a session and its member come in one statement written once. What cannot be taken from
that (a session that the list of sessions does not name) is left to Django.
"""

from functools import cache
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from hedgerow.people.models import Member

_COLUMNS = ("id", "password", "email", "role", "state", "language", "welcome_due")
"""Of the member: what pages ask for, and what no database has to convert. The rest is read when asked for."""


class SessionStore(DatabaseStore):
    """The session, and with it the member whom the list of sessions names for it."""

    member: Member | None = None

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing once it has ended."""
        with connection.cursor() as cursor:
            now = connection.ops.adapt_datetimefield_value(timezone.now())
            cursor.execute(_statement(), [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        if row[1] is not None:
            self.member = Member.from_db(connection.alias, _COLUMNS, row[1:])
        held: dict[str, Any] = self.decode(row[0])
        return held


@cache
def _statement() -> str:
    """Made of the names of tables and columns alone."""
    session, listed, member = Session._meta.db_table, UserSession._meta.db_table, Member._meta.db_table
    columns = ", ".join(f"m.{name}" for name in _COLUMNS)
    return (
        f"SELECT s.session_data, {columns} FROM {session} s"  # noqa: S608
        f" LEFT JOIN {listed} u ON u.session_key = s.session_key LEFT JOIN {member} m ON m.id = u.user_id"
        " WHERE s.session_key = %s AND s.expire_date > %s"
    )


def member_of(session: Any) -> Member | None:
    """The member whom this session signed in, where session and member were read together and agree.

    None says nothing: `django.contrib.auth.get_user` is to be asked then. The member is theirs only while the
    session holds the mark of their present password.
    """
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    member = getattr(session, "member", None)
    if not isinstance(member, Member) or session.get(SESSION_KEY) != str(member.pk):
        return None
    mark = session.get(HASH_SESSION_KEY, "")
    return member if constant_time_compare(mark, member.get_session_auth_hash()) else None
