"""What stands on the papers of a membership, made from what is known; and what a form begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.organisations.queries import open_schools
from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.queries import Foreseen, Standing
from erasdu.ground.paperwork.rules import Facts, blocks
from erasdu.journey.membership import access, rules
from erasdu.journey.membership.models import Cover, Membership
from erasdu.journey.membership.papers import COOPERATION, MANDATE, PARTNER
from erasdu.journey.membership.rules import Order
from erasdu.kernel.actor import Actor
from erasdu.kernel.identifiers import shown_enterprise_number
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.typeset import day_text


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper that is ready to be sent."""

    code: str
    subject: Model
    facts: Facts
    readers: Sequence[Organisation]


# -- who is who ------------------------------------------------------------------------------------


def legal_person(school: Organisation) -> Organisation:
    """Who signs for a school: its board; without one the school is a legal person itself."""
    return school.board or school


def coordinator_of(actor: Actor) -> Organisation:
    """The organisation that coordinates: the actor's own, else the first."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR, closed_at=None).order_by("pk")
    return rows.filter(pk=actor.organisation or 0).first() or rows[0]


def coverable(membership: Membership) -> list[Organisation]:
    """The schools that one agreement may cover: those of the same board, the membership's own first."""
    school = membership.organisation
    if school.board is None:
        return [school]
    others = open_schools().filter(board=school.board_id).exclude(pk=school.pk)
    return [school, *others]


def covered(membership: Membership) -> list[Organisation]:
    """The schools of the newest version of the agreement."""
    envelope = paperwork.newest(COOPERATION, legal_person(membership.organisation))
    rows = Cover.objects.filter(envelope=envelope).select_related("organisation") if envelope else []
    return [cover.organisation for cover in rows]


# -- the papers ------------------------------------------------------------------------------------


def drafts(
    membership: Membership, order: Order, schools: Sequence[Organisation], form: str, actor: Actor, at: datetime
) -> list[Draft]:
    """The agreement with the board, and the mandate of this school under this grant agreement."""
    school = membership.organisation
    legal, coordinator = legal_person(school), coordinator_of(actor)
    agreement = _parties(legal, coordinator, order) | _agreement(legal, schools, order, at)
    mandate = _mandate(membership, legal, coordinator, form, order)
    return [
        Draft(COOPERATION, legal, agreement, list(dict.fromkeys([coordinator, legal, *schools]))),
        Draft(MANDATE, membership, mandate, list(dict.fromkeys([coordinator, legal, school]))),
    ]


def partner_draft(
    partner: Organisation, order: Order, role: str, tasks: Sequence[str], country: str, actor: Actor, at: datetime
) -> Draft:
    """`country`: its name in the language of the paper."""
    coordinator = coordinator_of(actor)
    side = order.side("partner")
    facts = {
        "role": role,
        "outside": "yes" if rules.is_outside(partner.country) else "no",
        "partner": partner.name,
        "partner_town": partner.town,
        "partner_country": country,
        "partner_contact": _contact(side[0].name, side[0].email, partner.phone),
        "coordinator": coordinator.name,
        "coordinator_contact": _contact_of(coordinator, order),
        "tasks": list(tasks),
        "authority_partner": rules.authorities(side),
        "authority_coordinator": rules.authorities(order.side("coordinator")),
        **_validity(PARTNER, partner, order, at),
    }
    return Draft(PARTNER, partner, facts, [coordinator])


def foresee(draft: Draft, order: Order) -> Foreseen:
    return paperwork.foreseen(
        draft.code, draft.subject, parties=order.parties, facts=draft.facts, language=order.language
    )


def _parties(legal: Organisation, coordinator: Organisation, order: Order) -> dict[str, object]:
    board = order.side("board", "board_second")
    return {
        "board": legal.name,
        "board_address": address_of(legal),
        "board_number": _number_of(legal),
        "board_contact": _contact(board[0].name, board[0].email, legal.phone),
        "coordinator": coordinator.name,
        "coordinator_address": address_of(coordinator),
        "coordinator_number": _number_of(coordinator),
        "coordinator_contact": _contact_of(coordinator, order),
        "privacy_contact": coordinator.email or order.signers["coordinator"].email,
        "authority_board": rules.authorities(board),
        "authority_coordinator": rules.authorities(order.side("coordinator")),
    }


