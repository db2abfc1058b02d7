"""Reading the letters on a picture, with Tesseract where it is installed. On this machine, within bounds."""

import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

from hedgerow.kernel.vips import vips

from . import running
from .running import Unfit

SECONDS = 30
MOST_BYTES = 20_000
SIDE = 2_000
"""Pixels of the longer side that are looked at."""
_CODES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "ar": "ara"}


def available() -> bool:
    """Is Tesseract installed, with a language of this site?"""
    return bool(_languages())


@cache
def _languages() -> str:
    """The languages of this site that it can read, as it wants them named. Asked once in each process."""
    try:
        said = running.output("tesseract", ["--list-langs"], seconds=SECONDS, most=MOST_BYTES)
    except Unfit:
        return ""
    known = set(said.decode("ascii", "replace").split())
    wanted = (_CODES.get(code, "") for code, _name in settings.LANGUAGES)
    return "+".join(code for code in wanted if code in known)


def read(picture: Path) -> str:
    """The words on a picture; empty where there are none, or it cannot be read."""
    if not available():
        return ""
    with tempfile.TemporaryDirectory(prefix="hedgerow-letters-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        plain = Path(folder) / "page.png"
        try:
            vips().Image.thumbnail(str(picture), SIDE, height=SIDE, size="down").colourspace("b-w").pngsave(
                str(plain)
            )
            arguments = [str(plain), "stdout", "-l", _languages(), "--psm", "11"]
            found = running.output("tesseract", arguments, seconds=SECONDS, most=MOST_BYTES)
        except (Unfit, vips().Error):
            return ""
    return " ".join(found.decode("utf-8", "replace").split())
