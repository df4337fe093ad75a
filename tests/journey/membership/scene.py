"""A school board that joins, for tests: who signs for whom, sending, and hands that sign."""

from datetime import date
from typing import Any

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.journey.membership import actions
from erasdu.journey.membership.models import Membership
from erasdu.journey.membership.rules import Order, Representative
from erasdu.kernel.actor import Actor
from tests.factories.membership import MembershipFactory
from tests.factories.organisations import BoardFactory, RoleFactory, SchoolFactory

MARC = Representative("Marc", "Dewaele", "marc@schoolbestuur.example", "voorzitter", "statuten, artikel 12")
ILSE = Representative(
    "Ilse", "Van Acker", "ilse@schoolbestuur.example", "bestuurder", "beslissing van 14 september 2026"
)
HANNE = Representative("Hanne", "De Smet", "hanne@schoolbestuur.example", "voorzitter", "statuten, artikel 12")
UNTIL = date(2028, 8, 31)


def office() -> Any:
    """Somebody of the coordinator, who also signs for it."""
    return RoleFactory(
        coordinator=True, person__given_name="Annelies", person__family_name="Verhoeven",
        person__email="annelies@coordinatie.example", function="directeur",
    )  # fmt: skip


def of_office(role: Any) -> Representative:
    person = role.person
    return Representative(person.given_name, person.family_name, person.email, "directeur", "statuten, artikel 9")


def order(role: Any, *board: Representative, until: date = UNTIL) -> Order:
    names = ("board", "board_second")
    signers = {**dict(zip(names, board or (MARC,), strict=False)), "coordinator": of_office(role)}
    return Order(signers, "nl", date(2027, 1, 15), until)


def joining(**more: Any) -> Membership:
    """A school of a board, interested."""
    school = SchoolFactory(board=BoardFactory(enterprise_number="0999000128"), oid="E10900015")
    made: Membership = MembershipFactory(interest=True, organisation=school, **more)
    return made


def send(
    membership: Membership, role: Any, at: Any, *board: Representative, schools: Any = ()
) -> tuple[Envelope, Envelope]:
    return actions.send_papers(
        membership, order(role, *board), schools=[membership.organisation, *schools], form="mandate",
        by=actor_of(role), at=at,
    )  # fmt: skip


def sign(envelope: Envelope, at: Any, *roles: str) -> None:
    """Those of these roles whose turn it is; without roles everybody, in turn."""
    for role in roles or [signer.role for signer in envelope.signers.order_by("turn", "pk")]:
        signer = Signer.objects.exclude(state="passed_on").get(envelope=envelope, role=role)
        if signer.state == "signed":
            continue
        paperwork.sign(
            signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={}, visit=Visit(),
            by=Actor(signer.person_id, "holder", via="link"), at=at,
        )  # fmt: skip
