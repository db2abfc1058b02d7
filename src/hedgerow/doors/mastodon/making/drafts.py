"""From what an app says of a post to a draft, and to whom it goes. Rooms decide; this only translates."""

from collections.abc import Sequence

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.kernel import languages
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from hedgerow.talk.posts.acts import Asked, Draft, FileWords
from hedgerow.talk.posts.reads import Shown

from . import accounts

VISIBILITIES = ("public", "unlisted", "private", "direct")
NO_REPLY = "The post you are trying to reply to does not appear to exist."
NO_QUOTE = "The post you are trying to quote does not appear to exist."
QUOTERS = {word: ours for ours, word in accounts.QUOTERS.items()}
"""The original's words for who may quote, and the room's."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A poll, as apps ask it."""

    options: list[str]
    expires_in: int
    """Seconds."""
    multiple: bool = False
    hide_totals: bool = False

    def asked(self) -> Asked:
        """The same for the room."""
        return Asked(self.options, self.multiple, self.hide_totals, self.expires_in)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What posting and editing have in common."""

    status: str = ""
    media_ids: list[int] = []
    poll: Question | None = None
    sensitive: bool | None = None
    """Its files are covered; a note covers everything. Nothing said: as the face usually does."""
    spoiler_text: str = ""
    language: str | None = None
    quote_approval_policy: str | None = None

    def __post_init__(self) -> None:
        if self.quote_approval_policy and self.quote_approval_policy not in QUOTERS:
            raise Invalid("quote_approval_policy", "is not included in the list", "ERR_INCLUSION")

    def words(self) -> tuple[str, str]:
        """Text and content note. A note without a text is the text, as in the original."""
        if self.status.strip():
            return self.status, self.spoiler_text
        return (self.spoiler_text, "") if not (self.media_ids or self.poll) else ("", self.spoiler_text)

    def quoters(self) -> str:
        """Who may quote, as the room says it; empty where nothing is said."""
        return QUOTERS[self.quote_approval_policy] if self.quote_approval_policy else ""

    def spoken(self) -> str:
        """The language; empty for what is none, as the original has it: then it is the face's own."""
        named = self.language or ""
        return named if languages.is_one(named) else ""


class Posting(Words, frozen=True, kw_only=True):
    """A new status."""

    in_reply_to_id: int | None = None
    visibility: str | None = None
    scheduled_at: str | None = None
    quoted_status_id: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.visibility and self.visibility not in VISIBILITIES:
            raise Invalid("visibility", "is not included in the list", "ERR_INCLUSION")


def key(caller: Caller) -> str:
    """The app's own word for this submit; apart from the words of our pages."""
    named = caller.request.headers.get("Idempotency-Key", "")[:200]
    return f"api {named}" if named else ""


def send(caller: Caller, given: Posting, key: str) -> int:
    """Say it; the public id of the post or of the message. Raises what the rooms raise."""
    text, choice = audiences.named(caller.me, given.words()[0])
    answered = _answered(caller, given)
    insist_on_words(given, text)
    if answered is not None and answered.direct:
        return _answer(caller, given, answered, key)
    if given.visibility == "direct" and choice is None:
        said = _said(caller, given, f"{key} direct" if key else "", answered)
        return conversations.write_to(caller.me, _named(caller, text), said)[1]
    return posts.publish(caller.me, draft(caller, given, key, text, choice, answered))


def post(caller: Caller, given: Posting, key: str) -> Draft:
    """The same as a post that waits. Raises Invalid for what is said in a conversation: that waits not."""
    text, choice = audiences.named(caller.me, given.words()[0])
    answered = _answered(caller, given)
    insist_on_words(given, text)
    by_name = given.visibility == "direct" and choice is None
    if by_name or (answered is not None and answered.direct):
        raise Invalid("scheduled_at", "cannot be kept for a conversation")
    return draft(caller, given, key, text, choice, answered)


def _answered(caller: Caller, given: Posting) -> Shown | None:
    """What it answers. Raises Wrong (404) for what is not there."""
    if given.in_reply_to_id is None:
        return None
    try:
        return reads.post(caller.me, _known(given.in_reply_to_id))
    except NotFound:
        raise Wrong(404, NO_REPLY) from None


