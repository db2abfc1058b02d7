"""What may be brought, and why something could not be made ready, as pure functions."""

from django.utils.translation import gettext as _

from hedgerow.kernel.av import probing

MOST_PICTURE_BYTES = 12 << 20
LONGEST_ALT = 1_500
POSTER_SIDE = 1_280
LONGEST_NAME = 100
MOST_TRIES = 3

GIVEN_UP = "given_up"
TROUBLES = ("damaged", "unknown", "large", "long", "pixels", "slow", GIVEN_UP)


def words(trouble: str, called: str) -> str:
    """Why a file could not be made ready, in a sentence that names it."""
    return f"{called}: {reason(trouble)}" if called else reason(trouble)


def reason(trouble: str) -> str:
    """Why a file could not be made ready."""
    said = {
        "unknown": _("This kind of video or sound cannot be shown here. Save it as MP4, WebM, MP3 or M4A."),
        "large": _("This file is too large: at most %(most)d MB.") % {"most": probing.MOST_BYTES >> 20},
        "long": _("This is too long: at most %(video)d minutes of video, or %(sound)d of sound.")
        % {"video": probing.LONGEST_VIDEO // 60, "sound": probing.LONGEST_AUDIO // 60},
        "pixels": _("This video is too large: at most %(most)d pixels a side.") % {"most": probing.MOST_SIDE},
        "slow": _("This took too long to prepare. A shorter or smaller file may do."),
        GIVEN_UP: _("This could not be prepared. Try another file."),
    }
    return said.get(trouble, _("This file is damaged or cut off, and cannot be played."))
