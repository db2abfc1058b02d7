from django.db import migrations, models


def leave_alone(apps, schema_editor):
    """Who waits for an operator waits on; tokens that stood for known addresses were good for nothing."""
    apps.get_model("people", "Member").objects.filter(state="waiting").update(confirm_by=None)
    apps.get_model("people", "Token").objects.filter(member=None, waits=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0025_until_when_an_address_may_be_confirmed"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="to_approve",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="member",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "signing up"),
                    ("waiting", "waiting for approval"),
                    ("active", "active"),
                    ("suspended", "suspended"),
                    ("closing", "closing"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.RunPython(leave_alone, migrations.RunPython.noop),
    ]
