"""The addresses as they are in demo mode."""

from django.urls import include, path

from hedgerow.config import urls as ordinary

urlpatterns = [*ordinary.urlpatterns, path("", include("hedgerow.doors.web.demo.urls"))]
handler400, handler403 = ordinary.handler400, ordinary.handler403
handler404, handler500 = ordinary.handler404, ordinary.handler500
