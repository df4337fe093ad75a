"""Selection reports of invented people, as large and as difficult as a test asks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from erasdu.journey.selection.papers import (
    Call,
    Candidate,
    Channel,
    Complaint,
    Criterion,
    Outcome,
    Panelist,
    PanelRole,
    ReportData,
    School,
    Score,
    Told,
)

CRITERIA = (
    Criterion("Motivatie", 40),
    Criterion("Maturiteit", 30, ("persoonlijk", "beroepsgericht")),
    Criterion("Basiskennis taal", 15),
    Criterion("Praktische afspraken", 15),
)
ARGUMENTS = (
    "Vertelt concreet wat ze wil leren en zocht zelf drie restaurants op.",
    "Komt afspraken na op school en op het werk; leidt zelfstandig de koude kant.",
    "Volgde een jaar avondles Spaans en voert een kort gesprek.",
    "Akkoord met alles; wil in de klas over haar stage vertellen.",
)
NAMES = (
    "Fatima-Zahra El Amrani",
    "Jef Vandenbroucke",
    "Oluwaseun Adéyẹmí",
    "Zoë D’Hondt-Łukaszewicz",
)
# Twenty names that break careless software.
DIFFICULT_NAMES = (
    "محمد بن عبد الله",
    "Layla ليلى Haddad",
    "יעקב כהן",
    "დავით ჭიაურელი",
    "Ստեփան Գրիգորյան",
    "Ελένη Παπαδοπούλου",
    "Юлія Щербаківська",
    "Nguyễn Thị Ánh Tuyết",
    "Þórdís Sigurðardóttir",
    "Ștefan Țăranu",
    "İbrahim Yıldırımoğlu",
    "अनन्या शर्मा",
    "Zoë 👩🏽‍🔧 van ’t Hof 🇧🇪",
    "Maria-Magdalena Theodora van der Elst-Vandenbroucke-De Smedt",
    "Bo-" + "ng" * 28,
    '#import read("/etc/passwd") $x^2$ *vet* <lab> @ref [x] // \\',
    "Robert'); DROP TABLE leerlingen;-- <script>alert(1)</script>",
    "e\u0301 ffi ﬁ ½ ‑ – “aan” … https://voorbeeld.example/?a=b&c",
    "Jan\u202eneP\u202c Pe\u200beters\x00",
    "田中 さくら",
)


def candidate(place: int, name: str, **traits) -> Candidate:
    """The candidate in that place (from 0), with a total that falls with each place."""
    argument = traits.pop("argument", None)
    parts = (Fraction(9) - Fraction(place % 40, 10), Fraction(8) - Fraction(place % 40, 10))
    values = (Fraction(19, 2) - Fraction(place % 60, 10), sum(parts, Fraction(0)) / 2, Fraction(20, 3), Fraction(9))
    scores = tuple(
        Score(value, argument or ARGUMENTS[index], parts if CRITERIA[index].parts else ())
        for index, value in enumerate(values)
    )
    total = sum((c.weight * s.value / 10 for c, s in zip(CRITERIA, scores, strict=True)), Fraction(0))
    arrived = datetime(2026, 9, 20, 8, 30, tzinfo=UTC) + timedelta(hours=7 * place)
    traits.setdefault("outcome", Outcome.SELECTED)
    return Candidate(name, place + 1, scores, total, arrived_at=arrived, **traits)


def report(names: Sequence[str] = NAMES, *, argument: str | None = None, **traits) -> ReportData:
    """Four seats; who comes after the fourth is on the reserve list, after the eighth not selected."""
    ranked = []
    for place, name in enumerate(names):
        outcome = {"outcome": Outcome.SELECTED}
        if place >= 8:
            outcome = {"outcome": Outcome.NOT_SELECTED, "reason": f"De score van nummer {place + 1} was te laag."}
        elif place >= 4:
            outcome = {"outcome": Outcome.RESERVE, "reserve": place - 3}
        ranked.append(candidate(place, name, argument=argument, **outcome))
    return ReportData(**(_usual() | {"candidates": tuple(ranked)} | traits))


def _usual() -> dict[str, object]:
    return {
        "reference": "SEL-2026-0042",
        "version": 1,
        "call": Call(
            title="Stage in het buitenland, najaar 2026",
            opening=datetime(2026, 9, 15, 6, 0, tzinfo=UTC),
            deadline=datetime(2026, 10, 4, 21, 59, 59, tzinfo=UTC),
            stay_from=date(2026, 11, 29),
            stay_until=date(2026, 12, 13),
            seats=4,
        ),
        "school": School("Atheneum De Vlier", "034512", "Diksmuide"),
        "selected_on": date(2026, 9, 30),
        "frozen_at": datetime(2026, 9, 30, 14, 5, tzinfo=UTC),
        "lead": "Els Vermeulen",
        "panel": (
            Panelist("Els Vermeulen", PanelRole.LEAD, True, date(2026, 9, 28)),
            Panelist("Karim Benali", PanelRole.TEACHER, True, excluded_for=("Jef Vandenbroucke",)),
            Panelist("Annelies Claes", PanelRole.COUNSELLOR, False),
        ),
        "criteria": CRITERIA,
        "told": (Told(datetime(2026, 9, 30, 15, 0, tzinfo=UTC), Channel.TALK), Told(date(2026, 10, 1))),
        "complain_how": "Schrijf naar directie@devlier.example. Je krijgt binnen vijf schooldagen antwoord.",
        "complain_until": date(2026, 10, 7),
        "complaints": (
            Complaint(
                date(2026, 10, 5), "Mijn score voor taal is te laag.", date(2026, 10, 6), "We bekeken ze opnieuw."
            ),
        ),
        "fewer_opportunities": 1,
    }
