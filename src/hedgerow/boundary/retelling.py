"""Moving a whole made-up world in time. Belongs inside one `write()`, with the rooms' own moments."""

from hedgerow.kernel.retelling import Telling, move

from . import epoch
from .algebra import ALWAYS
from .models import Circle, Gate, Membership


def retell(telling: Telling) -> None:
    """Move every moment the engine keeps. One increasing function moves all of them, things included (their
    room's part): so every comparison, and with it every answer, stays what it was.
    """
    move(Circle.objects.all(), telling, "made_at", "closed_at")
    move(Membership.objects.all(), telling, "since", "sees_from", "left_at", but=(ALWAYS,))
    move(Gate.objects.all(), telling, "entered_at", "expires_at")
    epoch.changed([epoch.EVERYTHING])
