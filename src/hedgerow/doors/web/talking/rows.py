"""Messages as rows: what stands together, where a day begins, and what one may do with each.

A row is drawn once and kept in pieces. What is kept rests on the message's shared body, on where it stands
and on the reader's own marks; it is used only for a message that `talk` just gave this reader after asking
the boundary. Never kept: who has read it, and the addresses of pictures and files.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hedgerow.doors.web.cards import by_kind, preview_of
from hedgerow.doors.web.drawings import with_emoji
from hedgerow.doors.web.gaps import Drawn, apart, filled, gap, picture_gaps, tidy
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.cache import Lru
from hedgerow.people.audiences.reads import listed
from hedgerow.people.emoji.reads import bare, known
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.conversations import reads
from hedgerow.talk.conversations.reads import Found, Line, Message
from hedgerow.talk.posts.reads import name_of_emoji

TOGETHER_SECONDS = 300
REACTIONS = ("👍", "❤️", "😂", "🎉", "😮", "🙏")
ROW = "web/talking/row.html"

Item = Message | Line
Marks = dict[int, list[FaceCard]]


def drawn(found: Found, items: Sequence[Item], marks: Marks, before: Item | None = None) -> SafeString:
    """The rows of these items, oldest first. `before`: what stands above them."""
    html = []
    above = before
    for item in items:
        new_day = above is None or _day(above.at) != _day(item.at)
        if isinstance(item, Line):
            html.append(_line(found, item, new_day))
        else:
            starts = new_day or not _together(above, item)
            html.append(_filled(found, item, new_day, starts, marks.get(item.number, [])))
        above = item
    return mark_safe("".join(html))  # noqa: S308 (each row was escaped by its template)


def _line(found: Found, line: Line, new_day: bool) -> str:
    row = {"day": line.at if new_day else None, "number": str(line.number), "at": line.at}
    if line.kind == "norms" and found.state != "left":
        row["norms"] = f"{found.url}/norms"
    return render_to_string(ROW, {**row, "line": words_of(line)})


class _Key(NamedTuple):
    post: int
    language: str
    zone: str
    new_day: bool
    starts: bool
    named: bool
    open: bool
    mine: bool
    reacted: str
    bookmarked: bool
    emoji: tuple[str, ...]
    """The site's own, where the author's name may hold some."""


_kept: Lru[_Key, tuple[bytes, Drawn]] = Lru(6_000)


def _filled(found: Found, item: Message, new_day: bool, starts: bool, seen: Sequence[FaceCard]) -> str:
    """A message with the reader's own part in its gaps."""
    shown = item.shown
    pictures = shown.pictures
    fill: dict[str, Callable[[int], str]] = {
        "picture": lambda n: escape(pictures[n].url),
        "thumb": lambda n: escape(pictures[n].thumb_url),
        "captions": lambda n: escape(pictures[n].captions_url),
        "file": lambda n: escape(item.files[n].url),
        "preview": lambda _n: escape(shown.card_picture),
        "seen": lambda _n: escape(seen_words(seen)),
    }
    return filled(_pieces(found, item, new_day, starts), fill)


def _pieces(found: Found, item: Message, new_day: bool, starts: bool) -> Drawn:
    shown = item.shown
    key = _Key(
        post=shown.id,
        language=get_language() or "en",
        zone=timezone.get_current_timezone_name(),
        new_day=new_day,
        starts=starts,
        named=found.group,
        open=found.state == "in",
        mine=shown.mine,
        reacted=shown.reacted,
        bookmarked=shown.bookmarked,
        emoji=tuple(known()) if ":" in shown.author.name else (),
    )
    kept = _kept.get(key)
    if kept is None or kept[0] != shown.json:
        kept = shown.json, _draw(found, item, key)
        _kept.put(key, kept)
    return kept[1]


