"""What makes the site installable (W3C Web Application Manifest, Service Workers, Web Share Target)."""

import json
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hedgerow.doors.web.access import for_faces
from hedgerow.doors.web.posts import attaching, compose, composing, writing
from hedgerow.doors.web.posts.composing import Given
from hedgerow.people.site import reads as site

KEPT = (
    "web/css/tokens.css",
    "web/css/base.css",
    "web/css/components.css",
    "web/css/pages.css",
    "web/icons.svg",
)
"""Files of the program that the page without a network needs."""

ICON = "web/app-icons/192.png"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the app is called and looks like, and what it takes from others."""
    name = site.site().name
    said = {
        "id": "/",
        "name": name,
        "short_name": name[:12],
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#faf8f3",
        "icons": _icons(),
        "shortcuts": [
            {"name": _("Write"), "url": "/compose"},
            {"name": _("Notifications"), "url": "/notifications"},
        ],
        "share_target": {
            "action": "/share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [
                    {"name": "pictures", "accept": ["image/jpeg", "image/png", "image/webp", "image/gif"]}
                ],
            },
        },
    }
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


def _icons() -> list[dict[str, str]]:
    sizes = [
        ("192.png", "192x192", "any"),
        ("512.png", "512x512", "any"),
        ("maskable-512.png", "512x512", "maskable"),
    ]
    return [
        {"src": static(f"web/app-icons/{file}"), "sizes": size, "type": "image/png", "purpose": purpose}
        for file, size, purpose in sizes
    ]


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for of their own accord, where no page of ours said which picture it is."""
    return redirect(static(ICON))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: the same for everybody, new with every version of the program's files."""
    head = (
        f"const FILES = {json.dumps([static(name) for name in KEPT])}, ICON = {json.dumps(static(ICON))};\n"
    )
    answer = HttpResponse(head + _script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer


@cache
def _script() -> str:
    found = finders.find("web/worker.js")
    if not isinstance(found, str):
        raise FileNotFoundError("web/worker.js")
    with open(found, encoding="utf-8") as file:
        return file.read()


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a device shows without a network. It says nothing of who asks, since the device keeps it."""
    return render(request, "web/app/offline.html", {"face": None, "faces": [], "theme": "", "unseen": 0})


# The system that shares has no token of ours. No other site can act by it: a request that comes from there
# carries no session (SameSite=Lax), and what arrives is not sent before its writer says so.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_faces
def share(request: Any) -> HttpResponse:
    """What another app shares, in the composer: words and pictures."""
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "none") not in (
        "none",
        "same-origin",
    ):
        return redirect("compose")
    parts = [request.POST.get(name, "").strip() for name in ("title", "text", "url")]
    text = "\n\n".join(dict.fromkeys(part for part in parts if part))[: compose.LONGEST_SHARED]
    errors: dict[str, str] = {}
    pictures = list(attaching.brought(request, request.face_id, errors))
    return writing.page(request, composing.POST, None, Given(text=text, pictures=pictures), errors=errors)
