"""A school and a partner ask their network, and get every kind of answer; two strangers stand at the open door."""

from datetime import UTC, date, datetime, time, timedelta

from erasdu.demo.cast import phone, slug
from erasdu.demo.consortium import Consortium
from erasdu.ground.links import actions as links
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.actions import came_back
from erasdu.ground.post.models import Letter
from erasdu.journey.calls import actions as calls
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.actions import asking, offers, welcome
from erasdu.journey.hosting.forms.asking import languages_of, start_text
from erasdu.journey.hosting.models import Ask, Company, Home
from erasdu.journey.hosting.queries import asking as queries
from erasdu.journey.hosting.rules import Offer
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period

COMPANIES = [
    ["Bakkerij De Korenaar", "baker", "Lien", "Baetens", "nl"],
    ["Hotel Het Anker", "hotel_assistant", "Karel", "Dewit", "nl"],
    ["Tapasbar La Encina", "cook", "Carmen", "Ruiz", "es"], ["Salon Vlinder", "hairdresser", "Amira", "Haddad", "fr"],
    ["Winkel Ten Toren", "shop_assistant", "Peter", "Schreurs", "nl"],
    ["Meubels Van Noten", "joiner", "Rik", "Gillis", "nl"],
]  # fmt: skip
FAMILIES = [
    ["Evelien", "Rombouts", "nl"], ["Mounir", "Azzouzi", "fr"], ["Sabine", "Keller", "de"], ["Tom", "Verstraete", "nl"],
]  # fmt: skip
NO = {2: ("declined", "We verbouwen de zaak."), 3: ("later", ""), 4: ("stop", "We stoppen met de zaak.")}


def networks_asked(consortium: Consortium, today: date) -> None:
    """a school and a partner inform their network"""
    at = datetime.combine(today - timedelta(days=12), time(9), tzinfo=UTC)
    call = _incoming(consortium, today, at - timedelta(days=20))
    school = consortium.schools[0]
    _grown(school.organisation, school.actor, at - timedelta(days=3))
    for what in ("place", "bed"):
        _asked(school.organisation, school.actor, call, what, today, at)
    _strangers(school.organisation, at + timedelta(days=2))
    for role in consortium.partners:
        theirs = queries.calls_to_ask(role.organisation, today)
        if theirs:
            _asked(role.organisation, actor_of(role), theirs[0], "place", today, at)


def _incoming(consortium: Consortium, today: date, at: datetime) -> Call:
    """A call in which foreign learners come to Flanders."""
    first = today + timedelta(days=130)
    first += timedelta(days=(6 - first.weekday()) % 7)
    last = first + timedelta(days=20)
    values = {
        "grant_agreement": consortium.grants[today.year], "title_nl": "Ontvangst in Vlaanderen",
        "title_en": "Received in Flanders",
        "text_nl": "Leerlingen van onze partners komen drie weken leren bij bedrijven in Vlaanderen.",
        "text_en": "Learners of our partners come for three weeks to learn with companies in Flanders.",
        "outgoing": False, "incoming": True, "enrolment_deadline": today + timedelta(days=20),
        "files_opening": today + timedelta(days=30), "files_deadline": today + timedelta(days=70), "stay_from": first,
        "stay_until": last, "min_days": 10, "max_days": 21, "seats": 12, "sectors": sorted(consortium.companies),
    }  # fmt: skip
    where = {"country": "BE", "place": "Vlaanderen", "places": 12, "starts_on": first, "ends_on": last}
    call = calls.create(values=values, destinations=[where], by=consortium.actor, at=at)
    calls.publish(call, revision=call.revision, by=consortium.actor, at=at + timedelta(hours=1))
    call.refresh_from_db()
    return call


