"""The sight of nobody in particular: a stranger who is signed in, or somebody who is in one circle only.

Nobody is impersonated and no row is made: a pretended membership goes through the same algebra as a real one.
"""

from collections.abc import Collection

from . import sets
from .acts import read_audiences
from .algebra import ALWAYS, Moment, Stay, chosen, opens_from
from .sight import NO_FACE, Sight, learn_gates


class _Somebody(Sight):
    """A local face with these memberships alone, that nobody blocked."""

    __slots__ = ("stays",)

    pretended = True

    def __init__(self, stays: tuple[Stay, ...]) -> None:
        super().__init__(NO_FACE, local=True, stopped=False, vetoed=frozenset())
        self.stays = stays
        self.stopped_faces = sets.stopped()

    def learn(self, audiences: Collection[int], gates: Collection[int] = ()) -> None:
        learn_gates(gates)
        wanted = [audience for audience in audiences if audience not in self.audiences]
        for number, parts in read_audiences(wanted).items() if wanted else ():
            # Nobody in particular is in a fixed circle: whoever asks settles what such a one would be shown.
            opened: list[Moment] = [
                opens_from(part, NO_FACE, self.stays, local=True) for part in chosen(parts)
            ]
            self.audiences[number] = max(opened, default=ALWAYS)


def somebody(circle: int | None = None) -> Sight:
    """The sight of a stranger on this site; with a circle, of somebody who is in it from its beginning and in
    no other. Ask for a new one for each request.
    """
    return _Somebody((Stay(circle, ALWAYS, ALWAYS),) if circle is not None else ())
