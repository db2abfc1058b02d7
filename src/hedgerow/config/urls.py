"""Every address of the site: the account's pages, then each door's own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("account/", include("allauth.urls"))]
if find_spec("hedgerow.doors.web.urls"):
    urlpatterns.insert(0, path("", include("hedgerow.doors.web.urls")))

if find_spec("hedgerow.doors.web.errors"):
    handler400 = "hedgerow.doors.web.errors.bad_request"
    handler403 = "hedgerow.doors.web.errors.forbidden"
    handler404 = "hedgerow.doors.web.errors.not_found"
    handler500 = "hedgerow.doors.web.errors.server_error"
