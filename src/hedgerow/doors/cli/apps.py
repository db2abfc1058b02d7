from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "hedgerow.doors.cli"
    label = "cli"
