from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='registration_number',
            field=models.CharField(blank=True, max_length=24, verbose_name='number in a register abroad'),
        ),
    ]
