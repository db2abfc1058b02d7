"""Every address of the door, from its registry."""

from . import numbers  # noqa: F401 (the converter of ids)
from .door import door
from .serving import patterns

__all__ = ["door", "urlpatterns"]

urlpatterns = patterns()
