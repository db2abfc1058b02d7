"""What narrowing would do, in sentences with numbers."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.people.audiences.reads import listed
from hedgerow.talk.posts.reads import Effect, Readership, Way


def sentences(found: Effect) -> dict[str, Any]:
    """Before and after, with how many people, as `web/asking/effect.html` says it."""
    count = len(found.posts)
    only_behind = found.behind == count
    return {
        "count": count,
        "before": found.before.told,
        "after": found.after.told,
        "before_count": "" if only_behind else readers(found.before),
        "after_count": "" if only_behind else readers(found.after),
        "lost": "" if only_behind else _lost(found),
        "behind": _behind(found.behind),
        "beside": _beside(found),
    }


def readers(ship: Readership) -> str:
    """How many can see it."""
    if ship.everybody:
        return _("anybody, signed in or not")
    if not ship.count:
        return _("nobody but you")
    return filled(ngettext("%(n)d person", "%(n)d people", ship.count), {"n": ship.count})


def _lost(found: Effect) -> str:
    if found.before.everybody and not found.after.everybody:
        sentence = ngettext(
            "Whoever is signed out will no longer see this, nor will %(n)d person here.",
            "Whoever is signed out will no longer see this, nor will %(n)d people here.",
            found.lost,
        )
    elif not found.lost:
        return _("Nobody loses sight of anything today; fewer will come to see it later.")
    elif len(found.posts) == 1:
        sentence = ngettext(
            "%(n)d person will no longer see it.", "%(n)d people will no longer see it.", found.lost
        )
    else:
        sentence = ngettext(
            "%(n)d person will lose sight of at least one of them.",
            "%(n)d people will lose sight of at least one of them.",
            found.lost,
        )
    return filled(sentence, {"n": found.lost})


def _behind(count: int) -> str:
    if not count:
        return ""
    sentence = ngettext(
        "%(n)d of them is in somebody else’s thread. Who sees it there is not counted.",
        "%(n)d of them are in other people’s threads. Who sees them there is not counted.",
        count,
    )
    return filled(sentence, {"n": count})


def _beside(found: Effect) -> str:
    """What becomes of the other versions of one composition."""
    if not found.beside:
        return ""
    narrowed = ngettext(
        "%(n)d other version is narrowed with it.",
        "%(n)d other versions are narrowed with them.",
        found.beside,
    )
    lost = ngettext(
        "%(n)d person loses sight of theirs.", "%(n)d people lose sight of theirs.", found.lost_beside
    )
    return " ".join(
        [
            filled(narrowed, {"n": found.beside}),
            *([filled(lost, {"n": found.lost_beside})] if found.lost_beside else []),
        ]
    )


# --- one way among several ----------------------------------------------------------------------------


def of_way(way: Way) -> str:
    """Who still sees the post and how many no longer do; empty where that is not the author's to know."""
    if way.lose is None:
        return ""
    return " ".join(part for part in (_stays(way), _loses(way)) if part)


def _stays(way: Way) -> str:
    if not way.stay:
        return ""
    if way.faces:
        return _("Still for %(names)s.") % {"names": listed([isolated(face.name) for face in way.faces])}
    sentence = ngettext("Still for %(n)d person.", "Still for %(n)d people.", way.stay)
    return filled(sentence, {"n": way.stay})


def _loses(way: Way) -> str:
    if not way.lose:
        return ""
    if way.shuts:
        sentence = ngettext("%(n)d person here loses it.", "%(n)d people here lose it.", way.lose)
    else:
        sentence = ngettext("%(n)d person loses it.", "%(n)d people lose it.", way.lose)
    return filled(sentence, {"n": way.lose})
