from django.db import migrations, models

# A new row held these answers before anybody was asked.
OF_HOME = {
    "lively": False, "smokers_welcome": False, "gets_key": False, "accessible": False, "someone_home": True,
}  # fmt: skip
OF_COMPANY, OF_PLACE, OF_ROOM = ("meals", "accessible"), ("shifts",), ("shared_bathroom",)


def unask(apps, schema_editor):
    """What a new row held and nobody said becomes "not asked yet".

    Of a home the journal tells it: each line names the columns that were filled in (`told`), so that an answer that was
    told stays, also a no. Of a company, a place and a room nothing tells a box that was left alone from a no: a yes
    stays, and so does a bathroom that is not shared; the rest is to be asked.
    """
    for name in OF_COMPANY:
        apps.get_model("hosting", "Company").objects.filter(**{name: False}).update(**{name: None})
    for name in OF_PLACE:
        apps.get_model("hosting", "Placement").objects.filter(**{name: False}).update(**{name: None})
    for name in OF_ROOM:
        apps.get_model("hosting", "Room").objects.filter(**{name: True}).update(**{name: None})
    told = {name: set() for name in OF_HOME}
    lines = apps.get_model("journal", "Subject").objects.filter(
        kind="hosting.home", line__code__in=("home.added", "home.edited")
    )
    for home, data in lines.values_list("pk_of", "line__data").iterator():
        for name in set(data.get("told", ())) & set(OF_HOME):
            told[name].add(home)
    homes = apps.get_model("hosting", "Home").objects
    for name, usual in OF_HOME.items():
        rows = homes.filter(**{name: usual}).values_list("pk", flat=True)
        silent = [pk for pk in rows if pk not in told[name]]
        for start in range(0, len(silent), 500):
            homes.filter(pk__in=silent[start : start + 500]).update(**{name: None})


def answer(apps, schema_editor):
    """Back to what a new row held."""
    for model, names, usual in (("Company", OF_COMPANY, False), ("Placement", OF_PLACE, False), ("Room", OF_ROOM, True)):
        for name in names:
            apps.get_model("hosting", model).objects.filter(**{name: None}).update(**{name: usual})
    for name, usual in OF_HOME.items():
        apps.get_model("hosting", "Home").objects.filter(**{name: None}).update(**{name: usual})


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
        ('hosting', '0006_host_fields'),
    ]

    operations = [
        migrations.AlterField(
            model_name='company',
            name='accessible',
            field=models.BooleanField(null=True, verbose_name='accessible for a wheelchair'),
        ),
        migrations.AlterField(
            model_name='company',
            name='meals',
            field=models.BooleanField(null=True, verbose_name='a meal during work'),
        ),
        migrations.AlterField(
            model_name='home',
            name='accessible',
            field=models.BooleanField(null=True, verbose_name='accessible for a wheelchair'),
        ),
        migrations.AlterField(
            model_name='home',
            name='gets_key',
            field=models.BooleanField(null=True, verbose_name='the guest gets a key'),
        ),
        migrations.AlterField(
            model_name='home',
            name='lively',
            field=models.BooleanField(null=True, verbose_name='a lively household'),
        ),
        migrations.AlterField(
            model_name='home',
            name='smokers_welcome',
            field=models.BooleanField(null=True, verbose_name='a guest may smoke outside'),
        ),
        migrations.AlterField(
            model_name='home',
            name='someone_home',
            field=models.BooleanField(null=True, verbose_name='somebody is usually at home'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='shifts',
            field=models.BooleanField(null=True, verbose_name='works in shifts'),
        ),
        migrations.AlterField(
            model_name='room',
            name='shared_bathroom',
            field=models.BooleanField(null=True, verbose_name='shares the bathroom with the family'),
        ),
        migrations.RunPython(unask, answer),
    ]
