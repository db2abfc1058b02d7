"""What a group of notifications says and where it leads: the same on pages, on devices and in mails."""

from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import filled

from .reads import Group


def who(group: Group) -> str:
    """Who did it, in words: "Ana", "Ana and Ben", "Ana and 3 others"."""
    names = [isolated(face.name) for face in group.faces]
    count = len(names) + group.others
    if count <= 1:
        return "".join(names)
    if count == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    rest = count - 1
    form = ngettext("%(first)s and %(n)d other", "%(first)s and %(n)d others", rest)
    return filled(form, {"first": names[0], "n": rest})


def words(group: Group) -> str:
    """What happened, as a sentence that begins with `%(who)s`."""
    count = len(group.faces) + group.others
    forms = {
        "follow": ngettext("%(who)s follows you", "%(who)s follow you", count),
        "request": _("%(who)s asks to follow you"),
        "accepted": _("%(who)s lets you follow them"),
        "mention": _("%(who)s mentioned you"),
        "reply": _("%(who)s answered you"),
        "reaction": ngettext("%(who)s reacted to your post", "%(who)s reacted to your post", count),
        "boost": ngettext("%(who)s boosted your post", "%(who)s boosted your post", count),
        "quote": _("%(who)s quoted you"),
        "named": _("%(who)s wrote to you by name"),
        "edit": _("%(who)s changed a post that you quoted or boosted"),
        "warning": _("The moderators have a word for you"),
        "accident": _("Something went wrong on this site, and it concerns what you wrote"),
        "report": _("There is a new report"),
        "waiting": _("Somebody asks to join"),
        "message": _("%(who)s wrote to you"),
        "poll": _("A poll that you asked or voted in is over"),
        "returned": _("A scheduled post did not leave. It is a draft again"),
        "said": _("%(who)s posted"),
        "answer": _("%(who)s answered in a thread you follow"),
        "deflected": _("%(who)s answered your request"),
        "readers": _("A month has gone by: see who reads you"),
        "unspoken": _("You have not spoken with %(who)s since %(since)s"),
        "yearly": _("A year has gone by. A calm look at who sees what of yours"),
        "mirror": _("A look in the mirror: how you live here, by what you post"),
    }
    return forms[group.kind] % {"who": who(group), "since": _month(group.since) if group.since else ""}


def _month(day: date) -> str:
    """The month as people say it: with its year where that is another one."""
    return date_format(day, "F" if day.year == localdate().year else "F Y")


_OF_THE_SITE = {
    "returned": "/drafts", "report": "/operate/reports", "waiting": "/operate/requests",
    "readers": "/me/strategy/readers", "mirror": "/me/strategy/mirror", "yearly": "/me/yearly",
    "deflected": "/requests",
}  # fmt: skip


def url(group: Group) -> str:
    """Where a notification leads."""
    if group.post is not None:
        return group.post.url
    if group.kind == "request":
        return "/requests"
    if group.kind == "unspoken" and group.faces:
        return f"/messages/new?to={group.faces[0].address}"
    if group.kind in _OF_THE_SITE:
        return _OF_THE_SITE[group.kind]
    return group.faces[0].url if group.faces else "/me"
