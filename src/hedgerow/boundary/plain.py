"""The engine's tables as the plain facts that `reference.py` reads: for audits and tests, for no page."""

from hedgerow.kernel.clock import now_us

from .algebra import Stay
from .models import GatePath, Membership, Standing, Veto
from .reference import World


def world() -> World:
    """Every fact of this database, as it is now."""
    facts = World(now=now_us())
    for face, local, stopped in Standing.objects.values_list("face", "local", "stopped"):
        if local:
            facts.local.add(face)
        if stopped:
            facts.stopped.add(face)
    facts.blocks = set(Veto.objects.values_list("face", "other"))
    rows = Membership.objects.values_list("face", "circle_id", "since", "sees_from", "left_at")
    for face, circle, since, sees_from, left_at in rows.iterator():
        facts.stays.setdefault(face, []).append(Stay(circle, since, sees_from, left_at))
    return facts


def gates_above() -> dict[int, set[int]]:
    """For each gate itself and every gate that must be open with it."""
    above: dict[int, set[int]] = {}
    for gate, other in GatePath.objects.values_list("gate_id", "above_id"):
        above.setdefault(gate, set()).add(other)
    return above
