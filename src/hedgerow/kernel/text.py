"""What people write: light Markdown in, safe HTML out, with its mentions, hashtags and links.

Known: paragraphs and line breaks, emphasis, strong, strike, code, quotes, lists, headings (shown small),
links and bare addresses, @mentions and #hashtags. Not known: raw HTML, pictures, tables. Whatever is not
known is shown as it was typed. Every page of HTML made here goes through a second, independent filter before
it leaves.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.translation import gettext as _
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import Struct

from hedgerow.kernel.errors import Refused
from hedgerow.kernel.names import find_names

LIMIT = 5000
MOST_MARKS = 8
DEEPEST = 30
HIGHEST_HEADING = 3

RULES = [
    "fence",
    "blockquote",
    "list",
    "heading",
    "emphasis",
    "strikethrough",
    "backticks",
    "escape",
    "entity",
]
RULES += ["link", "autolink", "linkify", "newline"]
BLOCKS = {"p", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "pre"}
TAGS = BLOCKS | {"br", "em", "strong", "s", "code", "a"}
ATTRIBUTES = {tag: {"dir"} for tag in BLOCKS} | {"a": {"href"}, "ol": {"dir", "start"}, "*": set()}
BIDI = set(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
DROPPED = BIDI | {"\ufeff", "\ufff9", "\ufffa", "\ufffb"}

BLANKS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
"""Letters and signs that are drawn as nothing."""
NOT_SEEN = {"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"}

_filter = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes={"a": {"mention", "tag"}},
    link_rel="nofollow noopener noreferrer ugc",
    url_schemes={"http", "https"},
)

_UNMARKED = re.compile(r"[^\W\d_](?:[^\W_]| (?! )|[,.;?!'()-])*(?<! )")
"""One line of words in which no mark of Markdown, no name and no address can stand: most of what people say.
A property test holds its short way equal to the long one.
"""

Mention = Callable[[str], str | None]
Tag = Callable[[str], str]


class Rendered(Struct, frozen=True):
    """HTML, and what was found: mentions and tags by key, links as written; each once."""

    html: str
    mentions: list[str]
    tags: list[str]
    links: list[str]

    @property
    def plain(self) -> str:
        """The same as plain text."""
        return plain(self.html)


def normalise(source: str, limit: int = LIMIT) -> str:
    """One form for every text: NFC, plain line ends, nothing that hides or turns the direction of other
    words. What shows nothing at all is the empty text.

    Raises Refused("text", ...) when more than `limit` characters are left. Accents, joiners and the like
    count with the character they belong to, as long as there are not absurdly many.
    """
    if len(source) > limit * 10:
        raise Refused("text", _too_long(limit))
    text = unicodedata.normalize("NFC", source.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isascii() or not text.isprintable():
        text = "".join(_kept(text))
    text = text.strip("\n").rstrip()
    if not text.isascii() and not any(map(_shows, text)):
        return ""
    if _length(text) > limit or len(text) > limit * 4:
        raise Refused("text", _too_long(limit))
    return text


def _too_long(limit: int) -> str:
    return _("Please keep it to %(limit)d characters.") % {"limit": limit}


def _kept(text: str) -> Any:
    """The characters that may stay; of a pile of combining marks only the first few."""
    pile = 0
    for char in text:
        kind = unicodedata.category(char)
        pile = pile + 1 if kind in ("Mn", "Me") else 0
        if (
            char in DROPPED
            or pile > MOST_MARKS
            or kind == "Cs"
            or (kind == "Cn" and _never_a_character(char))
        ):
            continue
        if kind != "Cc" or char in "\n\t":
            yield char


def _never_a_character(char: str) -> bool:
    """Of what this Python does not know: newer emoji stay; what Unicode keeps free for programs goes."""
    number = ord(char)
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF or 0xE0000 <= number <= 0xE0FFF


def _shows(char: str) -> bool:
    """Is there anything to see of a character that stands alone?"""
    return char not in BLANKS and unicodedata.category(char) not in NOT_SEEN


def _length(text: str) -> int:
    """Characters as a person counts them, roughly."""
    if text.isascii():
        return len(text)
    count, joined = 0, False
    for char in text:
        extends = joined or unicodedata.category(char) in ("Mn", "Me") or "\U0001f3fb" <= char <= "\U0001f3ff"
        joined = char == "\u200d"
        count += not (extends or joined)
    return count


def render(source: str, *, link_mention: Mention, tag_url: Tag) -> Rendered:
    """Render a normalised text.

    `link_mention("alice")` or `("alice@example.org")` gives the address of a face's page, or None where there
    is none: the name then stays plain. `tag_url("key")` gives a tag's page.
    """
    if _UNMARKED.fullmatch(source):
        return Rendered(f'<p dir="auto">{source}</p>', [], [], [])
    found = _Found(link_mention, tag_url)
    dirty = _markdown().render(source, {"found": found})
    html = _filter.clean(dirty).strip()
    return Rendered(html, list(found.mentions), list(found.tags), list(found.links))


class _Found:
    """What one rendering came across, in the order of its appearance."""

    def __init__(self, link_mention: Mention, tag_url: Tag) -> None:
        self.link_mention = link_mention
        self.tag_url = tag_url
        self.mentions: dict[str, None] = {}
        self.tags: dict[str, None] = {}
        self.links: dict[str, None] = {}


class _Local(threading.local):
    """One parser a thread: the link finder keeps its state in itself."""

    markdown: MarkdownIt | None = None


_local = _Local()


def _markdown() -> MarkdownIt:
    if _local.markdown is None:
        _local.markdown = _new_markdown()
    return _local.markdown


def _new_markdown() -> MarkdownIt:
    options = {"html": False, "breaks": True, "linkify": True, "maxNesting": DEEPEST}
    markdown = MarkdownIt("zero", options).enable(RULES)
    markdown.inline.ruler2.enable(["balance_pairs", "fragments_join"])
    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "//", "mailto:"):
        finder.add(schema, None)
    markdown.linkify = finder
    markdown.validateLink = is_web_address  # type: ignore[method-assign]
    markdown.core.ruler.after("linkify", "names", _names)
    markdown.core.ruler.push("dress", _dress)
    markdown.renderer.rules["fence"] = _fence  # type: ignore[attr-defined]
    return markdown


def is_web_address(url: str) -> bool:
    """Is it an absolute http(s) address with a host and without a password in it?"""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _fence(tokens: Sequence[Token], index: int, *_: Any) -> str:
    escaped = tokens[index].content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<pre dir="auto"><code>{escaped}</code></pre>\n'


def _dress(state: StateCore) -> None:
    """Small headings; each block finds its own direction; links are noted."""
    for token in state.tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{max(HIGHEST_HEADING, int(token.tag[1]))}"
        if token.nesting == 1 and token.tag in BLOCKS:
            token.attrSet("dir", "auto")
        if token.children:
            token.children = _with_real_links(token.children, state.env["found"])


def _with_real_links(children: list[Token], found: _Found) -> list[Token]:
    """Note each link; one that leads nowhere, `[a]()`, is only its words. Links do not nest."""
    kept, nowhere = [], False
    for child in children:
        if child.type == "link_open":
            nowhere = not child.attrGet("href")
            if not nowhere and not child.attrGet("class"):
                found.links[str(child.attrGet("href"))] = None
        if not (nowhere and child.type in ("link_open", "link_close")):
            kept.append(child)
    return kept


def _names(state: StateCore) -> None:
    """Turn @mentions and #hashtags in plain words into links; code and links stay what they are."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _with_names(token.children, state.env["found"])


