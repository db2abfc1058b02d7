"""What the operator wrote, for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hedgerow.people.site import reads
from hedgerow.talk.posts import reads as posts


def _text(request: HttpRequest, title: str, html: str, **more: Any) -> HttpResponse:
    return render(request, "web/site/text.html", {"title": title, "html": html, **more})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, who may join, whom to ask."""
    facts = reads.site()
    return render(request, "web/site/about.html", {"facts": facts})


@require_safe
def norms(request: Any) -> HttpResponse:
    """What people here expect of each other, and where that is discussed, for whoever sees that post."""
    facts = reads.site()
    found = posts.shown(request.face_id, posts.ids_of([facts.norms_thread] if facts.norms_thread else []))
    context = {"html": facts.norms_html, "thread": found[0].url if found else "", "facts": facts}
    return render(request, "web/site/norms.html", context)


ROBOTS = """# Whoever wishes to be in no search engine says so on each of their pages ("noindex").
# Only who may read a page finds that out, so none is closed.
User-agent: *
Disallow:
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots may go (RFC 9309)."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What is asked of people here."""
    return _text(request, _("Rules"), reads.site().rules_html)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, and why."""
    return _text(request, _("Privacy"), reads.site().privacy_html)


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who is responsible for this site."""
    return _text(request, _("Imprint"), reads.site().imprint_html)