def _agreement(legal: Organisation, schools: Sequence[Organisation], order: Order, at: datetime) -> dict[str, object]:
    named = sorted(", ".join(part for part in (school.name, address_of(school)) if part) for school in schools)
    return {"schools": named, **_validity(COOPERATION, legal, order, at)}


def _mandate(
    membership: Membership, legal: Organisation, coordinator: Organisation, form: str, order: Order
) -> dict[str, object]:
    grant, school = membership.grant_agreement, membership.organisation
    return {
        "form": form,
        "member": school.name,
        "member_oid": school.oid,
        "member_number": _number_of(legal),
        "coordinator": coordinator.name,
        "coordinator_oid": coordinator.oid,
        "grant_agreement": grant.project_code,
        "grant_from": day_text(grant.starts_on, order.language),
        "grant_until": day_text(grant.ends_on, order.language),
        "call_year": str(grant.call_year),
        "authority_board_line": rules.authority_line(order.side("board", "board_second")),
        "authority_coordinator_line": rules.authority_line(order.side("coordinator")),
    }


def _validity(code: str, subject: Organisation, order: Order, at: datetime) -> dict[str, str]:
    """From the day that the first version was sent: a later version does not begin anew."""
    before = paperwork.newest(code, subject)
    began = before.document.opened_at if before else at
    return {
        "valid_from": day_text(brussels_date(began), order.language),
        "valid_until": day_text(order.valid_until, order.language),
    }


def address_of(organisation: Organisation) -> str:
    town = f"{organisation.postal_code} {organisation.town}".strip()
    return ", ".join(part for part in (organisation.street, town) if part)


def _number_of(organisation: Organisation) -> str:
    number = organisation.enterprise_number
    return shown_enterprise_number(number) if number else ""


