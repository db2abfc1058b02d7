"""The addresses of reading."""

from django.urls import path

from . import calm, notices, views

urlpatterns = [
    path("", views.home, name="home"),
    path("catch-up", calm.catch_up, name="catch_up"),
    path("catch-up/done", calm.caught_up, name="caught_up"),
    path("people-first", calm.order, name="order_explained"),
    path("explore", views.explore, name="explore"),
    path("site", views.this_site, name="this_site"),
    path("tags/<str:tag>", views.tag, name="tag"),
    path("in/<int:circle>", views.by_circle, name="by_circle"),
    path("me/bookmarks", views.bookmarks, name="bookmarks"),
    path("notifications", notices.notifications, name="notifications"),
    path("notifications/settings", notices.settings, name="notification_settings"),
]
