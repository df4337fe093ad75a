import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The projection is made anew: its rows say nothing that is not derived."""

    dependencies = [("readiness", "0002_reply_days")]

    operations = [
        migrations.DeleteModel(name="Standing"),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("stage", models.CharField(max_length=12)),
                ("next_due", models.DateField(null=True)),
                ("who", models.CharField(blank=True, max_length=30)),
                ("holds", models.PositiveSmallIntegerField(default=0)),
                ("start_by", models.DateField(null=True)),
                ("gone", models.BooleanField(default=False)),
                ("items", models.JSONField(default=list)),
                (
                    "mobility",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mobilities.mobility"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["stage", "next_due"], name="standing_by_stage"),
                    models.Index(fields=["gone"], name="standing_gone"),
                ]
            },
        ),
    ]
