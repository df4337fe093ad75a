"""Who plays in the demo: read from cast.toml, and made up from it, the same each time."""

import random
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CAST: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cast.toml").read_text(encoding="utf-8"))
SEED = 1914
STREETS = ("Kerkstraat", "Stationsstraat", "Lindelaan", "Beekstraat", "Nieuwstraat")
MAIL_DOMAIN = "demo.invalid"  # never deliverable


@dataclass(frozen=True, slots=True)
class Learner:
    """An invented learner; `skill` 0 to 1 decides how well the school thinks of them."""

    given_name: str
    family_name: str
    email: str
    birth_date: date
    occupation: str
    sector: str
    agreement: str
    has_counsellor: bool
    fewer_opportunities: bool
    skill: float
    pick: random.Random


def slug(text: str) -> str:
    """Letters of an address."""
    plain = text.lower().translate(str.maketrans("àáâçéèêëíïńóöśşşüúğıżź", "aaaceeeeiinoosssuugizz"))
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def address(given_name: str, family_name: str, at: str = "") -> str:
    return f"{slug(given_name)}.{slug(family_name)}@{at + '.' if at else ''}{MAIL_DOMAIN}"


def phone(number: int) -> str:
    """A mobile number of the right form."""
    return f"+3247{number % 10}{(number * 7919) % 1_000_000:06}"


class Learners:
    """Makes learners up, one after the other; a name is never used twice."""

    def __init__(self, occupations: dict[str, list[str]]) -> None:
        """`occupations`: sector → the occupations that it has."""
        self.occupations = occupations
        self.pick = random.Random(SEED)
        given, family = CAST["names"]["given"], CAST["names"]["family"]
        pairs = [(given[i], family[(i + 7 * turn) % len(family)]) for turn in range(6) for i in range(len(given))]
        self.names = iter(pairs)

    def one(self, sectors: list[str], stay_from: date) -> Learner:
        """A learner of a school with these sectors, 16 to 20 years old when the stay begins."""
        pick = self.pick
        given_name, family_name = next(self.names)
        sector = pick.choice([sector for sector in sectors if self.occupations.get(sector)])
        years = pick.choices([16, 17, 18, 19, 20], weights=[2, 6, 5, 2, 1])[0]
        born = date(stay_from.year - years, pick.randint(1, 12), pick.randint(1, 28))
        agreement = pick.choices(["oao", "sao", "part_time", "none"], weights=[9, 3, 1, 5])[0]
        return Learner(
            given_name,
            family_name,
            address(given_name, family_name, "leerling"),
            born if born <= date(stay_from.year - years, stay_from.month, 28) else born.replace(year=born.year - 1),
            pick.choice(self.occupations[sector]),
            sector,
            agreement,
            has_counsellor=agreement != "none" and pick.random() < 0.8,
            fewer_opportunities=pick.random() < 0.2,
            skill=pick.betavariate(4, 2),
            pick=random.Random(pick.random()),
        )


def form(learner: Learner, tasks: list[str], languages: list[str], town: str, postal_code: str) -> dict[str, Any]:
    """What the learner fills in: columns of the profile, as `candidacies.actions.save_form` takes them."""
    pick, words = learner.pick, CAST["words"]
    motivation, difficult, later = (pick.choice(CAST[name]) for name in ("motivation", "difficult", "later"))
    can = pick.sample(tasks, min(6, len(tasks)))
    want = [task for task in tasks if task not in can][:3]
    return {
        "street": f"{pick.choice(STREETS)} {pick.randint(1, 180)}",
        "postal_code": postal_code,
        "town": town,
        "mobile": phone(pick.randint(1, 999_999)),
        "emergency_name": f"{pick.choice(CAST['names']['guardians'])} {learner.family_name}",
        "emergency_phone": phone(pick.randint(1, 999_999)),
        "study_year": pick.choice(["5", "6", "7"]),
        "sector": learner.sector,
        "occupation": learner.occupation,
        "complementary": pick.choice(["yes", "yes", "no"]),
        "tasks_can": can,
        "tasks_want": want or can[:1],
        "character": pick.sample(
            ["punctual", "calm", "helpful", "curious", "careful", "quick", "cheerful", "honest"], 3
        ),
        "hobbies": pick.sample(["sport", "football", "music", "cooking", "gaming", "series", "friends", "photos"], 3),
        "digital": pick.sample(["mail", "word", "maps", "photos", "social"], 3),
        "expectations": pick.sample(["techniques", "language", "independent", "culture", "compare", "confidence"], 3),
        "transport": pick.sample(["bicycle", "bus", "train"], 2),
        **{f"answers.{code}": pick.choice(words[code]) for code in ("good_at", "proud", "learn_work")},
        **{
            f"texts_nl.{code}": text["nl"]
            for code, text in (("motivation", motivation), ("difficult", difficult), ("later", later))
        },
        **{
            f"texts_en.{code}": text["en"]
            for code, text in (("motivation", motivation), ("difficult", difficult), ("later", later))
        },
        **{f"languages.{language}": _levels(pick, language) for language in languages},
        "smokes": pick.choice(["no", "no", "no", "outside"]),
        "pets": pick.choice(["fine", "fine", "no"]),
        "shares_room": pick.choice(["yes", "yes", "no"]),
    }


def _levels(pick: random.Random, language: str) -> dict[str, str]:
    levels = ["A1", "A2", "A2", "B1", "B2"] if language == "en" else ["none", "none", "A1", "A2"]
    at = pick.randrange(len(levels))
    skills = ("listening", "reading", "conversation", "speaking", "writing")
    return {skill: levels[max(at - pick.randint(0, 1), 0)] for skill in skills}
