"""One call, played up to a day: schools enrol, learners apply, schools select, the coordinator grants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from erasdu.demo import approvals
from erasdu.demo.cast import CAST, Learner, Learners, form
from erasdu.demo.consortium import Consortium, School
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import actions as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.admissions.queries import seats
from erasdu.journey.calls import actions as calls
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.selection import actions as selection
from erasdu.journey.selection.models import Assessment, Input, Selection
from erasdu.journey.selection.queries import board, outcome_of
from erasdu.journey.selection.rules import ARRANGEMENTS
from erasdu.kernel.actor import LEARNER, Actor

TURN = (18, 17, 17)  # how old the first learners of a plan become on its birthday
# How far a school has come with its learners.
DRAFTS, APPLIED, ASKED, SCORED, TOLD, HANDED_IN, ANSWERED = range(7)


@dataclass(frozen=True, slots=True)
class Plan:
    """One school in one call: how many learners, and how far it has come. On `birthday` the first turns 18."""

    school: int
    learners: int
    stage: int
    seats: int = 0
    unconfirmed: int = 0
    birthday: date | None = None


@dataclass
class Round:
    """A call while it is played. `days`: from an offset in days before today to a moment."""

    consortium: Consortium
    call: Call
    learners: Learners
    languages: list[str]

    def moment(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def play(of: Round, plans: list[Plan], days: dict[str, date]) -> None:
    """`days`: enrol, apply, select, tell, hand_in, answer: the day on which each happens."""
    by = of.consortium.actor
    arrivals: list[Arrival] = []
    for number, plan in enumerate(plans):
        school = of.consortium.schools[plan.school]
        enrolment = enrol(of, school, plan, of.moment(days["enrol"], 8, 5 * number))
        rows = list(_learners(of, school, enrolment, plan, days))
        if plan.stage >= ASKED:
            chosen = _select(of, school, enrolment, rows, plan, days)
            if plan.stage >= HANDED_IN and chosen:
                arrivals += files_of(of, school, enrolment, days, number)
            elif plan.stage == TOLD and chosen:
                approvals.on_their_way(enrolment, school, of.moment(days["tell"], 15), birthday=plan.birthday)
    for at, row, contact in sorted(arrivals, key=lambda one: one[0]):
        approvals.ask(row, by=contact, at=of.moment(days["tell"], 15))
        approvals.sign(row, of.moment(days["hand_in"], 7) - timedelta(hours=14))
        row.refresh_from_db()
        admissions.hand_in(admissions.open_file(row), by=contact, at=at)
    if "answer" in days:
        _answer(of, by, days)


def enrol(of: Round, school: School, plan: Plan, at: datetime) -> Enrolment:
    expected = {sector: max(1, plan.learners // len(school.sectors)) for sector in school.sectors}
    return calls.enrol(of.call, school.organisation, expected=expected, by=school.actor, at=at)


# -- applying --------------------------------------------------------------------------------------


def _learners(
    of: Round, school: School, enrolment: Enrolment, plan: Plan, days: dict[str, date]
) -> Iterator[Candidacy]:
    for number in range(plan.learners):
        who = of.learners.one(school.sectors, of.call.stay_from)
        if plan.birthday and number < len(TURN):
            who = replace(who, birth_date=plan.birthday.replace(year=plan.birthday.year - TURN[number]))
        at = of.moment(days["apply"] + timedelta(days=number % 4), 12, (13 * number) % 60)
        candidacy = apply_one(of, school, enrolment, who, plan, number, at)
        if candidacy.state == "applied":
            yield candidacy


def apply_one(
    of: Round, school: School, enrolment: Enrolment, who: Learner, plan: Plan, number: int, at: datetime
) -> Candidacy:
    person = {"given_name": who.given_name, "family_name": who.family_name, "email": who.email}
    by_link = number % 3 == 0 or number >= plan.learners - plan.unconfirmed
    if by_link:
        joined = candidacies.join(enrolment, **person, birth_date=who.birth_date, at=at)
        assert joined is not None, "the demo's learners are new"
        candidacy = joined
    else:
        candidacy = candidacies.enter(enrolment, **person, birth_date=who.birth_date, by=school.actor, at=at)
    learner = Actor(candidacy.learner_id, LEARNER, school.organisation.pk, frozenset({school.organisation.pk}))
    finishes = plan.stage > DRAFTS or number % 2 == 0
    _fill_in(of, school, candidacy, who, learner, at + timedelta(minutes=20), whole=finishes)
    if by_link and number < plan.learners - plan.unconfirmed:
        candidacies.confirm(candidacy, by=school.actor, at=at + timedelta(hours=2))
    if plan.stage > DRAFTS and number < plan.learners - plan.unconfirmed:
        candidacy.refresh_from_db()
        candidacies.apply(candidacy, by=learner, at=at + timedelta(hours=3, minutes=number))
        candidacy.refresh_from_db()
        if plan.stage > APPLIED or number % 2 == 0:
            _know(of, school, candidacy, who, at + timedelta(hours=5))
    candidacy.refresh_from_db()
    return candidacy


def _fill_in(
    of: Round, school: School, candidacy: Candidacy, who: Learner, by: Actor, at: datetime, *, whole: bool
) -> None:
    town = school.organisation
    values = form(who, list(OCCUPATIONS[who.occupation].tasks), of.languages, town.town, town.postal_code)
    values["study_programme"] = PROGRAMMES.get(who.sector, "Duaal traject")
    places = list(of.call.destinations.all())
    values["first_choice"], values["second_choice"] = (*who.pick.sample(places, min(2, len(places))), None, None)[:2]
    if not whole:
        values = {
            name: value for name, value in values.items() if not name.startswith(("texts", "languages", "smokes"))
        }
    candidacies.save_form(candidacy, values, revision=candidacy.profile.revision, by=by, at=at)


PROGRAMMES = {
    "hospitality": "Grootkeuken en restaurant duaal", "body_care": "Haarverzorging duaal", "retail": "Verkoop duaal",
    "wood": "Schrijnwerkerij interieur duaal", "construction": "Ruwbouw duaal", "metal": "Lassen-constructie duaal",
    "health_care": "Zorgkundige duaal", "child_care": "Kinderbegeleider duaal", "logistics": "Magazijnmedewerker duaal",
    "automotive": "Onderhoud auto duaal", "electricity": "Elektrotechnische installaties duaal",
    "heating_cooling": "Sanitaire en verwarmingsinstallaties duaal", "ict": "Netwerk- en ICT-ondersteuning duaal",
    "horticulture": "Groenaanleg en -beheer duaal", "food": "Bakkerij duaal", "office": "Kantoor duaal",
    "tourism": "Onthaal en toerisme duaal", "fashion_textile": "Mode duaal", "graphics_media": "Printmedia duaal",
}  # fmt: skip


def _know(of: Round, school: School, candidacy: Candidacy, who: Learner, at: datetime) -> None:
    """The school says what it knows: eligibility, agreement, guardians of a minor."""
    dual = who.agreement != "none"
    candidacies.confirm_eligibility(
        candidacy,
        track="third_grade" if dual else "learning_working",
        enrolled_at_school=True,
        agreement=who.agreement,
        training_company=of.consortium.companies[who.sector] if dual else None,
        has_counsellor=who.has_counsellor and school.counsellor is not None,
        fewer_opportunities=who.fewer_opportunities,
        revision=candidacy.revision,
        by=school.actor,
        at=at,
    )
    if is_minor(who.birth_date, at.date()):
        candidacy.refresh_from_db()
        guardian = approvals.known_guardian(who.pick, who.family_name)
        moment = at + timedelta(minutes=3)
        candidacies.set_guardians(candidacy, [guardian], revision=candidacy.revision, by=school.actor, at=moment)


# -- selecting -------------------------------------------------------------------------------------


def _select(
    of: Round, school: School, enrolment: Enrolment, rows: list[Candidacy], plan: Plan, days: dict[str, date]
) -> Selection | None:
    by, at = school.actor, of.moment(days["select"], 7, 30)
    chosen = selection.start(enrolment, by=by, at=at)
    counselled = [row for row in rows if row.has_counsellor]
    selection.ask_input(chosen, rows, school.teachers[:1], by=by, at=at)
    if school.counsellor and counselled:
        selection.ask_input(chosen, counselled, [school.counsellor], by=by, at=at)
    if plan.stage >= SCORED:
        inputs(chosen, at + timedelta(days=1))
        scores(of, school, chosen, rows, at + timedelta(days=2))
    elif rows:
        inputs(chosen, at + timedelta(days=1), every=2)
        _interview(rows[0], school, at + timedelta(days=1))
    if plan.stage >= TOLD:
        decide(of, school, chosen, rows, plan, days)
    return chosen


def inputs(chosen: Selection, at: datetime, every: int = 1) -> None:
    asked = Input.objects.filter(candidacy__enrolment=chosen.enrolment_id, given_at=None, withdrawn_at=None)
    for number, row in enumerate(asked.select_related("role__organisation", "candidacy").order_by("pk")):
        if number % every == 0:
            line = CAST["words"]["line"][row.pk % len(CAST["words"]["line"])]
            statements = {"reliable": "agree", "adapts": ("agree", "partly")[row.pk % 2], "skilled": "agree"}
            moment = at + timedelta(minutes=3 * number)
            selection.give_input(
                row, statements=statements, line=line, revision=row.revision, by=_by_link(row.role), at=moment
            )


def _by_link(role: Role) -> Actor:
    return actor_of(role, via="link")


def _interview(row: Candidacy, school: School, at: datetime) -> None:
    words = CAST["words"]["interview"]
    notes = words[row.pk % len(words)]
    selection.record_interview(row, held_on=at.date(), notes=notes, revision=-1, by=school.actor, at=at)


def scores(
    of: Round, school: School, chosen: Selection, rows: list[Candidacy], at: datetime, *, agreed: bool = False
) -> None:
    """`agreed`: the learners themselves said what is practical and what may be shown."""
    by = school.actor
    selection.declare_ties(chosen, rows, tied=[], by=by, at=at)
    for number, row in enumerate(rows):
        moment = at + timedelta(minutes=4 + 20 * number)
        _interview(row, school, moment)
        if not agreed:
            agree(row, number, by, moment + timedelta(minutes=3))
        pick = of.learners.pick
        worth = pick.betavariate(4, 2)
        keys = [key for criterion in of.call.criteria.all() for key in _parts(criterion.code, criterion.parts)]
        scores = {key: _score(pick.uniform, worth, key[0]) for key in keys}
        arguments = {code: pick.choice(CAST["words"][code]) for code in {code for code, _ in keys}}
        moment += timedelta(minutes=9)
        selection.finalise(row, scores=scores, arguments=arguments, revision=_revision(row), by=by, at=moment)


def agree(row: Candidacy, number: int, by: Actor, at: datetime) -> None:
    """What was agreed for the journey, and what may be shown of the learner."""
    selection.record_practical(
        row,
        agreed=dict.fromkeys(ARRANGEMENTS, True),
        sharing_form="Een verslag voor de klas",
        revision=-1,
        by=by,
        at=at,
    )
    choices = {"photo": number % 3 != 0, "name": False, "blog": number % 4 == 0}
    selection.record_publicity(row, choices=choices, by=by, at=at + timedelta(minutes=2))


def _parts(code: str, parts: list[str]) -> list[tuple[str, str]]:
    return [(code, part) for part in parts or [""]]


def _score(noise: Callable[[float, float], float], worth: float, code: str) -> int:
    if code == "PRACTICAL":
        return 10
    return max(3, min(10, round(worth * 10 + noise(-1.6, 1.4))))


def _revision(row: Candidacy) -> int:
    return Assessment.objects.filter(candidacy=row).values_list("revision", flat=True).get()


def decide(
    of: Round, school: School, chosen: Selection, rows: list[Candidacy], plan: Plan, days: dict[str, date]
) -> None:
    by, at = school.actor, of.moment(days["tell"], 13)
    selection.set_places(chosen, plan.seats, by=by, at=at)
    if board(chosen, by).lots_to_draw:
        selection.draw_lots(chosen, by=by, at=at + timedelta(minutes=3))
    choices = {}
    for place, item in enumerate(file for file in board(chosen, by).files if not file.missing):
        outcome = "selected" if place < plan.seats else "reserve" if place < plan.seats + 2 else "not_selected"
        choices[item.candidate.id] = selection.Choice(outcome, REASONS[outcome])
    selection.decide(chosen, choices, by=by, at=at + timedelta(minutes=9))
    chosen.refresh_from_db()
    how = f"Mail naar de directie van {school.organisation.name}, of vraag een gesprek."
    selection.tell(
        chosen, complaint_how=how, complaint_by=days["tell"] + timedelta(days=7), by=by, at=at + timedelta(minutes=20)
    )
    chosen.refresh_from_db()
    selection.close(chosen, by=by, at=at + timedelta(minutes=40))


REASONS = {
    "selected": "Bij de hoogste totalen, binnen het aantal plaatsen van de school.",
    "reserve": "Sterk dossier; net onder het aantal plaatsen.",
    "not_selected": "Lager totaal dan wie een plaats of reserveplaats heeft.",
}


# -- handing in and granting -----------------------------------------------------------------------


Arrival = tuple[datetime, Candidacy, Actor]


def files_of(of: Round, school: School, enrolment: Enrolment, days: dict[str, date], number: int) -> list[Arrival]:
    """When which file of a school is handed in, and by whom: the files of all schools arrive in the order of time."""
    related = ("call", "school", "learner", "profile", "enrolment")
    rows = Candidacy.objects.filter(enrolment=enrolment, state="applied").select_related(*related)
    outcomes = outcome_of(row.pk for row in rows)
    wanted = sorted(
        (row for row in rows if outcomes[row.pk].outcome != "not_selected"), key=lambda row: outcomes[row.pk].rank
    )
    return [
        (of.moment(days["hand_in"], 9 + number % 6, 4 * place + number), row, school.actor)
        for place, row in enumerate(wanted)
    ]


def _answer(of: Round, by: Actor, days: dict[str, date]) -> None:
    """The coordinator checks in the order of arrival; the first are granted, and most learners have answered."""
    at = of.moment(days["answer"], 8)
    for plan_school in of.consortium.schools:
        allotted = CandidateFile.objects.filter(call=of.call, school=plan_school.organisation).count()
        if allotted:
            admissions.allot(
                of.call,
                plan_school.organisation,
                seats=min(allotted, of.call.seats_per_school or 4),
                revision=0,
                by=by,
                at=at,
            )
    files = list(
        CandidateFile.objects.filter(call=of.call, state="handed_in")
        .select_related("candidacy", "call", "school")
        .order_by("order")
    )
    for number, file in enumerate(files):
        moment = at + timedelta(minutes=6 * number)
        if of.call.files_deadline.year > 2023 and number == len(files) - 1:
            continue
        if of.call.files_deadline.year > 2023 and number == len(files) - 2:
            admissions.give_back(file, reason="Het thuisadres ontbreekt in het formulier.", days=5, by=by, at=moment)
            continue
        admissions.approve(file, by=by, at=moment)
        _grant(file, by, moment, number, all_answered=of.call.files_deadline.year == 2023)


def _grant(file: CandidateFile, by: Actor, at: datetime, number: int, *, all_answered: bool) -> None:
    if not seats(file.call).room_at(file.school_id):
        admissions.put_on_waiting_list(file, by=by, at=at)
        return
    admissions.grant(file, by=by, at=at)
    file.refresh_from_db()
    learner = Actor(file.candidacy.learner_id, LEARNER, file.school_id, frozenset({file.school_id}))
    if all_answered or number % 3:
        admissions.accept(file, by=learner, at=at + timedelta(hours=7))
