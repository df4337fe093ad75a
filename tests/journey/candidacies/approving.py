"""Candidacies whose papers can be asked, and hands that sign them without drawing anything."""

from datetime import UTC, datetime
from typing import Any

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Envelope
from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import PersonFactory, RoleFactory

VOUCHED = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
NUMBER = "0403170701"


def ready(*, parents: int = 1, dual: bool = True, minor: bool = True, **more: Any) -> Candidacy:
    """A learner of whom everything can be asked; the school has a contact point."""
    row: Candidacy = CandidacyFactory(applied=True, eligible=True, minor=minor, **more)
    if not Role.objects.filter(organisation=row.school, kind="contact_point").exists():
        RoleFactory(organisation=row.school, person__phone="+3215000000")
    if dual:
        with_company(row)
    for position in range(1, parents + 1) if minor else ():
        guardian(row, position)
    return row


def with_company(row: Candidacy, agreement: str = "oao") -> CompanySigner:
    company, _made = Organisation.objects.get_or_create(
        kind="company", enterprise_number=NUMBER, defaults={"name": "Bakkerij De Korst", "created_at": VOUCHED}
    )
    row.agreement, row.training_company = agreement, company
    row.save()
    person = PersonFactory(given_name="Karel", family_name="Wouters", email=f"karel{row.pk}@korst.example")
    return CompanySigner.objects.create(
        candidacy=row, company=company, person=person, function="zaakvoerder", attested_how="called",
        attested_at=VOUCHED,
    )  # fmt: skip


def guardian(row: Candidacy, position: int = 1, *, attested: bool = True, **person: Any) -> Guardian:
    details = {
        "given_name": ("Fatima", "Karim")[position - 1], "family_name": "El Amrani",
        "email": f"ouder{position}.{row.pk}@thuis.example", "phone": f"+3247110{row.pk % 100:02d}0{position}",
    } | person  # fmt: skip
    whose = PersonFactory(**details)
    vouched = {
        "attested_how": "pupil_record", "attested_at": VOUCHED, "attested_mail": whose.email,
        "attested_phone": whose.phone, "channel": "text",
    } if attested else {}  # fmt: skip
    made: Guardian = GuardianFactory(candidacy=row, person=whose, position=position, **vouched)
    return made


def contact_of(row: Candidacy) -> Any:
    return actor_of(Role.objects.filter(organisation=row.school, kind="contact_point").first())


def sent(row: Candidacy) -> dict[tuple[str, str], Envelope]:
    """(kind, variant) → the newest version of each paper of the candidacy."""
    rows = Envelope.objects.filter(document__subject_pk=row.pk, document__subject_kind="candidacies.candidacy")
    found = rows.select_related("document").order_by("version")
    return {(one.document.kind.partition(".")[2], one.document.variant): one for one in found}
