"""The papers of a candidacy: the CV with expectations, the approvals, and what a participant may allow.

The CV is in English, because it goes abroad. Its second part, with address and emergency contact, is for the school
and the coordinator; partners get a snapshot of their own later.

Facts of the others: `learner`, `school`, `coordinator`, `contact_point`, `contact_phone`, `contact_mail`; approvals
also `call`, `stay_from`, `stay_until`, `stay_days` and `destinations` (“Portugal or Spain”); those of company and
participant `agreement` (none, oao, sao or part_time) and `company`, the participant's `adult` (yes or no), those of
company and guardian `exact` (yes when the days from `stay_from` to `stay_until` are the final ones); the
company's also `company_number` and `programme`; the travel permission `birth_date`, `travel_from`, `travel_until`,
`destination`, `stays_with`, `travels_with`, `guardian_phone`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Facts, Json, Kind, Question
from erasdu.journey.candidacies.words.content import country_name
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.typeset import day_text, render

FOLDER = Path(__file__).resolve().parent
TEMPLATES = FOLDER / "typst"
TEMPLATE = "cv.typ"
TEMPLATE_VERSION = 2

Pairs = list[tuple[str, str]]

BOTH = ("guardian_1", "guardian_2")
GUARDIANS = frozenset(BOTH)
NOBODY: frozenset[str] = frozenset()
PURPOSES = ("photo", "name", "blog", "testimonial")

KINDS = (
    Kind(
        code="candidacies.cv",
        folder=FOLDER,
        signers=(("learner",),),
        languages=("en",),
        gate=HAND_IN,
        template=TEMPLATE,
        template_version=TEMPLATE_VERSION,
    ),
    Kind(
        code="candidacies.company_approval",
        folder=FOLDER,
        signers=(("company",),),
        binds={"data": NOBODY, "contact": NOBODY},
        questions=(
            Question("answer", "company", "choice", options=("yes", "yes_except")),
            Question("except", "company", "dates", only_when=("answer", "yes_except")),
        ),
        explained=frozenset({"company"}),
        gate=HAND_IN,
    ),
    Kind(
        code="candidacies.participant_approval",
        folder=FOLDER,
        signers=(("learner",),),
        binds={"agreement": NOBODY, "contact": NOBODY},
        gate=HAND_IN,
    ),
    Kind(
        code="candidacies.guardian_approval",
        folder=FOLDER,
        signers=(BOTH,),
        binds={"contact": NOBODY},
        second_channel=GUARDIANS,
        explained=GUARDIANS,
        gate=HAND_IN,
    ),
    Kind(
        code="candidacies.travel_permission",
        folder=FOLDER,
        signers=(BOTH,),
        binds={"reach": NOBODY, "use": NOBODY},
        explained=GUARDIANS,
        by_hand=True,
    ),
    Kind(
        code="candidacies.publicity",
        folder=FOLDER,
        signers=(("learner",), BOTH),
        questions=tuple(Question(code, role, "yes_no") for role in ("learner", *BOTH) for code in PURPOSES),
        second_channel=GUARDIANS,
        explained=GUARDIANS,
        free=True,
    ),
    Kind(
        code="candidacies.emergency_contact",
        folder=FOLDER,
        signers=(("learner",), BOTH),
        questions=(
            Question("name", "learner", "text"),
            Question("relation", "learner", "text"),
            Question("phone", "learner", "phone"),
            Question("second_phone", "learner", "phone", required=False),
            Question("language", "learner", "text"),
        ),
        second_channel=GUARDIANS,
        explained=GUARDIANS,
        gate="depart",
    ),
)


@dataclass(frozen=True, slots=True)
class Cv:
    """Every text as it is printed; an empty list or text leaves its heading out. `levels`: one for each skill."""

    name: str
    reference: str
    status: str
    draft: bool
    facts: Pairs
    contact: Pairs
    choices: list[str]
    sentences: list[str]
    character: list[str]
    hobbies: list[str]
    tasks_can: list[str]
    tasks_want: list[str]
    experience: list[str]
    digital: list[str]
    transport: list[str]
    expectations: list[str]
    texts: Pairs
    skills: list[str]
    languages: list[tuple[str, list[str]]]
    housing: Pairs


def pdf(cv: Cv, *, at: datetime, worded: Json | None = None) -> bytes:
    """PDF/A and PDF/UA; the same CV at the same moment gives the same bytes.

    `worded`: titles and sentences that the coordinator wrote (`rules.compose`).
    """
    data = asdict(cv) | ({"worded": worded} if worded else {})
    return render(TEMPLATES, TEMPLATE, data, timestamp=at, language="en")


def facts_of(cv: Cv) -> Facts:
    """What the paper to be signed is composed of: the same texts, and what the template draws."""
    joined = {name: ", ".join(getattr(cv, name)) for name in ("character", "hobbies", "digital", "transport")}
    rows = [[language, *levels] for language, levels in cv.languages]
    return {
        **asdict(cv),
        **joined,
        "experience": " ".join(cv.experience),
        "languages": {"head": ["Language", *cv.skills], "rows": rows},
        "drawn": json.loads(json.dumps(asdict(cv))),
    }


@dataclass(frozen=True, slots=True)
class About:
    """What the approvals say of a candidacy; texts as they are printed, days as days."""

    learner: str
    school: str
    coordinator: str
    contact_point: str
    contact_phone: str
    contact_mail: str
    call: str
    window: Period
    days: int
    countries: Sequence[str]
    programme: str
    agreement: str
    company: str
    company_number: str
    adult: bool
    exact: bool = False

    def facts(self, language: str) -> Facts:
        """For the content of the approvals, in the language of the paper."""
        return {
            **{each.name: getattr(self, each.name) for each in fields(self) if each.type == "str"},
            "stay_from": day_text(self.window.start, language),
            "stay_until": day_text(self.window.end, language),
            "stay_days": str(self.days),
            "destinations": listed(self.countries, language),
            "adult": "yes" if self.adult else "no",
            "exact": "yes" if self.exact else "no",
        }


ELSEWHERE = {"nl": "een land in Europa", "en": "a country in Europe"}
OR = {"nl": " of ", "en": " or "}


def listed(countries: Sequence[str], language: str) -> str:
    """“Portugal, Spain or Italy”, each once; without any, a country in Europe."""
    names = list(dict.fromkeys(country_name(code, language) for code in countries))
    *others, last = names or [ELSEWHERE[language]]
    return OR[language].join(filter(None, [", ".join(others), last]))


def specimen(name: str, language: str) -> Facts:
    """Invented facts for one of these kinds."""
    facts = specimen_of(FOLDER, name, language)
    if name != "cv":
        return facts
    return facts_of(Cv(**{each.name: facts[each.name] for each in fields(Cv)}))  # type: ignore[arg-type]
