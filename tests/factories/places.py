"""Some real towns, with what a test may ask of them: namesakes, and names in other languages."""

from datetime import UTC, datetime

from erasdu.ground.places.actions import load
from erasdu.ground.places.models import Town
from erasdu.ground.places.rules import Found

# Number, name, Dutch and English name where it is another, country, region, degrees north and east, people, and others' names.
TOWNS = [
    (2797656, "Gent", "", "", "BE", "VLG", 51.05, 3.71667, 265086, "gand ghent"),
    (2803448, "Aalst", "", "", "BE", "VLG", 50.93604, 4.0355, 77534, ""),
    (2803449, "Aalst", "", "", "BE", "VLG", 50.78195, 5.20915, 747, ""),
    (2790114, "Ninove", "", "", "BE", "VLG", 50.82776, 4.02657, 34795, ""),
    (2785141, "Turnhout", "", "", "BE", "VLG", 51.32254, 4.94471, 44000, ""),
    (2797779, "Geel", "", "", "BE", "VLG", 51.16557, 4.98917, 34697, ""),
    (2792482, "Leuven", "", "", "BE", "VLG", 50.87959, 4.70093, 101032, ""),
    (2791537, "Mechelen", "", "", "BE", "VLG", 51.02574, 4.47762, 77530, "malines"),
    (2797670, "Genk", "", "", "BE", "VLG", 50.965, 5.50082, 63666, ""),
    (2800931, "Brugge", "", "", "BE", "VLG", 51.20892, 3.22424, 118509, "bruges"),
    (2803138, "Antwerpen", "", "Antwerp", "BE", "VLG", 51.22047, 4.40026, 529247, "anvers"),
    (2794055, "Kortrijk", "", "", "BE", "VLG", 50.82803, 3.26487, 73879, ""),
    (2800866, "Bruxelles", "Brussel", "Brussels", "BE", "BRU", 50.85045, 4.34878, 1019022, "bruselas"),
    (2792413, "Liège", "Luik", "", "BE", "WAL", 50.63373, 5.56749, 195278, "luettich lieja"),
    (2796491, "Hasselt", "", "", "BE", "VLG", 50.93106, 5.33781, 77651, ""),
    (2802031, "Beveren", "", "", "BE", "VLG", 51.21187, 4.25633, 45179, ""),
    (2802032, "Beveren", "", "", "BE", "VLG", 50.97256, 3.14389, 2853, ""),
    (2802033, "Beveren", "", "", "BE", "VLG", 50.93912, 2.63997, 736, ""),
    (2790179, "Nieuwerkerken", "", "", "BE", "VLG", 50.8638, 5.19467, 6466, ""),
    (2790178, "Nieuwerkerken", "", "", "BE", "VLG", 50.92386, 4.00433, 6174, ""),
    (2786578, "Sint-Niklaas", "", "", "BE", "VLG", 51.16509, 4.1437, 69010, ""),
    (2787889, "Roeselare", "", "", "BE", "VLG", 50.94653, 3.12269, 56016, ""),
    (2795100, "Ieper", "", "", "BE", "VLG", 50.85114, 2.88569, 35089, "ypres"),
    (2267057, "Lisboa", "Lissabon", "Lisbon", "PT", "14", 38.72509, -9.1498, 517802, "lisbonne"),
    (2735943, "Porto", "", "", "PT", "17", 41.1485, -8.61097, 252687, "oporto"),
    (2510911, "Sevilla", "", "", "ES", "51", 37.38283, -5.97317, 686741, "seville"),
    (2643743, "London", "Londen", "", "GB", "ENG", 51.50853, -0.12574, 8961989, "londres"),
    (2886242, "Köln", "Keulen", "", "DE", "07", 50.93333, 6.95, 1024621, "cologne colonia"),
    (3369157, "Cape Town", "Kaapstad", "", "ZA", "11", -33.92584, 18.42322, 4772846, ""),
]  # fmt: skip


def found() -> list[Found]:
    return [Found(*row, frozenset(others.split())) for *row, others in TOWNS]


def towns() -> dict[str, Town]:
    """All of them in the database, by their own name; of namesakes the largest: `towns()["Gent"]`."""
    load(found(), "some towns", at=datetime(2026, 9, 1, 7, 0, tzinfo=UTC))
    return {town.name: town for town in Town.objects.order_by("population")}
