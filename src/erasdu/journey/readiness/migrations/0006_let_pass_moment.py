from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readiness", "0005_standing_office")]

    operations = [
        migrations.AddField("letpass", "why", models.CharField(blank=True, max_length=60), preserve_default=True),
        migrations.AddField("letpass", "first", models.DateField(null=True)),
        migrations.AddField("letpass", "last", models.DateField(null=True)),
        migrations.AddField("letpass", "country", models.CharField(blank=True, max_length=2)),
    ]
