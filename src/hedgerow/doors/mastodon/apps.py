"""The door as Django knows it."""

from django.apps import AppConfig


class MastodonConfig(AppConfig):
    name = "hedgerow.doors.mastodon"
    label = "mastodon"
