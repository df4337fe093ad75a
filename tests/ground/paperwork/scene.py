"""Papers for tests: a learner of a school with two parents and a training company, and hands that sign."""

from typing import Any

from django.test import Client

from erasdu.ground.journal import clock
from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code, Link
from erasdu.ground.paperwork import actions, papers
from erasdu.ground.paperwork.actions import Party, Reads
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.people.actions import give_notice
from erasdu.kernel.actor import SYSTEM
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import PersonFactory


def company_paper(at, *, facts: dict[str, Any] | None = None, candidacy: Any = None, **more: Any) -> Envelope:
    """The approval of a training company, about one candidacy."""
    candidacy = candidacy or CandidacyFactory(applied=True)
    person = PersonFactory(given_name="Karel", family_name="Wouters", email="karel@bakkerij.example")
    whole = {**papers.specimen_facts("candidacies.company_approval", "nl"), **(facts or {})}
    party = Party("company", person, attested_how="contract", **more)
    readers = [Reads("school", organisation=candidacy.school)]
    return actions.issue(
        "candidacies.company_approval", candidacy, parties=[party], readers=readers, facts=whole, about="Yasmine",
        by=SYSTEM, at=at,
    )  # fmt: skip


def guardian_paper(
    at, *, channel: str = "text", attested: str = "records", candidacy: Any = None, **who: str
) -> Envelope:
    candidacy = candidacy or CandidacyFactory(applied=True, minor=True)
    known = {"language": "pl", "given_name": "Agnieszka", "email": "a.nowak@example.org", "phone": "+32470111222"}
    parent = PersonFactory(family_name="Nowak", **known | who)
    party = Party("guardian_1", parent, channel=channel, attested_how=attested)
    return actions.issue(
        "candidacies.guardian_approval", candidacy, parties=[party], variant=f"guardian-{parent.pk}",
        readers=[Reads("school", organisation=candidacy.school)],
        facts=papers.specimen_facts("candidacies.guardian_approval", "nl"), about="Yasmine", by=SYSTEM, at=at,
    )  # fmt: skip


def signer_of(envelope: Envelope, role: str = "") -> Signer:
    rows = Signer.objects.filter(envelope=envelope).exclude(state="passed_on")
    return rows.select_related("link", "person", "envelope__document").get(**({"role": role} if role else {}))


def newest_code(link: Link) -> str:
    return links.code_text(Code.objects.filter(link=link).latest("pk"))


def come_in(client: Client, signer: Signer, *, code: str = "") -> Any:
    """Through the door of the link: button, code, and on to the paper."""
    assert signer.link is not None
    from erasdu.ground.links.doors import audience_of

    give_notice(signer.person, audience_of(signer.link), "screen", at=clock.now())
    client.post("/l/open/", {"token": links.token_of(signer.link)})
    return client.post("/l/code/", {"code": code or newest_code(signer.link)}, follow=True)


def sign(client: Client, signer: Signer, **answers: Any) -> Any:
    typed = {"typed_name": signer.name, "consent": "on", "shown": signer.envelope.shown_sha256, **answers}
    return client.post(f"/papers/sign/{signer.key}/", typed, follow=True)
