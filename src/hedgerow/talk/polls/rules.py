"""What may be asked, as pure functions."""

import msgspec

FEWEST, MOST = 2, 8
LONGEST_OPTION = 100
SHORTEST_S, LONGEST_S = 5 * 60, 30 * 24 * 3600


class Asked(msgspec.Struct, frozen=True):
    """A poll as its author asks it. `lasts`: seconds from its publishing."""

    options: list[str]
    multiple: bool = False
    hidden: bool = False
    lasts: int = 24 * 3600


def chosen(wanted: list[int], options: int, *, multiple: bool) -> set[int] | None:
    """The places of the options that a vote names; None where that is no vote in this poll."""
    places = set(wanted)
    if not places <= set(range(options)) or (len(places) > 1 and not multiple):
        return None
    return places
