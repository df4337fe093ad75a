"""The form in English, as the CV prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.papers import kind
from erasdu.ground.paperwork.rules import Json, compose
from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.candidacies.papers import Cv, facts_of
from erasdu.journey.candidacies.states import DRAFT
from erasdu.journey.candidacies.words.content import (
    LANGUAGES,
    OCCUPATIONS,
    SKILLS,
    STARTERS,
    TEXTS,
    TICKS,
    country_name,
    english,
)
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.typeset import day_text

CV_PAPER = "candidacies.cv"


def cv_words(cv: Cv) -> Json | None:
    """Titles and sentences of the CV that the coordinator wrote; None for those that its drawing brings along."""
    content, version = paperwork.wording(kind(CV_PAPER), "en")
    return cast(Json, compose(content, facts_of(cv))["worded"]) if version else None


@dataclass(frozen=True, slots=True)
class Part:
    """The heading of one part of the CV, and the sentences under it."""

    title: str
    said: Sequence[str]


def cv_parts(cv: Cv) -> dict[str, Part]:
    """By clause, as the wording in force calls it: the page and the PDF say the same. `opening`: the first sentence."""
    content, version = paperwork.wording(kind(CV_PAPER), "en")
    worded = cast(Json, compose(content, facts_of(cv))["worded"])
    written = cast(Mapping[str, Mapping[str, Sequence[str]]], worded["clauses"])
    parts = {one.code: Part(one.title, written.get(one.code, {}).get("said", ())) for one in content.clauses}
    return parts | {"opening": Part("", [str(worded["lead"])] if version and worded["lead"] else ())}


def texts_of(profile: Profile) -> list[tuple[str, str, str]]:
    """The free texts in the order of the form: question, English, and the Dutch beside it when there is some."""
    return [
        (text.en, profile.texts_en[code], profile.texts_nl.get(code, ""))
        for code, text in TEXTS.items()
        if profile.texts_en.get(code)
    ]


def cv(candidacy: Candidacy) -> Cv:
    """The form in English, from rows loaded `with_form`; what is not filled in is left out."""
    profile, learner = candidacy.profile, candidacy.learner
    occupation = OCCUPATIONS.get(profile.occupation)
    tasks = occupation.tasks if occupation else {}
    said = {code: _sentence(code, profile.answers.get(code, "")) for code in STARTERS}
    wishes = [said[code] for code in ("learn_work", "not_work") if said[code]]
    return Cv(
        name=str(learner),
        reference=candidacy.key,
        status=_status(candidacy),
        draft=candidacy.state == DRAFT,
        facts=_facts(candidacy, occupation.en if occupation else ""),
        contact=_contact(candidacy),
        choices=[_choice(choice) for choice in (candidacy.first_choice, candidacy.second_choice) if choice],
        sentences=[said[code] for code in ("good_at", "free_time", "proud") if said[code]],
        character=english(TICKS["character"], profile.character),
        hobbies=english(TICKS["hobbies"], profile.hobbies),
        tasks_can=english(tasks, profile.tasks_can),
        tasks_want=english(tasks, profile.tasks_want),
        experience=[said["worked"]] if said["worked"] else [],
        digital=english(TICKS["digital"], profile.digital),
        transport=english(TICKS["transport"], profile.transport),
        expectations=[*english(TICKS["expectations"], profile.expectations), *wishes],
        texts=[(head, english) for head, english, _dutch in texts_of(profile)],
        skills=[en for _nl, en in SKILLS.values()],
        languages=[
            (LANGUAGES[code][1], _levels(held)) for code, held in profile.languages.items() if any(held.values())
        ],
        housing=_housing(profile),
    )


def _sentence(code: str, answer: str) -> str:
    """The starter with its end: a full sentence."""
    whole = f"{STARTERS[code].en.removesuffix('…').strip()} {answer.strip()}" if answer.strip() else ""
    return whole if not whole or whole[-1] in ".!?" else f"{whole}."


def _status(candidacy: Candidacy) -> str:
    if candidacy.applied_at:
        return f"handed in {day_text(brussels_date(candidacy.applied_at), 'en')}"
    return "draft" if candidacy.state == DRAFT else candidacy.state


def _facts(candidacy: Candidacy, occupation: str) -> list[tuple[str, str]]:
    profile, born = candidacy.profile, candidacy.birth_date
    pairs = [
        ("School", candidacy.school.name),
        ("Study programme", profile.study_programme),
        ("Year", profile.study_year),
        ("Occupation", occupation),
        ("A job close to it", {"yes": "is fine too", "no": "rather not"}.get(profile.complementary, "")),
        ("Age during the stay", str(rules.age(born, candidacy.call.stay_from)) if born else ""),
        ("Call", candidacy.call.title_en),
        ("Stayed abroad before", profile.been_abroad),
    ]
    return [(label, value) for label, value in pairs if value]


def _contact(candidacy: Candidacy) -> list[tuple[str, str]]:
    profile = candidacy.profile
    town = f"{profile.postal_code} {profile.town}".strip()
    emergency = ", ".join(part for part in (profile.emergency_name, profile.emergency_phone) if part)
    pairs = [
        ("Address", ", ".join(part for part in (profile.street, town) if part)),
        ("Mobile", profile.mobile),
        ("E-mail", candidacy.learner.email),
        ("In an emergency", emergency),
        ("Class teacher", profile.class_teacher),
        ("Works or trains at", profile.workplace),
        ("Size of clothes", profile.clothes_size),
        ("Shoe size", profile.shoe_size),
    ]
    return [(label, value) for label, value in pairs if value]


def _housing(profile: Profile) -> list[tuple[str, str]]:
    answers = {"fine": "yes", "rather_not": "rather not"}
    pairs = [
        ("Smokes or vapes", profile.smokes),
        ("Pets in the house are fine", profile.pets),
        ("Sharing a room is fine", profile.shares_room),
        ("Likes to share with", profile.share_with),
    ]
    return [(label, answers.get(value, value)) for label, value in pairs if value]


def _choice(choice: Destination) -> str:
    period = f"{day_text(choice.starts_on, 'en')} to {day_text(choice.ends_on, 'en')}"
    return f"{choice.place}, {country_name(choice.country, 'en')}, {period}"


def _levels(held: dict[str, str]) -> list[str]:
    return ["–" if held.get(skill) in (None, rules.NO_LEVEL) else held[skill] for skill in SKILLS]
