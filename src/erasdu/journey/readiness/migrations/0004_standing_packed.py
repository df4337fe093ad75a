from django.db import migrations


def made_anew(apps, _schema):
    """The projection is kept another way: what is there is derived again when it is read, and by the next round."""
    apps.get_model("readiness", "Standing").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("readiness", "0003_standing_with_id")]

    operations = [migrations.RunPython(made_anew, migrations.RunPython.noop)]
