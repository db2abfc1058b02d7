"""A face's own lists stood instead of the given ones; now they say what is added. (What was taken away is given
again: whoever does not want it says so with a minus.)"""

from django.db import migrations

from hedgerow.talk.guarding import lists


def keep_what_was_added(apps, schema_editor):
    rows = apps.get_model("talk", "GuardWish").objects.exclude(lists={})
    for row in rows:
        row.lists = {theme: text for theme, text in map(_added, row.lists.items()) if text}
        row.save(update_fields=["lists"])


def _added(own):
    theme, text = own
    given = {entry.words for language in lists.LANGUAGES for entry in lists.given(theme, language)}
    return theme, "\n".join(line for line in text.splitlines() if line.strip() and line.strip() not in given)


class Migration(migrations.Migration):

    dependencies = [
        ("talk", "0020_variants"),
    ]

    operations = [
        migrations.RunPython(keep_what_was_added, migrations.RunPython.noop),
    ]
