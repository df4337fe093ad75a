"""A guardian's consent is judged by what the school vouched for at that moment, whatever changes before or after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.paperwork import actions as papers
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Event, Signature, Signer
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.actions import ask_papers
from erasdu.journey.candidacies.models import Candidacy, Guardian, Profile
from erasdu.journey.candidacies.queries import dossier
from erasdu.journey.candidacies.rules import trust
from erasdu.kernel.actor import Actor
from erasdu.kernel.addresses import mail_key, phone_key
from tests.factories.paperwork import paper
from tests.journey.candidacies.approving import contact_of, ready, sent

OTHER = "+32479998877"


def asked(at) -> tuple[Candidacy, Signer]:
    row = ready(dual=False)
    person = row.guardians.get().person
    envelope = paper(row, "candidacies.guardian_approval", "guardian_1", person=person, variant=f"guardian-{person.pk}")
    return row, envelope.signers.get()


def signs(signer: Signer, at) -> Signature:
    by = Actor(signer.person_id, "holder", via="link", link=1)
    return papers.sign(
        signer,
        shown_sha256=signer.envelope.shown_sha256,
        typed_name=signer.name,
        answers={},
        visit=Visit(),
        by=by,
        at=at,
    )


def moves(person: Person, phone: str = OTHER) -> None:
    Person.objects.filter(pk=person.pk).update(phone=phone)


def vouches(row: Candidacy, at, phone: str = OTHER) -> None:
    Guardian.objects.filter(candidacy=row).update(attested_phone=phone, attested_at=at)


def codes(row: Candidacy, at) -> tuple[str, ...]:
    return dossier(row, at).guardians.codes


@pytest.mark.django_db
@pytest.mark.requirement("R25")
class TestTheMomentCounts:
    def test_what_was_vouched_for_then_counts(self, clock, at) -> None:
        row, signer = asked(at)
        assert signs(signer, at).lacks == []
        assert dossier(row, at).guardians.state == "met"

    def test_a_number_that_changes_afterwards_takes_nothing_away(self, clock, at) -> None:
        row, signer = asked(at)
        signs(signer, at)
        moves(signer.person)
        assert dossier(row, at).guardians.state == "met"
        Guardian.objects.filter(candidacy=row).update(attested_how="", attested_mail="", attested_phone="")
        assert dossier(row, at).guardians.state == "met"

    def test_a_code_to_another_number_is_not_laundered_by_vouching_later(self, clock, at) -> None:
        row, signer = asked(at)
        moves(signer.person)
        assert signs(signer, at).lacks == ["consent_other_contact"]
        assert Event.objects.get(kind="signed").body["lacks"] == "consent_other_contact"
        vouches(row, at)
        assert "guardian_signature_invalid" in codes(row, at)

    def test_the_parent_is_asked_again_once_the_school_vouched(self, clock, at) -> None:
        row, signer = asked(at)
        moves(signer.person)
        signs(signer, at)
        assert [line.lacks for line in dossier(row, at).parents] == [("guardian_not_attested",)]
        vouches(row, at)
        assert [line.state for line in dossier(row, at).parents] == ["to_ask"]

    def test_what_is_no_consent_is_not_carried_along(self, clock, at) -> None:
        row, signer = asked(at)
        moves(signer.person)
        signs(signer, at)
        vouches(row, at)
        by = contact_of(row)
        assert ask_papers(row, by=by, at=at) == 3  # the form, the participant's approval, and the parent's anew
        again = sent(row)["guardian_approval", f"guardian-{signer.person_id}"]
        assert (again.version, again.signers.get().state) == (2, "asked")
        assert signs(again.signers.get(), at).lacks == []
        assert dossier(row, at).guardians.state == "met"
        assert ask_papers(row, by=by, at=at) == 0

    def test_a_learner_who_takes_the_parents_number_changes_nothing_afterwards(self, clock, at) -> None:
        row, signer = asked(at)
        signs(signer, at)
        Profile.objects.filter(pk=row.profile_id).update(mobile=signer.person.phone)
        assert dossier(Candidacy.objects.get(pk=row.pk), at).guardians.state == "met"

    def test_a_code_that_reached_the_learner_stays_that(self, clock, at) -> None:
        row, signer = asked(at)
        mobile = row.profile.mobile
        Profile.objects.filter(pk=row.profile_id).update(mobile=signer.person.phone)
        assert signs(signer, at).lacks == ["consent_code_to_learner"]
        Profile.objects.filter(pk=row.profile_id).update(mobile=mobile)
        assert "guardian_signature_invalid" in codes(Candidacy.objects.get(pk=row.pk), at)

    def test_vouched_for_only_the_day_after(self, clock, at) -> None:
        row, signer = asked(at)
        vouches(row, at + timedelta(days=1), signer.person.phone)
        assert signs(signer, at).lacks == ["consent_attested_later"]

    def test_a_kind_that_nobody_judges(self, clock, at) -> None:
        signer = paper(ready(dual=False), "candidacies.participant_approval", "learner").signers.get()
        assert signs(signer, at).lacks is None


CONTACTS = st.builds(
    trust.Contact,
    mail=st.sampled_from(["An.Claes+x@thuis.example", "an.claes@THUIS.example", "bo@thuis.example", ""]),
    phone=st.sampled_from(["0471 10 00 01", "+32471100001", "+32471100002", ""]),
)


@given(CONTACTS, CONTACTS, st.sampled_from(trust.CHANNELS))
def test_only_the_very_contact_that_was_vouched_for_counts(
    reached: trust.Contact, vouched: trust.Contact, channel: trust.Channel
) -> None:
    """Whatever the way: another address or number is another person; another way to write it is not."""
    on = date(2026, 11, 20)
    attested = trust.Attested("pupil_record", on, vouched.mail, vouched.phone)
    lacks = trust.consent_lacks(trust.SignatureFacts(channel, reached, trust.Contact(), on, trust.Trust(), attested))
    same = (mail_key(reached.mail), phone_key(reached.phone)) == (mail_key(vouched.mail), phone_key(vouched.phone))
    assert ("consent_other_contact" in lacks) is not same
