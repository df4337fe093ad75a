"""The scene of foreign learners: two partners nominate, the coordinator accepts and divides, some have filled in."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from erasdu.demo.cast import address, phone
from erasdu.demo.consortium import Consortium
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.nominations import actions as nominations
from erasdu.journey.nominations.models import Nomination
from erasdu.kernel.actor import Actor

# Given and family name, years at the start of the stay, gender, occupation; the first of each partner are minors.
PORTUGUESE = (
    ("Beatriz", "Fonseca", 17, "f", "cook"), ("Tomás", "Lourenço", 17, "m", "waiter"),
    ("Inês", "Bacelar", 18, "f", "shop_assistant"), ("Duarte", "Pimentel", 19, "m", "cook"),
    ("Leonor", "Sequeira", 18, "f", "hairdresser"), ("Afonso", "Brandão", 20, "m", "waiter"),
)  # fmt: skip
SPANISH = (
    ("Lucía", "Berenguer", 17, "f", "hairdresser"), ("Hugo", "Arrieta", 18, "m", "cook"),
    ("Martina", "Olmedo", 19, "f", "shop_assistant"), ("Pablo", "Villalba", 18, "m", "waiter"),
)  # fmt: skip
PROFILE: dict[str, Any] = {
    "character": ["punctual", "cheerful", "curious"], "hobbies": ["music", "football"],
    "answers.good_at": "working in a team", "answers.proud": "my first service", "complementary": "yes",
    "answers.learn_work": "how a day goes in another country", "expectations": ["techniques", "language", "culture"],
    "texts_en.motivation": "I want to see how people work in Flanders and speak English every day.",
    "smokes": "no", "pets": "fine", "shares_room": "yes", "transport": ["bus", "train"],
}  # fmt: skip
SKILLS = ("listening", "reading", "conversation", "speaking", "writing")


def receiving(consortium: Consortium, call: Call, today: date) -> None:
    """foreign learners, in each stage from nominated to divided"""
    at = datetime.combine(today - timedelta(days=9), time(9), tzinfo=UTC)
    porto, sevilla = consortium.partners[:2]
    first = _nominate(porto, call, PORTUGUESE, at)
    second = _nominate(sevilla, call, SPANISH, at + timedelta(days=2))
    office = consortium.actor
    for row in [*first, *second[:2]]:
        nominations.accept(row, by=office, at=at + timedelta(days=3))
    filled_in = [*first[:4], first[5], *second[:2]]
    for number, row in enumerate(filled_in):
        _fill_in(row, at + timedelta(days=4, hours=number))
    gent, brugge = consortium.schools[0].organisation, consortium.schools[9].organisation
    chosen = dict.fromkeys((*first[:3], second[0]), gent) | dict.fromkeys((first[3], first[5], second[1]), brugge)
    nominations.divide(call, chosen, by=office, at=at + timedelta(days=6))
    nominations.withdraw(
        second[3], reason="Verhuist naar een andere school.", by=actor_of(sevilla), at=at + timedelta(days=7)
    )
    seen: dict[str, Any] = {"seen_by": "Rui Tavares", "seen_on": today - timedelta(days=4)}
    until = date(call.stay_until.year + 1, 6, 30)
    for row in first[:2]:
        nominations.see_card(row, **seen, valid_until=until, by=actor_of(porto), at=at + timedelta(days=5))


def _nominate(
    partner: Role, call: Call, learners: tuple[tuple[str, str, int, str, str], ...], at: datetime
) -> list[Nomination]:
    """All at once, as from a table."""
    pick = Random(len(learners))
    rows = [_row(one, partner.organisation.country, call, pick) for one in learners]
    batch = nominations.import_learners(call, partner.organisation, rows, by=actor_of(partner), at=at)
    found = batch.nominations.select_related("mobility__person", "mobility__profile", "partner", "call")
    return list(found.order_by("pk"))


def _row(one: tuple[str, str, int, str, str], country: str, call: Call, pick: Random) -> dict[str, Any]:
    given, family, years, gender, occupation = one
    born = date(call.stay_from.year - years, 1, pick.randint(1, 28))
    row: dict[str, Any] = {
        "given_name": given, "family_name": family, "email": address(given, family, "escola"),
        "birth_date": born, "gender": gender, "nationality": country, "occupation": occupation,
        "study_programme": "Formação profissional" if country == "PT" else "FP dual",
        "wished_from": call.stay_from, "wished_until": call.stay_until,
        "emergency_name": f"Ana {family}", "emergency_phone": phone(pick.randint(1, 999_999)),
    }  # fmt: skip
    if years < 18:
        row |= {
            "guardian_given_name": "Ana", "guardian_family_name": family, "guardian_relation": "mother",
            "guardian_email": address("Ana", family, "casa"), "guardian_phone": phone(pick.randint(1, 999_999)),
        }  # fmt: skip
    return row


def _fill_in(row: Nomination, at: datetime) -> None:
    profile = row.mobility.profile
    assert profile is not None
    levels = {f"languages.{code}": dict.fromkeys(SKILLS, level) for code, level in (("en", "B1"), ("nl", "none"))}
    learner = Actor(row.mobility.person_id, "holder", via="link")
    tasks = {"tasks_can": _tasks(profile.occupation)[:4], "tasks_want": _tasks(profile.occupation)[4:7]}
    values = {**PROFILE, **levels, **tasks}
    nominations.save_profile(row, values, revision=profile.revision, by=learner, at=at)


def _tasks(occupation: str) -> list[str]:
    return list(OCCUPATIONS[occupation].tasks)
