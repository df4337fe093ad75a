"""Towns, from a public gazetteer that is loaded once at install."""

from django.db import models

from erasdu.kernel.geo import Position
from erasdu.kernel.privacy import PUBLIC, TECHNICAL, declare


class Town(models.Model):
    """`id` is the gazetteer's own number, so that loading again changes nothing. Degrees north and east.

    `name` is what who lives there says; `name_nl` and `name_en` stand only where Dutch and English have another name.
    """

    id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()

    privacy = declare(
        "", (TECHNICAL, "id"), (PUBLIC, "name name_nl name_en country region latitude longitude population")
    )

    class Meta:
        indexes = [models.Index(fields=["country", "latitude"])]

    def __str__(self) -> str:
        return self.name_nl or self.name

    @property
    def position(self) -> Position:
        return Position(self.latitude, self.longitude)


class Name(models.Model):
    """A name by which a town is found, without accents, capitals and signs. `own`: one of the three on its row.

    `country` is the town's: most searches are within one.
    """

    town = models.ForeignKey(Town, models.CASCADE, related_name="names")
    folded = models.CharField(max_length=120, db_index=True)
    country = models.CharField(max_length=2)
    own = models.BooleanField(default=False)

    privacy = declare("", (TECHNICAL, "id own"), (PUBLIC, "town folded country"))

    class Meta:
        indexes = [models.Index(fields=["country", "folded"])]
        constraints = [models.UniqueConstraint(fields=["town", "folded"], name="places_name_once")]

    def __str__(self) -> str:
        return self.folded


class Gazetteer(models.Model):
    """Which edition of the gazetteer the towns are of: the same one is not loaded twice."""

    edition = models.CharField(max_length=80, primary_key=True)
    loaded_at = models.DateTimeField()

    privacy = declare("", (TECHNICAL, "edition loaded_at"))

    def __str__(self) -> str:
        return self.edition
