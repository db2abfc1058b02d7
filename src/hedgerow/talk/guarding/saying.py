"""What the guard says of each thing that it finds."""

from django.utils.translation import gettext as _

from .shapes import Found


def why(found: Found) -> str:
    """Why a thing is worth a second look, in a few words."""
    reasons = {
        "site": _("A name this site wants kept quiet"),
        "own": _("A name on your own list"),
        "phone": _("A phone number"),
        "address": _("An address where somebody lives"),
        "card": _("The number of a card"),
        "iban": _("The number of a bank account"),
        "identity": _("A number that identifies somebody"),
        "secret": _("A password or a key"),
        "swearing": _("Swearing"),
        "drink": _("Drink"),
        "anger": _("Anger about work, or somebody there"),
        "speaks": _("It sounds as if you spoke for the organisation"),
        "private": _("Private life, to people from work alone"),
        "work": _("Work, to friends and family alone"),
        "past": _("It reads like what you write to other people, from another part of life"),
        "every": _("You asked for a second look at each post. Is it fit for all who read it?"),
        "night": _("It is late; many posts look different in the morning"),
    }
    return reasons[found.reason]
