"""Papers of stays in the demo: of some all is in order, of others something waits, of the rest nothing was asked."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from erasdu.demo.consortium import Consortium, School
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.actions.papers import HEALTH, PUBLICITY
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import EMERGENCY, PERMISSION
from erasdu.kernel.actor import Actor

SHOWN = {"photo": "yes", "name": "yes", "blog": "yes", "testimonial": "yes"}
TO_CALL = {
    "name": "Greta Maes", "relation": "grootmoeder", "phone": "+32 470 00 01 45", "second_phone": "",
    "language": "Nederlands, een beetje Engels",
}  # fmt: skip
ANSWERS = {
    EMERGENCY: {"learner": TO_CALL},
    PUBLICITY: {"learner": SHOWN, "guardian_1": SHOWN, "guardian_2": SHOWN},
    HEALTH: {"learner": {"sharing": "nothing"}},
}
COMPANIONS = {
    "travels_with": "Joris Baert, leraar, en twee medeleerlingen",
    "stays_with": "gastgezin Almeida, Rua das Oliveiras 14",
}


def play(consortium: Consortium, call: Call, at: datetime) -> None:
    """Minors with all in order and with a parent who waits in turn, an adult with all signed; of others nothing yet."""
    schools = {school.organisation.pk: school for school in consortium.schools}
    accepted = CandidateFile.objects.filter(call=call, state="accepted").values("mobility")
    rows = Mobility.objects.filter(pk__in=accepted).exclude(destination=None).order_by("pk")
    stays = list(rows.select_related("call", "sending", "destination", "person"))
    for stay in stays:
        plan(stay, consortium.actor, at)
    minors = [stay for stay in stays if leaves_as_minor(stay)]
    for number, stay in enumerate(minors[:4]):
        _of_minor(stay, schools[stay.sending_id], at, complete=number % 2 == 0)
    for stay in [stay for stay in stays if stay not in minors][:2]:
        mobilities.ask_papers(stay, by=schools[stay.sending_id].actor, at=at)
        sign(stay, at + timedelta(hours=3))


def plan(stay: Mobility, by: Actor, at: datetime) -> None:
    where = stay.destination
    assert where is not None
    first = where.starts_on
    last = min(where.ends_on, first + timedelta(days=stay.call.max_days - 1))
    mobilities.plan(stay, first=first, last=last, revision=stay.revision, by=by, at=at)
    stay.refresh_from_db()


def leaves_as_minor(stay: Mobility) -> bool:
    born = Candidacy.objects.filter(profile=stay.profile_id).values_list("birth_date", flat=True).get()
    return born is not None and stay.planned_from is not None and is_minor(born, stay.planned_from)


def _of_minor(stay: Mobility, school: School, at: datetime, *, complete: bool) -> None:
    """Complete: everybody signed, the travel permission was seen, and one purpose was refused afterwards."""
    mobilities.set_companions(stay, **COMPANIONS, by=school.actor, at=at)
    mobilities.ask_papers(stay, by=school.actor, at=at, kinds=mobilities.ASKABLE)
    sign(stay, at + timedelta(hours=3), but=() if complete else ("guardian_1", "guardian_2"))
    if not complete:
        return
    moment = at + timedelta(hours=6)
    name = str(school.contact.person)
    for sheet in places(stay).filter(envelope__document__kind=PERMISSION, state="asked"):
        paperwork.see_by_hand(
            sheet, seen_by=name, seen_on=moment.date(), legalised_at="Mechelen", by=school.actor, at=moment
        )
    parent = (
        places(stay).filter(envelope__document__kind=PUBLICITY, role__startswith="guardian", state="signed").first()
    )
    if parent is not None:
        by = Actor(parent.person_id, "holder", via="link")
        paperwork.choose_again(parent, SHOWN | {"photo": "no"}, visit=Visit("link"), by=by, at=moment)


def places(stay: Mobility) -> QuerySet[Signer]:
    rows = Signer.objects.filter(envelope__document__subject_kind="mobilities.mobility")
    return rows.filter(envelope__document__subject_pk=stay.pk).select_related("envelope__document", "person")


def sign(stay: Mobility, at: datetime, *, but: tuple[str, ...] = ()) -> None:
    """Everybody whose turn it is, and then whose turn comes, besides the roles in `but`."""
    number = 0
    while asked := _asked(stay, but):
        for signer in asked:
            method = "account" if signer.role == "learner" else "link"
            answers = ANSWERS[signer.envelope.document.kind].get(signer.role, {})
            paperwork.sign(
                signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name, answers=answers,
                visit=Visit(method), by=Actor(signer.person_id, "holder", via=method),
                at=at + timedelta(minutes=11 * number),
            )  # fmt: skip
            number += 1


def _asked(stay: Mobility, but: tuple[str, ...]) -> list[Signer]:
    return [signer for signer in ASKED.of([stay.pk]) if signer.role not in but]


ASKED = Prepared(
    lambda: Signer.objects.filter(
        envelope__document__subject_kind="mobilities.mobility", envelope__document__subject_pk__in=THESE,
        envelope__document__kind__in=list(ANSWERS), envelope__state="open", state="asked", link__isnull=False,
    )
    .select_related("envelope__document", "person")
    .order_by("envelope__pk", "turn", "pk")
)  # fmt: skip
