"""Joining by an app: a login, its first face and a token in one step (Mastodon's `POST /api/v1/accounts`)."""

from collections.abc import Iterator

import msgspec
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hedgerow.kernel import handles, languages
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.rules import Choice
from hedgerow.people.barring import acts as barring_acts
from hedgerow.people.barring import reads as barring
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import names
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.invitations import reads as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.members import reads as member_reads
from hedgerow.people.models import Face, Member, Token
from hedgerow.people.site import reads as site

from . import tokens

LONGEST_REASON = 500
SHORTEST_PASSWORD = 8
WEAK = {
    "password_too_common": "is too common",
    "password_entirely_numeric": "is only numbers",
    "password_too_similar": "is too similar to the e-mail address",
}
"""Why a password is refused, by what Django calls it, as the API says it."""


class Newcomer(msgspec.Struct, frozen=True):
    """What somebody says of themselves in an app in order to join."""

    username: str
    email: str
    password: str
    agreement: bool
    language: str = "en"
    reason: str = ""
    invitation: str = ""
    time_zone: str = "UTC"
    address: str = ""
    """The internet address they come from."""


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with one of the answers, as the API says it."""

    field: str
    error: str
    description: str


class Joined(msgspec.Struct, frozen=True):
    """The token is good as soon as its member is."""

    token: str
    member: int
    tell: bool
    """The address is to be confirmed, or its owner told."""


class Awaiting(msgspec.Struct, frozen=True):
    """A token given at joining, and how far its member got."""

    member: int | None
    scopes: list[str]
    here: bool
    """It was given at joining, by the app that asks."""
    confirmed: bool


def may_join(invitation: str) -> bool:
    """Can somebody join by an app now, with this invitation or without one?"""
    way = site.site().registration
    if way == "closed":
        return False
    return way != "invitation" or invitations.can_join_with(invitation)


def problems(said: Newcomer) -> list[Problem]:
    """All that is wrong with the answers, by field."""
    found = (_about_handle(said), _about_address(said), _about_password(said), _about_reason(said))
    wrong = [problem for each in found for problem in each]
    if not said.agreement:
        wrong.append(Problem("agreement", "ERR_ACCEPTED", "must be accepted"))
    if said.language and not languages.is_one(said.language):
        wrong.append(Problem("locale", "ERR_INCLUSION", "is not included in the list"))
    return wrong


def _about_handle(said: Newcomer) -> Iterator[Problem]:
    if not said.username.strip():
        yield Problem("username", "ERR_BLANK", "can't be blank")
        return
    if len(said.username.strip()) > handles.LONGEST_HANDLE:
        yield Problem(
            "username", "ERR_TOO_LONG", f"is too long (maximum is {handles.LONGEST_HANDLE} characters)"
        )
        return
    try:
        _shown, key = names.handle_of(said.username)
    except Refused:
        if handles.is_reserved(said.username):
            yield Problem("username", "ERR_RESERVED", "is reserved")
        else:
            yield Problem("username", "ERR_INVALID", "must contain only letters, numbers and underscores")
        return
    if face_reads.is_taken(key):
        yield Problem("username", "ERR_TAKEN", "has already been taken")


def _about_address(said: Newcomer) -> Iterator[Problem]:
    if not said.email.strip():
        yield Problem("email", "ERR_BLANK", "can't be blank")
        return
    try:
        validate_email(said.email.strip())
    except ValidationError:
        yield Problem("email", "ERR_INVALID", "is invalid")
        return
    if barring.at_joining(said.email, said.address) == barring.REFUSE:
        barring_acts.turned_away(said.email, said.address)
        yield Problem("email", "ERR_BLOCKED", "is not let in here")


def _about_password(said: Newcomer) -> Iterator[Problem]:
    if not said.password:
        yield Problem("password", "ERR_BLANK", "can't be blank")
    elif len(said.password) < SHORTEST_PASSWORD:
        words = f"is too short (minimum is {SHORTEST_PASSWORD} characters)"
        yield Problem("password", "ERR_TOO_SHORT", words)
    else:
        try:
            validate_password(said.password, Member(email=said.email))
        except ValidationError as error:
            for each in error.error_list:
                yield Problem("password", "ERR_INVALID", WEAK.get(each.code or "", "is too weak"))


def _about_reason(said: Newcomer) -> Iterator[Problem]:
    if len(said.reason) > LONGEST_REASON:
        yield Problem("reason", "ERR_TOO_LONG", f"is too long (maximum is {LONGEST_REASON} characters)")
    elif site.site().registration == "approval" and not said.invitation and not said.reason.strip():
        yield Problem("reason", "ERR_BLANK", "can't be blank")


def join(app: int, scopes: str, said: Newcomer) -> Joined:
    """A member, its first face and the app's token for it. Raises Refused."""
    with write():
        # The same sent twice is one login.
        member = member_reads.signing_up(said.email, said.password, said.username) or _register(said)
        face = Face.objects.get(member=member)
        token = tokens.let_in(face.pk, app, scopes, waits=True)
    return Joined(token, member.pk, site.site().confirm_email)


def _register(said: Newcomer) -> Member:
    member = members.register(
        said.email.strip(),
        said.password,
        said.username,
        "",
        language=_nearest(said.language),
        invitation=said.invitation,
        why=said.reason,
        draft=_face(said),
        address=said.address,
    )
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=False)
    _post_in_public(Face.objects.get(member=member))
    return member


def _nearest(language: str) -> str:
    """The language of this site's pages that is next to this one: `de` for `de-AT`."""
    spoken = language.partition("-")[0].lower()
    return spoken if spoken in dict(settings.LANGUAGES) else "en"


def _face(said: Newcomer) -> FaceDraft:
    """As apps expect a new account: whoever asks may follow, until it is locked."""
    zone = said.time_zone if faces.is_time_zone(said.time_zone) else "UTC"
    return FaceDraft(handle=said.username, time_zone=zone, locked=False)


def _post_in_public(face: Face) -> None:
    """As apps expect of a new account, and show beside every post, until the face says otherwise. It may
    still wait to be let in, so this is no act of its own.
    """
    face.default_audience = msgspec.to_builtins(Choice("public"))
    face.save(update_fields=["default_audience"])


def awaiting(token: int) -> Awaiting:
    """How far the member got to whom this token was given at joining. Raises NotFound."""
    row = Token.objects.filter(pk=token).values_list("member", "scopes", "waits").first()
    if row is None:
        raise NotFound
    member, scopes, waits = row
    confirmed = member is not None and not tokens.unconfirmed(member)
    return Awaiting(member, scopes.split(), waits, confirmed)


def correct_address(member: int, email: str) -> None:
    """Another address for somebody who has not confirmed the first. Raises Refused for what is no address."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("email", "is invalid") from None
    if barring.at_joining(address) == barring.REFUSE:
        raise Refused("email", "is not let in here")
    with write():
        if not tokens.unconfirmed(member):
            return
        Member.objects.filter(pk=member).update(email=address)
        # A row of its own: the link in the letter to the old address must not confirm the new one.
        EmailAddress.objects.filter(user=member).delete()
        EmailAddress.objects.create(user_id=member, email=address, primary=True, verified=False)
