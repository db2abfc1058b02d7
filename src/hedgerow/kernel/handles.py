"""Handles and display names: what a face may be called, so that nobody can pass for somebody else."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

LONGEST_HANDLE = 30
LONGEST_NAME = 60

_HANDLE = re.compile(r"[A-Za-z0-9_]+")
_LOOKALIKES = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}
_PICTOGRAPHS = range(0x1F000, 0x1FB00)
"""Blocks that Unicode fills with emoji year by year: those that are newer than Python are no hidden signs."""

RESERVED_WORDS = """
about abuse access account accounts admin administrator admins api apps assets audience auth avatar
avatars backup billing block blog boost bot boundary circle circles community compose contact contacts
cookies css dashboard decision delete demo desk dev discover dm docs domain download edit email error
event events everybody everyone explore export face faces favicon feed feeds files follow followers
following ftp group groups health hedgerow help home host hostmaster html http https image images imprint
inbox index info invitation invitations invite js json jwks label labels legal list lists local localhost
login logout mail mailer media member members memorial mention mentions messages moderation moderator
moderators mute mutuals nobody noreply notification notifications null oauth official operator outbox
owner password pictures poll polls post postmaster posts press privacy profile public reaction register
registration reply report reports robots root rss rules save search secure security self server session
sessions settings share signin signout signup site sitemap sso staff static status stream strategy support
sysadmin system tag tags team terms test thread threads topic topics undefined unsubscribe update upload
uploads usenet user username users verify void web webfinger webmaster welcome www you
"""
RESERVED = frozenset(RESERVED_WORDS.split())


def normalise_handle(raw: str) -> tuple[str, str]:
    """A handle as it is shown, and the key it is unique by: 1 to 30 ASCII letters, digits and underscores.

    Raises Refused("handle", ...) that says exactly what is wrong. That it is still free, and its skeleton
    too, is for the caller to check.
    """
    shown = raw.strip().removeprefix("@")
    if not shown:
        raise Refused("handle", _("Please choose a handle."))
    if len(shown) > LONGEST_HANDLE:
        raise Refused("handle", _("A handle has at most %(most)d characters.") % {"most": LONGEST_HANDLE})
    if not _HANDLE.fullmatch(shown):
        wrong = next(char for char in shown if not _HANDLE.fullmatch(char))
        raise Refused("handle", _wrong_character(wrong))
    key = shown.lower()
    if not any(char.isalnum() for char in key):
        raise Refused("handle", _("A handle needs at least one letter or digit."))
    if is_reserved(key):
        raise Refused("handle", _("This handle is kept for the site itself. Please choose another."))
    return shown, key


def is_reserved(handle: str) -> bool:
    """Is a handle, or one that looks like it, kept for the site itself?"""
    return skeleton(handle.strip().removeprefix("@")).replace("_", "") in _reserved()


def _wrong_character(char: str) -> str:
    if char.isspace():
        return _("A handle has no spaces. An underscore (_) can stand for one.")
    if not char.isprintable():
        return _("A handle has only the letters a to z, digits and underscores.")
    text = _("A handle has only the letters a to z, digits and underscores, not “%(char)s”.")
    return text % {"char": char}


def skeleton(handle: str) -> str:
    """What a handle looks like at a glance: two handles with one skeleton could be taken for each other."""
    look = handle.lower()
    for seen, meant in _LOOKALIKES:
        look = look.replace(seen, meant)
    return re.sub("_+", "_", look)


@lru_cache(maxsize=1)
def _reserved() -> frozenset[str]:
    return frozenset(skeleton(word) for word in RESERVED)


def normalise_name(raw: str) -> str:
    """A display name: one line, nothing hidden, no mixing of alphabets that look alike. Raises
    Refused("name", ...).
    """
    composed = unicodedata.normalize("NFC", " ".join(raw.split()))
    name = "".join(char for char in composed if char in _JOINERS or _category(char) not in _HIDDEN)
    name = " ".join(name.strip("\u200c\u200d ").split())
    if not any(_category(char)[0] in "LNS" for char in name):
        raise Refused("name", _("Please write a name."))
    if len(name) > LONGEST_NAME:
        raise Refused("name", _("A name has at most %(most)d characters.") % {"most": LONGEST_NAME})
    if _piles_marks(name):
        raise Refused("name", _("There are too many accents on one letter."))
    if _mixes_alphabets(name):
        raise Refused("name", _("This name mixes letters of several alphabets that look alike."))
    return name


def _category(char: str) -> str:
    found = unicodedata.category(char)
    return "So" if found == "Cn" and ord(char) in _PICTOGRAPHS else found


def _piles_marks(name: str) -> bool:
    marks = "".join("m" if unicodedata.category(char) in ("Mn", "Me") else "-" for char in name)
    return "mmmm" in marks


def _mixes_alphabets(name: str) -> bool:
    """Within one word: names with a word in each of two scripts are common and honest. An accent takes the
    script of its letter, so it is of none itself.
    """
    if name.isascii():
        return False
    from confusable_homoglyphs import categories, confusables

    letters = "".join(char for char in name if char.isascii() or categories.alias(char) != "INHERITED")
    return any(bool(confusables.is_dangerous(word)) for word in letters.split())


def name_skeleton(name: str) -> str:
    """What a display name looks like at a glance, whatever alphabet its letters are from."""
    base = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(char for char in base if unicodedata.category(char)[0] in "LN")
    return skeleton(bare if bare.isascii() else "".join(latin(char) for char in bare))


@lru_cache(maxsize=4096)
def latin(char: str) -> str:
    """The Latin letter this one can be taken for, or itself."""
    if char.isascii():
        return char
    from confusable_homoglyphs import confusables

    for found in confusables.is_confusable(char, greedy=True) or []:
        for twin in found["homoglyphs"]:
            if twin["c"].isascii() and twin["c"].isalnum():
                return str(twin["c"]).casefold()
    return char
