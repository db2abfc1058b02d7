"""What Django needs to know of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hedgerow.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