def _draw(found: Found, item: Message, key: _Key) -> Drawn:
    """Draw the row once with gaps, and take it apart at them. What people wrote comes in last."""
    shown = item.shown
    row = {
        "day": item.at if key.new_day else None,
        "number": str(item.number),
        "at": item.at,
        "post": shown,
        "body": shown.body,
        "html": gap("html") if shown.body.html else "",
        **by_kind(picture_gaps(shown)),
        "covered": bool(shown.body.note) or (shown.body.sensitive and bool(shown.body.pictures)),
        "preview": preview_of(shown, gap("preview")),
        "files": [
            {"url": gap("file", place), "name": file.name, "size": file.size}
            for place, file in enumerate(item.files)
        ],
        "starts": key.starts,
        "named": key.named,
        "acts": f"{found.url}/{item.number}",
        "reactions": _reactions(shown),
        "choices": _choices(shown.reacted),
        "seen": gap("seen"),
        "open": key.open,
    }
    html = tidy(render_to_string(ROW, row))
    return apart(html.replace(gap("html"), with_emoji(shown.body.html, shown.body.emoji)))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _together(above: Item | None, item: Message) -> bool:
    """Do two messages of one face, said soon after each other, stand together?"""
    if not isinstance(above, Message) or above.shown.author.id != item.shown.author.id:
        return False
    return (item.at - above.at).total_seconds() < TOGETHER_SECONDS


def words_of(line: Line) -> str:
    """What happened, as a sentence."""
    who = isolated(line.who.name)
    about = isolated(line.about.name) if line.about is not None else ""
    if line.kind == "left":
        return _("You left.") if line.mine else _("%(who)s left.") % {"who": who}
    if line.kind == "named":
        return (
            _("You gave it another name.") if line.mine else _("%(who)s gave it another name.") % {"who": who}
        )
    if line.kind == "norms":
        said = _("You changed how you all use this.") if line.mine else _("%(who)s changed how you use this.")
    elif line.kind == "added":
        said = _("You brought %(about)s in.") if line.mine else _("%(who)s brought %(about)s in.")
        said = _("%(who)s brought you in.") if line.about_me else said
    else:
        said = _("You took %(about)s out.") if line.mine else _("%(who)s took %(about)s out.")
    return said % {"who": who, "about": about}


def seen_words(people: Iterable[FaceCard]) -> str:
    """Who has read up to here."""
    names = [isolated(bare(card.name)) for card in people]
    return _("Seen by %(names)s") % {"names": listed(names)} if names else ""


def writing_words(card: FaceCard) -> str:
    """That somebody is writing."""
    return _("%(name)s is writing…") % {"name": isolated(card.name)}


def _reactions(shown: Any) -> list[dict[str, Any]]:
    return [
        {
            "emoji": each.emoji,
            "name": _name(each.emoji),
            "count": each.count,
            "url": each.url,
            "mine": each.emoji == shown.reacted,
        }
        for each in shown.body.reactions
    ]


def _choices(mine: str) -> list[dict[str, Any]]:
    return [{"emoji": emoji, "name": _name(emoji), "mine": emoji == mine} for emoji in REACTIONS]


def _name(emoji: str) -> str:
    return name_of_emoji(emoji, (get_language() or "en").split("-")[0])


def row_of(viewer: int, conversation: int, message: int) -> SafeString | None:
    """One message (public id) as the viewer sees it now, as it stands among the others; None where it is not
    seen. Raises NotFound for the conversation.
    """
    found = reads.one(viewer, conversation)
    page = reads.messages(viewer, conversation, before=message + 1, limit=2)
    if not page.items or page.items[-1].number != message:
        return None
    above = page.items[0] if len(page.items) > 1 else None
    return drawn(found, page.items[-1:], marks_on(viewer, conversation, page.items[-1]), above)


def fresh(viewer: int, conversation: int, message: int, above: int) -> SafeString | None:
    """What the viewer just said (public id), below the message that its page ends with (public id; 0 for none
    that it knows). Nobody can have read it yet.
    """
    items = reads.some(viewer, conversation, [above, message]) if above else []
    if [item.number for item in items] != [above, message]:
        return row_of(viewer, conversation, message)
    return drawn(reads.one(viewer, conversation), items[1:], {}, items[0])


def marks_on(viewer: int, conversation: int, item: Item) -> Marks:
    """Who has read up to this, where it is the viewer's own. Raises NotFound."""
    own = isinstance(item, Message) and item.shown.mine
    return reads.read_marks(viewer, conversation) if own else {}
