from django.db import migrations, models

import hedgerow.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ("talk", "0002_scope_and_removed"),
    ]

    operations = [
        # No report can have been made before this.
        migrations.AddField(
            model_name="report",
            name="public_id",
            field=models.BigIntegerField(default=hedgerow.kernel.ids.random_id, unique=True),
        ),
        migrations.AddField(model_name="report", name="done_at", field=models.DateTimeField(null=True)),
    ]
