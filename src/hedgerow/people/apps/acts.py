"""What is done with apps: register, let in, take away."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import changed
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.keys import app_key, member_key
from hedgerow.people.models import App, AppCode, Face, Token

from . import rules
from .events import AccessEnded

MOST_TOKENS = 100
"""So many one face may have at most; the one not used for the longest time goes."""

UNUSED = timedelta(days=30)


class Registered(msgspec.Struct, frozen=True):
    """A new app, and its secret, which nobody can be told again."""

    app: int
    client_id: str
    secret: str


def register(name: str, redirect_uris: list[str], scopes: str, website: str = "") -> Registered:
    """Anybody registers an app. Raises Refused next to the field."""
    client_id, secret = rules.secret(), rules.secret()
    with write():
        row = App.objects.create(
            client_id=client_id,
            secret=rules.checksum(secret),
            name=name,
            website=website,
            redirect_uris=redirect_uris,
            scopes=rules.tidy(scopes),
        )
    return Registered(row.pk, client_id, secret)


def let_in(face: int, app: int, scopes: str, *, waits: bool = False) -> str:
    """A new token with which an app acts for this face; shown once and never again. Raises NotFound."""
    token = rules.secret()
    with write():
        member = Face.objects.filter(pk=face).values_list("member", flat=True).first()
        if member is None:
            raise NotFound
        _keep(token, app, scopes, member=member, face=face, waits=waits)
        _drop_oldest(face)
    return token


def let_in_itself(app: int, scopes: str) -> str:
    """A new token with which an app acts for nobody but itself."""
    token = rules.secret()
    with write():
        _keep(token, app, scopes)
    return token


def _keep(
    token: str,
    app: int,
    scopes: str,
    *,
    member: int | None = None,
    face: int | None = None,
    waits: bool = False,
) -> Token:
    if not rules.known(scopes):
        raise Refused("scope", _("An app asks for something that this site does not know."))
    return Token.objects.create(
        app_id=app,
        member_id=member,
        face_id=face,
        checksum=rules.checksum(token),
        scopes=rules.tidy(scopes),
        waits=waits,
    )


def _drop_oldest(face: int) -> None:
    rows = Token.objects.filter(face=face).order_by("-used_at", "-id")
    _end(list(rows.values_list("id", "app", "member"))[MOST_TOKENS:])


def take_away(member: int, token: int) -> None:
    """A member takes an app's access away; it ends at once. Raises NotFound."""
    with write():
        rows = list(Token.objects.filter(pk=token, member=member).values_list("id", "app", "member"))
        if not rows:
            raise NotFound
        _end(rows)


def take_all_away(member: int) -> None:
    """Every app loses its access to every face of this member, at once."""
    with write():
        _end(list(Token.objects.filter(member=member).values_list("id", "app", "member")))
        AppCode.objects.filter(member=member).delete()


def _end(rows: Sequence[tuple[int, int, int | None]]) -> None:
    """Inside `write()`: these tokens (id, app, member) are gone, everywhere, when the act returns."""
    if not rows:
        return
    Token.objects.filter(pk__in=[row[0] for row in rows]).delete()
    changed([app_key(app) if member is None else member_key(member) for _token, app, member in rows])
    emit(*(AccessEnded(row[0]) for row in rows))


def note_use(token: int) -> None:
    """A token was used today."""
    with write():
        Token.objects.filter(pk=token).update(used_at=clock.now())


def sweep() -> None:
    """Forget codes that are over, and apps that nobody let in for a month."""
    with write():
        AppCode.objects.filter(expires_at__lt=clock.now() - UNUSED).delete()
        App.objects.filter(made_at__lt=clock.now() - UNUSED, tokens=None, codes=None).delete()
