"""The composer: what was typed, kept through everything, and what the page draws from it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hedgerow.doors.web import languages
from hedgerow.doors.web.drawings import offered
from hedgerow.doors.web.posts.stories import lost_marks
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.ids import opaque
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.emoji.reads import bare
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.media import reads as media
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.variants import reads as variants

from . import attaching, choosing, further, looking, versions
from .attaching import Picture, picture
from .choosing import Chosen
from .further import Further
from .versions import Version

FOUND = 8
"""So many people at most are offered for a name."""

T = TypeVar("T")

FIELDS = {
    "content_note": "note", "media": "pictures", "picture": "pictures", "alt": "pictures", "post": "text",
    "draft": "text",
}  # fmt: skip
"""What acts call a field, where the composer calls it otherwise."""

LONGEST_TEXT, LONGEST_STORY = 5_000, 50_000
POST, REPLY, QUOTE, EDIT = "post", "reply", "quote", "edit"


def sent_words(actor: int, post: Shown) -> str:
    """What is said of a post that left: whom it went to, and with it each other version of it."""
    ones = variants.tabs(actor, [post.id]).get(post.id, []) if post.varied else []
    if ones:
        went = " · ".join(one.told.sentence for one in (ones[-1], *ones[:-1]) if one.post is not None)
        return _("Sent, each in its own version, to: %(audiences)s") % {"audiences": went}
    told = post.told
    if told.gate == "none":
        return _("Sent to everybody.")
    return _("Sent to: %(audience)s") % {"audience": told.sentence}


class Given(msgspec.Struct, frozen=True):
    """What somebody typed so far."""

    text: str = ""
    note: str = ""
    language: str = ""
    may_reply: str = "all"
    chosen: Chosen = Chosen()
    pictures: list[Picture] = []
    remember: bool = False
    widen: bool = False
    token: str = ""
    sure: str = ""
    looked: list[str] = []
    """Marks of what the guard found and its author looked at."""
    next: str = ""
    further: Further = Further()
    versions: list[Version] = []
    """What it says to others instead."""

    def _once(self) -> str:
        """The same words sent twice are one post; words changed after an answer got lost are another."""
        pictures = [picture.id for picture in self.pictures]
        others = [each.variation(loose=True) for each in self.versions]
        said = (self.text, self.note, self.chosen, pictures, self.further, *others)
        digest = hashlib.sha256(repr(said).encode()).hexdigest()[:24]
        return f"{self.token[:100]} {digest}" if self.token else ""

    def draft(self, *, loose: bool = False, **more: Any) -> acts.Draft:
        """The draft as talk takes it. Raises Refused("audience", "title", "poll" or "vanish", …).

        `loose`: for keeping it; what cannot be meant yet is left out, and is for nobody.
        """
        numbers = [picture.id for picture in self.pictures]
        besides: dict[str, Any] = _or(
            lambda: self.further.fields(numbers), dict[str, Any](title=self.further.title), loose
        )
        return acts.Draft(
            text=self.text,
            audience=_or(self.chosen.choice, Choice("nobody"), loose),
            language=self.language,
            content_note=self.note,
            media=numbers,
            may_reply=self.may_reply or "all",
            once_key=self._once(),
            variants=[each.variation(loose=loose) for each in self.versions],
            **besides,
            **more,
        )


def _or(meant: Callable[[], T], instead: T, loose: bool) -> T:
    try:
        return meant()
    except Refused:
        if loose:
            return instead
        raise


def given(request: Any, actor: int, *, bring: bool = True) -> tuple[Given, dict[str, str]]:
    """What was sent, its new pictures brought; and what was wrong with pictures, by field. Without `bring`
    the new ones are left behind: there were too many in a short time. Raises TooMany.
    """
    data = request.POST
    errors: dict[str, str] = {}
    return (
        Given(
            text=data.get("text", ""),
            note=data.get("note", ""),
            language=data.get("language", ""),
            may_reply=data.get("may_reply", ""),
            chosen=choosing.sent(data, actor),
            pictures=attaching.all_of(request, actor, errors, bring=bring),
            remember=bool(data.get("remember")),
            widen=bool(data.get("widen")),
            token=data.get("token", ""),
            sure=data.get("sure", ""),
            looked=data.getlist("looked")[: looking.MOST_LOOKED_AT],
            next=data.get("next", ""),
            further=further.sent(data),
            versions=versions.sent(request, actor, errors, bring=bring),
        ),
        errors,
    )


# --- drawn --------------------------------------------------------------------------------------------


class Composer(msgspec.Struct, frozen=True):
    """Which composer is drawn, and what is already in it.

    `answered`: the post that is replied to or quoted; `edited`: the public id of an own post; `written`: what
    was typed so far; `next`: where sending leads, when not to the post; `brief`: for pages where composing is
    not what one came for: the choice of an audience comes when it is asked for; `ask`: own faces to choose
    from before it is sent; `found` and `found_without`: people searched for, to choose and to leave out;
    `open`: the choice of readers stands open, `open_wide`: where it covers nothing.
    """

    kind: str = POST
    answered: Shown | None = None
    edited: int | None = None
    written: Given = Given()
    errors: dict[str, str] = {}
    next: str = ""
    brief: bool = False
    ask: Iterable[FaceCard] = ()
    found: Iterable[FaceCard] = ()
    found_without: Iterable[FaceCard] = ()
    open: bool = False
    open_wide: bool = False
    draft: Any = None
    """The kept draft that is gone on with."""


def composer_context(
    request: HttpRequest,
    *,
    written: Given | None = None,
    errors: dict[str, str] | None = None,
    speaks: FaceCard | None = None,
    **which: Any,
) -> dict[str, Any]:
    """`{"composer": …, "face": …}` for `web/compose/composer.html`; `which`: the fields of `Composer`. The
    request's face speaks.
    """
    face: Any = speaks or request.face  # type: ignore[attr-defined]
    drawn = Composer(written=written or Given(), errors=dict(errors or {}), **which)
    return {
        "composer": {
            **_addressed(drawn),
            **_typed(face.id, drawn),
            **_offered(drawn),
            **_audience(face.id, drawn),
            **_guesses(face.id, drawn),
            "versions": _versions(face.id, drawn),
            "errors": drawn.errors,
        },
        "face": face,
    }


def _addressed(drawn: Composer) -> dict[str, Any]:
    """Where it posts, and what it answers, quotes or edits."""
    answered = drawn.answered.public_id if drawn.answered else ""
    return {
        "action": f"/p/{drawn.edited}/edit" if drawn.edited else "/compose",
        "kind": drawn.kind,
        "key": drawn.edited or answered,
        "reply": answered if drawn.kind == REPLY else "",
        "quote": answered if drawn.kind == QUOTE else "",
        # A brief composer is kept as drawn, and gets its own key each time.
        "token": drawn.written.token or ("" if drawn.brief else opaque()),
        "next": drawn.written.next or drawn.next,
    }


def _typed(actor: int, drawn: Composer) -> dict[str, Any]:
    """What was typed so far."""
    typed = drawn.written
    language = typed.language or ("" if drawn.brief else faces.face(actor).language)
    return {
        "text": typed.text,
        "note": typed.note,
        "language": language,
        "languages": None if drawn.brief else languages.for_posts(language),
        "pictures": typed.pictures,
        "remember": typed.remember,
        "widen": typed.widen if drawn.kind == EDIT else None,
        "story": typed.further.story,
        "title": typed.further.title,
        "cover": typed.further.cover,
        "lost_marks": lost_marks(typed.text, len(typed.pictures)) if typed.further.story else [],
        "version": drawn.draft.version if drawn.draft else "",
        "keeps": drawn.kind != EDIT,
        "send_at": drawn.draft.send_at if drawn.draft else None,
        "further": None if drawn.brief else _further(actor, drawn),
    }


def _further(actor: int, drawn: Composer) -> dict[str, Any]:
    asks_habit = drawn.written.further.vanish is None and drawn.kind in {POST, QUOTE}
    habit = posts.vanish_habit(actor) if asks_habit else None
    return further.drawn(drawn.written.further, habit=habit, edited=drawn.kind == EDIT)


def _offered(drawn: Composer) -> dict[str, Any]:
    """What else it offers, and its words."""
    settings_too = drawn.kind in {POST, QUOTE} and not drawn.brief
    return {
        "brief": drawn.brief,
        "emoji": offered(),
        "limit": LONGEST_STORY if drawn.written.further.story else LONGEST_TEXT,
        "placeholder": _placeholder(drawn.kind, drawn.answered),
        "send": _send(drawn.kind),
        "ask": list(drawn.ask),
        "may_reply": _may_reply(drawn.written.may_reply) if settings_too else None,
    }


def _versions(actor: int, drawn: Composer) -> dict[str, Any] | None:
    """Other words for other people, where a post is new or was said in several versions."""
    typed = drawn.written
    if drawn.brief or drawn.kind not in {POST, EDIT} or (drawn.kind == EDIT and not typed.versions):
        return None
    own = versions.meant(actor, typed.chosen) if drawn.kind == POST else None
    return versions.drawn(actor, typed.versions, own, drawn.errors)


def _guesses(actor: int, drawn: Composer) -> dict[str, Any]:
    """Which circles the text looks like, where a post is new and anybody may be chosen."""
    typed = drawn.written
    guesses = drawn.kind in {POST, QUOTE} and faces.manners(actor).suggests
    return {
        "guesses": guesses,
        "likely": looking.likely(actor, typed.text, typed.chosen) if guesses else None,
        "looked": typed.looked,
        "sure": typed.sure,
    }


def _audience(actor: int, drawn: Composer) -> dict[str, Any]:
    """The sentence, and the choice; `later`: the choice comes when it is asked for."""
    typed, behind = drawn.written, behind_of(drawn.kind, drawn.answered)
    reply = drawn.kind == REPLY
    if drawn.kind == EDIT and typed.chosen == Chosen():
        return {"audience": None, "choices": None}
    usually = Chosen(choosing.ABOVE) if reply else None
    chosen = typed.chosen if typed.chosen != Chosen() else usually or usual(actor)
    open = drawn.open
    try:
        audience = choosing.told(actor, chosen, behind=behind, brief=drawn.brief)
    except Refused as error:
        if drawn.errors:
            drawn.errors.setdefault("audience", error.message)
        audience, open = choosing.refused(chosen, error), True
    later = drawn.brief or (reply and not open and chosen == usually)
    above = choosing.told(actor, Chosen(), behind=behind, brief=True)["sentence"] if reply else ""
    searched = (drawn.found, drawn.found_without)
    return {
        "audience": audience,
        "choices": None if later else choosing.choices(actor, chosen, *searched, above=above),
        "later": later,
        "open": open or "audience" in drawn.errors,
        "open_wide": drawn.open_wide,
    }


def behind_of(kind: str, answered: Shown | None) -> int | None:
    """What a new post stands behind: what it answers, and what it quotes when that is not public."""
    if answered is None or (kind == QUOTE and answered.body.public):
        return None
    return answered.public_id


def usual(actor: int) -> Chosen:
    """The fields for what the face usually does."""
    return choosing.of(audiences.default_choice(actor))


def _may_reply(chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "name": name, "chosen": value == (chosen or "all")}
        for value, name in may_reply_choices()
    ]


def may_reply_choices() -> list[tuple[str, str]]:
    """Who may answer in a thread."""
    return [
        ("all", _("Everybody who sees it")),
        ("followers", _("My followers")),
        ("mentioned", _("Whom I mention")),
        ("nobody", _("Nobody but me")),
    ]


def _placeholder(kind: str, answered: Shown | None) -> str:
    if kind == REPLY and answered is not None:
        return _("Answer %(name)s") % {"name": bare(answered.author.name)}
    if kind == QUOTE:
        return _("What do you say to this?")
    return _("What would you like to say?")


def pictures_of(actor: int, numbers: Sequence[int]) -> list[Picture]:
    """Own pictures that wait for their post, as the composer draws them; what is gone is left out."""
    said = media.waiting(actor, numbers)
    return [picture(actor, number, said[number]) for number in numbers if number in said]


def _send(kind: str) -> str:
    words = {REPLY: pgettext("act", "Reply"), QUOTE: pgettext("act", "Quote"), EDIT: _("Save")}
    return words.get(kind, pgettext("act", "Post"))


def field_of(error: Refused) -> str:
    """The composer's name of the field that an act refused."""
    return FIELDS.get(error.field, error.field)


