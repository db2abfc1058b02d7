"""Posts, as the API shows them."""

from typing import Any, Union

import msgspec

from .account import Account
from .common import CustomEmoji
from .media import MediaAttachment


class StatusMention(msgspec.Struct, frozen=True):
    """A face that the words of a status name."""

    id: str
    username: str
    url: str
    acct: str


class StatusTag(msgspec.Struct, frozen=True):
    """A hashtag of a status."""

    name: str
    url: str


class PollOption(msgspec.Struct, frozen=True):
    """One answer. `votes_count` null: nobody is told before the end."""

    title: str
    votes_count: int | None


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """A poll. `voted` and `own_votes` stand there for who asks with a face."""

    id: str
    expires_at: str | None
    expired: bool
    multiple: bool
    votes_count: int
    voters_count: int | None
    options: list[PollOption]
    emojis: list[CustomEmoji] = []
    voted: bool | msgspec.UnsetType = msgspec.UNSET
    own_votes: list[int] | msgspec.UnsetType = msgspec.UNSET


class PreviewCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a status' first link shows of itself."""

    url: str
    title: str
    description: str
    language: str | None = None
    type: str
    author_name: str
    author_url: str = ""
    provider_name: str
    provider_url: str = ""
    html: str = ""
    width: int = 0
    height: int = 0
    image: str | None
    image_description: str = ""
    embed_url: str = ""
    blurhash: str | None = None
    published_at: str | None = None
    authors: list[Any] = []


class FilterKeyword(msgspec.Struct, frozen=True):
    """A word of a filter."""

    id: str
    keyword: str
    whole_word: bool


class FilterStatus(msgspec.Struct, frozen=True):
    """A status that a filter hides."""

    id: str
    status_id: str


class Filter(msgspec.Struct, frozen=True):
    """What a face does not want to read, and where."""

    id: str
    title: str
    context: list[str]
    expires_at: str | None
    filter_action: str
    keywords: list[FilterKeyword] | msgspec.UnsetType = msgspec.UNSET
    statuses: list[FilterStatus] | msgspec.UnsetType = msgspec.UNSET


class FilterResult(msgspec.Struct, frozen=True):
    """Why a status is filtered."""

    filter: Filter
    keyword_matches: list[str] | None
    status_matches: list[str] | None


class Quote(msgspec.Struct, frozen=True):
    """The quoted status; inside one that is quoted its id alone. `state` deleted: it is not there for the
    reader, for whatever reason.
    """

    state: str
    quoted_status: Union["Status", msgspec.UnsetType, None] = msgspec.UNSET
    quoted_status_id: str | msgspec.UnsetType | None = msgspec.UNSET


class QuoteApproval(msgspec.Struct, frozen=True):
    """Who may quote."""

    automatic: list[str]
    manual: list[str]
    current_user: str


class Application(msgspec.Struct, frozen=True):
    """An app with which a status was said."""

    name: str
    website: str | None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """A post, or a boost of one. What stands there only for who asks with a face is marked as optional."""

    id: str
    created_at: str
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    sensitive: bool
    spoiler_text: str
    visibility: str
    language: str | None
    uri: str
    url: str
    replies_count: int
    reblogs_count: int
    quotes_count: int
    """Of quotes that are no answers, those that all of its readers see."""
    favourites_count: int
    edited_at: str | None
    content: str
    mentions: list[StatusMention]
    tags: list[StatusTag]
    emojis: list[CustomEmoji]
    application: Application | None = None
    """For its author alone, where an app was used."""
    account: Account
    media_attachments: list[MediaAttachment]
    card: PreviewCard | None
    poll: Poll | None
    reblog: Union["Status", None]
    quote: Quote | None
    quote_approval: QuoteApproval
    favourited: bool | msgspec.UnsetType = msgspec.UNSET
    reblogged: bool | msgspec.UnsetType = msgspec.UNSET
    muted: bool | msgspec.UnsetType = msgspec.UNSET
    bookmarked: bool | msgspec.UnsetType = msgspec.UNSET
    pinned: bool | msgspec.UnsetType = msgspec.UNSET
    filtered: list[FilterResult] | msgspec.UnsetType = msgspec.UNSET


class DeletedStatus(Status, frozen=True, kw_only=True):
    """A status that was just deleted, with its words as they were written, to be written anew."""

    text: str


class ScheduledStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A status that waits for its moment. `params`: what it was given."""

    id: str
    scheduled_at: str
    params: dict[str, Any]
    media_attachments: list[MediaAttachment]


class StatusSource(msgspec.Struct, frozen=True):
    """The words of a status as they were written."""

    id: str
    text: str
    spoiler_text: str


class StatusEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What a status said at one time."""

    content: str
    spoiler_text: str
    sensitive: bool
    created_at: str
    account: Account
    poll: dict[str, list[dict[str, str]]] | msgspec.UnsetType = msgspec.UNSET
    """There only where it asked something."""
    quote: Quote | msgspec.UnsetType = msgspec.UNSET
    """There only where it quotes."""
    media_attachments: list[MediaAttachment] = []
    emojis: list[CustomEmoji] = []


class Context(msgspec.Struct, frozen=True):
    """What stands above a status in its thread, and what answers it."""

    ancestors: list[Status]
    descendants: list[Status]
