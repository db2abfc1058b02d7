"""The pages of an archive: plain HTML that opens from a disk, without scripts and without a network."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hedgerow.people.faces.reads import FaceCard

from .gathering import Item

STYLE = b"""\
:root { color-scheme: light dark; --paper: light-dark(#faf8f3, #161b17); --ink: light-dark(#22281f, #e9eae2);
  --card: light-dark(#fff, #1e2520); --line: light-dark(#ddd5c2, #343d36);
  --hedge: light-dark(#2f6b4a, #86a873); }
body { background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-inline-size: 640px; padding: 24px 16px; }
a { color: var(--hedge); overflow-wrap: anywhere; }
h1 { font-family: Georgia, serif; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-block: 16px;
  overflow-wrap: anywhere; padding: 16px; }
img, video { border-radius: 10px; max-inline-size: 100%; block-size: auto; }
.soft { font-size: 14px; opacity: .75; }
nav { display: flex; gap: 16px; margin-block: 16px; }
"""


def _page(title: str, body: SafeString) -> bytes:
    language = translation.get_language() or "en"
    return format_html(
        '<!doctype html><html lang="{}" dir="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; "
        "media-src 'self' file:; style-src 'self' file:\">"
        '<title>{}</title><link rel="stylesheet" href="style.css"></head><body>{}</body></html>\n',
        language,
        "rtl" if translation.get_language_bidi() else "ltr",
        title,
        body,
    ).encode()


def index(card: FaceCard, pages: int, talked: list[str]) -> bytes:
    """Where one begins."""
    title = _("What %(name)s wrote") % {"name": card.name}
    made = _when(timezone.now().isoformat())
    links = [(f"posts-{number}.html", _("Posts, page %(number)d") % {"number": number})
             for number in range(1, pages + 1)]  # fmt: skip
    links += [(f"{name}.html", _("Conversation %(number)d") % {"number": place})
              for place, name in enumerate(talked, 1)]  # fmt: skip
    files = ("posts.json", "boosts.json", "named.json", "bookmarks.json", "contacts.csv", "address_book.csv",
             "shut_out.csv", "collections.json", "circles.json", "lists.json", "profile.json")  # fmt: skip
    body = format_html(
        "<h1>{}</h1><p class='soft'>@{} · {} · {}</p><ul>{}</ul><h2>{}</h2><ul>{}</ul>",
        title,
        card.address,
        settings.SITE_URL,
        made,
        _links(links),
        _("For programs"),
        _links((name, name) for name in files),
    )
    return _page(title, body)


def _links(found: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<li><a href="{}">{}</a></li>', found)


def posts(number: int, items: list[Item]) -> bytes:
    """One page of own posts, oldest first."""
    title = _("Posts, page %(number)d") % {"number": number}
    home = format_html('<nav><a href="index.html">{}</a></nav>', _("Beginning"))
    body = format_html("<h1>{}</h1>{}{}", title, home, _all(_post(item) for item in items))
    return _page(title, body)


def conversation(about: Item, items: list[Item]) -> bytes:
    """One conversation."""
    title = about["name"] or ", ".join(about["people"])
    home = format_html('<nav><a href="index.html">{}</a></nav>', _("Beginning"))
    body = format_html("<h1>{}</h1>{}{}", title, home, _all(_message(item) for item in items))
    return _page(title, body)


def _all(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _post(item: Item) -> SafeString:
    above = item["answers"]
    answers = ""
    if above and above["url"]:
        words = _("In answer to @%(author)s") % {"author": above["author"]}
        answers = format_html('<p class="soft"><a href="{}">{}</a></p>', above["url"], words)
    return format_html(
        '<article>{}<p class="soft"><a href="{}">{}</a> · {}</p>{}</article>',
        answers,
        item["url"],
        _when(item["told_at"] or item["at"]),
        item["audience"]["words"],
        _said(item),
    )


def _message(item: Item) -> SafeString:
    head = format_html('<p class="soft">@{} · {}</p>', item["author"], _when(item["at"]))
    return format_html("<article>{}{}</article>", head, _said(item))


def _said(item: Item) -> SafeString:
    # Rendered and cleaned when it was published (`kernel.text`); links inside are whole or of this site.
    text = mark_safe(item["html"].replace('href="/', f'href="{settings.SITE_URL}/'))  # noqa: S308
    note = format_html("<p><strong>{}</strong></p>", item["note"]) if item["note"] else ""
    title = format_html("<h2>{}</h2>", item["title"]) if item["title"] else ""
    files = _all(_file(one) for one in item["media"])
    return format_html("{}{}{}{}{}", title, note, text, files, _poll(item.get("poll")))


def _poll(poll: Item | None) -> SafeString:
    """The answers of a poll, with their numbers where these may be seen."""
    if poll is None:
        return SafeString("")
    answers = ((one["text"], "" if one["count"] is None else one["count"]) for one in poll["options"])
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{} <b>{}</b></li>", answers))


def _file(one: Item) -> SafeString:
    if one["kind"] == "video":
        said = one.get("captions")
        track = format_html('<track kind="captions" src="{}" default>', said) if said else ""
        player = '<p><video controls src="{}" title="{}">{}</video></p>'
        return format_html(player, one["file"], one["alt"], track)
    if one["kind"] == "audio":
        return format_html('<p><audio controls src="{}" title="{}"></audio></p>', one["file"], one["alt"])
    return format_html('<p><img src="{}" alt="{}" loading="lazy"></p>', one["file"], one["alt"])


def _when(text: str) -> str:
    return formats.date_format(datetime.fromisoformat(text), "DATETIME_FORMAT")
