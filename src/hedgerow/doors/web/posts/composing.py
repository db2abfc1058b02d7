"""The composer: what was typed, kept through everything, and what the page draws from it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hedgerow.doors.web import uploads
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.media import reads as media
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

from . import choosing
from .choosing import Chosen

FIELDS = {
    "content_note": "note", "media": "pictures", "picture": "pictures", "alt": "pictures", "post": "text",
}  # fmt: skip
"""What acts call a field, where the composer calls it otherwise."""

POST, REPLY, QUOTE, EDIT = "post", "reply", "quote", "edit"
LANGUAGES = (
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "he",
    "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh-hans",
)  # fmt: skip


class Picture(msgspec.Struct, frozen=True):
    """A picture that the server has already."""

    id: int
    thumb_url: str
    alt: str


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
    next: str = ""

    def draft(self, **more: Any) -> acts.Draft:
        """The draft as talk takes it. Raises Refused("audience", …)."""
        return acts.Draft(
            text=self.text,
            audience=self.chosen.choice(),
            language=self.language,
            content_note=self.note,
            media=[picture.id for picture in self.pictures],
            may_reply=self.may_reply or "all",
            once_key=self.token[:200],
            **more,
        )


def given(request: Any, actor: int) -> tuple[Given, dict[str, str]]:
    """What was sent, its new pictures brought; and what was wrong with pictures, by field."""
    data = request.POST
    errors: dict[str, str] = {}
    return (
        Given(
            text=data.get("text", ""),
            note=data.get("note", ""),
            language=data.get("language", ""),
            may_reply=data.get("may_reply", ""),
            chosen=choosing.sent(data, actor),
            pictures=[*_kept(data, actor, errors), *_brought(request, actor, errors)],
            remember=bool(data.get("remember")),
            widen=bool(data.get("widen")),
            token=data.get("token", ""),
            sure=data.get("sure", ""),
            next=data.get("next", ""),
        ),
        errors,
    )


def _kept(data: Any, actor: int, errors: dict[str, str]) -> Iterable[Picture]:
    """The pictures brought before and still wanted, with what is now said of them."""
    for value in dict.fromkeys(data.getlist("picture")):
        number = choosing.whole(value)
        alt = data.get(f"alt-{value}", "")
        try:
            acts.describe_picture(actor, number or 0, alt)
        except NotFound:
            errors["pictures"] = _("One of these pictures is not there any more. Add it again.")
            continue
        except Refused as error:
            errors["pictures"] = error.message
        yield picture(actor, number or 0, alt)


def _brought(request: Any, actor: int, errors: dict[str, str]) -> Iterable[Picture]:
    said = request.POST.getlist("new_alt")
    for place, upload in enumerate(request.FILES.getlist("pictures")):
        alt = said[place] if place < len(said) else ""
        try:
            yield bring(actor, upload, alt)
        except Refused as error:
            errors["pictures"] = f"{upload.name}: {error.message}"


def bring(actor: int, upload: Any, alt: str = "") -> Picture:
    """Keep an uploaded picture until a post takes it. Raises Refused, TooMany."""
    data = uploads.picture(upload)
    return picture(actor, acts.bring_picture(actor, data or b"", alt), alt)


def picture(actor: int, number: int, alt: str) -> Picture:
    """An own picture as the composer draws it."""
    address = media.own_address(actor, number)
    return Picture(number, f"{address}&size=small", alt)


# --- drawn --------------------------------------------------------------------------------------------


def composer_context(
    request: HttpRequest,
    *,
    kind: str = POST,
    answered: Shown | None = None,
    edited: int | None = None,
    written: Given | None = None,
    errors: dict[str, str] | None = None,
    next: str = "",
    brief: bool = False,
    speaks: FaceCard | None = None,
    ask: Iterable[FaceCard] = (),
    found: Iterable[FaceCard] = (),
    found_without: Iterable[FaceCard] = (),
    open: bool = False,
) -> dict[str, Any]:
    """`{"composer": …, "face": …}` for `web/compose/composer.html`. The request's face speaks.

    `answered`: the post that is replied to or quoted; `edited`: the public id of an own post; `written`: what
    was typed so far; `next`: where sending leads, when not to the post; `brief`: for pages where composing is
    not what one came for: the choice of an audience comes when it is asked for; `ask`: own faces to choose
    from before it is sent; `found` and `found_without`: people searched for, to choose and to leave out.
    """
    face: Any = speaks or request.face  # type: ignore[attr-defined]
    typed = written or Given()
    wrong = dict(errors or {})
    language = typed.language or ("" if brief else faces.face(face.id).language)
    return {
        "composer": {
            "action": f"/p/{edited}/edit" if edited else "/compose",
            "kind": kind,
            "key": edited or (answered.public_id if answered else ""),
            "reply": answered.public_id if answered and kind == REPLY else "",
            "quote": answered.public_id if answered and kind == QUOTE else "",
            "text": typed.text,
            "note": typed.note,
            "language": language,
            "languages": None if brief else languages(language),
            "brief": brief,
            "pictures": typed.pictures,
            "limit": 5000,
            "placeholder": _placeholder(kind, answered),
            "send": _send(kind),
            # A brief composer is kept as drawn, and gets its own key each time.
            "token": typed.token or ("" if brief else opaque()),
            "next": typed.next or next,
            "ask": list(ask),
            "may_reply": None if brief or kind not in {POST, QUOTE} else _may_reply(typed.may_reply),
            "widen": typed.widen if kind == EDIT else None,
            "remember": typed.remember,
            **_audience(face.id, kind, answered, typed, wrong, brief, (found, found_without), open),
            "errors": wrong,
        },
        "face": face,
    }


def _audience(
    actor: int,
    kind: str,
    answered: Shown | None,
    typed: Given,
    wrong: dict[str, str],
    brief: bool,
    found: tuple[Iterable[FaceCard], Iterable[FaceCard]],
    open: bool,
) -> dict[str, Any]:
    """The sentence, and the choice where there is one: a reply is for those who see what it answers."""
    behind = behind_of(kind, answered)
    if kind == REPLY:
        return {"audience": choosing.told(actor, Chosen(), behind=behind, brief=brief), "choices": None}
    if kind == EDIT and typed.chosen == Chosen():
        return {"audience": None, "choices": None}
    chosen = typed.chosen if typed.chosen != Chosen() else usual(actor)
    try:
        audience = choosing.told(actor, chosen, behind=behind, brief=brief)
    except Refused as error:
        if wrong:
            wrong.setdefault("audience", error.message)
        audience, open = choosing.refused(chosen, error), True
    return {
        "audience": audience,
        "choices": None if brief else choosing.choices(actor, chosen, *found),
        "open": open or "audience" in wrong,
    }


def behind_of(kind: str, answered: Shown | None) -> int | None:
    """What a new post stands behind: what it answers, and what it quotes when that is not public."""
    if answered is None or (kind == QUOTE and answered.body.public):
        return None
    return answered.public_id


def usual(actor: int) -> Chosen:
    """The fields for what the face usually does."""
    return choosing.of(audiences.default_choice(actor))


def languages(chosen: str) -> list[tuple[str, str]]:
    """Languages to choose from, by their own names; those of this site first."""
    ours = [code for code, _name in settings.LANGUAGES if code in LANGUAGES]
    rest = [code for code in LANGUAGES if code not in ours]
    more = [chosen] if chosen and chosen not in LANGUAGES and len(chosen) < 13 else []
    return [(code, own_name(code)) for code in [*more, *ours, *rest]]


@cache
def own_name(code: str) -> str:
    """What a language calls itself."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


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
        return _("Answer %(name)s") % {"name": answered.author.name}
    if kind == QUOTE:
        return _("What do you say to this?")
    return _("What would you like to say?")


def _send(kind: str) -> str:
    return {REPLY: _("Reply"), QUOTE: _("Quote"), EDIT: _("Save")}.get(kind, _("Post"))


def field_of(error: Refused) -> str:
    """The composer's name of the field that an act refused."""
    return FIELDS.get(error.field, error.field)


def as_written(actor: int, post: int) -> Given:
    """An own post as it was written, to edit it. Raises NotFound."""
    row = posts.for_edit(actor, post)
    shown = posts.post(actor, post)
    alts = {int(each.id): each.alt for each in shown.body.pictures}
    return Given(
        text=row.text,
        note=row.content_note,
        language=row.language,
        chosen=_chosen(row.choice),
        pictures=[picture(actor, number, alts.get(number, "")) for number in row.media],
    )


def _chosen(choice: Choice | None) -> Chosen:
    return Chosen() if choice is None or choice.scope == "parent" else choosing.of(choice)
