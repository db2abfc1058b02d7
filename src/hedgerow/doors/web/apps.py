from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hedgerow.doors.web"
    label = "web"
