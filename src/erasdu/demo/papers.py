"""The scene in which school boards join for the next year: a membership in each stage of its papers."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import translation

from erasdu.demo.cast import address
from erasdu.demo.consortium import Consortium, School
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.words import country_name
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.journey.membership import actions as membership
from erasdu.journey.membership.models import GrantAgreement, Membership
from erasdu.journey.membership.rules import Order, Representative
from erasdu.kernel.actor import Actor

ARTICLES = "statuten, artikel 12"
MARC = ("Marc", "Dewaele", "voorzitter")
ILSE = ("Ilse", "Van Acker", "bestuurder")
WARD = ("Ward", "Lenaerts", "algemeen directeur")
HANNE = ("Hanne", "Swinnen", "algemeen directeur")
TASKS = (
    "Look for companies that fit what the learners want to learn, and get to know the mentor there.",
    "Propose a place to stay, and visit it beforehand.",
    "Receive the learners, show them the way, and speak to them each week.",
)
Person = tuple[str, str, str]


def joining(consortium: Consortium, today: date) -> None:
    """schools that join for the next year, by signing"""
    start = datetime.combine(today - timedelta(days=30), time(9), tzinfo=UTC)
    grant = _next_grant(consortium, today.year + 1, start)
    schools = consortium.schools
    # Everything signed; the board has a second school, whose mandate is still out.
    agreement, mandate = _send(consortium, schools[0], grant, start, MARC, ILSE, also=schools[1:2])
    _sign(agreement, start + timedelta(days=2), "board", "board_second", "coordinator")
    _sign(mandate, start + timedelta(days=2), "board", "board_second", "coordinator")
    _send(consortium, schools[1], grant, _days(today, 4), MARC, ILSE, also=schools[0:1])
    # The board signed, the coordinator has not yet.
    for envelope in _send(consortium, schools[2], grant, _days(today, 6), WARD):
        _sign(envelope, _days(today, 2), "board")
    # Everything was signed; then somebody else came to represent the board, who signs alone.
    before = _send(consortium, schools[4], grant, start, (HANNE[0], "Peeters", "voorzitter"))
    for envelope in before:
        _sign(envelope, start + timedelta(days=5), "board", "coordinator")
    _send(consortium, schools[4], grant, _days(today, 1), HANNE)
    # Interested only.
    membership.take_in(schools[6].organisation, grant, by=consortium.actor, at=_days(today, 3))
    _partners(consortium, today)


def _next_grant(consortium: Consortium, year: int, at: datetime) -> GrantAgreement:
    grant = membership.create_grant_agreement(
        project_code=f"{year}-1-BE02-KA121-VET-000900789", title=f"ErasDu {year}", call_year=year,
        starts_on=date(year, 6, 1), ends_on=date(year + 2, 5, 31), by=consortium.actor, at=at,
    )  # fmt: skip
    consortium.grants[year] = grant
    return grant


def _send(
    consortium: Consortium, school: School, grant: GrantAgreement, at: datetime, *board: Person,
    also: list[School] | None = None,
) -> tuple[Envelope, Envelope]:  # fmt: skip
    there = Membership.objects.filter(organisation=school.organisation, grant_agreement=grant).first()
    taken = there or membership.take_in(school.organisation, grant, by=consortium.actor, at=at)
    signers = {
        role: _representative(one, ARTICLES) for role, one in zip(("board", "board_second"), board, strict=False)
    }
    schools = sorted([school, *(also or [])], key=lambda one: one.organisation.pk)
    return membership.send_papers(
        taken,
        _order(consortium, signers, "nl", at, grant.ends_on),
        schools=[one.organisation for one in schools],
        form="mandate",
        by=consortium.actor,
        at=at,
    )


def _order(
    consortium: Consortium, signers: dict[str, Representative], language: str, at: datetime, until: date
) -> Order:
    person = consortium.coordinator.person
    own = Representative(person.given_name, person.family_name, person.email, "directeur", "statuten, artikel 9")
    return Order({**signers, "coordinator": own}, language, at.date() + timedelta(days=60), until)


def _representative(one: Person, authority: str) -> Representative:
    given_name, family_name, function = one
    return Representative(given_name, family_name, address(given_name, family_name), function, authority)


def _sign(envelope: Envelope, at: datetime, *roles: str) -> None:
    """Those of these roles who are asked, in their order; a signature that went along is there already."""
    for role in roles:
        signer = Signer.objects.get(envelope=envelope, role=role)
        if signer.state != "asked":
            continue
        method = "account" if role == "coordinator" else "link"
        paperwork.sign(
            signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={}, visit=Visit(method),
            by=Actor(signer.person_id, "holder", via=method), at=at,
        )  # fmt: skip


def _partners(consortium: Consortium, today: date) -> None:
    """One partner signed, of the other the agreement is out."""
    partners = Organisation.objects.filter(kind=Organisation.Kind.PARTNER).order_by("pk")
    people = (("Inês", "Carvalho", "director"), ("Lucía", "Romero", "director"))
    for number, (partner, person) in enumerate(zip(partners, people, strict=False)):
        at = _days(today, 20 - 17 * number)
        signers = {"partner": _representative(person, "extract of the commercial register")}
        envelope = membership.send_partner_agreement(
            partner, _order(consortium, signers, "en", at, date(today.year + 2, 8, 31)), role="supporting",
            tasks=TASKS, country=_in_english(partner.country), by=consortium.actor, at=at,
        )  # fmt: skip
        if number == 0:
            _sign(envelope, at + timedelta(days=3), "partner", "coordinator")


def _in_english(country: str) -> str:
    with translation.override("en"):
        return country_name(country)


def _days(today: date, back: int) -> datetime:
    return datetime.combine(today - timedelta(days=back), time(9), tzinfo=UTC)
