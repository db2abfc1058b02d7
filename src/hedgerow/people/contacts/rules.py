"""What contacts may send in, as pure functions."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused
from hedgerow.people.circles.rules import plain

LONGEST_NOTE = 300
MOST_WAITING = 500
"""How many requests of one face may wait for an answer."""
MOST_FOLLOWED = 20_000
MOST_LANGUAGES = 30
MOST_CLOSE = 15
"""How many can be close: about as many as one turns to when it matters (Dunbar 2018, The Anatomy of
Friendship, Trends in Cognitive Sciences)."""


def note(text: str) -> str:
    """The words that go with a request, in one line. Raises Refused("note", …)."""
    words = plain(text)
    if len(words) > LONGEST_NOTE:
        raise Refused("note", _("A note can have up to %(most)d characters.") % {"most": LONGEST_NOTE})
    return words


def languages(codes: Collection[str]) -> str:
    """Languages as they are kept: the codes without regions, each once. Raises Refused("languages", …)."""
    found = dict.fromkeys(code.strip().split("-")[0].lower() for code in codes if code.strip())
    if len(found) > MOST_LANGUAGES or not all(code.isascii() and code.isalpha() for code in found):
        raise Refused("languages", _("Choose languages from the list."))
    if any(len(code) > 3 for code in found):
        raise Refused("languages", _("Choose languages from the list."))
    return " ".join(found)


def mute_end(until: datetime | None, now: datetime) -> datetime | None:
    """When a mute ends; None: when its owner says so. Raises Refused("until", …)."""
    if until is not None and until <= now:
        raise Refused("until", _("Choose a moment to come."))
    return until


CAREFUL = ("manager", "report", "client")
"""Labels that change what one would show somebody."""
PRIVATE, AT_WORK = frozenset({"friend", "family"}), frozenset({"colleague", *CAREFUL})
SAME_BREATH_US = 600_000_000
"""What is filed within ten minutes is filed together, in microseconds."""
FEWEST = 3
"""From so many labelled people on, a circle says for which part of life it is."""
AGAIN_AND_AGAIN = 3
"""From so many posts on that leave somebody out of a circle they are in, the circle seems not to fit them."""


def changed(
    given: Mapping[int, Mapping[str, int]], inside: Mapping[int, Mapping[int, int]]
) -> list[tuple[int, str]]:
    """Who was given a careful label after they came into a circle or were called friend or family, with that
    label; the newest first. `given`: since when (microseconds) each face has its labels; `inside`: since when
    who is in each circle.
    """
    came: dict[int, int] = {}
    for people in inside.values():
        for face, since in people.items():
            came[face] = min(since, came.get(face, since))
    for face, labels in given.items():
        warm = [since for label, since in labels.items() if label in PRIVATE]
        if warm:
            came[face] = min([*warm, *([came[face]] if face in came else [])])
    found = [
        (since, face, label)
        for face, labels in given.items()
        for label, since in labels.items()
        if label in CAREFUL and face in came and came[face] < since - SAME_BREATH_US
    ]
    return [(face, label) for _since, face, label in sorted(found, reverse=True)]


def astray(
    given: Mapping[int, Collection[str]], circles: Mapping[int, Collection[int]]
) -> Iterator[tuple[int, int]]:
    """Each pair of a circle that is for one part of life, private or work, and somebody in it who is known
    from the other part alone. A circle says so when three in four of its labelled people, and three at least,
    are known from that part alone.
    """
    for circle, people in circles.items():
        lives = {face: life for face in people if (life := _life(given.get(face, ()))) is not None}
        for life in (PRIVATE, AT_WORK):
            of_it = [face for face, known in lives.items() if known is life]
            if len(of_it) >= FEWEST and 4 * len(of_it) >= 3 * len(lives):
                yield from ((circle, face) for face, known in lives.items() if known is not life)


def again_and_again(
    left_out: Mapping[tuple[int, int], int], circles: Mapping[int, Collection[int]]
) -> Iterator[tuple[int, int, int]]:
    """Each pair of a circle and somebody in it for whom the circle seems not meant: so many posts for it
    leave them out. With that number.
    """
    for (circle, face), count in left_out.items():
        if count >= AGAIN_AND_AGAIN and face in circles.get(circle, ()):
            yield circle, face, count


def _life(labels: Collection[str]) -> frozenset[str] | None:
    """The one part of life these labels are of; None for none and for both."""
    parts = [part for part in (PRIVATE, AT_WORK) if not part.isdisjoint(labels)]
    return parts[0] if len(parts) == 1 else None