def _with_names(children: list[Token], found: _Found) -> list[Token]:
    result: list[Token] = []
    inside = 0
    for child in children:
        inside += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type == "text" and not inside:
            before = _last_character(result)
            result += _linked(child, before, found)
        else:
            result.append(child)
    return result


def _last_character(tokens: list[Token]) -> str:
    """What stands before a piece of text: an escaped character, say, takes part in deciding what is a
    name.
    """
    return tokens[-1].content[-1:] if tokens and tokens[-1].type in ("text", "text_special") else ""


def _linked(text: Token, before: str, found: _Found) -> list[Token]:
    result: list[Token] = []
    at = 0
    for name in find_names(text.content, before):
        url = _address(name.sign, name.key, found)
        if url is None:
            continue
        result += [_text(text, text.content[at : name.start])]
        result += _link(text, url, "mention" if name.sign == "@" else "tag", name.shown)
        at = name.end
    rest = _text(text, text.content[at:])
    return [token for token in [*result, rest] if token.type != "text" or token.content]


def _address(sign: str, key: str, found: _Found) -> str | None:
    if sign == "#":
        found.tags[key] = None
        return found.tag_url(key)
    found.mentions[key] = None
    return found.link_mention(key)


def _text(like: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=like.level)


def _link(like: Token, url: str, css: str, shown: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": url, "class": css}, level=like.level)
    return [opening, _text(like, shown), Token("link_close", "a", -1, level=like.level)]


def plain(html: str) -> str:
    """The words of rendered HTML: blocks apart by an empty line, breaks as line ends, list items with a
    dash.
    """
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).strip()


class _Words(HTMLParser):
    APART = {
        "p": "\n\n",
        "pre": "\n\n",
        "h3": "\n\n",
        "h4": "\n\n",
        "h5": "\n\n",
        "h6": "\n\n",
        "ul": "\n",
        "ol": "\n",
    }

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "li" and self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
        self.parts.append(self.APART.get(tag, ""))

    def handle_data(self, data: str) -> None:
        # The line end in the source after a block or a break is not one of the text.
        if not self.parts or self.parts[-1].endswith("\n"):
            data = data.removeprefix("\n")
        if data != "\n":
            self.parts.append(data)


def beginning(html: str, n: int) -> str:
    """The first words of rendered HTML as plain text in one line, at most `n` characters."""
    return excerpt(plain(html), n)


def excerpt(text: str, n: int) -> str:
    """At most `n` characters of a plain text in one line, ended between words, with a sign that there is
    more.
    """
    line = " ".join(text.split())
    if len(line) <= n:
        return line
    cut = line[: n - 1]
    space = cut.rfind(" ")
    if line[n - 1] != " " and space >= n // 2:
        cut = cut[:space]
    while cut and (unicodedata.category(line[len(cut)]) in ("Mn", "Me") or line[len(cut)] == "\u200d"):
        cut = cut[:-1]
    return cut.rstrip(" ,;:.-\u200d") + "…"