def as_written(actor: int, post: int) -> Given:
    """An own post as it was written, to edit it. Raises NotFound."""
    given, shown = _as_written(actor, post)
    if not shown.varied:
        return given
    return msgspec.structs.replace(given, chosen=Chosen(), versions=_beside(actor, shown))


def _as_written(actor: int, post: int) -> tuple[Given, Shown]:
    row = posts.for_edit(actor, post)
    shown = posts.post(actor, post)
    alts = {int(each.id): each.alt for each in shown.body.pictures}
    return Given(
        text=row.text,
        note=row.content_note,
        language=row.language,
        chosen=_chosen(row.choice),
        pictures=[picture(actor, number, alts.get(number, "")) for number in row.media],
        further=further.of(row),
    ), shown


def _beside(actor: int, shown: Shown) -> list[Version]:
    """The other variants of an own post, as they were written."""
    found = []
    for tab in variants.tabs(actor, [shown.id])[shown.id]:
        if tab.post is not None and tab.post != shown.public_id:
            given, _other = _as_written(actor, tab.post)
            found.append(
                Version(
                    given.text, given.note, given.chosen, given.pictures, post=str(tab.post), told=tab.told
                )
            )
    return found


def _chosen(choice: Choice | None) -> Chosen:
    return Chosen() if choice is None or choice.scope == "parent" else choosing.of(choice)
