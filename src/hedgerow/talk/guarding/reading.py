"""A text read once for every look: its words folded, and where each stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from hedgerow.kernel.searching.words import fold, pieces

_STOP = re.compile(r"[.!?:;؟؛]\s|\n")


class Reading:
    """A text and its words. `line` is every word folded, with one space between; a dot ends a sentence."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _words(self) -> tuple[str, list[int], list[tuple[int, int]]]:
        parts: list[str] = []
        starts: list[int] = []
        places: list[tuple[int, int]] = []
        length = before = 0
        for piece in pieces(self.text):
            word = piece.text.lower() if piece.text.isascii() else fold(piece.text)
            gap = self.text[before : piece.start]
            stop = parts and gap != " " and _STOP.search(gap)
            for part, place in [(".", (before, before))] * bool(stop) + [(word, (piece.start, piece.end))]:
                parts.append(part)
                starts.append(length)
                places.append(place)
                length += len(part) + 1
            before = piece.end
        return " ".join(parts), starts, places

    @property
    def line(self) -> str:
        """The folded words."""
        return self._words[0]

    def written(self, start: int, end: int) -> str:
        """What stands in the text where this part of the line was read."""
        _line, starts, places = self._words
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        return self.text[places[first][0] : places[last][1]]

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
        """Each place of the line where the pattern fits, and what is written there."""
        for match in pattern.finditer(self.line):
            yield match, self.written(*match.span())
