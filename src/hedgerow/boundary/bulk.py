"""The engine's acts for whole worlds: thousands of faces, circles and memberships in a handful of statements.

For rooms that build something new (a loaded network, a demonstration), inside one `write()`. The laws are
those of `acts`; what is spared is looking for what cannot be there yet: the circles are new and so are
their members. Moments are given, so that a world which begins now can tell of the weeks before. They never
reveal anything of those who were here already, since nobody of them is in a new circle.
"""

from collections.abc import Collection, Iterable, Sequence

from hedgerow.kernel import rows

from . import acts, epoch
from .algebra import Audience, Moment
from .models import Circle, Gate, GatePath, Membership, Standing
from .sight import Thing, gate_of


def stand(faces: Collection[int]) -> None:
    """Tell the engine of new faces of this site."""
    rows.insert(Standing, ("face", "local", "stopped"), ((face, True, False) for face in faces))
    epoch.changed([epoch.EVERYTHING])


def open_circles(wanted: Sequence[tuple[int, str, str]], made_at: Moment) -> list[int]:
    """New circles that begin with their members; the id of each (owner, kind, name), in order."""
    made = [Circle(owner=owner, kind=kind, name=name, made_at=made_at) for owner, kind, name in wanted]
    return [circle.pk for circle in Circle.objects.bulk_create(made, batch_size=1000)]


def fill(pairs: Iterable[tuple[int, int]], since: Moment) -> int:
    """Put faces into circles that `open_circles` just made: pairs of circle and face, none twice."""
    columns = ("circle", "face", "since", "sees_from", "left_at")
    stays = ((circle, face, since, since, None) for circle, face in pairs)
    count = rows.insert(Membership, columns, stays)
    epoch.changed([epoch.EVERYTHING])
    return count


def open_gates(things: Sequence[Thing]) -> list[int]:
    """A new gate of each thing, in order: `acts.open_gate` for many. What they are under stands already."""
    gates = [gate.pk for gate in Gate.objects.bulk_create([gate_of(each) for each in things], batch_size=500)]
    above = _paths({each.under_id for each in things if each.under_id is not None})
    pairs = (
        (gate, over)
        for gate, each in zip(gates, things, strict=True)
        for over in (gate, *(above[each.under_id] if each.under_id is not None else ()))
    )
    rows.insert(GatePath, ("gate", "above"), pairs)
    return gates


def _paths(gates: Collection[int]) -> dict[int, list[int]]:
    """Every gate on the way to each of these gates."""
    above: dict[int, list[int]] = {gate: [] for gate in gates}
    ordered = sorted(gates)
    for start in range(0, len(ordered), 500):
        paths = GatePath.objects.filter(gate__in=ordered[start : start + 500])
        for gate, over in paths.values_list("gate_id", "above_id"):
            above[gate].append(over)
    return above


class Interning:
    """`acts.intern` that remembers what it was asked for, as long as one world is built."""

    def __init__(self) -> None:
        self.known: dict[Audience, int] = {}

    def __call__(self, value: Audience) -> int:
        """The id of this audience."""
        if value not in self.known:
            self.known[value] = acts.intern(value)
        return self.known[value]
