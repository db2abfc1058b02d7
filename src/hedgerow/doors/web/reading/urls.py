"""The addresses of reading."""

from django.urls import path

from . import calm, devices, notices, telling, views

urlpatterns = [
    path("", views.home, name="home"),
    path("announcements/<int:number>/put-away", views.put_away, name="put_away"),
    path("catch-up", calm.catch_up, name="catch_up"),
    path("catch-up/done", calm.caught_up, name="caught_up"),
    path("people-first", calm.order, name="order_explained"),
    path("explore", views.explore, name="explore"),
    path("site", views.this_site, name="this_site"),
    path("tags/<str:tag>", views.tag, name="tag"),
    path("in/<int:circle>", views.by_circle, name="by_circle"),
    path("me/bookmarks", views.bookmarks, name="bookmarks"),
    path("notifications", notices.notifications, name="notifications"),
    path("notifications/settings", telling.settings, name="notification_settings"),
    path("notifications/settings/preset", telling.preset, name="notification_preset"),
    path("notifications/settings/snooze", telling.snooze, name="notification_snooze"),
    path("notifications/settings/trial", telling.trial, name="notification_trial"),
    path("notifications/to/<int:notification>", telling.to, name="notification_to"),
    path("push/listen", devices.listen, name="push_listen"),
    path("push/stop", devices.stop, name="push_stop"),
    path("unsubscribe/<str:token>", telling.unsubscribe, name="unsubscribe"),
    path("p/<int:post>/bell", telling.bell, name="post_bell"),
]
