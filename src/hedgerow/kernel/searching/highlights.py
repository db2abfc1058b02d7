"""The words that were asked for, marked in what is shown. Pure."""

import re
from collections.abc import Collection, Iterable

from . import words
from .asking import Phrase

_KEPT_APART = re.compile(r"""(<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>|&[#\w]+;)""")
"""Tags, whatever stands in their attributes, and entities: nothing is marked inside of them."""
OPEN, SHUT = "<mark>", "</mark>"


class Marker:
    """Marks the words of some phrases."""

    def __init__(self, phrases: Collection[Phrase]) -> None:
        self.whole = {word for phrase in phrases for word in phrase.words}
        self.begun = tuple(phrase.words[-1] for phrase in phrases if phrase.begun)

    def html(self, html: str) -> str:
        """Safe HTML with `<mark>` around the words; what is text already stays as escaped as it was."""
        if not self.whole:
            return html
        parts = _KEPT_APART.split(html)
        return "".join(part if place % 2 else self._text(part) for place, part in enumerate(parts))

    def _text(self, text: str) -> str:
        """Text between tags: the words are marked, every other character is left as it is."""
        made: list[str] = []
        done = 0
        for piece in words.pieces(text):
            for start, end in _joined(self._spans(piece.text)):
                made += [
                    text[done : piece.start + start],
                    OPEN,
                    text[piece.start + start : piece.start + end],
                    SHUT,
                ]
                done = piece.start + end
        return "".join([*made, text[done:]])

    def _spans(self, piece: str) -> Iterable[tuple[int, int]]:
        """Where in a run of letters the words stand."""
        folded = words.fold(piece)
        if words.is_paired(folded) and len(folded) == len(piece):
            for place, pair in enumerate(words.pairs(folded, whole=True)):
                if self._is_asked(pair):
                    yield place, place + (1 if pair in self.begun or pair[:1] in self.begun else len(pair))
        elif any(self._is_asked(word) for word in words.words_of(piece)):
            yield 0, len(piece)

    def _is_asked(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.begun)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
