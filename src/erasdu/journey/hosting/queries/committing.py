"""What the paper of one host would say, and who signs it."""

from __future__ import annotations

from collections.abc import Sequence

from erasdu.ground.look.tongues import EVERYWHERE, NAMES, of_reader
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.paperwork.rules import Beside, Facts
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting import papers
from erasdu.journey.hosting.models import Booking, Company, Home, Placement
from erasdu.journey.hosting.queries.facts import schedule_of
from erasdu.journey.hosting.states import OFFERED
from erasdu.journey.hosting.words.occupations import occupation_word, task_words
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.typeset import day_text

Host = Company | Home


def signer_for(host: Host) -> Person | None:
    """Who answers for the host: its contact, else the mentor of one of its places."""
    if isinstance(host, Home):
        return host.contact
    if host.contact is not None:
        return host.contact
    row = host.placements.filter(state=OFFERED).exclude(mentor=None).select_related("mentor").order_by("pk").first()
    return row.mentor if row else None


def acts_as(host: Host) -> tuple[Organisation | None, str]:
    """For which organisation and in what function that person signs; a family signs for itself."""
    return (host.organisation, host.contact_function) if isinstance(host, Company) else (None, "")


def language_of(keeper: Organisation) -> str:
    """In which the paper is signed: Dutch in Flanders, English abroad."""
    return "nl" if keeper.country == "BE" else "en"


def language_beside(keeper: Organisation, signers: Sequence[Person]) -> str:
    """What stands beside it: the first language of who signs, the host before all, that is not the signed one; else
    none."""
    read = [of_reader(person.language, keeper.country) for person in signers]
    return next((one for one in read if one != language_of(keeper) and one in EVERYWHERE), "")


def receiver_of(keeper: Organisation, by: Actor) -> Person | None:
    """Who signs for the school or partner: who acts now when they act for it, else its first contact point."""
    people = contact_points([keeper.pk]).get(keeper.pk, [])
    return next((person for person in people if person.pk == by.person), people[0] if people else None)


def commitment_window(call: Call, bookings: Sequence[Booking]) -> Period:
    """The days of a call, and those of who comes earlier or stays longer."""
    firsts, lasts = [row.starts_on for row in bookings], [row.ends_on for row in bookings]
    return Period(min([call.stay_from, *firsts]), max([call.stay_until, *lasts]))


def beside_for(host: Host, window: Period, contact: Person, other: str) -> Beside | None:
    """The paper in that other language; None without one."""
    if not other:
        return None
    name = "family" if isinstance(host, Home) else "company"
    facts = facts_for(host, window, contact, other, beside=True)
    return Beside(papers.wording_beside(name, other), facts, (NAMES[language_of(host.keeper)], NAMES[other]))


def facts_for(host: Host, window: Period, contact: Person, language: str, *, beside: bool) -> Facts:
    """In that language; `beside`: the paper stands in two."""
    keeper = host.keeper
    return {
        "beside": "yes" if beside else "no",
        "organisation": keeper.name,
        "coordinator": _coordinator(),
        "stay_from": day_text(window.start, language),
        "stay_until": day_text(window.end, language),
        "contact_point": str(contact),
        "contact_phone": contact.phone or keeper.phone,
        "contact_mail": contact.email,
        **(_family(host, language) if isinstance(host, Home) else _company(host, window, language)),
    }


def _coordinator() -> str:
    rows = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR, closed_at=None).order_by("pk")
    return str(rows.values_list("name", flat=True).first() or "")


def _company(company: Company, window: Period, language: str) -> dict[str, object]:
    rows = company.placements.filter(state=OFFERED).select_related("mentor").prefetch_related("periods")
    places = list(rows.order_by("pk"))
    mentor = next((str(row.mentor) for row in places if row.mentor), str(signer_for(company)))
    firm = company.organisation
    return {
        "company": firm.name,
        "company_town": papers.town(firm.town, firm.country, language),
        "places": str(max(1, _places_in(places, window))),
        "hours": papers.hours([schedule_of(row) for row in places], language),
        "mentor": mentor,
        "tasks": _tasks(places, language),
    }


def _places_in(places: Sequence[Placement], window: Period) -> int:
    """How many at most at a time, over all places, on the fullest day of each."""
    most = 0
    for row in places:
        inside = [each for each in row.periods.all() if each.starts_on <= window.end and each.ends_on >= window.start]
        most += max((each.places for each in inside), default=0)
    return most


def _tasks(places: Sequence[Placement], language: str) -> list[str]:
    """Each once, by what it is in English, so that two languages have the same rows."""
    found: dict[str, str] = {}
    for row in places:
        named, english = task_words(row.occupation, language), task_words(row.occupation, "en")
        in_use = [code for code in named if code in row.tasks]
        for code in (*in_use, *(code for code in row.tasks if code not in named)):  # the last stay as they are
            found.setdefault(english.get(code, code), named.get(code, code))
        for line in filter(None, map(str.strip, row.own_tasks.splitlines())):
            found.setdefault(line, line)
    return list(found.values()) or [occupation_word(row.occupation, language) for row in places[:1]]


def _family(home: Home, language: str) -> dict[str, object]:
    beds = sum(home.rooms.values_list("beds", flat=True))
    return {
        "family": home.name,
        "family_town": papers.town(str(home.town or ""), home.keeper.country, language),
        "places": str(max(1, beds)),
        "meals": papers.meals(home.dinner_at, language),
        "paid": "no",
        "allowance": "",
    }
