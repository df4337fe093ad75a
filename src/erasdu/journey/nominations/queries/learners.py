"""The learners that partners nominated: lists, what still lacks of one, and who is the same person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as Total
from django.db.models import QuerySet

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Account, Person
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.models import Guardian as CandidateGuardian
from erasdu.journey.candidacies.rules import age, is_minor
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import access, rules
from erasdu.journey.nominations.models import Guardian, Nomination
from erasdu.journey.nominations.states import ACCEPTED, LIVE, NOMINATED
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Verdict, no


def of_call(actor: Actor, call: Call) -> QuerySet[Any]:
    """The nominations of a call that the actor sees, each with `guardians_known`."""
    return access.nominations_for(actor).filter(call=call).annotate(guardians_known=Total("guardians"))


def faults_of(call: Call, values: Mapping[str, Any]) -> Iterator[tuple[str, Verdict]]:
    """Field and reason of what keeps a learner with these columns from being nominated."""
    reached = values.get("guardian_given_name") and (values.get("guardian_email") or values.get("guardian_phone"))
    who = rules.Nominee(
        values["birth_date"], values.get("wished_from"), values.get("wished_until"), guardians=int(bool(reached))
    )
    yield from rules.faults(who, Period(call.stay_from, call.stay_until), call.min_days, call.max_days)
    yield from rules.own_contacts(values)
    occupation = OCCUPATIONS.get(str(values.get("occupation") or ""))
    if occupation and call.sectors and occupation.sector not in call.sectors:
        yield "occupation", no("occupation_outside_call")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a list. `age`: on the first day of the stay; `lacking`: fields that the partner still has to fill."""

    nomination: Nomination
    age: int | None
    minor: bool
    lacking: tuple[str, ...]
    occupation: str = ""


def shown(rows: Sequence[Any]) -> list[Shown]:
    """Lines for rows of `of_call`; no query."""
    return [_shown(row, row.guardians_known) for row in rows]


@dataclass(frozen=True, slots=True)
class Count:
    """How the nominations of one call stand. `lacking`: learners of whom the partner still has to say something."""

    nominated: int = 0
    accepted: int = 0
    lacking: int = 0


def counts(actor: Actor) -> dict[int, Count]:
    """Call → how the nominations that the actor sees stand, of those that are live. One query."""
    rows = access.nominations_for(actor).filter(state__in=LIVE).annotate(guardians_known=Total("guardians"))
    found: dict[int, Count] = {}
    for line in shown(list(rows)):
        row, before = line.nomination, found.get(line.nomination.call_id, Count())
        found[row.call_id] = Count(
            before.nominated + 1, before.accepted + (row.state == ACCEPTED), before.lacking + bool(line.lacking)
        )
    return found


def details(nomination: Nomination) -> Shown:
    return _shown(nomination, nomination.guardians.count())


def _shown(row: Nomination, guardians: int) -> Shown:
    profile, traveller = row.mobility.profile, row.mobility.traveller
    assert profile is not None
    begins, born = first_day(row), traveller.birth_date
    known = {
        "gender": traveller.gender, "nationality": traveller.nationality, "occupation": profile.occupation,
        "emergency_name": profile.emergency_name, "emergency_phone": profile.emergency_phone,
    }  # fmt: skip
    minor = born is not None and is_minor(born, begins)
    lacking = rules.lacking(known, minor=minor, guardians=guardians)
    return Shown(row, age(born, begins) if born else None, minor, lacking, profile.occupation)


def first_day(row: Nomination) -> date:
    """The first day of the stay, as far as it is known."""
    return row.mobility.planned_from or row.wished_from or row.call.stay_from


def last_day(row: Nomination) -> date:
    """The last day of the stay, as far as it is known."""
    return row.mobility.planned_until or row.wished_until or row.call.stay_until


def values_of(nomination: Nomination) -> dict[str, Any]:
    """The columns of the form as they are stored."""
    mobility = nomination.mobility
    person, profile, traveller = mobility.person, mobility.profile, mobility.traveller
    guardian = nomination.guardians.select_related("person").first()
    assert profile is not None
    values = {
        **{name: getattr(person, name) for name in ("given_name", "family_name", "email", "phone")},
        **{name: getattr(traveller, name) for name in ("birth_date", "gender", "nationality")},
        **{name: getattr(profile, name) for name in PROFILE},
        **{name: getattr(nomination, name) for name in ("wished_from", "wished_until", "remark")},
    }
    if guardian is None:
        return values
    names = ("given_name", "family_name", "email", "phone")
    theirs = {f"guardian_{name}": getattr(guardian.person, name) for name in names}
    return values | theirs | {"guardian_relation": guardian.relation}


PROFILE = ("occupation", "study_programme", "emergency_name", "emergency_phone")


# -- who is who ------------------------------------------------------------------------------------


def same_learner(
    partner: Organisation, *, given_name: str, family_name: str, email: str, born: date
) -> Person | None:  # fmt: skip
    """Whom this partner nominated before, with the same name, address and date of birth."""
    names = {"person__given_name__iexact": given_name, "person__family_name__iexact": family_name}
    before = Mobility.objects.filter(
        **names, person__email__iexact=email, person__erased_at=None, sending=partner, direction="incoming",
        traveller__birth_date=born,
    )  # fmt: skip
    found = before.select_related("person").order_by("-pk").first()
    return found.person if found else None


def nominated_names(call: Call, partner: Organisation) -> set[tuple[str, str, date | None]]:
    """Given name, family name (in lower case) and date of birth of who is nominated in a call and comes."""
    rows = Nomination.objects.filter(call=call, partner=partner).exclude(state="withdrawn")
    columns = ("mobility__person__given_name", "mobility__person__family_name", "mobility__traveller__birth_date")
    return {(given.casefold(), family.casefold(), born) for given, family, born in rows.values_list(*columns)}


def is_untouched(nomination: Nomination) -> bool:
    """Nobody did anything with it since it came in: not the partner, not the learner, not the coordinator."""
    mobility, profile = nomination.mobility, nomination.mobility.profile
    assert profile is not None
    still = nomination.state == NOMINATED and not nomination.revision and not profile.revision
    return still and mobility.revision == 0 and mobility.receiving_id is None


def is_known_otherwise(person: Person, *, guards: int = 0) -> bool:
    """Whether somebody is here in any other way than as guardian of so many nominated learners."""
    rows = (
        (Role, "person"), (Account, "person"), (Mobility, "person"), (Candidacy, "learner"),
        (CandidateGuardian, "person"),
    )  # fmt: skip
    more = Guardian.objects.filter(person=person).count() > guards
    return more or any(model._default_manager.filter(**{name: person}).exists() for model, name in rows)
