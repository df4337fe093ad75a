from django.db import migrations, models


def made_anew(apps, _schema):
    """What waits for the coordinator is not in the rows that are there: they are derived again when they are read."""
    apps.get_model("readiness", "Standing").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("readiness", "0004_standing_packed")]

    operations = [
        migrations.AddField("standing", "office", models.BooleanField(default=False)),
        migrations.RunPython(made_anew, migrations.RunPython.noop),
    ]
