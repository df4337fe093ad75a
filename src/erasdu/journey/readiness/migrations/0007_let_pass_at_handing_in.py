from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("candidacies", "0004_agreement_until"),
        ("readiness", "0006_let_pass_moment"),
    ]

    operations = [
        migrations.AlterField(
            "letpass", "mobility", models.ForeignKey(
                null=True, on_delete=models.CASCADE, related_name="+", to="mobilities.mobility"
            ),
        ),
        migrations.AddField(
            "letpass", "candidacy", models.ForeignKey(
                null=True, on_delete=models.CASCADE, related_name="+", to="candidacies.candidacy"
            ),
        ),
        migrations.AddConstraint(
            "letpass", models.UniqueConstraint(
                condition=Q(ended_at=None), fields=["candidacy", "code", "gate"], name="let_pass_file_once"
            ),
        ),
        migrations.AddConstraint(
            "letpass", models.CheckConstraint(
                condition=Q(mobility=None, candidacy__isnull=False) | Q(mobility__isnull=False, candidacy=None),
                name="let_pass_about_one",
            ),
        ),
    ]  # fmt: skip
