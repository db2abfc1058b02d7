"""Uploads: what they are called, and no more of a file is read than a picture may weigh."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

MOST_BYTES = 12 << 20


_WRITTEN = {"%22": '"', "%0D": "\r", "%0A": "\n"}
"""What browsers write for marks that would end a name in a form (HTML, "multipart/form-data encoding")."""


def name_of(upload: UploadedFile) -> str:
    """What the file is called on its owner's device."""
    name = upload.name or ""
    for written, mark in _WRITTEN.items():
        name = name.replace(written, mark)
    return name


def picture(upload: UploadedFile | None) -> bytes | None:
    """The bytes of an uploaded picture, None without one. Raises Refused("picture", …) when too large."""
    if upload is None:
        return None
    if (upload.size or 0) > MOST_BYTES:
        raise Refused("picture", _("This picture is too large: at most 12 MB."))
    data: bytes = upload.read(MOST_BYTES)
    return data
