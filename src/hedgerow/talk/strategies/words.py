"""Statements, strategies and settings in plain words."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice, listed
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.strategies.reads import Advice

from .reads import NAMES, Step

STATEMENTS = (
    gettext_lazy("People from work and people from home should read different things from me."),
    gettext_lazy("I say what I think, even where it makes me look less good."),
    gettext_lazy("I like it when colleagues, friends and family meet in one place."),
    gettext_lazy("Before I write something, I think of how it will look."),
    gettext_lazy("What I do at the weekend is no business of the people I work with."),
    gettext_lazy("I would rather be known with my weak sides than admired without them."),
    gettext_lazy("Keeping work and private life apart is more trouble than it is worth."),
    gettext_lazy("Whoever looks me up should find me at my best."),
)
"""In the order of `people.strategies.rules.STATEMENTS`."""

ANSWERS = (
    (1, gettext_lazy("Not at all")), (2, gettext_lazy("Not really")), (3, gettext_lazy("In between")),
    (4, gettext_lazy("Rather so")), (5, gettext_lazy("Very much so")),
)  # fmt: skip

SYMBOLS = {"open": "none", "audience": "wide", "content": "site", "custom": "ajar"}
"""The gate that stands by each."""


class Told(msgspec.Struct, frozen=True):
    """A strategy as a page tells it."""

    key: str
    name: str
    line: str
    reason: str
    risk: str
    gate: str


def told(key: str) -> Told:
    """One strategy in words."""
    name, line, reason, risk = {
        "open": (
            pgettext("strategy", "Open"),
            _("One face, for everybody"),
            _("You are the same person everywhere, and it takes no work at all."),
            _("Anybody reads along, a boss of the future too, and what is out cannot be called back."),
        ),
        "audience": (
            pgettext("strategy", "Audience"),
            _("A private face and one for work"),
            _("Each life has its own people, and nobody else can tell that both faces are you."),
            _("It gets difficult when a friend becomes your manager, or colleagues ask for that face."),
        ),
        "content": (
            pgettext("strategy", "Content"),
            _("One face, and only what is fit for all"),
            _("You refuse nobody, and you are known by what speaks for you."),
            _("Those close to you hear little of you, and one careless post reaches everybody."),
        ),
        "custom": (
            pgettext("strategy", "Custom"),
            _("You choose the circles for each post"),
            _("Everybody hears what is meant for them. It is liked best, and people think well of it."),
            _("It is the most work, which is why circles and readers are suggested to you here."),
        ),
    }[key]
    return Told(key, name, line, reason, risk, SYMBOLS[key])


def why(advice: Advice) -> str:
    """What the answers say, and how surely, in a sentence or two."""
    if advice.few:
        return _("You answered too few statements to say what suits you.")
    if not advice.sides:
        return _("Your answers speak for one side as much as for the other, so nothing is recommended.")
    return {
        ("together", "oneself"): lambda: _("You would clearly rather live in one place, and be as you are."),
        ("apart", "oneself"): lambda: _("You would clearly rather keep your lives apart, and be as you are."),
        ("together", "best"): lambda: _("You would clearly rather live in one place, and be at your best."),
        ("apart", "best"): lambda: _("You would clearly rather keep your lives apart, and be at your best."),
        ("apart",): lambda: _(
            "You would rather keep your lives apart. Whether to be as you are or at your best, your answers"
            " leave open."
        ),
        ("together",): lambda: _(
            "You would rather live in one place. Whether to be as you are or at your best, your answers leave"
            " open."
        ),
        ("best",): lambda: _(
            "You would rather be at your best. Whether to keep your lives apart or together, your answers"
            " leave open."
        ),
        ("oneself",): lambda: _(
            "You would rather be as you are. Whether to keep your lives apart or together, your answers leave"
            " open."
        ),
    }[advice.sides]()


def all_told(first: Sequence[str] = ()) -> list[Told]:
    """The four, the recommended ones first."""
    return [told(key) for key in [*first, *(key for key in NAMES if key not in first)]]


def people(label: str, number: int) -> str:
    """So many who carry a label (its key), as one says it: "12 colleagues"."""
    given = {
        "friend": lambda: ngettext("%(n)d friend", "%(n)d friends", number),
        "family": lambda: ngettext("%(n)d of your family", "%(n)d of your family", number),
        "colleague": lambda: ngettext("%(n)d colleague", "%(n)d colleagues", number),
        "manager": lambda: ngettext("%(n)d manager of yours", "%(n)d managers of yours", number),
        "report": lambda: ngettext("%(n)d who reports to you", "%(n)d who report to you", number),
        "client": lambda: ngettext("%(n)d client", "%(n)d clients", number),
    }
    if label in given:
        return given[label]() % {"n": number}
    said = ngettext("%(n)d labelled %(label)s", "%(n)d labelled %(label)s", number)
    return filled(said, {"n": number, "label": isolated(label)})


class Row(msgspec.Struct, frozen=True):
    """One setting: what it is about, as it is and as it would be."""

    about: str
    now: str
    then: str
    changes: bool


def tables(steps: Iterable[Step]) -> list[tuple[FaceCard | None, list[Row], list[Row]]]:
    """What would be set, face by face (None: one still to be made): what changes, and what stays as it is."""
    found = []
    for face, some in groupby(steps, lambda step: step.face):
        rows = [row(step) for step in some]
        card = faces.card(face) if face is not None else None
        found.append((card, [one for one in rows if one.changes], [one for one in rows if not one.changes]))
    return found


def row(step: Step) -> Row:
    """One setting in words."""
    now = "" if step.face is None else _value(step, step.now)
    return Row(_ABOUT[step.what](), now, _value(step, step.then), step.now != step.then)


_ABOUT: dict[str, Any] = {
    "audience": lambda: _("Your posts, when you choose nothing, are for"),
    "asks": lambda: _("Who wants to follow you"),
    "guard": lambda: _("The guard looks, before a post leaves, for"),
    "circles": lambda: _("The guard, for single circles"),
    "every_post": lambda: _("A second look before each post"),
    "suggests": lambda: _("Circles that fit, as you write"),
    "readers_note": lambda: _("Once a month, who reads you"),
    "line": lambda: _("At the end of what you say about yourself"),
}


def _value(step: Step, value: Any) -> Any:
    if step.what == "audience":
        return _audience(step.face, value)
    if step.what == "circles":
        return _circles(step.face, value or {})
    if step.what == "line":
        return value or pgettext("a line of words", "nothing")
    return _PLAIN[step.what, value]()


_PLAIN: dict[tuple[str, Any], Any] = {
    ("asks", True): lambda: _("waits for your answer"),
    ("asks", False): lambda: _("follows you at once"),
    ("guard", "off"): lambda: pgettext("the guard looks for", "nothing"),
    ("guard", "gentle"): lambda: _("names to keep quiet, personal data and secrets"),
    ("guard", "on"): lambda: _("all it knows, tone and words of the other life too"),
    ("every_post", True): lambda: _("yes"),
    ("every_post", False): lambda: _("no"),
    ("suggests", True): lambda: _("are offered"),
    ("suggests", False): lambda: _("are not offered"),
    ("readers_note", True): lambda: _("you are told"),
    ("readers_note", False): lambda: _("you are not told"),
}


def _audience(face: int | None, value: Any) -> str:
    choice = msgspec.convert(value, Choice)
    if choice.scope == "nobody":
        return _("only you, until you choose circles")
    if face is None or (choice.scope == "followers" and choice.names() == 0):
        return _("everybody who follows you")
    return audiences.describe(face, audiences.resolve(face, choice), own=True).sentence


def _circles(face: int | None, value: dict[str, str]) -> str:
    names = {str(circle.id): circle.name for circle in circles.on_trays(face)} if face is not None else {}
    levels = {
        "off": _("nothing for %(circles)s"),
        "gentle": _("gentle for %(circles)s"),
        "on": _("all it knows for %(circles)s"),
    }
    said = [
        form % {"circles": listed([names[circle] for circle, is_so in value.items() if is_so == level])}
        for level, form in levels.items()
        if level in value.values()
    ]
    return listed(said) or _("as everywhere")
