"""One cover, one signature, one session taken away blocks exactly that departure, and a parent reads why."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links import actions as links
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
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import insured, stay_abroad
from tests.journey.mobilities.staying import candidacy_of, contact_of, stay_of_minor
from tests.journey.preparation.test_stays import session
from tests.journey.selection.test_access import by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class Two:
    """Two minors of one call whose insurance, session and consents are in order; other things are not."""

    def __init__(self, client_as: Callable[..., Client]) -> None:
        self.client_as, self.at = client_as, the_clock.now()
        self.office_role = RoleFactory(coordinator=True)
        self.office = actor_of(self.office_role)
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

    def own_link(self) -> Link:
        """Of the parent, to all their papers."""
        if not Link.objects.filter(purpose="paperwork.own", person=self.parent).exists():
            papers.mail_own_page(self.signer, by=Actor(self.parent.pk, "holder"), at=self.at)
        return Link.objects.get(purpose="paperwork.own", person=self.parent)

    def page_of_parent(self) -> str:
        """What the parent reads by that link."""
        link = self.own_link()
        with the_clock.standing_at(self.later):
            page = by_link(link, self.later).get(reverse("paperwork:own_by_link", args=[link.key]))
        assert page.status_code == 200
        return re.sub(r"\s+", " ", strip_tags(page.content.decode()))

    def school(self) -> Client:
        """The contact point of the first, at work."""
        return self.client_as(contact_of(self.one))

    def see_card(self, until: date) -> None:
        """Somebody at school looks at the card of the first, and says until when it is valid."""
        shown = {"what": "ehic", "insurer": "", "seen_by": "Joris", "seen_on": AT.date(), "valid_until": until}
        address = reverse("insurance:see", args=[self.one.key])
        assert self.school().post(address, shown).status_code == 302

    def end_card(self) -> None:
        for card in Cover.objects.filter(mobility=self.one, kind="health", ended_at=None):
            assert self.school().post(reverse("insurance:end", args=[card.key])).status_code == 302

    def at_door(self, action: str, guest: Invitation, **said: str) -> None:
        """The coordinator's list of who was there."""
        with the_clock.standing_at(self.later):
            browser = self.client_as(self.office_role)
            assert browser.post(reverse(f"meetings:{action}", args=[guest.key]), said).status_code == 302

    def parent_takes_back(self) -> None:
        """On the page of all papers, by the button of the paper."""
        signer = self.signer
        link = links.issue(self.parent, "paperwork.sign", subject=signer, channel=signer.channel, at=self.at)
        Signer.objects.filter(pk=signer.pk).update(link=link)
        browser = by_link(self.own_link(), self.at)
        page = browser.get(reverse("paperwork:own_by_link", args=[self.own_link().key]))
        address = reverse("paperwork:revoke", args=[signer.key])
        assert f'href="{address}"' in page.text
        assert browser.post(address, {"reason": "Toch niet"}).status_code == 302


@pytest.mark.requirement("R34")
def test_one_cover_one_session_or_one_signature_blocks_exactly_that_departure(client_as: Callable[..., Client]) -> None:
    """Each taken away, and put back, by the page on which somebody does that."""
    two = Two(client_as)
    name, back = str(two.one.person), two.one.planned_until
    assert back is not None
    assert not {"insured_health", "session_guardian", "guardian_approval"} & two.before["one"]
    assert f"Wat er nog moet gebeuren voor {name} kan vertrekken" in two.page_of_parent()

    two.end_card()
    assert two.blocks_only("insured_health")
    assert "Verzekering van medische zorg in het buitenland, voor elke dag" in two.page_of_parent()
    assert "Niemand op school zag de Europese ziekteverzekeringskaart al." in two.page_of_parent()
    two.see_card(back - timedelta(days=1))
    assert two.blocks_only("insured_health")
    said = "De verzekering of kaart is maar geldig tot en met vr 19 mrt. 2027: op za 20 mrt. 2027 is dit niet meer verzekerd."
    assert said in two.page_of_parent()
    two.see_card(back)
    assert two.holding() == two.before

    mine = {"reasons__subject_pk": two.one.pk, "reasons__role": "guardian"}
    seat = Invitation.objects.get(meeting=two.meeting, **mine)
    two.at_door("absent", seat)
    assert two.blocks_only("session_guardian")
    assert "moest zijn, is daar niet gezien. Een later moment telt ook" in two.page_of_parent()
    two.at_door("present", seat, how="caught_up")
    assert two.holding() == two.before

    two.parent_takes_back()
    assert two.blocks_only("guardian_approval")
    text = two.page_of_parent()
    assert "De toestemming van de ouders of voogden" in text
    assert "nam de toestemming terug" in text
    assert "teruggenomen" in text


def test_a_policy_that_ends_while_they_are_away_is_told_to_the_school(client_as) -> None:
    stay = stay_abroad()
    insured(stay)
    assert stay.planned_from is not None
    during = stay.planned_from + timedelta(days=3)
    school = RoleFactory(kind="contact_point", organisation=stay.sending)
    assert not [one for one in queries.waiting_for(actor_of(school), "contact_point", during) if "insured" in one.code]
    Cover.objects.filter(kind="liability").update(ends_on=during - timedelta(days=1))
    waiting = queries.waiting_for(actor_of(school), "contact_point", during)
    assert [(one.code, one.left, one.stay) for one in waiting if "insured" in one.code] == [
        ("insured_liability", True, stay)
    ]
    assert queries.board(actor_of(school), stay.call, during, show="mine").rows == 1
    with the_clock.standing_at(the_clock.now() + (during - the_clock.today())):
        page = client_as(school).get("/", headers={"Accept-Language": "en"}).text
    assert "While learners are away" in page
    back = stay.planned_until + timedelta(days=1) if stay.planned_until else during
    assert not [one for one in queries.waiting_for(actor_of(school), "contact_point", back) if "insured" in one.code]
