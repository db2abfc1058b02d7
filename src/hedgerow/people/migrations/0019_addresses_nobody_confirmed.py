from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0018_held_by_moderators"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="email",
            field=models.EmailField(db_index=True, max_length=254, verbose_name="e-mail address"),
        ),
    ]
