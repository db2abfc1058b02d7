"""Saying it differently to others: from the composer's fields to a draft's variants, and who gets which."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import limits
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice, Told, listed
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts.acts import Variation
from hedgerow.talk.variants import reads as variants
from hedgerow.talk.variants.reads import Share

from . import attaching, choosing
from .attaching import Picture
from .choosing import Chosen

MOST = 6
BEFORE = re.compile(r"v[0-9]-")
"""What the fields of a version begin with."""
DO = "versions-"
"""What the buttons that change the list begin with: `versions-add`, `versions-up-1`, `versions-out-1`."""
ASKS_A_MINUTE = 120
FOUND = 8
"""So many people at most are offered for a name."""


class Version(msgspec.Struct, frozen=True):
    """The fields of one version. `post`: in an edit, which post (public id) it is."""

    text: str = ""
    note: str = ""
    chosen: Chosen = Chosen(choosing.CIRCLES)
    pictures: list[Picture] = []
    silent: bool = False
    find: str = ""
    """Somebody looked for."""
    post: str = ""
    told: Told | None = None
    """In an edit, whom it was fixed for."""
    here: bool = False
    """It was just added or moved: the page opens at it."""

    def variation(self, *, loose: bool) -> Variation:
        """What the fields mean. `loose`: what cannot be meant yet is for nobody. Raises Refused."""
        try:
            choice = self.chosen.choice()
        except Refused:
            if not loose:
                raise
            choice = Choice("nobody")
        return Variation(choice, self.text, self.note, [each.id for each in self.pictures], self.silent)


class Part:
    """The fields of one version among all that were sent: each begins with the same letters."""

    def __init__(self, data: Any, before: str) -> None:
        self.data, self.before = data, before

    def get(self, name: str, default: Any = None) -> Any:
        """As `QueryDict.get`."""
        return self.data.get(self.before + name, default)

    def getlist(self, name: str) -> list[Any]:
        """As `QueryDict.getlist`."""
        found: list[Any] = self.data.getlist(self.before + name)
        return found


def sent(request: Any, actor: int, errors: dict[str, str], *, bring: bool = True) -> list[Version]:
    """The versions as sent, in their order, new pictures brought (with `bring`). Raises TooMany."""
    found = []
    for place, key in enumerate(request.POST.getlist("versions")[: MOST + 1]):
        before = f"v{key[:3]}-"
        data, wrong = Part(request.POST, before), dict[str, str]()
        pictures = attaching.all_of(request, actor, wrong, before, bring=bring)
        if wrong:
            errors[f"variant-{place}"] = wrong["pictures"]
        found.append(_sent(data, actor, pictures))
    return found


def _sent(data: Part, actor: int, pictures: list[Picture]) -> Version:
    return Version(
        text=data.get("text", ""),
        note=data.get("note", ""),
        chosen=choosing.sent(data, actor),
        pictures=pictures,
        silent=bool(data.get("silent")),
        find=data.get("find", "")[:100].strip(),
        post=data.get("post", ""),
    )


def changed(versions: Sequence[Version], do: str) -> list[Version]:
    """The list after one of its buttons: one more, one less, or two in another order."""
    what, _dash, number = do.removeprefix(DO).partition("-")
    place, found = choosing.whole(number), list(versions)
    if what == "add" and len(found) < MOST:
        found.append(Version(here=True))
    elif place is not None and place < len(found):
        moved = found.pop(place)
        if what == "up":
            found.insert(max(0, place - 1), msgspec.structs.replace(moved, here=True))
        elif found:
            last = min(place, len(found) - 1)
            found[last] = msgspec.structs.replace(found[last], here=True)
    return found


def of(variations: Iterable[Variation], pictures: Any) -> list[Version]:
    """The fields that say a draft's variants. `pictures`: own ones by number, as the composer draws them."""
    return [
        Version(each.text, each.content_note, choosing.of(each.audience), pictures(each.media), each.silent)
        for each in variations
    ]