def _grown(keeper: Organisation, by: Actor, at: datetime) -> None:
    """More companies and families of this school, who read mail, and two places of last year."""
    there = {"town": keeper.town, "postal_code": keeper.postal_code, "country": keeper.country}
    for number, (name, occupation, given, family, language) in enumerate(COMPANIES):
        company = hosting.add_company(
            keeper, organisation=there | {"name": name}, values={"sector": OCCUPATIONS[occupation].sector},
            contact=_contact(given, family, language, number), by=by, at=at,
        )  # fmt: skip
        if number < 2:
            last_year = Offer(at.date() - timedelta(days=240), at.date() - timedelta(days=220), 1)
            tasks = list(OCCUPATIONS[occupation].tasks)[:5]
            values = {"occupation": occupation, "tasks": tasks, "languages": {"en": "A2"}, "mentor_languages": ["nl"]}
            hosting.offer_placement(company, values=values, periods=[last_year], by=by, at=at)
    for number, (given, family, language) in enumerate(FAMILIES):
        values = {"name": f"Familie {family}", "street": f"Molenweg {number + 2}", "postal_code": keeper.postal_code}
        hosting.add_home(keeper, values=values, contact=_contact(given, family, language, 20 + number), by=by, at=at)


def _contact(given: str, family: str, language: str, number: int) -> dict[str, str]:
    email = f"{slug(given)}.{slug(family)}@gastheer.example"
    return {
        "given_name": given, "family_name": family, "email": email, "phone": phone(7000 + number), "language": language,
    }  # fmt: skip


def _asked(keeper: Organisation, by: Actor, call: Call, what: str, today: date, at: datetime) -> None:
    """The mails went out; of those who read mail one offers, one looked, three said no, one mail came back."""
    everybody = queries.contacts(keeper, what, at.date())
    texts = {language: start_text(what, language, keeper.name) for language in languages_of(everybody)}
    campaign = asking.inform(
        keeper, call=call, what=what, texts=texts, reply_by=today + timedelta(days=9), contacts=everybody, by=by, at=at
    )
    by_mail = campaign.asks.exclude(person__email="").order_by("pk").select_related("person", "company", "home")
    for number, ask in enumerate(by_mail):
        _answer(ask, number, at + timedelta(days=1 + number % 5, minutes=11 * number))


def _answer(ask: Ask, number: int, at: datetime) -> None:
    row = ask.company or ask.home
    assert row is not None
    if number == 5:
        letter = Letter.objects.get(about_kind=Ask._meta.label_lower, about_pk=ask.pk)
        Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=ask.asked_at, done_at=ask.asked_at)
        came_back(letter, at=at, why="550 no such mailbox")
        return
    if number > 5:
        return
    link = asking.link_of(row, at=at)
    host = Actor(ask.person_id, "holder", via="link", link=link.pk)
    links.opened(link, by=host, at=at)
    if number == 0:
        _offers(row, ask, host, at)
    elif number in NO:
        answer, reason = NO[number]
        offers.say_no(row, answer=answer, reason=reason, ask=ask, by=host, at=at)


def _offers(row: Company | Home, ask: Ask, host: Actor, at: datetime) -> None:
    call = ask.campaign.call
    window = Period(call.stay_from, call.stay_until)
    if isinstance(row, Home):
        if not row.rooms.exists():
            room = [hosting.RoomGiven(None, "Gastenkamer", 2)]
            hosting.set_rooms_and_nights(row, rooms=room, nights=[], revision=row.revision, by=host, at=at)
        offers.same_beds(row, window, ask=ask, by=host, at=at)
        return
    values = {"occupation": _occupation(row), "tasks": [], "languages": {"en": "A2"}, "mentor_languages": ["en"]}
    periods = [Offer(window.start, window.end, 2)]
    offers.offer_place(row, values=values, periods=periods, mentor=None, ask=ask, by=host, at=at)


def _occupation(company: Company) -> str:
    found = [each.code for each in OCCUPATIONS.values() if each.sector == company.sector]
    return found[0] if found else "shop_assistant"


def _strangers(keeper: Organisation, at: datetime) -> None:
    there = {"postal_code": keeper.postal_code, "town": keeper.town, "language": "nl"}
    welcome.come_in(
        keeper, what="bed", given_name="Hilde", family_name="Matthijs", email="hilde.matthijs@gastheer.example",
        phone=phone(7100), company="", street="Kasteeldreef 8", text="Een kamer met eigen badkamer.", at=at, **there,
    )  # fmt: skip
    welcome.come_in(
        keeper, what="place", given_name="Gert", family_name="Somers", email="", phone=phone(7101),
        company="Fietsen Somers", street="Statielaan 21", text="Wij herstellen fietsen.", at=at, **there,
    )  # fmt: skip
