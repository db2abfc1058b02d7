"""Messages as rows: what stands together, where a day begins, and what one may do with each."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hedgerow.people.audiences.rules import listed
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
        html.append(render_to_string(ROW, _row(found, item, above, marks)))
        above = item
    return mark_safe("".join(html))  # noqa: S308 (each row was escaped by its template)


def _row(found: Found, item: Item, above: Item | None, marks: Marks) -> dict[str, Any]:
    day = _day(item.at)
    new_day = above is None or _day(above.at) != day
    row = {"day": item.at if new_day else None, "number": str(item.number), "at": item.at}
    if isinstance(item, Line):
        return {**row, "line": words_of(item)}
    shown = item.shown
    return {
        **row,
        "post": shown,
        "body": shown.body,
        "files": item.files,
        "starts": new_day or not _together(above, item),
        "named": found.group,
        "acts": f"{found.url}/{item.number}",
        "reactions": _reactions(shown),
        "choices": _choices(shown.reacted),
        "seen": seen_words(marks.get(item.number, [])),
        "open": found.state == "in",
    }


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _together(above: Item | None, item: Message) -> bool:
    """Do two messages of one face, said soon after each other, stand together?"""
    if not isinstance(above, Message) or above.shown.author.id != item.shown.author.id:
        return False
    return (item.at - above.at).total_seconds() < TOGETHER_SECONDS


def words_of(line: Line) -> str:
    """What happened, as a sentence."""
    who = line.who.name
    about = line.about.name if line.about is not None else ""
    if line.kind == "left":
        return _("You left.") if line.mine else _("%(who)s left.") % {"who": who}
    if line.kind == "named":
        return (
            _("You gave it another name.") if line.mine else _("%(who)s gave it another name.") % {"who": who}
        )
    if line.kind == "added":
        said = _("You brought %(about)s in.") if line.mine else _("%(who)s brought %(about)s in.")
        said = _("%(who)s brought you in.") if line.about_me else said
    else:
        said = _("You took %(about)s out.") if line.mine else _("%(who)s took %(about)s out.")
    return said % {"who": who, "about": about}


def seen_words(people: Iterable[FaceCard]) -> str:
    """Who has read up to here."""
    names = [card.name for card in people]
    return _("Seen by %(names)s") % {"names": listed(names)} if names else ""


def writing_words(card: FaceCard) -> str:
    """That somebody is writing."""
    return _("%(name)s is writing…") % {"name": card.name}


def _reactions(shown: Any) -> list[dict[str, Any]]:
    return [
        {
            "emoji": each.emoji,
            "name": _name(each.emoji),
            "count": each.count,
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
    return drawn(found, page.items[-1:], reads.read_marks(viewer, conversation), above)
