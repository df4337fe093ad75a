from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0002_letter_medium")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="not_now_since",
            field=models.DateTimeField(null=True),
        ),
    ]
