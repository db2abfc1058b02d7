"""Every address of the door, from its registry."""

from django.urls import path

from . import numbers  # noqa: F401 (the converter of ids)
from .describing import page
from .door import door
from .serving import patterns

__all__ = ["door", "urlpatterns"]

told = [
    path("docs/api", page.overview, name="reference"),
    path("docs/api/<slug:name>", page.one, name="reference_one"),
]
urlpatterns = [*patterns(), *told]