def _quoted(caller: Caller, given: Posting) -> int | None:
    """What it quotes. Raises Wrong (404) for what is not there, or may not be quoted."""
    if given.quoted_status_id is None:
        return None
    try:
        shown = reads.post(caller.me, _known(given.quoted_status_id))
    except NotFound:
        raise Wrong(404, NO_QUOTE) from None
    if not shown.may_quote:
        raise Wrong(404, NO_QUOTE)
    return shown.public_id


def insist_on_words(given: Words, text: str) -> None:
    """Raise Invalid for what says nothing. A quote may stand alone, and go on standing alone."""
    quotes = not isinstance(given, Posting) or given.quoted_status_id is not None
    if not text.strip() and not given.media_ids and not quotes:
        raise Invalid("text", "can't be blank", "ERR_BLANK")


def draft(
    caller: Caller, given: Posting, key: str, text: str, choice: Choice | None, answered: Shown | None
) -> Draft:
    """A post, with whom it is for: its first line before what the app names."""
    return Draft(
        text=text,
        audience=choice or _audience(given.visibility, answered),
        language=given.spoken(),
        content_note=given.words()[1],
        reply_to=answered.public_id if answered is not None else None,
        quote_of=_quoted(caller, given),
        media=given.media_ids or None,
        once_key=key,
        poll=given.poll.asked() if given.poll is not None else None,
        may_quote=given.quoters(),
        sensitive=_covered(caller, given),
        unlisted=_unlisted(caller, given, choice),
        app=caller.app,
    )


def _unlisted(caller: Caller, given: Posting, choice: Choice | None) -> bool:
    """Does it stand in no public list? Where the app names no audience, as the face wishes."""
    if given.visibility or choice is not None:
        return given.visibility == "unlisted"
    return faces.voice(caller.me).quiet and audiences.default_choice(caller.me).scope == "public"


def _covered(caller: Caller, given: Words) -> bool:
    return faces.voice(caller.me).covered if given.sensitive is None else given.sensitive


def edit(caller: Caller, status: int, given: Words, files: Sequence[FileWords]) -> None:
    """Say it anew. A first line that names circles leaves those who are in the old audience and the new."""
    text, choice = audiences.named(caller.me, given.words()[0])
    insist_on_words(given, text)
    fresh = Draft(
        text=text,
        audience=choice or Choice(),
        language=given.spoken(),
        content_note=given.words()[1],
        media=given.media_ids,
        poll=given.poll.asked() if given.poll is not None else None,
        may_quote=given.quoters(),
        sensitive=bool(given.sensitive),
    )
    try:
        posts.edit(caller.me, status, fresh, files=files)
    except Refused as refused:
        if refused.field == "text" and not text.strip():
            raise Invalid("text", "can't be blank", "ERR_BLANK") from refused
        raise


def _audience(visibility: str | None, answered: Shown | None) -> Choice:
    """Of an answer: whoever sees what it answers, or fewer. Where that is not public, `private` is no more
    than what the app was shown of it.
    """
    if answered is not None:
        if visibility != "private" or not answered.body.public:
            return Choice("parent")
        return Choice("followers", people=[answered.author.public_id])
    if visibility == "private":
        return Choice("followers")
    return Choice("public") if visibility else Choice()


def _named(caller: Caller, text: str) -> list[int]:
    """Whom the words name besides the caller (dense ids); the caller alone where they name nobody."""
    return [face for face in reads.named(text) if face != caller.me] or [caller.me]


def _answer(caller: Caller, given: Posting, answered: Shown, key: str) -> int:
    """What answers a message is said in its conversation, and nowhere else."""
    conversation = talks.of_message(caller.me, answered.public_id)
    if conversation is None:
        raise NotFound
    return conversations.say(caller.me, conversation, _said(caller, given, key, answered))


def _said(caller: Caller, given: Posting, key: str, answered: Shown | None) -> Said:
    if given.poll is not None:
        raise Invalid("poll", "cannot be asked in a conversation")
    if given.quoted_status_id is not None:
        raise Invalid("quoted_status", "cannot be quoted in a conversation")
    text, note = given.words()
    above = answered.public_id if answered is not None else None
    covered, language = _covered(caller, given), given.spoken()
    return Said(text, given.media_ids, (), key, note, covered, language, caller.app, above)


def _known(number: int) -> int:
    """Raises NotFound for what no id can be."""
    if not 0 < number < 2**63:
        raise NotFound
    return number
