from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boundary", "0004_variants"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="veto",
            index=models.Index(fields=["other"], name="veto_by_other"),
        ),
    ]
