"""Every address of the door, from its registry."""

from django.urls import path

from . import numbers  # noqa: F401 (the converter of ids)
from .describing import page
from .door import door
from .serving import patterns

__all__ = ["door", "urlpatterns"]

urlpatterns = [*patterns(), path("docs/api", page.page, name="reference")]
