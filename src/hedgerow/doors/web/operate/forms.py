"""The forms of running the site."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hedgerow.doors.web.me.forms import COLOURS
from hedgerow.people.barring import reads
from hedgerow.people.members.acts import ROLES
from hedgerow.people.site.acts import WAYS_IN

MONTH_DAYS = 30

BARRED_BY = {
    "mail": _("All e-mail addresses of a domain"),
    "address": _("One e-mail address"),
    "network": _("An internet address, or a network"),
}
HOW_FAR = {
    reads.REFUSE: _("Cannot join"),
    reads.ASK: _("Joins once an operator says yes"),
    reads.NOTHING: _("Gets no answer at all"),
}


class BarringForm(forms.Form):
    """What is kept out, and how far."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=list(BARRED_BY.items()), widget=forms.RadioSelect, initial="mail"
    )
    what = forms.CharField(
        label=_("Domain, e-mail address or internet address"),
        max_length=253,
        help_text=_("As in example.org, somebody@example.org, 192.0.2.7 or 192.0.2.0/24."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}
        ),
    )
    manner = forms.ChoiceField(
        label=_("How far"),
        choices=list(HOW_FAR.items()),
        widget=forms.RadioSelect,
        initial=reads.REFUSE,
        help_text=_("No answer at all is for internet addresses alone: people behind it see no page."),
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        help_text=_("For those who run this site."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SiteForm(forms.Form):
    """What the site is called, looks like, and who may join."""

    name = forms.CharField(label=_("Name of the site"), max_length=60)
    about = forms.CharField(
        label=_("What it is"),
        max_length=2000,
        required=False,
        help_text=_("Shown on the front page and on About."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    picture = forms.FileField(
        label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    colour = forms.TypedChoiceField(label=_("Colour"), choices=COLOURS, coerce=int, widget=forms.RadioSelect)
    registration = forms.ChoiceField(label=_("Who can join"), choices=WAYS_IN, widget=forms.RadioSelect)
    members_invite = forms.BooleanField(
        label=_("Members may invite people too"),
        required=False,
        help_text=_("Counts where one joins by invitation. Each link is one face’s own, and ends by itself."),
    )
    confirm_email = forms.BooleanField(
        label=_("Ask new members to confirm their e-mail address"),
        required=False,
        help_text=_("Without it, several people may join with one address, and no mail goes to it."),
    )
    contact = forms.EmailField(
        label=_("E-mail address for questions"), required=False, help_text=_("Shown to everybody.")
    )


def _text(label: Any, most: int, rows: int = 10) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, widget=forms.Textarea(attrs={"rows": rows})
    )


class TextsForm(forms.Form):
    """The site's texts, in light Markdown."""

    rules = _text(_("Rules"), 10_000)
    privacy = _text(_("Privacy"), 20_000)
    imprint = _text(_("Imprint"), 10_000)


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    """A moment in the time zone of the face that speaks; none is needed."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, **more)


class AnnouncementForm(forms.Form):
    """What everybody on this site is told."""

    text = forms.CharField(
        label=_("What you announce"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    starts_at = _moment(_("Begins"), help_text=_("If it is about something that takes place."))
    ends_at = _moment(_("Ends"), help_text=_("After that it is shown to nobody any more."))
    all_day = forms.BooleanField(
        label=_("Whole days"), required=False, help_text=_("The hours above do not count.")
    )
    publish_at = _moment(_("Show it from"), help_text=_("Leave it empty to show it at once."))


class InvitationForm(forms.Form):
    """A new invitation."""

    note = forms.CharField(
        label=_("Note to yourself"),
        max_length=200,
        required=False,
        help_text=_("For whom it is. Only operators see it."),
    )
    uses = forms.IntegerField(
        label=_("How many people can use it"), min_value=1, max_value=1000, initial=1,
        error_messages={"min_value": _("At least 1 person."), "max_value": _("At most 1,000 people.")},
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=365, initial=MONTH_DAYS, required=False,
        help_text=_("Leave it empty for no end."),
        error_messages={"min_value": _("At least 1 day."), "max_value": _("At most 365 days.")},
    )  # fmt: skip
    group = forms.CharField(label=_("Group"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.OIDC_URL:
            del self.fields["group"]
            return
        self.fields["group"].help_text = _(
            "Everybody whom %(name)s puts into this group may join by signing on; there is no link then."
        ) % {"name": settings.OIDC_NAME}


class EmojiForm(forms.Form):
    """A new emoji of the site's own."""

    code = forms.CharField(
        label=_("Name"),
        max_length=34,
        help_text=_("Small letters, digits and underscores. People write it between colons, like :hedge:."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}),
    )
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, WebP or GIF, best square and with a transparent ground."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/webp,image/gif,image/avif"}),
    )
    category = forms.CharField(label=_("Group"), max_length=40, required=False)


class ReasonForm(forms.Form):
    """Why, in the moderator's words."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        help_text=_("They get it by e-mail, and it is kept in the audit log. Do not quote hidden posts."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SuspendForm(ReasonForm):
    """Whom a suspension reaches, and why."""

    whole = forms.ChoiceField(
        label=_("Whom it reaches"),
        choices=[
            ("face", _("This face alone")),
            ("member", _("The member behind it, with every face; you are not told which")),
        ],
        initial="face",
        widget=forms.RadioSelect,
    )
    field_order = ["whole", "reason"]


class WarnForm(forms.Form):
    """A word to a face."""

    text = forms.CharField(
        label=_("What you say"),
        max_length=2000,
        help_text=_("Say what was wrong and what you ask for. It is shown until they have read it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class FindFaceForm(forms.Form):
    """A face by its handle."""

    handle = forms.CharField(label=_("Handle"), max_length=31)


class RoleForm(forms.Form):
    """What a member may do for the site."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
