"""Who may open a view: decorators for what a page needs before it begins."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase
from django.shortcuts import redirect

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
    """A page for a face that may act; others sign in first, or see which faces they have."""

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


def _sign_in(request: Any) -> HttpResponseBase:
    """To the sign-in page, and back here afterwards where coming back is a plain visit; whoever is signed in
    and has no face that may act, to the page that says why. Words that were sent
    by who was signed out meanwhile are shown first: they stand nowhere else.
    """
    if request.method == "POST" and request.POST.get("text", "").strip():
        return errors.csrf_failure(request)
    if request.member is not None:
        return redirect("me_faces" if request.faces else "me_new_face")
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
