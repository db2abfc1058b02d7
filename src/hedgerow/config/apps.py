"""Runs the wiring in every process that uses the rooms: web, worker, command line and tests alike."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "hedgerow.config"
    label = "config"

    def ready(self) -> None:
        from hedgerow.config import wiring

        wiring.wire()
