"""Whose contact data these are: what the rules of trust are asked, from what the school knows of its learners."""

from collections.abc import Mapping, Sequence

from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.queries.consents import learner_contact
from erasdu.journey.candidacies.rules import trust
from erasdu.journey.candidacies.rules.trust import Contact, Other, Proposed, Trust
from erasdu.kernel.addresses import domain_of


def guardians_trust(candidacy: Candidacy, guardians: Sequence[Mapping[str, str]]) -> list[Trust]:
    """What speaks against each of the guardians that the school gives; three queries."""
    learner, others, domains = learner_contact(candidacy), _others(candidacy), _pupil_domains(candidacy)
    return [
        trust.check_guardian(Proposed(_given(one), "school"), learner, others, pupil_domains=domains)
        for one in guardians
    ]


def company_trust(candidacy: Candidacy, given_name: str, family_name: str, email: str) -> Trust:
    """What speaks against who signs for the training company."""
    people = [row.person for row in candidacy.guardians.select_related("person")]
    guardians = [Contact(one.given_name, one.family_name, one.email, one.phone) for one in people]
    company = candidacy.training_company
    proposed = Proposed(Contact(given_name, family_name, email), "school")
    number = company.enterprise_number if company else ""
    return trust.check_company(proposed, learner_contact(candidacy), guardians, number=number)


def _given(one: Mapping[str, str]) -> Contact:
    given, family, mail, phone = (one.get(name, "") for name in ("given_name", "family_name", "email", "phone"))
    return Contact(given, family, mail, phone, home="known")


def _others(candidacy: Candidacy) -> list[Other]:
    """The other learners of the school, and the guardians of those."""
    rows = Candidacy.objects.filter(school=candidacy.school_id).exclude(learner=candidacy.learner_id)
    learner = ("learner__given_name", "learner__family_name", "learner__email", "profile__mobile")
    found = [
        Other(Contact(given, family, mail, phone), "learner", family)
        for given, family, mail, phone in rows.values_list(*learner)
    ]
    guardians = Guardian.objects.filter(candidacy__in=rows)
    columns = ("person__given_name", "person__family_name", "person__email", "person__phone")
    return found + [
        Other(Contact(given, family, mail, phone), "guardian", of)
        for given, family, mail, phone, of in guardians.values_list(*columns, "candidacy__learner__family_name")
    ]


def _pupil_domains(candidacy: Candidacy) -> set[str]:
    """Where learners of the school have mail, under the school's own domain."""
    own = domain_of(candidacy.school.email)
    mails = Candidacy.objects.filter(school=candidacy.school_id).values_list("learner__email", flat=True)
    found = {domain_of(mail) for mail in mails}
    return {domain for domain in found if own and (domain == own or domain.endswith(f".{own}"))}
