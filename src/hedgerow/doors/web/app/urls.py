"""The addresses of the installed app."""

from django.urls import path

from . import views

urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sw.js", views.worker, name="worker"),
    path("offline", views.offline, name="offline"),
    path("share", views.share, name="share"),
]
