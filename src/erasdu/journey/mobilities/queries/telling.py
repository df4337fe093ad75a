"""What a signer reads beside their papers: the days of the stay, and who to call."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import get_language

from erasdu.ground.journal import gates
from erasdu.ground.look.words import reason, titled
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.paperwork.queries import Contact, Lacking, Stay
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.words import WHO
from erasdu.kernel.actor import PARTNER
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import DEPART

GUARDIAN = "guardian"
Signs = tuple[str, int, str]  # kind of the subject, its row, and the role of who signs


def stays_of_papers(signs: Iterable[Signs], at: datetime) -> Sequence[Stay]:
    """For learners and their guardians; each learner and call once. A company has its own paper."""
    found: dict[tuple[int, int], Stay] = {}
    for kind, pk, role in signs:
        if role != "learner" and not access.is_guardian(role):
            continue
        if not access.check_telling(kind, pk, role, at):
            continue
        candidacy, mobility = access.dossier_of(kind, pk)
        about = mobility or candidacy
        if about is None:
            continue
        learner = mobility.person_id if mobility else candidacy.learner_id if candidacy else 0
        stay = found.setdefault((learner, about.call_id), _stay(candidacy, mobility))
        if mobility is not None and access.is_guardian(role) and stay.lacking is None:
            found[learner, about.call_id] = replace(stay, lacking=_lacking(mobility, brussels_date(at)))
    return list(found.values())


def _lacking(mobility: Mobility, on: date) -> Sequence[Lacking] | None:
    """What holds up leaving, as the gate says it; nothing of who left, or stays at home."""
    over = mobility.planned_from is not None and mobility.planned_from < on
    if mobility.state != "planned" or over:
        return None
    items = gates.needed(DEPART, [mobility], on)[mobility.pk]
    return [
        Lacking(titled(item), reason(item), str(WHO.get(item.who, item.who)), item.by, item.who == GUARDIAN)
        for item in items
        if item.holds(DEPART)
    ]


def _stay(candidacy: Candidacy | None, mobility: Mobility | None) -> Stay:
    about = mobility or candidacy
    assert about is not None
    call, school = about.call, mobility.sending if mobility else about.school  # type: ignore[union-attr]
    first, last, planned = _days(mobility, call.stay_from, call.stay_until)
    person = mobility.person if mobility else candidacy.learner  # type: ignore[union-attr]
    place = mobility.destination.place if mobility and mobility.destination else ""
    title = call.title_nl if get_language() == "nl" else call.title_en
    called = contacts_for(mobility) if mobility else contacts_of(school)
    return Stay(str(person), title or call.title_nl, place, first, last, planned, called)


def _days(mobility: Mobility | None, first: date, last: date) -> tuple[date, date, bool]:
    if mobility is not None and mobility.planned_from and mobility.planned_until:
        return mobility.planned_from, mobility.planned_until, True
    return first, last, False


def contacts_for(mobility: Mobility) -> list[Contact]:
    """The school that is responsible on those days, then the coordinator. Of who comes here that is the school that
    receives, once it is known, and their own organisation stands between.
    """
    if mobility.direction != Mobility.Direction.INCOMING:
        return contacts_of(mobility.sending)
    home = [replace(one, role=PARTNER) if one.role == "school" else one for one in contacts_of(mobility.sending)]
    here = _people_of(mobility.receiving) if mobility.receiving else []
    return [*here, *home]


def contacts_of(school: Organisation) -> list[Contact]:
    """The contact points of the school, or the school itself; then the coordinator."""
    offices = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR, closed_at=None).order_by("pk")
    found = [Contact("coordinator", office.name, "", office.phone, office.email) for office in offices[:1]]
    return _people_of(school) + found


def _people_of(school: Organisation) -> list[Contact]:
    people = contact_points([school.pk]).get(school.pk, [])
    return [
        Contact("school", str(person), school.name, person.phone or school.phone, person.email or school.email)
        for person in people
    ] or [Contact("school", school.name, "", school.phone, school.email)]
