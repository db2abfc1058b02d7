"""Every address of the door, from its registry."""

from . import numbers  # noqa: F401 (the converter of ids)
from .serving import patterns

urlpatterns = patterns()
