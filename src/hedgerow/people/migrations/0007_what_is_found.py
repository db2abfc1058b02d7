from time import time_ns

from django.db import migrations, models

from hedgerow.kernel.searching.tables import KeepWords


def fill_later(apps, editor):
    """Who was here before faces could be found by words is taken in by a job, once the site runs again."""
    if not apps.get_model("people", "Face")._base_manager.exists():
        return
    now = time_ns() // 1000
    apps.get_model("kernel", "Job").objects.create(
        name="hedgerow.people.faces.jobs.fill_found", args="[[],{}]", created_at_us=now, run_at_us=now,
        priority=10, unique_key="people.faces.fill_found", max_attempts=8,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
        ('people', '0006_custom_emoji'),
    ]

    operations = [
        migrations.CreateModel(
            name='FoundFace',
            fields=[
                ('place', models.BigIntegerField(primary_key=True, serialize=False)),
                ('thing', models.BigIntegerField(unique=True)),
                ('scopes', models.TextField()),
                ('words', models.TextField()),
                ('marks', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        KeepWords('people_foundface'),
        migrations.RunPython(fill_later, migrations.RunPython.noop),
    ]
