"""Uploads: no more of a file is read than a picture may weigh."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

MOST_BYTES = 12 << 20


def picture(upload: UploadedFile | None) -> bytes | None:
    """The bytes of an uploaded picture, None without one. Raises Refused("picture", …) when too large."""
    if upload is None:
        return None
    if (upload.size or 0) > MOST_BYTES:
        raise Refused("picture", _("This picture is too large: at most 12 MB."))
    data: bytes = upload.read(MOST_BYTES)
    return data
