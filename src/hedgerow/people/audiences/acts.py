"""Remembering what a face usually chooses."""

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import Face

from . import reads
from .rules import Choice


def remember_default(actor: int, choice: Choice) -> None:
    """From now on a post for which nothing is chosen is for these. Raises Refused("audience", …)."""
    if choice.scope in {"default", "parent"}:
        raise Refused("audience", _("Choose whom your posts are usually for."))
    with write():
        ties.lock(actor)
        reads.resolve(actor, choice)
        Face.objects.filter(pk=actor).update(default_audience=msgspec.to_builtins(choice))
        epoch.changed([epoch.face_key(actor)])
