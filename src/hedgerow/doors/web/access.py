"""Who may open a view: decorators for what a page needs before it begins."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from hedgerow.doors.web import errors
from hedgerow.kernel.errors import NotFound
from hedgerow.people.members import reads as members

View = Callable[..., HttpResponseBase]


def for_members(view: View) -> View:
    """A page for who is signed in; others sign in first."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.member is not None else _sign_in(request)

    return answer


def for_faces(view: View) -> View:
    """A page for a face that may act; others sign in first."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.face is not None else _sign_in(request)

    return answer


def for_moderators(view: View) -> View:
    """A page for moderators and operators; for everybody else it does not exist."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.member is None or not members.is_moderator(request.member):
            raise NotFound
        return view(request, *args, **kwargs)

    return answer


def for_operators(view: View) -> View:
    """A page for operators; for everybody else it does not exist."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.member is None or not members.is_operator(request.member):
            raise NotFound
        return view(request, *args, **kwargs)

    return answer


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page, and back here afterwards where coming back is a plain visit. Words that were sent
    by who was signed out meanwhile are shown first: they stand nowhere else.
    """
    if request.method == "POST" and request.POST.get("text", "").strip():
        return errors.csrf_failure(request)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
