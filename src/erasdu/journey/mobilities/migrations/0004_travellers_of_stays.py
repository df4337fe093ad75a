from django.db import migrations


def of_stays(apps, schema_editor):
    """Stays that were opened before have the date of birth in their candidacy."""
    Traveller = apps.get_model("mobilities", "Traveller")
    Candidacy = apps.get_model("candidacies", "Candidacy")
    born = dict(Candidacy.objects.values_list("profile", "birth_date"))
    stays = apps.get_model("mobilities", "Mobility").objects.values_list("pk", "profile")
    Traveller.objects.bulk_create([Traveller(mobility_id=pk, birth_date=born.get(profile)) for pk, profile in stays])


class Migration(migrations.Migration):

    dependencies = [
        ("mobilities", "0003_traveller"),
    ]

    operations = [migrations.RunPython(of_stays, migrations.RunPython.noop)]
