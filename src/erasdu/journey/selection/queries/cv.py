"""The relevant parts of a candidate's CV, in words, made of the read model alone."""

from dataclasses import dataclass

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.selection.access import Candidate


@dataclass(frozen=True, slots=True)
class Parts:
    """`lists`: heading code and lines; `texts`: heading, English, Dutch; `languages`: name and level a skill."""

    lists: list[tuple[str, list[str]]]
    texts: list[tuple[str, str, str]]
    skills: list[str]
    languages: list[tuple[str, list[str]]]


def cv_of(candidate: Candidate) -> Parts:
    """From rows that are never saved and hold only what the read model read: nothing else can show."""
    learner = Person(given_name=candidate.given_name, family_name=candidate.family_name)
    profile = Profile(study_programme=candidate.study_programme, **candidate.cv)
    row = Candidacy(
        profile=profile, learner=learner, school=Organisation(), call=Call(), applied_at=candidate.applied_at
    )
    cv = candidacies.cv(row)
    lists = [
        ("sentences", cv.sentences),
        ("tasks_can", cv.tasks_can),
        ("tasks_want", cv.tasks_want),
        ("expectations", cv.expectations),
        ("experience", cv.experience),
        ("character", cv.character),
        ("hobbies", cv.hobbies),
        ("digital", cv.digital),
    ]
    texts = candidacies.texts_of(profile)
    return Parts([(code, lines) for code, lines in lists if lines], texts, cv.skills, cv.languages)
