"""One cover, one signature, one session taken away blocks exactly that departure, and a parent reads why."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links.models import Link
from erasdu.ground.meetings import actions as meetings
from erasdu.ground.meetings.models import Invitation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as papers
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.people.models import Person
from erasdu.journey.insurance.models import Cover
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import DEPART
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import insured, stay_abroad
from tests.journey.mobilities.staying import candidacy_of, stay_of_minor
from tests.journey.preparation.test_stays import session
from tests.journey.selection.test_access import by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class Two:
    """Two minors of one call whose insurance, session and consents are in order; other things are not."""

    def __init__(self) -> None:
        self.at = the_clock.now()
        self.office = actor_of(RoleFactory(coordinator=True))
        self.one, self.other = stay_of_minor(), stay_of_minor()
        where = stay_abroad().destination
        Mobility.objects.filter(pk__in=(self.one.pk, self.other.pk)).update(destination=where, call=self.one.call)
        for stay in (self.one, self.other):
            stay.refresh_from_db()
            insured(stay)
        self.meeting = session([self.one, self.other], self.office, self.at)
        for row in self.meeting.invitations.all():
            meetings.attend(row, "list", by=self.office, at=self.meeting.starts_at)
        self.later = self.meeting.starts_at + timedelta(days=1)
        self.before = self.holding()

    @property
    def signer(self) -> Signer:
        """Who gave consent for the first."""
        mine = Signer.objects.filter(envelope__document__subject_pk=candidacy_of(self.one).pk, state="signed")
        return mine.get(envelope__document__kind="candidacies.guardian_approval")

    @property
    def parent(self) -> Person:
        return candidacy_of(self.one).guardians.get().person

    def holding(self) -> dict[str, set[str]]:
        found = queries.requirements_of([self.one, self.other], brussels_date(self.later))
        names = {"one": self.one.pk, "other": self.other.pk}
        return {name: {item.code for item in found[pk] if item.holds(DEPART)} for name, pk in names.items()}

    def blocks_only(self, code: str) -> bool:
        return self.holding() == {"one": self.before["one"] | {code}, "other": self.before["other"]}

    def page_of_parent(self) -> str:
        """What the parent reads by the link to all their papers."""
        if not Link.objects.filter(purpose="paperwork.own", person=self.parent).exists():
            papers.mail_own_page(self.signer, by=Actor(self.parent.pk, "holder"), at=self.at)
        link = Link.objects.get(purpose="paperwork.own", person=self.parent)
        with the_clock.standing_at(self.later):
            page = by_link(link, self.later).get(reverse("paperwork:own_by_link", args=[link.key]))
        assert page.status_code == 200
        return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


@pytest.mark.requirement("R34")
def test_one_cover_one_session_or_one_signature_blocks_exactly_that_departure() -> None:
    two = Two()
    name = str(two.one.person)
    assert not {"insured_health", "session_guardian", "guardian_approval"} & two.before["one"]
    text = two.page_of_parent()
    assert f"Wat nog in orde moet komen voor {name} kan vertrekken" in text

    card = Cover.objects.get(mobility=two.one, kind="health")
    Cover.objects.filter(pk=card.pk).update(ends_on=two.one.planned_until - timedelta(days=1))  # type: ignore[operator]
    assert two.blocks_only("insured_health")
    said = "De verzekering of kaart is maar geldig tot en met vr 19 mrt. 2027: op za 20 mrt. 2027 is dit niet meer verzekerd."
    assert said in two.page_of_parent()
    Cover.objects.filter(pk=card.pk).update(ends_on=card.ends_on)

    mine = {"reasons__subject_pk": two.one.pk, "reasons__role": "guardian"}
    seat = Invitation.objects.get(meeting=two.meeting, **mine)
    meetings.not_attended(seat, by=two.office, at=two.meeting.starts_at)
    assert two.blocks_only("session_guardian")
    assert "was er een verplichte sessie, en daar is niemand gezien." in two.page_of_parent()
    meetings.attend(seat, "caught_up", by=two.office, at=two.later)

    papers.revoke(two.signer, reason="Toch niet", by=Actor(two.parent.pk, "guardian"), at=two.at)
    assert two.blocks_only("guardian_approval")
    text = two.page_of_parent()
    assert "De ouders of voogden van een minderjarige gaven toestemming" in text
    assert "teruggenomen" in text
