"""Whom a brought post is for: as its face chose, and never more than an archive said."""

from typing import Any

from django.conf import settings

from hedgerow.boundary.reads import Audience
from hedgerow.kernel.errors import HedgerowError
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.faces import reads as faces
from hedgerow.people.moving.rules import local_handle

from .acts import SAME, SKIP, choice_of
from .reading import Told, ToldBoard

NARROWED, PEOPLE = "narrowed", "people"
NOBODY = Choice("nobody")


class Chooser:
    """The choice of one import, and what of its audiences could not be kept."""

    def __init__(self, actor: int, options: dict[str, Any]) -> None:
        self.actor = actor
        self.ways: dict[str, str] = options.get("ways", {})
        self.replies = bool(options.get("replies"))
        self.report: list[list[Any]] = []
        self.known = {f"{row.kind}:{row.name}": row.public_id for row in circle_reads.rows(actor)}

    def wants(self, told: Told) -> bool:
        """Is it brought at all?"""
        return self.ways.get(told.way, SKIP) != SKIP and (self.replies or not told.answers)

    def wants_board(self, told: ToldBoard) -> bool:
        """The same for a collection."""
        return self.ways.get(told.way, SKIP) != SKIP

    def audience(self, told: Told) -> Audience:
        """Whom it is for, as an audience."""
        return audiences.resolve(self.actor, self.choice(told))

    def choice(self, told: Told | ToldBoard) -> Choice:
        """Whom it is for. What cannot be resolved is for nobody else, and told."""
        said = self.ways.get(told.way, SKIP)
        try:
            choice = self._same(told) if said == SAME else choice_of(said)
            audiences.resolve(self.actor, choice)
        except HedgerowError:
            self.report.append([told.line, NARROWED, told.text[:80]])
            return NOBODY
        return choice

    def _same(self, told: Told | ToldBoard) -> Choice:
        """The audience an own archive tells. Unknown people are left out; where somebody is to be kept out
        who is not known here, it is for nobody else: nothing widens.
        """
        said = told.audience or {}
        scope = said.get("scope")
        if scope not in ("public", "site", "followers", "mutuals", "chosen"):
            return NOBODY
        people = self._people(said.get("people"))
        without = self._people(said.get("without_people"))
        left_out = [self.known.get(str(name)) for name in said.get("without_circles") or ()]
        if None in without or None in left_out:
            self.report.append([told.line, NARROWED, told.text[:80]])
            return NOBODY
        if None in people:
            self.report.append([told.line, PEOPLE, told.text[:80]])
        return Choice(
            scope,
            circles=[self._circle(str(name)) for name in said.get("circles") or ()],
            people=[one for one in people if one is not None],
            without_circles=[one for one in left_out if one is not None],
            without_people=[one for one in without if one is not None],
        )

    def _circle(self, name: str) -> int:
        """An own circle by its name, made where it is missing. Raises Refused, TooMany."""
        found = self.known.get(name)
        if found is None:
            kind, _colon, word = name.partition(":")
            if kind != "own":
                # A label nobody carries: a circle of that name says the same, and is empty too.
                word = word or name
            made = circles.make(self.actor, word)
            found = next(row.public_id for row in circle_reads.rows(self.actor) if row.id == made)
            self.known[name] = found
        return found

    def _people(self, addresses: Any) -> list[int | None]:
        handles = [local_handle(str(address), settings.DOMAIN) for address in addresses or ()]
        found = faces.by_handles([handle for handle in handles if handle])
        cards = faces.cards(found.values())
        return [cards[found[handle]].public_id if handle in found else None for handle in handles]
