"""Telling the guard what to look for, and what not to say again."""

from collections.abc import Sequence

import re2
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import changed
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.circles import reads as own_circles
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.site import acts as site
from hedgerow.talk.models import GuardWish, ListedName, NotAgain

from . import listed, lists, wording
from .reads import Spotted
from .rules import KINDS, LEVELS
from .shapes import Operator

MOST_OWN, MOST_OF_SITE = 200, 2_000
MOST_ORGANISATIONS, LONGEST_ORGANISATION = 20, 80
MOST_NOT_AGAIN = 500
LONGEST_LIST = 20_000


def wish(
    actor: int, level: str, without: Sequence[str], organisations: Sequence[str], own: dict[str, str]
) -> None:
    """Say how much is wanted. `own`: by theme what is added to the given lists and taken from them, a line
    each (see `lists`). Raises Refused("level", "without", "organisations" or a theme, …).
    """
    _insist_on_speaking(actor)
    if level not in LEVELS:
        raise Refused("level", _("Choose how much the guard looks for."))
    if not set(without) <= set(KINDS):
        raise Refused("without", _("Choose among these."))
    said = {
        "level": level,
        "without": sorted(set(without)),
        "organisations": _organisations(organisations),
        "lists": {theme: text for theme, text in _lists(own).items() if text},
    }
    with write():
        GuardWish.objects.update_or_create(face_id=actor, defaults=said)


def tune(
    actor: int,
    *,
    level: str | None = None,
    every_post: bool | None = None,
    circles: dict[int, str] | None = None,
) -> None:
    """Change single things of what is wanted; the others stay. `circles`: another level for what goes to
    these of one's own circles (dense ids), instead of all that was said of circles before. Raises
    Refused("level" or "circles", …).
    """
    _insist_on_speaking(actor)
    if level is not None and level not in LEVELS:
        raise Refused("level", _("Choose how much the guard looks for."))
    said: dict[str, object] = {"level": level, "every_post": every_post}
    if circles is not None:
        own = {circle.id for circle in own_circles.on_trays(actor)}
        if not (circles.keys() <= own and set(circles.values()) <= set(LEVELS)):
            raise Refused("circles", _("Choose how much the guard looks for."))
        said["circles"] = {str(circle): wanted for circle, wanted in circles.items()}
    with write():
        defaults = {name: value for name, value in said.items() if value is not None}
        GuardWish.objects.update_or_create(face_id=actor, defaults=defaults)


def _organisations(given: Sequence[str]) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in given if name.strip()))
    if len(names) > MOST_ORGANISATIONS or any(len(name) > LONGEST_ORGANISATION for name in names):
        said = _("At most %(most)d names, and none longer than %(letters)d letters.")
        raise Refused("organisations", said % {"most": MOST_ORGANISATIONS, "letters": LONGEST_ORGANISATION})
    return names


def _lists(own: dict[str, str]) -> dict[str, str]:
    cleaned = {theme: text.replace("\r", "").strip() for theme, text in own.items()}
    for theme, text in cleaned.items():
        if theme not in lists.THEMES:
            raise Refused(theme, _("There is no such list."))
        if len(text) > LONGEST_LIST or text.count("\n") >= wording.MOST_ENTRIES:
            said = _("A list has at most %(most)d lines and %(letters)d letters.")
            raise Refused(theme, said % {"most": wording.MOST_ENTRIES, "letters": LONGEST_LIST})
    return cleaned


def keep_name(actor: int, words: str, *, pattern: bool = False, why: str = "") -> None:
    """Put a name or a pattern on one's own list; if it stands there already, this is its reason from now on.
    Raises Refused("words" or "why", …).
    """
    _insist_on_speaking(actor)
    with write():
        _list(actor, words, pattern, "", why, MOST_OWN)


def forget_name(actor: int, number: int) -> None:
    """Take it off one's own list. Raises NotFound."""
    with write():
        if not ListedName.objects.filter(face=actor, pk=number).delete()[0]:
            raise NotFound


def keep_name_for_site(
    actor: Operator, words: str, *, pattern: bool = False, by: str = "", why: str = ""
) -> None:
    """Put it on the site's list: whoever writes it is asked to look again, and told who asks and why.

    Raises NotFound for who does not operate, Refused("words", "by" or "why", …).
    """
    site.insist_operator(actor)
    with write():
        row = _list(None, words, pattern, by, why, MOST_OF_SITE)
        site.audit(actor.pk, "guard.list", f"name {row.pk}", {})
        changed([SITE_FACTS])


def forget_name_for_site(actor: Operator, number: int) -> None:
    """Take it off the site's list. Raises NotFound."""
    site.insist_operator(actor)
    with write():
        if not ListedName.objects.filter(face=None, pk=number).delete()[0]:
            raise NotFound
        site.audit(actor.pk, "guard.unlist", f"name {number}", {})
        changed([SITE_FACTS])


def _list(face: int | None, words: str, pattern: bool, by: str, why: str, most: int) -> ListedName:
    words, by, why = words.strip(), by.strip(), why.strip()
    _insist_on_a_name(words, pattern)
    if len(by) > 80:
        raise Refused("by", _("This is too long: at most %(most)s letters.") % {"most": 80})
    if len(why) > 200:
        raise Refused("why", _("This is too long: at most %(most)s letters.") % {"most": 200})
    there = ListedName.objects.filter(face=face, words=words, pattern=pattern).first()
    if there is None and ListedName.objects.filter(face=face).count() >= most:
        raise Refused("words", _("The list is full. Take something off it first."))
    row = there or ListedName(face_id=face, words=words, pattern=pattern)
    row.by, row.why = by, why
    row.save()
    return row


def _insist_on_a_name(words: str, pattern: bool) -> None:
    if len(words) > listed.LONGEST:
        raise Refused("words", _("This is too long: at most %(most)s letters.") % {"most": listed.LONGEST})
    if not pattern:
        if len(listed.folded(words)) < listed.SHORTEST:
            raise Refused("words", _("A name has at least two letters or digits."))
        return
    try:
        if not words or listed.compiled(words).search(""):
            raise Refused("words", _("This pattern would fit every text."))
    except re2.error as error:
        raise Refused("words", _("This pattern cannot be read.")) from error


def not_again(actor: int, spotted: Sequence[Spotted]) -> None:
    """Do not say these again. Of a secret no word is kept; the oldest go when there are too many."""
    _insist_on_speaking(actor)
    rows = [
        NotAgain(
            face_id=actor,
            mark=each.mark,
            kind=each.found.kind,
            words="" if each.found.kind == "personal" else each.found.words[:80],
            at=clock.now(),
        )
        for each in spotted
    ]
    with write():
        NotAgain.objects.bulk_create(rows, ignore_conflicts=True)
        kept = NotAgain.objects.filter(face=actor).order_by("-id").values_list("id", flat=True)
        NotAgain.objects.filter(pk__in=list(kept[MOST_NOT_AGAIN:])).delete()


def again(actor: int, number: int) -> None:
    """Say it again after all. Raises NotFound."""
    with write():
        if not NotAgain.objects.filter(face=actor, pk=number).delete()[0]:
            raise NotFound


def _insist_on_speaking(actor: int) -> None:
    if actor in boundary.stopped():
        raise NotFound
