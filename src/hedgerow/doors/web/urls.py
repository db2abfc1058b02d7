"""Every address of the web door: each area's own table, included once. The first that fits answers."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # First what is asked for most.
    path("", include("hedgerow.doors.web.reading.urls")),
    path("", include("hedgerow.doors.web.auth.urls")),
    path("", include("hedgerow.doors.web.me.urls")),
    path("", include("hedgerow.doors.web.strategies.urls")),
    path("", include("hedgerow.doors.web.letting_in.urls")),
    path("", include("hedgerow.doors.web.moving.urls")),
    path("", include("hedgerow.doors.web.people.urls")),
    path("", include("hedgerow.doors.web.site.urls")),
    path("", include("hedgerow.doors.web.talking.urls")),
    path("", include("hedgerow.doors.web.collections.urls")),
    path("", include("hedgerow.doors.web.media.urls")),
    path("", include("hedgerow.doors.web.app.urls")),
    path("", include("hedgerow.doors.web.searching.urls")),
    path("", include("hedgerow.doors.web.asking.urls")),
    path("", include("hedgerow.doors.web.posts.urls")),
    path("", include("hedgerow.doors.web.operate.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("", include("hedgerow.doors.web.demo.urls")))
