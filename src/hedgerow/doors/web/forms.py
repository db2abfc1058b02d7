"""Forms as every page here has them: what was typed stays, and what is wrong stands next to its field."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hedgerow.kernel.errors import Refused

F = TypeVar("F", bound=forms.Form)

UNPROCESSABLE = 422

PLAIN = {
    "min_value": _("At least %(limit_value)s."),
    "max_value": _("At most %(limit_value)s."),
    "max_length": _("At most %(limit_value)d characters: these are %(show_value)d."),
}
"""What the library would say at length, where a field has no words of its own."""


def refuse(form: forms.Form, error: Refused) -> None:
    """Show what an act refused next to the field it names; without such a field, at the top."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def filled(kind: type[F], request: HttpRequest, **more: Any) -> F:
    """The form as sent with this request, or empty for a visit."""
    form = kind(request.POST, request.FILES, **more) if request.method == "POST" else kind(**more)
    for field in form.fields.values():
        for code, words in PLAIN.items():
            field.error_messages.setdefault(code, words)
    return form


def page(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """A page with a form; what needs another look answers 422, so that scripts show it too."""
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
