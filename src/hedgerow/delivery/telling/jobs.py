"""What telling does by itself: it hears of what is new, hands it on, and writes the notes that are due."""

from collections.abc import Sequence
from typing import Any

from hedgerow.kernel.clock import now
from hedgerow.kernel.jobs import task

from . import due, mailing, notes, pushing


def notified(events: Sequence[Any]) -> None:
    """New notifications wait for the ways by which their faces wish to hear of them."""
    due.hear([number for event in events for number in event.notifications])


@task(max_attempts=5)
def push(face: int) -> None:
    """What waits for this face goes to its devices."""
    pushing.hand_on(face)


@task(max_attempts=9)
def deliver(device: int, notifications: list[int]) -> None:
    """One device is told."""
    pushing.deliver(device, notifications)


@task(max_attempts=5)
def take_back(device: int, tag: str) -> None:
    """One browser closes what it shows of a post that was called back."""
    pushing.take_back(device, tag)


@task(max_attempts=5)
def mail(face: int) -> None:
    """What waits for this face goes out by e-mail."""
    mailing.hand_on(face)


@task(max_attempts=12)
def letter(face: int, notifications: list[int]) -> None:
    """One mail at once."""
    mailing.at_once(face, notifications)


# Below everything else: nobody waits for a note to the minute.
@task(priority=-20, max_attempts=12)
def note(face: int, moment: int) -> None:
    """One note."""
    mailing.note(face, moment)


@task(max_attempts=3)
def try_mail(face: int) -> None:
    """A mail to try it out."""
    mailing.try_out(face)


@task(max_attempts=3)
def try_push(device: int) -> None:
    """A message to try it out."""
    pushing.try_out(device)


def notes_due() -> None:
    """Every few minutes: the notes that are due now."""
    notes.call_due(now())


def tidy() -> None:
    """Once a day: what was told long ago goes."""
    due.tidy(now())
