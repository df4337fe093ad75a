from django.db import migrations, models

USUAL = {"smoking": "no", "pets": []}  # what a new row held before anybody was asked


def unask(apps, schema_editor):
    """A home of which nobody said it: the journal names the columns that were filled in (`told`), and those stay."""
    told = {name: set() for name in USUAL}
    lines = apps.get_model("journal", "Subject").objects.filter(
        kind="hosting.home", line__code__in=("home.added", "home.edited")
    )
    for home, data in lines.values_list("pk_of", "line__data").iterator():
        for name in set(data.get("told", ())) & set(USUAL):
            told[name].add(home)
    homes = apps.get_model("hosting", "Home").objects
    for name, usual in USUAL.items():
        rows = homes.filter(**{name: usual}).values_list("pk", flat=True)
        silent = [pk for pk in rows if pk not in told[name]]
        for start in range(0, len(silent), 500):
            homes.filter(pk__in=silent[start : start + 500]).update(**{name: "" if name == "smoking" else None})


def answer(apps, schema_editor):
    """Back to what a new row held."""
    homes = apps.get_model("hosting", "Home").objects
    homes.filter(smoking="").update(smoking=USUAL["smoking"])
    homes.filter(pets__isnull=True).update(pets=USUAL["pets"])


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
        ('hosting', '0007_not_asked_yet'),
    ]

    operations = [
        migrations.AlterField(
            model_name='home',
            name='pets',
            field=models.JSONField(blank=True, null=True, verbose_name='pets'),
        ),
        migrations.AlterField(
            model_name='home',
            name='smoking',
            field=models.CharField(blank=True, choices=[('', 'not asked yet'), ('no', 'nobody smokes'), ('outside', 'only outside'), ('inside', 'also inside')], default='', max_length=10, verbose_name='smoking'),
        ),
        migrations.RunPython(unask, answer),
    ]
