"""The state of a login: one act changes it at a time, and the engine is kept in step. Inside `write()`."""

from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import changed
from hedgerow.kernel.errors import Refused
from hedgerow.people.faces import acts as faces
from hedgerow.people.keys import member_key
from hedgerow.people.models import Face, Member


def held(member: int, *states: str) -> Member | None:
    """A login in one of these states, in any where none is named; whoever else changes it waits."""
    rows = Member.objects.select_for_update(no_key=True).filter(pk=member)
    return (rows.filter(state__in=states) if states else rows).first()


def move(member: Member, state: str) -> None:
    """Another state for a login, and the engine in step for every face of it."""
    Member.objects.filter(pk=member.pk).update(state=state)
    member.state = state
    faces.settle(list(Face.objects.filter(member=member.pk).values_list("id", flat=True)))
    changed([member_key(member.pk)])


def insist_other_operator(member: int) -> None:
    """Raise Refused where this is the last operator."""
    rows = Member.objects.filter(role=Member.Role.OPERATOR, state=Member.State.ACTIVE).order_by("pk")
    if not rows.filter(pk=member).exists():
        return
    # All of them: of two who go at the same moment, the second finds that the first is gone.
    if {each.pk for each in rows.select_for_update(no_key=True)} == {member}:
        raise Refused("role", _("This is the last operator. Make somebody else one first."))
