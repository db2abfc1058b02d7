"""Doing what a face said yes to, in steps that may be repeated; what each did is noted for undo."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hedgerow.boundary import acts as engine
from hedgerow.kernel import clock
from hedgerow.kernel.errors import HedgerowError, TooMany
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.circles import rules as circle_rules
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads as contact_reads
from hedgerow.people.models import AddressEntry, Block, FollowRequest, Import, Mute
from hedgerow.people.suggesting import acts as suggesting

from . import rules
from .events import Brought

AT_ONCE = 25


def carry_out(brought: int) -> None:
    """Ties, circles and labels for who is here; an address book for who is not."""
    row = Import.objects.filter(pk=brought, state=Import.State.RUNNING).first()
    if row is None:
        return
    work = _Work(row)
    work.open_circles()
    for entries in work.steps():
        work.take(entries)
    work.finish()


class _Work:
    """One import under way."""

    def __init__(self, row: Import) -> None:
        self.row, self.actor = row, row.face_id
        self.made: dict[str, Any] = row.made
        self.wanted: list[str] = row.options.get("circles", [])
        self.into: dict[str, int] = {}

    def open_circles(self) -> None:
        """The circles the file names, those that are there already by their own names."""
        for name in self.wanted if self.row.kind not in (rules.BLOCKS, rules.MUTES) else []:
            before = {circle.id for circle in circle_reads.on_trays(self.actor)}
            try:
                circle = circles.make(self.actor, name)
            except HedgerowError:
                # As many circles as one can keep, or too fast: its people come without it.
                continue
            self.into[circle_rules.folded(name)] = circle
            if circle not in before:
                self._note("circles", circle)
        self._save()

    def steps(self) -> Iterator[list[AddressEntry]]:
        """Those who are here, a few at a time, from where an earlier run stopped."""
        rows = AddressEntry.objects.filter(brought=self.row, kept=False, chosen=True, here__isnull=False)
        found = list(rows.order_by("line", "pk")[: rules.MOST_TIES])
        Import.objects.filter(pk=self.row.pk).update(total=len(found))
        for start in range(self.row.done, len(found), AT_ONCE):
            yield found[start : start + AT_ONCE]

    def take(self, entries: list[AddressEntry]) -> None:
        """One step: all of it or nothing, and noted with it."""
        with write():
            for entry in entries:
                try:
                    with write():
                        self._tie(entry)
                except HedgerowError:
                    # Gone, blocked or full by now: the others still come.
                    self._note("left", entry.here_id)
            self.row.done += len(entries)
            self._save()

    def _tie(self, entry: AddressEntry) -> None:
        face = int(entry.here_id or 0)
        if self.row.kind == rules.BLOCKS:
            if not Block.objects.filter(blocker=self.actor, blocked=face).exists():
                contacts.block(self.actor, face)
                self._note("blocked", face)
        elif self.row.kind == rules.MUTES:
            if not Mute.objects.filter(muter=self.actor, muted=face).exists():
                contacts.mute(self.actor, face)
                self._note("muted", face)
        else:
            self._follow(face)
            self._place(entry, face)

    def _follow(self, face: int) -> None:
        asked = FollowRequest.objects.filter(asker=self.actor, asked=face).exists()
        if not self.row.options.get("follow") or asked or face in contact_reads.follows(self.actor):
            return
        how = contacts.follow(self.actor, face, counted=False)
        self._note("followed" if how == "following" else "asked", face)

    def _place(self, entry: AddressEntry, face: int) -> None:
        ties.lock(self.actor)
        for name in entry.circles:
            circle = self.into.get(circle_rules.folded(name))
            if circle is not None and engine.join(circle, [face]):
                self._note("joined", [circle, face])
        label = self.row.options.get("label")
        has = contact_reads.labels(self.actor, [face])[face] if label else []
        if label and label not in has:
            circles.set_labels(self.actor, face, [*has, label])
            self._note("labelled", face)

    def finish(self) -> None:
        """Who is not here is kept in the address book; the rest of the preview is forgotten."""
        with write():
            away = AddressEntry.objects.filter(brought=self.row, kept=False, chosen=True, here=None)
            if self.row.kind in (rules.BLOCKS, rules.MUTES):
                away = away.none()
            room = rules.MOST_ENTRIES - AddressEntry.objects.filter(face=self.actor, kept=True).count()
            for start in range(0, max(0, room), 5_000):
                some = list(away.order_by("line", "pk")[: min(5_000, room - start)])
                if not some:
                    break
                self._keep(some)
            AddressEntry.objects.filter(brought=self.row, kept=False).delete()
            kept = AddressEntry.objects.filter(brought=self.row).count()
            self.row.counts |= {"kept": kept, **{name: len(value) for name, value in self.made.items()}}
            self.row.state, self.row.finished_at = Import.State.DONE, clock.now()
            self._save("counts", "state", "finished_at")
            # Whoever moved in finds circles proposed, if it did not look too often already.
            with suppress(TooMany):
                suggesting.begin(self.actor)
            emit(Brought(self.actor, 0))

    def _keep(self, entries: list[AddressEntry]) -> None:
        wanted = {circle_rules.folded(name) for name in self.wanted}
        label = self.row.options.get("label", "")
        for entry in entries:
            entry.kept, entry.label = True, label
            entry.circles = [name for name in entry.circles if circle_rules.folded(name) in wanted]
        narrowed = len(wanted) < len(self.row.circles)
        if narrowed:
            AddressEntry.objects.bulk_update(entries, ["kept", "label", "circles"], batch_size=300)
            return
        # One statement where nothing was left out.
        first, last = entries[0], entries[-1]
        rows = AddressEntry.objects.filter(brought=self.row, kept=False, chosen=True, here=None)
        rows.filter(line__gte=first.line, line__lte=last.line).update(kept=True, label=label)

    def _note(self, what: str, value: Any) -> None:
        self.made.setdefault(what, []).append(value)

    def _save(self, *more: str) -> None:
        self.row.made = self.made
        self.row.save(update_fields=["made", "done", *more])
