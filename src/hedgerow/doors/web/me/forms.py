"""The forms of faces and settings."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from hedgerow.doors.web import languages, moments
from hedgerow.people.faces.acts import MOST_LINKS, FaceDraft
from hedgerow.people.faces.reads import FaceFacts, misses_link

LINKS = range(1, MOST_LINKS + 1)
FIRST_LINKS = 4
"""So many stand open in the form, and on the face's own page."""

COLOURS = [
    (1, _("Hedge green")),
    (2, _("Blue")),
    (3, _("Plum")),
    (4, _("Rust")),
    (5, _("Teal")),
    (6, _("Ochre")),
    (7, _("Indigo")),
    (8, _("Slate")),
]
"""The eight face colours by name: a colour is never told by itself alone."""


def face_languages() -> list[tuple[Any, Any]]:
    """Every language a face may have, those of this site first."""
    return [
        ("", _("The language of your account")),
        (_("Spoken on this site"), languages.of_site()),
        (pgettext("languages", "All others"), languages.others()),
    ]


OFTEN = (
    "UTC", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Mexico_City", "America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
    "Europe/London", "Europe/Lisbon", "Europe/Paris", "Europe/Madrid", "Europe/Berlin", "Europe/Rome",
    "Europe/Warsaw", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul", "Africa/Cairo", "Africa/Lagos",
    "Africa/Nairobi", "Africa/Johannesburg", "Asia/Beirut", "Asia/Riyadh", "Asia/Dubai", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Shanghai", "Asia/Manila",
    "Asia/Tokyo", "Asia/Seoul", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""The clocks most people live by, from west to east."""


@cache
def time_zones() -> list[tuple[str, str]]:
    """Every place whose clock can be chosen, those most people live by first."""
    known = available_timezones()
    rest = sorted(zone for zone in known if "/" in zone and not zone.startswith("Etc/") and zone not in OFTEN)
    return [(zone, zone.replace("_", " ")) for zone in (*(zone for zone in OFTEN if zone in known), *rest)]


class ZoneSelect(forms.Select):
    """Some five hundred places, drawn once: only which of them is chosen differs."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = format_html('<option value="{}"', value or "")
        often, others = (
            mark_safe(part.replace(f"{chosen}>", f"{chosen} selected>", 1))  # noqa: S308 - escaped parts
            for part in _zone_options()
        )
        given = self.build_attrs({**self.attrs, "name": name}, attrs)
        return format_html(
            '<select{}><optgroup label="{}">{}</optgroup><optgroup label="{}">{}</optgroup></select>',
            flatatt(given), _("Chosen often"), often, _("Every other place"), others,
        )  # fmt: skip


@cache
def _zone_options() -> tuple[SafeString, SafeString]:
    """The options of those most people live by, and of all others."""
    often = [one for one in time_zones() if one[0] in OFTEN]
    others = [one for one in time_zones() if one[0] not in OFTEN]
    return _options(often), _options(others)


def _options(zones: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', zones)


def _line(label: Any, most: int, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, widget=forms.TextInput(attrs=attributes)
    )


class FaceForm(forms.Form):
    """What an owner says of a face. Links come in pairs `link_name_N`, `link_url_N`."""

    name = forms.CharField(label=_("Name"), max_length=60)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("Where and when it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    bio = forms.CharField(
        label=_("About this face"),
        max_length=1000,
        required=False,
        help_text=_("A sentence or two. **Bold**, *italic* and links work."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    colour = forms.TypedChoiceField(
        label=_("Colour"),
        choices=COLOURS,
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
    )
    language = forms.ChoiceField(label=_("Language"), choices=face_languages, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        initial="UTC",
        widget=ZoneSelect,
        help_text=_("The moments on your pages, your quiet hours and what you send later go by this clock."),
    )
    locked = forms.BooleanField(label=_("I decide who may follow me"), required=False, initial=True)
    no_index = forms.BooleanField(
        label=_("Keep me out of search engines"),
        required=False,
        initial=True,
        help_text=_("They are told to stay away. People here find you by your whole handle only."),
    )
    # What is wrong with links stands above their first field.
    links = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in LINKS:
            self.fields[f"link_name_{number}"] = forms.CharField(
                label=_("Name"), max_length=40, required=False
            )
            self.fields[f"link_url_{number}"] = forms.CharField(
                label=_("Address, or a few words"),
                max_length=500,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "url"}),
            )

    def clean(self) -> dict[str, Any]:
        """What looks like an address is to be one. What stands there already, an app may have written."""
        said = super().clean() or self.cleaned_data
        for number in LINKS:
            name = f"link_url_{number}"
            url = said.get(name, "")
            if url != self.initial.get(name) and misses_link(url):
                self.add_error("links", _("A link begins with https:// or http://."))
        return said

    def say_why(self, unproven: Mapping[str, datetime]) -> None:
        """Under a link that is not marked as the face's own stands why, and when that was seen."""
        for number in LINKS:
            at = unproven.get(self.initial.get(f"link_url_{number}", ""))
            if at is not None:
                said = _("Not marked: on %(day)s its page did not link back, or could not be read.")
                self.fields[f"link_url_{number}"].help_text = said % {"day": moments.day(at)}

    def link_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields of the first links, for the template."""
        return self._pairs()[:FIRST_LINKS]

    def more_link_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields of the others."""
        return self._pairs()[FIRST_LINKS:]

    def _pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"link_name_{number}"], self[f"link_url_{number}"]) for number in LINKS]

    def draft(self, handle: str = "") -> FaceDraft:
        """What was said, for the act."""
        said = self.cleaned_data
        return FaceDraft(
            handle=handle,
            name=said["name"],
            bio=said["bio"],
            links=[{"name": said[f"link_name_{n}"], "url": said[f"link_url_{n}"]} for n in LINKS],
            colour=said["colour"],
            language=said["language"],
            time_zone=said["time_zone"],
            no_index=said["no_index"],
            locked=said["locked"],
        )

    @staticmethod
    def initial_of(facts: FaceFacts) -> dict[str, Any]:
        """The form's first values for a face as it is."""
        links: dict[str, str] = {}
        for number, link in enumerate(facts.links[: len(LINKS)], start=1):
            links |= {f"link_name_{number}": link["name"], f"link_url_{number}": link["url"]}
        return {
            "name": facts.name,
            "bio": facts.bio,
            "colour": facts.colour,
            "language": facts.own_language,
            "time_zone": facts.time_zone,
            "no_index": facts.no_index,
            "locked": facts.locked,
            **links,
        }


class NewFaceForm(FaceForm):
    """A new face has a handle too, once and for good; it begins with the clock of the browser."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=31,
        help_text=_("People find you by it, as in @anna. It cannot be changed later."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-time-zone"] = True


class SettingsForm(forms.Form):
    """How pages look and begin for this face, and the language of the account."""

    language = forms.ChoiceField(
        label=_("Language of the pages"),
        help_text=_("A face with a language of its own keeps it."),
        choices=languages.of_site,
    )
    home_order = forms.ChoiceField(
        label=_("Home begins with"),
        choices=[("newest", _("What is newest")), ("people", _("People close to me"))],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("", _("As my device says")), ("light", _("Light")), ("dark", _("Dark"))],
        required=False,
        widget=forms.RadioSelect,
    )
    vanish_after = forms.TypedChoiceField(
        label=_("Your new posts"),
        help_text=_("What you choose in the composer comes first. What is written already stays as it is."),
        choices=[
            ("", _("They stay")), ("3600", _("They vanish after an hour")),
            ("86400", _("They vanish after a day")), ("604800", _("They vanish after a week")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )  # fmt: skip
