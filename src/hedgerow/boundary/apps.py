from django.apps import AppConfig


class BoundaryConfig(AppConfig):
    name = "hedgerow.boundary"
    label = "boundary"
    default_auto_field = "django.db.models.BigAutoField"
