"""Approvals of the demo's learners: the school knows who signs, asks them, and most have signed."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from erasdu.demo.cast import CAST, address, phone
from erasdu.demo.consortium import School
from erasdu.demo.twin import signed_on_paper
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.candidacies.actions.guardians import Authority
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.actions import let_adults_decide
from erasdu.journey.selection.queries import outcome_of
from erasdu.kernel.actor import Actor

ANSWERS = {"company": {"answer": "yes"}}


def known_guardian(pick: Random, family_name: str) -> dict[str, str]:
    """A parent from the school's own records, who gets the code by text message."""
    first = pick.choice(CAST["names"]["guardians"])
    return {
        "given_name": first, "family_name": family_name, "relation": "other",
        "email": address(first, family_name, "thuis"), "phone": phone(pick.randint(1, 999_999)),
        "attested_how": "pupil_record", "channel": "text", "reason": "Nagekeken in onze eigen gegevens.",
    }  # fmt: skip


def on_their_way(enrolment: Enrolment, school: School, at: datetime, *, birthday: date | None) -> None:
    """Of who was selected some papers are signed, some not; a parent took one consent back.

    `birthday`: on which the first learner turns 18; there what the last one signed comes back on paper, and the second
    has parents who live apart.
    """
    rows = list(Candidacy.objects.filter(enrolment=enrolment, state="applied").order_by("pk"))
    outcomes, held_up = outcome_of(row.pk for row in rows), False
    if birthday and len(rows) > 1:
        _turns_eighteen(rows.pop(0), school, birthday, at)
        ask(rows[-1], by=school.actor, at=at)
        signed_on_paper(rows.pop(), school, at + timedelta(hours=44))
        _parents_apart(rows.pop(0), school, at)
    chosen = [row for row in rows if outcomes[row.pk].outcome != "not_selected"]
    for number, row in enumerate(chosen[:3]):
        ask(row, by=school.actor, at=at)
        but = () if number == 0 else ("company", "guardian_1")[: number % 3]
        sign(row, at + timedelta(hours=20), but=but)
        held_up = held_up or take_back(row, at + timedelta(hours=30))


def _turns_eighteen(row: Candidacy, school: School, birthday: date, at: datetime) -> None:
    """Asked as a minor; the parent signed, the learner did not yet, and decides alone since."""
    ask(row, by=school.actor, at=at)
    sign(row, at + timedelta(hours=4), but=("learner",))
    let_adults_decide(at=datetime.combine(birthday, time(4), tzinfo=UTC))


def _parents_apart(row: Candidacy, school: School, at: datetime) -> None:
    """Both decide; the mother signed, the father reads Polish and was asked."""
    mother = row.guardians.select_related("person").get()
    person = mother.person
    first = {name: getattr(person, name) for name in ("given_name", "family_name", "email", "phone")} | {
        "relation": "mother", "attested_how": mother.attested_how, "channel": mother.channel, "reason": mother.reason,
    }  # fmt: skip
    father = {
        "given_name": "Marek", "family_name": "Zielonka", "relation": "father", "language": "pl",
        "email": address("Marek", "Zielonka", "thuis"), "phone": phone(777_017), "attested_how": "called",
        "channel": "text", "reason": "",
    }  # fmt: skip
    row.refresh_from_db()
    candidacies.set_guardians(
        row, [first, father], revision=row.revision, by=school.actor, at=at, authority=Authority(mode="both")
    )
    ask(row, by=school.actor, at=at + timedelta(minutes=5))
    sign(row, at + timedelta(hours=20), but=("guardian_2",))


def ask(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """For all that applies; somebody at the company was telephoned first."""
    candidacies.ask_papers(company_known(candidacy, by=by, at=at), by=by, at=at)


def company_known(candidacy: Candidacy, *, by: Actor, at: datetime) -> Candidacy:
    """Somebody at the company was telephoned, and signs for it."""
    row = Candidacy.objects.select_related("learner", "profile", "call", "training_company").get(pk=candidacy.pk)
    if row.training_company is not None:
        given, family = CAST["names"]["guardians"][row.pk % len(CAST["names"]["guardians"])], "Goossens"
        candidacies.set_company_signer(
            row, given_name=given, family_name=family, email=address(given, family, "leerbedrijf"),
            function="zaakvoerder", attested_how="called", reason="Gebeld op het nummer van het bedrijf.",
            by=by, at=at,
        )  # fmt: skip
    return row


def asked_now() -> set[int]:
    """Candidacies of which somebody is asked for an approval."""
    asked = Signer.objects.filter(envelope__document__subject_kind="candidacies.candidacy", state="asked")
    return set(asked.values_list("envelope__document__subject_pk", flat=True))


ASKED = Prepared(
    lambda: Signer.objects.filter(
        envelope__document__subject_kind="candidacies.candidacy", envelope__document__subject_pk__in=THESE,
        state="asked",
    )
    .select_related("envelope__document", "person")
    .order_by("pk")
)  # fmt: skip


def sign(candidacy: Candidacy, at: datetime, *, but: tuple[str, ...] = ()) -> None:
    """Everybody who was asked, besides the roles in `but`."""
    asked = [signer for signer in ASKED.of([candidacy.pk]) if signer.role not in but]
    for number, signer in enumerate(asked):
        method = "account" if signer.role == "learner" else "link"
        paperwork.sign(
            signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name,
            answers=ANSWERS.get(signer.role, {}), visit=Visit(method),
            by=Actor(signer.person_id, "holder", via=method), at=at + timedelta(minutes=17 * number),
        )  # fmt: skip


def take_back(candidacy: Candidacy, at: datetime) -> bool:
    """A parent takes the consent back: departure is held up. False when no parent signed."""
    signed = Signer.objects.filter(
        envelope__document__kind="candidacies.guardian_approval", envelope__document__subject_pk=candidacy.pk,
        state="signed",
    )  # fmt: skip
    signer = signed.select_related("envelope__document", "person").first()
    if signer is None:
        return False
    by = Actor(signer.person_id, "holder", via="link")
    paperwork.revoke(signer, reason="We willen het eerst nog eens bespreken.", by=by, at=at)
    return True
