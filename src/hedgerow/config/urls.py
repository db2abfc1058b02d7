"""Every address of the site: the account's pages, then each door's own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("account/", include("allauth.urls"))]
if find_spec("hedgerow.doors.web.urls"):
    urlpatterns.insert(0, path("", include("hedgerow.doors.web.urls")))
urlpatterns.insert(0, path("", include("hedgerow.doors.mastodon.urls")))

handler400 = "hedgerow.config.failures.bad_request"
handler403 = "hedgerow.config.failures.forbidden"
handler404 = "hedgerow.config.failures.not_found"
handler429 = "hedgerow.config.failures.too_many"
handler500 = "hedgerow.config.failures.server_error"
