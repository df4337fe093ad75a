from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hosting', '0004_family_fields'),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='break_minutes',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='break, in minutes'),
        ),
    ]
