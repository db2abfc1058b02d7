"""Whoever blocked somebody sees that member's other faces again: by their vanishing it could be told whose they are."""

from django.db import migrations
from django.db.models import Exists, F, OuterRef


def show_others_again(apps, schema_editor):
    by_name = apps.get_model("people", "Block").objects.filter(
        blocker=OuterRef("blocker"), blocked=OuterRef("other")
    )
    apps.get_model("boundary", "Veto").objects.filter(~Exists(by_name), face=F("blocker")).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0019_addresses_nobody_confirmed"),
        ("boundary", "0005_who_is_kept_from_whom"),
    ]

    operations = [migrations.RunPython(show_others_again, migrations.RunPython.noop)]
