"""The caller's own profile and what it usually does."""

from typing import Any

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import CredentialAccount
from hedgerow.doors.mastodon.entities.people import Profile
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import accounts, instances
from hedgerow.doors.mastodon.making import tags as tag_making
from hedgerow.doors.mastodon.making.drafts import QUOTERS
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import acts as audiences
from hedgerow.people.audiences import reads as audience_reads
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import acts, reads
from hedgerow.talk.tags import reads as tags

MOST_BYTES = 12 << 20
MOST_DOMAINS = 100
PRIVACY = {"public": "public", "unlisted": "public", "private": "followers"}
"""From the original's word to our scope."""
FIELDS = {"name": "display_name", "bio": "note", "picture": "avatar", "links": "fields"}
"""What a face's draft calls them, and what an app does."""


class FieldSaid(msgspec.Struct, frozen=True):
    """One link, or a few words."""

    name: str = ""
    value: str = ""


class SourceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller usually does when it posts."""

    privacy: str | None = None
    sensitive: bool | None = None
    """What apps post is covered where they say nothing of it."""
    language: str | None = None
    quote_policy: str | None = None
    """public, followers or nobody."""


class ProfileSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; what is not said stays."""

    display_name: str | None = None
    note: str | None = None
    avatar: Any = None
    avatar_description: str | None = None
    """What the picture shows, for who does not see it."""
    header: Any = None
    header_description: str | None = None
    locked: bool | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    hide_collections: bool | None = None
    """Not kept: who follows whom is always hidden."""
    fields_attributes: list[FieldSaid] | None = None
    attribution_domains: list[str] | None = None
    """Kept for the app; no article is credited."""
    show_media: bool | None = None
    show_media_replies: bool | None = None
    show_featured: bool | None = None
    """The three are kept for the face's own apps: its page here has no tabs."""
    source: SourceSaid | None = None


@door.patch(
    "/api/v1/accounts/update_credentials",
    gives=CredentialAccount,
    scopes="write:accounts",
    takes=ProfileSaid,
    errors=(422,),
)
def update_credentials(caller: Caller, given: ProfileSaid) -> CredentialAccount:
    """Change the profile of the face this token speaks for."""
    _change(caller.me, given)
    return accounts.own(caller.me, caller.member)


def _change(me: int, given: ProfileSaid) -> None:
    """All that is wrong is said before anything is changed."""
    picture, header = _picture(given.avatar, "avatar"), _picture(given.header, "header")
    choice, said = _privacy(me, given.source), _said(given, _language(given.source))
    switches = {**_switches(given.source), **_described(given), **_shown(given)}
    _insist_on_few_fields(me, given.fields_attributes)
    if said or picture is not None or header is not None:
        draft = acts.draft_of(reads.face(me), **said)
        try:
            acts.edit(me, draft, picture=picture, header=header)
        except Refused as refused:
            raise Refused(FIELDS.get(refused.field, refused.field), refused.message) from refused
    if switches:
        acts.set_settings(me, **switches)
    if choice is not None:
        audiences.remember_default(me, choice)


def _switches(source: SourceSaid | None) -> dict[str, Any]:
    """What holds for posts that say nothing of it. Raises Invalid."""
    if source is None:
        return {}
    if source.quote_policy and source.quote_policy not in QUOTERS:
        raise Invalid("quote_policy", "is not included in the list", "ERR_INCLUSION")
    quoters = QUOTERS[source.quote_policy] if source.quote_policy else None
    quiet = source.privacy == "unlisted" if source.privacy else None
    said = {"covered": source.sensitive, "may_quote": quoters, "quiet": quiet}
    return {name: value for name, value in said.items() if value is not None}


def _shown(given: ProfileSaid) -> dict[str, Any]:
    """What is kept for the face's own apps alone. Raises Invalid."""
    domains = given.attribution_domains
    if domains is not None and (len(domains) > MOST_DOMAINS or any(len(each) > 255 for each in domains)):
        raise Invalid("attribution_domains", f"are too many (maximum is {MOST_DOMAINS})", "ERR_TOO_LONG")
    said = {
        "attribution": None if domains is None else [each for each in domains if each],
        "shows_media": given.show_media,
        "shows_media_replies": given.show_media_replies,
        "shows_featured": given.show_featured,
    }
    return {name: value for name, value in said.items() if value is not None}


