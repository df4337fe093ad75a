"""A school with a network, a call that brings learners in, and what a host does by link."""

from datetime import date, datetime
from typing import Any

from django.test import Client

from erasdu.ground.journal import clock
from erasdu.ground.links import doors
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.actions import give_notice
from erasdu.journey.hosting.actions import asking
from erasdu.journey.hosting.models import Ask, Campaign, Company, Home
from erasdu.journey.hosting.queries import asking as queries
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.hosting import CompanyFactory, HomeFactory, RoomFactory
from tests.factories.organisations import PersonFactory, RoleFactory

TODAY = AT.date()
WINDOW = (date(2027, 4, 11), date(2027, 4, 25))  # a Sunday to a Sunday; outside what the factories offer
TEXTS = {"nl": "Kom je mee in ons netwerk?", "en": "Will you join?", "es": "¿Puede recibir a un joven?"}


class Network:
    def __init__(self) -> None:
        self.contact = RoleFactory()
        self.school = self.contact.organisation
        self.actor = actor_of(self.contact)
        self.call = CallFactory(incoming=True, outgoing=False, stay_from=WINDOW[0], stay_until=WINDOW[1])

    def company(self, **options: Any) -> Company:
        made: Company = CompanyFactory(keeper=self.school, **options)
        return made

    def home(self, *, beds: int = 0, **options: Any) -> Home:
        made: Home = HomeFactory(keeper=self.school, **options)
        if beds:
            RoomFactory(home=made, beds=beds)
        return made

    def reader(self, language: str, **options: Any) -> Any:
        return PersonFactory(language=language, **options)

    def contacts(self, what: str = "place", at: datetime = AT) -> list[queries.Contact]:
        return queries.contacts(self.school, what, at.date())

    def inform(self, what: str = "place", *, at: datetime = AT, **options: Any) -> Campaign:
        given = {"call": self.call, "texts": TEXTS, "reply_by": date(2026, 12, 11), "contacts": self.contacts(what, at)}
        with clock.standing_at(at):
            return asking.inform(self.school, what=what, by=self.actor, at=at, **{**given, **options})

    def lines(self, campaign: Campaign, on: date = TODAY) -> dict[str, queries.Line]:
        return {line.name: line for line in queries.results(campaign, on)}


def host_client(row: Company | Home, *, notice: bool = True, at: datetime = AT) -> tuple[Client, str]:
    """A browser in which the host opened its link, and the address of its page."""
    link = asking.link_of(row, at=at)
    if notice and row.contact is not None:
        give_notice(row.contact, "host", "screen", at=at)
    client = Client()
    session = client.session
    session[doors.VISITS] = {link.key: at.isoformat()}
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client, f"/hosting/offers/{link.key}/"


def ask_of(row: Company | Home) -> Ask:
    return row.asks.order_by("-pk").first() or Ask()
