"""What is left of a choice that was made some time ago: circles are closed and people leave meanwhile."""

import msgspec

from hedgerow.people import ties
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces

from .rules import Choice


def what_is_left(actor: int, choice: Choice) -> Choice | None:
    """The choice without the circles and people that are not there any more; None where nobody is left, or
    where whom it leaves out cannot be told any more. It never reaches more than it was meant for.
    """
    known = {row.public_id for row in circles.rows(actor)}
    if not known >= set(choice.without_circles):
        return None
    dense = faces.by_public_ids({*choice.people, *choice.without_people})
    there = ties.findable(actor, {dense[each] for each in choice.people if each in dense} - {actor})
    left = msgspec.structs.replace(
        choice,
        circles=[each for each in choice.circles if each in known],
        people=[each for each in choice.people if dense.get(each) in there],
        without_people=[each for each in choice.without_people if each in dense],
    )
    nobody = left.scope == "chosen" and not left.circles and not left.people
    return None if nobody else left
