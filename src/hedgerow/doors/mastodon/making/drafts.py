"""From what an app says of a post to a draft, and to whom it goes. Rooms decide; this only translates."""

import re
from collections.abc import Sequence

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.kernel.errors import NotFound
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

VISIBILITIES = ("public", "unlisted", "private", "direct")
QUOTERS = {"public": "all", "followers": "followers", "nobody": "nobody"}
"""The original's words for who may quote, and the room's."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")


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
    sensitive: bool = False
    """Its files are covered; a note covers everything."""
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
        """The language; empty for what is none."""
        named = self.language or ""
        return named if _LANGUAGE.fullmatch(named) else ""


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


def send(caller: Caller, given: Posting, key: str) -> int:
    """Say it; the public id of the post or of the message. Raises what the rooms raise."""
    text, choice = audiences.named(caller.me, given.words()[0])
    answered = reads.post(caller.me, _known(given.in_reply_to_id)) if given.in_reply_to_id else None
    insist_on_words(given, text)
    if answered is not None and answered.direct:
        return _answer(caller, given, answered, key)
    named = reads.named(text)
    if given.visibility == "direct" and choice is None and answered is None and named:
        said = _said(given, f"{key} direct" if key else "")
        return conversations.write_to(caller.me, named, said)[1]
    return posts.publish(caller.me, draft(caller, given, key, text, choice, answered))


def post(caller: Caller, given: Posting, key: str) -> Draft:
    """The same as a post that waits. Raises Invalid for what is said in a conversation: that waits not."""
    text, choice = audiences.named(caller.me, given.words()[0])
    answered = reads.post(caller.me, _known(given.in_reply_to_id)) if given.in_reply_to_id else None
    insist_on_words(given, text)
    alone = given.visibility == "direct" and choice is None and answered is None
    if (answered is not None and answered.direct) or (alone and reads.named(text)):
        raise Invalid("scheduled_at", "cannot be kept for a conversation")
    return draft(caller, given, key, text, choice, answered)


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
        audience=choice or _audience(caller, given.visibility, text, answered),
        language=given.spoken(),
        content_note=given.words()[1],
        reply_to=answered.public_id if answered is not None else None,
        quote_of=_known(given.quoted_status_id) if given.quoted_status_id else None,
        media=given.media_ids or None,
        once_key=key,
        poll=given.poll.asked() if given.poll is not None else None,
        may_quote=given.quoters(),
        sensitive=given.sensitive,
    )


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
        sensitive=given.sensitive,
    )
    posts.edit(caller.me, status, fresh, files=files)


def _audience(caller: Caller, visibility: str | None, text: str, answered: Shown | None) -> Choice:
    """Of an answer: whoever sees what it answers, or fewer. Where that is not public, `private` is no more
    than what the app was shown of it.
    """
    if visibility == "direct":
        return _by_name(caller, text)
    if answered is not None:
        if visibility != "private" or not answered.body.public:
            return Choice("parent")
        return Choice("followers", people=[answered.author.public_id])
    if visibility == "private":
        return Choice("followers")
    return Choice("public") if visibility else Choice()


def _by_name(caller: Caller, text: str) -> Choice:
    people = [card.public_id for card in faces.cards(reads.named(text)).values() if card.id != caller.me]
    return Choice("chosen", people=people) if people else Choice("nobody")


def _answer(caller: Caller, given: Posting, answered: Shown, key: str) -> int:
    """What answers a message is said in its conversation, and nowhere else."""
    conversation = talks.of_message(caller.me, answered.public_id)
    if conversation is None:
        raise NotFound
    return conversations.say(caller.me, conversation, _said(given, key))


def _said(given: Posting, key: str) -> Said:
    if given.poll is not None:
        raise Invalid("poll", "cannot be asked in a conversation")
    if given.quoted_status_id is not None:
        raise Invalid("quoted_status", "cannot be quoted in a conversation")
    text, note = given.words()
    return Said(text, given.media_ids, (), key, note, given.sensitive, given.spoken())


def _known(number: int) -> int:
    """Raises NotFound for what no id can be."""
    if not 0 < number < 2**63:
        raise NotFound
    return number