def _contact(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _contact_of(coordinator: Organisation, order: Order) -> str:
    one = order.signers["coordinator"]
    return _contact(one.name, coordinator.email or one.email, coordinator.phone)


# -- the form --------------------------------------------------------------------------------------


def lacking(membership: Membership) -> list[tuple[Organisation, list[str]]]:
    """Organisations whose details a paper would leave blank, and which: they are filled in first."""
    school = membership.organisation
    legal = legal_person(school)
    wanted = [(legal, ("street", "enterprise_number")), (school, ("street", "oid"))]
    found: dict[Organisation, list[str]] = {}
    for organisation, columns in wanted:
        empty = [column for column in columns if not getattr(organisation, column)]
        found.setdefault(organisation, []).extend(one for one in empty if one not in found.get(organisation, []))
    return [(organisation, columns) for organisation, columns in found.items() if columns]


def begun_with(envelope: Envelope | None) -> dict[str, object]:
    """What a form begins with: who signed the version before, and on what that rested."""
    if envelope is None:
        return {}
    rests = _authorities_in(paperwork.data_of(envelope))
    found: dict[str, object] = {"language": envelope.language}
    for signer in paperwork.signers_now(envelope):
        person = signer.person
        found |= {
            f"{signer.role}_given_name": person.given_name,
            f"{signer.role}_family_name": person.family_name,
            f"{signer.role}_email": person.email,
            f"{signer.role}_function": signer.function,
            f"{signer.role}_authority": rests.get(f"{signer.name}, {signer.function}", ""),
        }
    return found


def _authorities_in(data: Mapping[str, object]) -> dict[str, str]:
    clauses = data.get("clauses", [])
    assert isinstance(clauses, list)
    wanted = [clause for clause in clauses if clause["code"].startswith("authority_")]
    pairs = [pair for clause in wanted for block in clause["blocks"] for pair in block.get("pairs", [])]
    return dict(pairs)


def form_begins(membership: Membership, actor: Actor, at: datetime) -> dict[str, object]:
    """The form of a membership's papers: as the version before, else the coordinator's own person and usual days."""
    legal = legal_person(membership.organisation)
    envelope = paperwork.newest(COOPERATION, legal)
    cover = Cover.objects.filter(envelope=envelope).first() if envelope else None
    chosen = dict.fromkeys([membership.organisation, *covered(membership)])
    ends = max(membership.grant_agreement.ends_on, cover.valid_until if cover else date.min)
    return {
        **_coordinator_begins(actor),
        **begun_with(envelope),
        "schools": [school.key for school in chosen],
        "form": membership.mandate_form,
        "valid_until": ends,
        "due_on": brussels_date(at) + timedelta(days=papers.kind(COOPERATION).valid_days),
    }


def partner_form_begins(partner: Organisation, actor: Actor, at: datetime) -> dict[str, object]:
    today = brussels_date(at)
    return {
        **_coordinator_begins(actor),
        "language": "en",
        **begun_with(paperwork.newest(PARTNER, partner)),
        "valid_until": date(today.year + 2, 8, 31),
        "due_on": today + timedelta(days=papers.kind(PARTNER).valid_days),
    }


def partner_terms(partner: Organisation) -> dict[str, object]:
    """Role and tasks of the version before, as they stand in it; nothing when there is none."""
    envelope = paperwork.newest(PARTNER, partner)
    if envelope is None:
        return {}
    clauses = paperwork.data_of(envelope)["clauses"]
    assert isinstance(clauses, list)
    there = {clause["code"]: clause["blocks"] for clause in clauses}
    content, _ = paperwork.wording(papers.kind(PARTNER), envelope.language)
    hosting = any(clause.when == "role=hosting" and blocks(clause.text) == there["role"] for clause in content.clauses)
    return {"role": "hosting" if hosting else "supporting", "tasks": "\n".join(there["tasks"][0]["items"])}


def _coordinator_begins(actor: Actor) -> dict[str, object]:
    """Whoever sends it may be who signs for the coordinator."""
    role = Role.objects.filter(person=actor.person, organisation=actor.organisation, kind=actor.role, until=None)
    found = role.select_related("person").first()
    if found is None:
        return {"language": "nl"}
    return {
        "language": "nl",
        "coordinator_given_name": found.person.given_name,
        "coordinator_family_name": found.person.family_name,
        "coordinator_email": found.person.email,
        "coordinator_function": found.function,
    }


# -- how they stand --------------------------------------------------------------------------------


def papers_of(membership: Membership, actor: Actor, at: datetime) -> list[Standing]:
    """The agreement with the board and this school's mandate, as far as the actor sees them."""
    legal = legal_person(membership.organisation)
    return [*papers_with(legal, actor, at), *_standings(membership, actor, at)]


def papers_with(organisation: Organisation, actor: Actor, at: datetime) -> list[Standing]:
    """The agreement with a board, a school or a partner."""
    return _standings(organisation, actor, at)


def _standings(subject: Model, actor: Actor, at: datetime) -> list[Standing]:
    return list(paperwork.standings(subject._meta.label_lower, [subject.pk], actor, at)[subject.pk])


def covers(membership: Membership, papers: Sequence[Standing]) -> bool:
    """Whether the agreement that is there is made for this school too."""
    versions = [one.envelope.pk for one in papers if one.envelope and one.document.kind == COOPERATION]
    return Cover.objects.filter(envelope__in=versions, organisation=membership.organisation_id).exists()


def waiting_for(actor: Actor, found: Sequence[Standing]) -> list[Signer]:
    """What the actor itself is asked to sign now."""
    signers = [signer for one in found if one.envelope for signer in one.envelope.signers.all()]
    return [signer for signer in signers if signer.state == "asked" and signer.person_id == actor.person]


def memberships_under(organisation: Organisation, actor: Actor, on: date) -> QuerySet[Any]:
    """Of the organisation itself, or of the schools of a board, as far as the actor sees them."""
    mine = Q(organisation=organisation) | Q(organisation__board=organisation)
    rows = access.memberships_for(actor).filter(mine).select_related("organisation", "grant_agreement")
    return access.standing_on(rows, on).order_by("-grant_agreement__starts_on", "organisation__name", "pk")