def drawn(
    actor: int, versions: Sequence[Version], own: Choice | None, errors: Mapping[str, str]
) -> dict[str, Any]:
    """What `web/compose/versions.html` draws. `own`: whom the first words are for; None in an edit."""
    return {
        "full": len(versions) >= MOST,
        "each": [
            {
                "key": place,
                "before": f"v{place}-",
                "version": each,
                "choices": choosing.choices(actor, each.chosen) if each.told is None else None,
                "found": _found(actor, each.find) if each.find else [],
                "field": f"variant-{place}",
                "error": errors.get(f"variant-{place}", ""),
            }
            for place, each in enumerate(versions)
        ],
        "gets": gets(actor, versions, own) if versions and own is not None else None,
    }


def _found(actor: int, name: str) -> list[dict[str, Any]]:
    return [
        {"value": str(card.public_id), "name": card.name, "handle": card.address, "face": card}
        for card in faces.find(actor, name, FOUND)
    ]


def gets(actor: int, versions: Sequence[Version], own: Choice) -> list[dict[str, Any]] | None:
    """Who gets which, in sentences; None while that cannot be said."""
    if any(each.told is not None for each in versions):
        return None
    try:
        choices = [*(each.variation(loose=True).audience for each in versions), own]
        shares = variants.shares(actor, choices)
    except Refused:
        return None
    silent = [*(each.silent for each in versions), False]
    public = any(share.everybody for share in shares)
    return [
        _gets(
            share, place, _left_out(share, public) if silent[place] else _count(share), place == len(versions)
        )
        for place, share in enumerate(shares)
    ]


def _gets(share: Share, place: int, count: str, last: bool) -> dict[str, Any]:
    return {
        "title": _("Your first words") if last else _("Version %(n)d") % {"n": place + 1},
        "gate": share.told.gate,
        "sentence": share.told.sentence,
        "count": count,
        "elsewhere": _elsewhere(share),
    }


def _count(share: Share) -> str:
    if share.everybody:
        return _("Everybody else. Whoever signs out reads this one, too.")
    if not share.count:
        return _("Nobody gets this one.")
    said = ngettext("%(n)d person gets this one.", "%(n)d people get this one.", share.count)
    return filled(said, {"n": share.count})


def _left_out(share: Share, public: bool) -> str:
    """Who is to be shown nothing. `public`: another version is for everybody, and so nobody can be."""
    if public:
        return _("Public leaves nobody out: anyone can sign out. Choose this site instead.")
    said = ngettext("%(n)d person sees nothing", "%(n)d people see nothing", share.count)
    names = _names(share.some, share.count)
    counted = filled(said, {"n": share.count})
    return _("%(said)s: %(names)s") % {"said": counted, "names": names} if names else counted


def _elsewhere(share: Share) -> str:
    """Who is meant here, too, and gets an earlier version."""
    if not share.others:
        return ""
    names = _names(share.elsewhere, share.others)
    if not names:
        said = ngettext(
            "%(n)d of them gets an earlier version.", "%(n)d of them get an earlier version.", share.others
        )
        return filled(said, {"n": share.others})
    return _("An earlier version instead: %(names)s") % {"names": names}


def _names(people: list[FaceCard], count: int) -> str:
    names = [isolated(card.name) for card in people]
    rest = count - len(names)
    if names and rest:
        more = filled(ngettext("%(count)d more person", "%(count)d more people", rest), {"count": rest})
        names.append(more)
    return listed(names)


@for_faces
@require_POST
def who(request: Any) -> HttpResponse:
    """Who gets which version, as the fields stand now."""
    actor = request.face_id
    limits.allow(f"ask:{actor}", limit=ASKS_A_MINUTE, per_seconds=60)
    found = [
        _sent(Part(request.POST, f"v{key[:3]}-"), actor, [])
        for key in request.POST.getlist("versions")[:MOST]
    ]
    return render(request, "web/compose/gets.html", {"gets": gets(actor, found, own(actor, request.POST))})


def own(actor: int, data: Any) -> Choice:
    """Whom the first words are for, as the fields stand; what cannot be meant is for nobody."""
    return meant(actor, choosing.sent(data, actor))


def meant(actor: int, chosen: Chosen) -> Choice:
    """The choice; nothing named means what is usual, and what cannot be meant is for nobody."""
    try:
        choice = chosen.choice()
    except Refused:
        return Choice("nobody")
    return audiences.default_choice(actor) if choice.scope == "default" else choice
