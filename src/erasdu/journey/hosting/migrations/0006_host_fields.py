from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hosting', '0005_break_of_a_place'),
    ]

    operations = [
        migrations.AddField(
            model_name='home',
            name='hosts_age',
            field=models.CharField(blank=True, choices=[('', 'not said'), ('to_34', 'under 35'), ('35_49', '35 to 49'), ('50_64', '50 to 64'), ('from_65', '65 or older')], default='', max_length=10, verbose_name='age of the hosts'),
        ),
        migrations.AddField(
            model_name='home',
            name='toilets',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='toilets'),
        ),
        migrations.AddField(
            model_name='room',
            name='bed_kind',
            field=models.CharField(blank=True, choices=[('', 'not said'), ('single', 'single bed'), ('double', 'double bed'), ('bunk', 'bunk bed'), ('sofa', 'sofa bed')], default='', max_length=10, verbose_name='kind of bed'),
        ),
    ]
