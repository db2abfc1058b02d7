"""From HTML of other places to our light Markdown. What is not known becomes its words."""

import re
from html.parser import HTMLParser

_SPECIAL = re.compile(r"([\\*`\[\]~])")
_LINE_START = re.compile(r"^(\s*)([#>+-]+|\d+(?=[.)]))(?=[.)]?\s)", re.M)
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "code": "`"}
_BLOCKS = {"p", "div", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}


def markdown(html: str, names: dict[str, str] | None = None) -> str:
    """The text of a post. `names`: by the address of a mention, the whole handle it means."""
    reader = _Reader(names or {})
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]+\n", "\n", "".join(reader.parts))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Reader(HTMLParser):
    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.names = names
        self.parts: list[str] = []
        self.link: str | None = None
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.link, self.inside = given.get("href") or "", []
        elif tag == "br":
            self._add("\n")
        elif tag == "li":
            self._add("\n- ")
        elif tag == "blockquote":
            self._add("\n\n> ")
        elif tag in _BLOCKS:
            self._add("\n\n")
        elif tag in _MARKS:
            self._add(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.link is not None:
            link, words = self.link, "".join(self.inside).strip()
            self.link = None
            self._add(self._linked(link, words))
        elif tag in _BLOCKS:
            self._add("\n\n")
        elif tag in _MARKS:
            self._add(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        if self.link is not None:
            self.inside.append(data)
            return
        self._add(_LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", data)))

    def _linked(self, link: str, words: str) -> str:
        if words.startswith("#"):
            return words
        if link in self.names or words.startswith("@"):
            return self.names.get(link, words)
        return link if link.startswith(("https://", "http://")) else _SPECIAL.sub(r"\\\1", words)

    def _add(self, text: str) -> None:
        self.parts.append(text)
