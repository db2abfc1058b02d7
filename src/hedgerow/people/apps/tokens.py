"""Tokens as rows: made, kept within limits, ended. `acts` is what doors call."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from hedgerow.boundary.epoch import changed
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.keys import app_key, member_key
from hedgerow.people.models import AppCode, Face, Token
from hedgerow.people.site import reads as site

from . import rules
from .events import AccessEnded

MOST_TOKENS = 100
"""So many one face may have at most, and so many an app for itself; what was not used for longest goes."""


def let_in(face: int, app: int, scopes: str, *, waits: bool = False) -> str:
    """A new token with which an app acts for this face; shown once and never again. `waits`: it is good for
    nothing until the member's address is confirmed. Raises NotFound.
    """
    token = rules.secret()
    with write():
        keep(token, app, scopes, face=face, waits=waits)
    return token


def let_in_itself(app: int, scopes: str) -> str:
    """A new token with which an app acts for nobody but itself."""
    token = rules.secret()
    with write():
        keep(token, app, scopes)
    return token


def keep(token: str, app: int, scopes: str, *, face: int | None = None, waits: bool = False) -> Token:
    """The row of a new token, for a face or for nobody. Inside `write()`."""
    member = None
    if face is not None:
        member = Face.objects.filter(pk=face).values_list("member", flat=True).first()
        if member is None:
            raise NotFound
    row = Token.objects.create(
        app_id=app,
        member_id=member,
        face_id=face,
        checksum=rules.checksum(token),
        scopes=rules.tidy(scopes),
        waits=waits,
    )
    _drop_oldest(Token.objects.filter(face=face) if face else Token.objects.filter(app=app, face=None))
    return row


def _drop_oldest(rows: QuerySet[Token]) -> None:
    newest = rows.annotate(last=Coalesce("used_at", "made_at")).order_by("-last", "-id")
    end(list(newest.values_list("id", "app", "member")[MOST_TOKENS:]))


def take_away(member: int, token: int) -> None:
    """A member takes an app's access away; it ends at once. Raises NotFound."""
    with write():
        rows = list(Token.objects.filter(pk=token, member=member).values_list("id", "app", "member"))
        if not rows:
            raise NotFound
        end(rows)


def take_all_away(member: int) -> None:
    """Every app loses its access to every face of this member, at once."""
    with write():
        end(list(Token.objects.filter(member=member).values_list("id", "app", "member")))
        AppCode.objects.filter(member=member).delete()


def unconfirmed(member: int) -> bool:
    """Is the address of who joined by an app still to be confirmed?"""
    if not site.site().confirm_email:
        return False
    return not EmailAddress.objects.filter(user=member, verified=True).exists()


def end(rows: Sequence[tuple[int, int, int | None]]) -> None:
    """Inside `write()`: these tokens (id, app, member) are gone, everywhere, when the act returns."""
    if not rows:
        return
    Token.objects.filter(pk__in=[row[0] for row in rows]).delete()
    changed([app_key(app) if member is None else member_key(member) for _token, app, member in rows])
    emit(*(AccessEnded(row[0]) for row in rows))
