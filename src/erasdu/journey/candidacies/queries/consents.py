"""Whether a guardian's signature is their consent: by what was so when it was given, whatever changed since.

An address or number that the school vouches for later launders nothing that was signed before, and one that changes
later takes nothing away: the answer is kept with the signature.
"""

from collections.abc import Iterable

from erasdu.ground.paperwork.models import Signature, Signer
from erasdu.ground.paperwork.queries import SomeSigner
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.queries.reading import SomeCandidacy, SomeGuardian
from erasdu.journey.candidacies.rules import trust
from erasdu.kernel.periods import brussels_date

# The codes of papers → those of the rules of trust.
CHANNELS: dict[str, trust.Channel] = {
    "mail": "mail", "text": "text_message", "post": "letter", "hand": "in_person", "portal": "parents_account",
}  # fmt: skip
WAYS: dict[str, trust.Channel] = {"paper": "paper", "remote": "eid"}  # without a code of ours
# How the school knows somebody → what papers call that.
CODES: dict[str, str] = {
    "pupil_record": "records", "called": "phone", "known_in_person": "known", "identity_seen": "in_person",
}  # fmt: skip


def lacks_when_signed(signer: Signer, signature: Signature) -> tuple[str, ...]:
    """For the engine, in the transaction of the signature: what keeps it from being consent, by what is so now."""
    pk = signer.envelope.document.subject_pk
    candidacy = Candidacy.objects.select_related("learner", "profile").get(pk=pk)
    return _lacks(candidacy, signer, signature, Guardian.objects.filter(candidacy=pk).order_by("position"))


def is_valid(candidacy: SomeCandidacy, signer: SomeSigner, guardians: Iterable[SomeGuardian]) -> bool:
    """As it was judged when it was signed; one that was not judged then, by what the school vouches for today."""
    judged = signer.signature.lacks
    if judged is not None:
        return not judged
    rows = Signer.objects.select_related("person", "signature")
    row = signer if isinstance(signer, Signer) else rows.get(pk=signer.pk)
    return not _lacks(candidacy, row, row.signature, guardians)


def _lacks(
    candidacy: SomeCandidacy, signer: Signer, signature: Signature, guardians: Iterable[SomeGuardian]
) -> tuple[str, ...]:
    person = signer.person
    known = next((one for one in guardians if one.person_id == person.pk), None)
    facts = trust.SignatureFacts(
        channel=WAYS.get(signature.method) or CHANNELS.get(signer.channel, "mail"),
        contact=trust.Contact(person.given_name, person.family_name, person.email, person.phone, home="known"),
        learner=learner_contact(candidacy),
        signed_on=brussels_date(signature.at),
        trust=trust.Trust(),  # what speaks against a contact is asked before anything is sent
        attested=attested(known) if known else None,
    )
    return trust.consent_lacks(facts)


def learner_contact(candidacy: SomeCandidacy) -> trust.Contact:
    learner, profile = candidacy.learner, candidacy.profile
    phone = profile.mobile or learner.phone
    return trust.Contact(learner.given_name, learner.family_name, learner.email, phone)


def attested(guardian: SomeGuardian) -> trust.Attested | None:
    """What the school vouches for now: this very address and number, since that day."""
    if not guardian.attested_how or guardian.attested_at is None:
        return None
    how: trust.How = guardian.attested_how  # type: ignore[assignment]
    return trust.Attested(how, brussels_date(guardian.attested_at), guardian.attested_mail, guardian.attested_phone)
