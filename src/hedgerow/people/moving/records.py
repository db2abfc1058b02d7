"""The records of a CSV file (RFC 4180), each by itself: a quote that never closes costs its own line alone.

One reader over the whole file would take everything up to the next quote, or to the end, for one value.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from . import rules

MOST_LINES = 200
"""A value that goes on for longer was not meant to: a quote is missing."""
UNREADABLE = "\ufffd"

_RUN = re.compile(r"'*[=+\-@\t\r](?![\d ().\-/]*$)")
"""How a value begins that a spreadsheet would run; a phone number only looks so."""

csv.field_size_limit(1 << 20)


def still(value: str) -> str:
    """The value for a table that people open: an apostrophe before what a spreadsheet would run, since names
    come from strangers (OWASP, CSV injection). `read` takes it away again.
    """
    return f"'{value}" if _RUN.match(value) else value


def _said(value: str) -> str:
    return value[1:] if value.startswith("'") and _RUN.match(value) else value


def read(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Records with the lines they begin at, empty ones left out. A text instead of values is how a line
    begins whose quote never closes.
    """
    lines = list(io.StringIO(text, newline=""))
    place = 0
    while place < len(lines):
        values, taken = _record(lines, place, delimiter)
        if isinstance(values, str):
            yield place + 1, values
        elif any(value.strip() for value in values):
            yield place + 1, [*map(_said, values)]
        place += taken


def _record(lines: Sequence[str], place: int, delimiter: str) -> tuple[list[str] | str, int]:
    """One record and how many lines it takes."""
    # Line by line where they are: a slice for each record would copy the file as often as it has lines.
    some = (lines[at] for at in range(place, min(place + MOST_LINES, len(lines))))
    reader = csv.reader(some, delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return _line(lines[place], delimiter), 1


def _line(line: str, delimiter: str) -> list[str] | str:
    """A line that keeps to no rule, read by itself: quotes in the middle of a value are let pass."""
    reader = csv.reader([line, ""], delimiter=delimiter)
    try:
        values = next(reader)
    except csv.Error:
        return [UNREADABLE]
    return values if reader.line_num == 1 else line.strip()[: rules.LONGEST_LINE]
