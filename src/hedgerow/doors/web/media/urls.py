"""Addresses of pictures."""

from django.urls import path

from . import views

urlpatterns = [
    path("media/emoji/<str:blob>", views.emoji, name="media-emoji"),
    path("media/card/<int:post>", views.card, name="media-card"),
    path("media/report/<int:report>/<int:post>/<int:place>", views.reported, name="media-report"),
    path("media/<int:media_id>", views.picture, name="media"),
    path("media/<int:media_id>.<slug:ending>", views.picture, name="media-ended"),
]
