"""Towns, from a public gazetteer that is loaded once at install."""

from django.db import models

from erasdu.kernel.privacy import PUBLIC, TECHNICAL, declare


class Town(models.Model):
    """`id` is the gazetteer's own number, so that loading again changes nothing. Degrees north and east.

    `folded`, `folded_nl`: the local and the Dutch name without accents, capitals and signs, for searching.
    """

    id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()
    folded = models.CharField(max_length=120)
    folded_nl = models.CharField(max_length=120, blank=True)

    privacy = declare(
        "", (TECHNICAL, "id folded folded_nl"), (PUBLIC, "name name_nl country region latitude longitude population")
    )

    class Meta:
        indexes = [models.Index(fields=["folded"]), models.Index(fields=["folded_nl"])]

    def __str__(self) -> str:
        return self.name_nl or self.name