def _described(given: ProfileSaid) -> dict[str, str]:
    """What pictures show. Raises Invalid."""
    said = {"picture_words": given.avatar_description, "header_words": given.header_description}
    for field, words in zip(("avatar_description", "header_description"), said.values(), strict=True):
        if words is not None and len(words) > instances.LONGEST_WORDS:
            raise Invalid(
                field, f"is too long (maximum is {instances.LONGEST_WORDS} characters)", "ERR_TOO_LONG"
            )
    return {name: words for name, words in said.items() if words is not None}


def _insist_on_few_fields(me: int, fields: list[FieldSaid] | None) -> None:
    said = [field for field in fields or [] if field.name.strip() or field.value.strip()]
    if len(said) > max(instances.MOST_FIELDS, len(reads.face(me).links)):
        raise Invalid("fields", f"are too many (maximum is {instances.MOST_FIELDS})", "ERR_TOO_LONG")


def _picture(file: Any, field: str) -> bytes | None:
    """The bytes of an uploaded picture. Raises Invalid."""
    if file is None:
        return None
    if not hasattr(file, "read"):
        raise Invalid(field, "is invalid")
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(field, "is too large: at most 12 MB", "ERR_TOO_LONG")
    return bytes(file.read(MOST_BYTES))


def _privacy(me: int, source: SourceSaid | None) -> Choice | None:
    """The usual audience to keep; None where it is as private as the word already. Raises Invalid."""
    if source is None or not source.privacy:
        return None
    if source.privacy not in PRIVACY:
        raise Invalid("privacy", "is not included in the list", "ERR_INCLUSION")
    wanted, now = PRIVACY[source.privacy], audience_reads.default_choice(me).scope
    same = (now == "public") == (wanted == "public")
    # Apps send what they were told: circles that stand there as "private" are not made followers by that.
    return None if same else Choice("public" if wanted == "public" else "followers")


def _language(source: SourceSaid | None) -> str | None:
    if source is None or not source.language:
        return None
    if source.language not in instances.language_codes():
        raise Invalid("language", "is invalid")
    return source.language


def _said(given: ProfileSaid, language: str | None) -> dict[str, Any]:
    """What is said, as a face's draft has it."""
    found = given.discoverable if given.discoverable is not None else given.indexable
    links = given.fields_attributes
    said = {
        "name": given.display_name,
        "bio": given.note,
        "locked": given.locked,
        "bot": given.bot,
        "no_index": None if found is None else not found,
        "links": None if links is None else [{"name": link.name, "url": link.value} for link in links],
        "language": language,
    }
    return {name: value for name, value in said.items() if value is not None}


@door.delete("/api/v1/profile/avatar", gives=CredentialAccount, scopes="write:accounts")
def remove_avatar(caller: Caller) -> CredentialAccount:
    """Show initials again."""
    acts.remove_picture(caller.me)
    return accounts.own(caller.me, caller.member)


@door.delete("/api/v1/profile/header", gives=CredentialAccount, scopes="write:accounts")
def remove_header(caller: Caller) -> CredentialAccount:
    """Show nothing above the page again."""
    acts.remove_header(caller.me)
    return accounts.own(caller.me, caller.member)


@door.get("/api/v1/profile", gives=Profile, scopes="profile read:accounts")
def show(caller: Caller) -> Profile:
    """The profile as it is edited."""
    return accounts.profile(caller.me, tag_making.featured(tags.featured(caller.me)))


@door.patch("/api/v1/profile", gives=Profile, scopes="write:accounts", takes=ProfileSaid, errors=(422,))
def update(caller: Caller, given: ProfileSaid) -> Profile:
    """Change it."""
    _change(caller.me, given)
    return show(caller)


@door.get("/api/v1/preferences", gives=dict[str, Any], scopes="read:accounts")
def preferences(caller: Caller) -> dict[str, Any]:
    """What the caller usually does."""
    source = accounts.own(caller.me, caller.member).source
    return {
        "posting:default:visibility": source.privacy,
        "posting:default:sensitive": source.sensitive,
        "posting:default:language": source.language,
        "posting:default:quote_policy": source.quote_policy,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
        "reading:autoplay:gifs": False,
    }
