from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insurance", "0001_initial")]

    operations = [
        migrations.AddField("declaration", "first", models.DateField(null=True)),
        migrations.AddField("declaration", "last", models.DateField(null=True)),
    ]
