"""How a face is told: its settings, snoozes, trials, the bell of a thread, and mails stopped by one click."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hedgerow.delivery.notifications import acts as notifications
from hedgerow.delivery.notifications import reads as notification_reads
from hedgerow.delivery.notifications import words
from hedgerow.delivery.telling import acts, reads
from hedgerow.delivery.telling.reads import Row, Ways
from hedgerow.doors.web import moments, ways
from hedgerow.doors.web.access import for_faces
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members

from .forms import TellingForm

KINDS = {
    "message": (gettext_lazy("Messages"), gettext_lazy("Somebody writes in a conversation with you.")),
    "reply": (gettext_lazy("Replies"), gettext_lazy("Somebody answers what you wrote.")),
    "answer": (
        gettext_lazy("Answers in threads"),
        gettext_lazy("Somebody answers in a thread whose bell you switched on."),
    ),
    "mention": (gettext_lazy("Mentions"), gettext_lazy("Somebody names you in a post that you can see.")),
    "named": (gettext_lazy("Addressed to you"), gettext_lazy("A post is addressed to you by name.")),
    "quote": (gettext_lazy("Quotes"), gettext_lazy("Somebody quotes what you wrote.")),
    "said": (gettext_lazy("Posts"), gettext_lazy("Somebody posts whose bell you switched on.")),
    "reaction": (gettext_lazy("Reactions"), gettext_lazy("Somebody reacts to what you wrote.")),
    "boost": (gettext_lazy("Boosts"), gettext_lazy("Somebody passes on what you wrote.")),
    "edit": (gettext_lazy("Edits"), gettext_lazy("A post that you quoted or boosted was changed.")),
    "follow": (gettext_lazy("New followers"), gettext_lazy("Somebody follows you.")),
    "request": (gettext_lazy("Requests"), gettext_lazy("Somebody asks to follow you.")),
    "accepted": (gettext_lazy("Accepted"), gettext_lazy("Somebody lets you follow them.")),
    "poll": (gettext_lazy("Polls"), gettext_lazy("A poll that you asked or voted in is over.")),
    "unspoken": (
        gettext_lazy("Silences"),
        gettext_lazy("You have not spoken with somebody close for two months. Once a week at most."),
    ),
    "yearly": (gettext_lazy("The yearly look"), gettext_lazy("Once a year: who sees what of yours.")),
}
WISHES = (
    ("all", gettext_lazy("From everybody")),
    ("contacts", gettext_lazy("From contacts")),
    ("none", gettext_lazy("From nobody")),
)

OF_ITSELF = frozenset({"unspoken", "yearly"})
"""Kinds that come from nobody: one wants them or not."""
YES_OR_NO = (("all", gettext_lazy("Yes")), ("none", gettext_lazy("No")))

PRESETS = (
    (
        "calm",
        "leaf",
        gettext_lazy("Calm"),
        gettext_lazy("One note a week by e-mail. Nothing sounds, and no number is shown."),
    ),
    (
        "daily",
        "mail",
        gettext_lazy("Now and then"),
        gettext_lazy("One note a day by e-mail. Nothing sounds in between."),
    ),
    (
        "at-once",
        "bell",
        gettext_lazy("At once"),
        gettext_lazy("On your devices and by e-mail, as soon as somebody turns to you."),
    ),
)


# --- settings -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def settings(request: Any) -> HttpResponse:
    """By which ways the face that speaks hears of what, and when."""
    viewer = request.face.id
    if request.method != "POST":
        return _page(request, _form(viewer))
    if "rhythm" not in request.POST:
        return _chosen(request, viewer)
    form = TellingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        acts.choose(viewer, **form.wished())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, form, 422)
    return _chosen(request, viewer)


def _chosen(request: Any, viewer: int) -> HttpResponse:
    """Kind by kind."""
    data = request.POST
    notifications.wish(viewer, {kind: data[kind] for kind in KINDS if kind in data})
    if "ways" in data:
        acts.choose_ways(viewer, {kind: _ways(data.getlist(f"way-{kind}")) for kind in KINDS})
    messages.success(request, _("Kept."))
    return redirect("notification_settings")


def _ways(ticked: list[str]) -> Ways:
    return Ways("push" in ticked, "mail" in ticked, "note" in ticked)


def _form(viewer: int) -> TellingForm:
    now = reads.wishes(viewer)
    first = {name: getattr(now, name) for name in now.__struct_fields__}
    night = {"quiet": now.quiet_from is not None, "quiet_from": now.quiet_from or "22:00"}
    return TellingForm(initial=first | night)


def _page(request: Any, form: TellingForm, status: int = 200) -> HttpResponse:
    viewer = request.face.id
    snoozed = reads.wishes(viewer).snoozed_until
    in_use = reads.in_use(viewer)
    context = {
        "nav": "notifications",
        "form": form,
        "rows": [_row(row) for row in reads.table(viewer)],
        "presets": [
            {"name": name, "symbol": symbol, "title": title, "words": said, "current": name == in_use}
            for name, symbol, title, said in PRESETS
        ],
        "snoozed": snoozed if snoozed is not None and snoozed > timezone.now() else None,
        "zone": faces.manners(viewer).time_zone.replace("_", " "),
        "confirmed": members.mailbox(viewer) is not None,
        "key": reads.public_key(),
        "devices": reads.devices(viewer),
        "here": reads.hears_here(viewer, request.session.session_key),
    }
    return render(request, "web/reading/notification_settings.html", context, status=status)


def _row(row: Row) -> dict[str, Any]:
    name, said = KINDS[row.kind]
    wishes = YES_OR_NO if row.kind in OF_ITSELF else WISHES
    return {
        "kind": row.kind, "name": name, "words": said, "wish": row.wish, "ways": row.ways, "wishes": wishes,
    }  # fmt: skip


@require_POST
@for_faces
def preset(request: Any) -> HttpResponse:
    """A few words that stand for the whole table."""
    acts.preset(request.face.id, request.POST.get("preset", ""))
    messages.success(request, _("Kept."))
    return redirect("notification_settings")


@require_POST
@for_faces
def snooze(request: Any) -> HttpResponse:
    """Nothing sounds for a while."""
    until = acts.snooze(request.face.id, request.POST.get("until", ""))
    if until is None:
        messages.success(request, _("You are told again."))
    else:
        moment = moments.exact(until)
        messages.success(request, _("Nothing sounds until %(moment)s.") % {"moment": moment})
    return redirect("notification_settings")


@require_POST
@for_faces
def trial(request: Any) -> HttpResponse:
    """A mail, or a message on this device, that only shows that it arrives."""
    limits.allow(f"trial:{request.face.id}", limit=6, per_seconds=600)
    if request.POST.get("by") == "push":
        sent = acts.try_push(request.face.id, request.session.session_key or "")
        said = _("It should show up here in a moment.") if sent else _("This device is not told yet.")
    else:
        sent = acts.try_mail(request.face.id)
        said = _("It is on its way.") if sent else _("Confirm your e-mail address first.")
    (messages.success if sent else messages.warning)(request, said)
    return redirect("notification_settings")


# --- from a mail or a device --------------------------------------------------------------------------


@require_safe
@for_faces
def to(request: Any, notification: int) -> HttpResponse:
    """Where a notification leads, for the face it was made for; its member is asked to speak as that one."""
    face, group = notification_reads.place(request.member.pk, notification)
    if face != request.face.id:
        card = next((card for card in request.faces if card.id == face and card.state == "active"), None)
        if card is None:
            raise NotFound
        return render(request, "web/reading/switch_first.html", {"whom": card, "nav": "notifications"})
    return redirect(words.url(group) if group is not None else "notifications")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Any, token: str) -> HttpResponse:
    """No more mails of one kind, by one click, signed in or not (RFC 8058): the token says whose. The page
    speaks the language of those mails, whoever's browser it is.
    """
    said = reads.read(token)
    if said is None or said.face not in faces.cards([said.face]):
        raise NotFound
    again, done = "again" in request.POST, request.method == "POST"
    if done:
        (acts.start_again if again else acts.stop)(token)
    box = members.standing(said.face)
    with translation.override(box.language if box is not None else translation.get_language()):
        context = {
            "handle": faces.card(said.face).handle,
            "what": _stopped(said.what),
            "done": done and not again,
            "again": done and again,
            "hide_entrance": True,
        }
        return render(request, "web/reading/unsubscribe.html", context)


def _stopped(what: str) -> str:
    if what == "note":
        return _("the note of the day or week")
    if what == "mail":
        return _("mails at once")
    return _("mails at once about: %(kind)s") % {"kind": KINDS[what][0]}


# --- a thread's bell ----------------------------------------------------------------------------------


@require_POST
@for_faces
def bell(request: Any, post: int) -> HttpResponse:
    """Hear of every answer in this thread, or no more."""
    on = request.POST.get("on") == "1"
    acts.ring(request.face.id, post, on)
    said = (
        _("You hear of answers in this thread.") if on else _("You hear no more of answers in this thread.")
    )
    messages.success(request, said)
    return redirect(ways.back(request))
