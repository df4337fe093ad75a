"""Where learners go in a rehearsal: partners find places and beds, the optimiser divides, everybody says yes."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from erasdu.demo.cast import phone, slug
from erasdu.demo.hosting import NETWORK
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.places import queries as places
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.actions import RoomGiven
from erasdu.journey.hosting.papers import CODES
from erasdu.journey.hosting.rules import Nights, Offer
from erasdu.journey.hosting.words.content import OUTCOMES
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.models import Answer, Board, Match
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.rehearsal.rules import Step
from erasdu.rehearsal.scene import Stage, learner_of

IN_COMPANY, IN_HOME = 3, 3  # places in a company, single rooms in a home
GIVEN = ("Alma", "Bo", "Cleo", "Dani", "Eli", "Fran", "Gil", "Ilo", "Juno", "Kai", "Lou", "Mika", "Nico", "Romy")
FAMILY = ("Arvela", "Belmor", "Corvin", "Dorane", "Estal", "Favero", "Galdin", "Helmar", "Istral", "Jarno", "Kestin")
AGENDA = timedelta(days=45)  # how long before and after the stay a host has room


def described(stage: Stage, step: Step, at: datetime) -> None:
    """Each learner says what matters for the room and the journey."""
    for number, stay in enumerate(stage.stays(step)):
        by, moment = learner_of(stay), at + timedelta(minutes=number % 90, seconds=number)
        seen = stay.traveller.revision
        mobilities.describe(stay, gender="fm"[number % 2], nationality="BE", revision=seen, by=by, at=moment)
        mobilities.tell_needs(stay, (), by=by, at=moment + timedelta(minutes=2))


# -- the partner's network ---------------------------------------------------------------------------


def hosts_found(stage: Stage, step: Step, at: datetime) -> None:
    """Each partner finds places in the occupations of who comes, and beds for all of them."""
    stays = stage.stays(step)
    for destination in stage.round.call.destinations.order_by("pk"):
        coming = [stay for stay in stays if stay.destination_id == destination.pk]
        if coming:
            _Partner(stage, destination, at).receives(coming)


class _Partner:
    """One partner that looks for hosts, with invented names that never come twice."""

    def __init__(self, stage: Stage, destination: Destination, at: datetime) -> None:
        role = stage.partner_in(destination)
        self.keeper: Organisation = role.organisation
        self.by, self.at = stage.keeper(self.keeper.pk), at
        self.first, self.last = destination.starts_on - AGENDA, destination.ends_on + AGENDA
        self.language = str(NETWORK.get(self.keeper.country, {}).get("language", "en"))
        self.names = self._people(destination.pk)
        self.town = places.by_name(self.keeper.town, self.keeper.country)

    def receives(self, stays: list[Mobility]) -> None:
        wanted = Counter(stay.profile.occupation for stay in stays if stay.profile)
        for occupation, number in sorted(wanted.items()):
            for turn in range(-(-number // IN_COMPANY)):
                self._company(occupation, turn)
        for turn in range(-(-len(stays) // IN_HOME)):
            self._home(turn)

    def _people(self, number: int) -> Iterator[dict[str, str]]:
        turn = 0
        while True:
            given, family = GIVEN[turn % len(GIVEN)], FAMILY[turn // len(GIVEN) % len(FAMILY)]
            mail = f"{slug(given)}.{slug(family)}{number}x{turn}@gastheer.example"
            yield {
                "given_name": given, "family_name": family, "email": mail, "phone": phone(9000 + 700 * number + turn),
                "language": "en",
            }  # fmt: skip
            turn += 1

    def _company(self, occupation: str, turn: int) -> None:
        known = [name for name, what in NETWORK.get(self.keeper.country, {}).get("companies", ()) if what == occupation]
        word = OCCUPATIONS[occupation].en.capitalize()
        name = known[0] if known and not turn else f"{word} {self.keeper.town} {turn + 1}"
        contact, seen_on = next(self.names), self.at.date() - timedelta(days=30)
        company = hosting.add_company(
            self.keeper,
            organisation={"name": name, "town": self.keeper.town, "country": self.keeper.country},
            values={
                "sector": OCCUPATIONS[occupation].sector, "contact_function": "manager",
                "risk_seen_by": str(self.keeper), "risk_seen_on": seen_on,
            },
            contact=contact, by=self.by, at=self._next(),
        )  # fmt: skip
        values = {
            "occupation": occupation, "tasks": list(OCCUPATIONS[occupation].tasks)[:7],
            "outcomes": list(OUTCOMES[occupation].outcomes)[:5], "min_age": 16, "languages": {"en": "A1"},
            "hours_a_week": 35, "days": [1, 2, 3, 4, 5], "starts_at": time(8, 30), "ends_at": time(16, 30),
            "mentor_languages": ["en", self.language],
        }  # fmt: skip
        offer = Offer(self.first, self.last, IN_COMPANY)
        hosting.offer_placement(company, values=values, periods=[offer], mentor=contact, by=self.by, at=self._next())

    def _home(self, turn: int) -> None:
        contact = next(self.names)
        values = {
            "name": f"{contact['given_name']} {contact['family_name']}", "town": self.town, "street": f"{turn + 1}",
            "languages": ["en", self.language], "smoking": "outside", "smokers_welcome": True, "pets": [],
            "gets_key": True, "diets": ["vegetarian", "no_pork"], "hobbies": ["music", "sport"], "dinner_at": time(19),
        }  # fmt: skip
        home = hosting.add_home(self.keeper, values=values, contact=contact, by=self.by, at=self._next())
        home.refresh_from_db()
        rooms = [RoomGiven(None, f"Room {number}", 1) for number in range(1, IN_HOME + 1)]
        nights = [Nights(self.first, self.last)]
        hosting.set_rooms_and_nights(
            home, rooms=rooms, nights=nights, revision=home.revision, by=self.by, at=self._next()
        )
        home.refresh_from_db()
        who, day = str(self.by.person), self.at.date()
        hosting.record_checks(
            home, visited_by=who, visited_on=day, interviewed_by=who, interviewed_on=day,
            valid_until=self.last, revision=home.revision, by=self.by, at=self._next(),
        )  # fmt: skip
        adult = hosting.add_adult(
            home, given_name=contact["given_name"], family_name=contact["family_name"], by=self.by, at=self._next()
        )
        issued = day - timedelta(days=9)
        hosting.see_extract(adult, seen_by=who, seen_on=day, issued_on=issued, by=self.by, at=self._next())

    def _next(self) -> datetime:
        """Each form a while after the one before."""
        self.at += timedelta(seconds=40)
        return self.at


# -- the board -----------------------------------------------------------------------------------------


def boards_of(call: Call) -> list[Board]:
    rows = call.destinations.order_by("pk")
    return [matching.board_of(call, "outgoing", destination=destination) for destination in rows]


def run_asked(stage: Stage, step: Step, at: datetime) -> None:
    """For each destination the coordinator asks for a proposal; the worker makes it."""
    for number, board in enumerate(boards_of(stage.round.call)):
        matching.start(board, by=stage.consortium.actor, at=at + timedelta(minutes=number))


def taken_over(stage: Stage, step: Step, at: datetime) -> None:
    """The whole proposal, and everybody whom it concerns is asked with one press."""
    by = stage.consortium.actor
    for number, board in enumerate(boards_of(stage.round.call)):
        proposal = board.proposals.order_by("-number").first()
        if proposal is None:
            continue
        moment = at + timedelta(minutes=5 * number)
        matching.adopt(board, proposal, None, revision=board.revision, by=by, at=moment)
        matching.ask_all(board, _matches(board, "proposed"), by=by, at=moment + timedelta(minutes=2))


def hosts_agreed(stage: Stage, step: Step, at: datetime) -> None:
    """Partner, company and family say yes: each for all that they were asked."""
    for number, rows in enumerate(_by_who(stage, (Answer.Party.PARTNER, Answer.Party.COMPANY, Answer.Party.FAMILY))):
        who, answers = rows
        for row in answers:
            matching.answer(row, yes=True, by=who, at=at + timedelta(minutes=number % 120, seconds=number))


def schools_agreed(stage: Stage, step: Step, at: datetime) -> None:
    """One press of each school for all of its learners."""
    for number, rows in enumerate(_by_who(stage, (Answer.Party.SCHOOL,))):
        matching.answer_all(rows[1], by=rows[0], at=at + timedelta(minutes=number))


def matches_confirmed(stage: Stage, step: Step, at: datetime) -> None:
    for number, board in enumerate(boards_of(stage.round.call)):
        moment = at + timedelta(minutes=number)
        matching.confirm_all(board, _matches(board, "asked"), by=stage.consortium.actor, at=moment)


def hosts_signed(stage: Stage, step: Step, at: datetime) -> None:
    """What a company and a family sign before somebody comes, and then the partner for each of them."""
    for number in range(2):
        asked = Signer.objects.filter(envelope__document__kind__in=CODES, state="asked", link__isnull=False)
        for place, signer in enumerate(asked.select_related("envelope__document", "person").order_by("pk")):
            moment = at + timedelta(minutes=120 * number + place % 110, seconds=place)
            paperwork.sign(
                signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name, answers={},
                visit=Visit("link"), by=Actor(signer.person_id, "holder", via="link"), at=moment,
            )  # fmt: skip


def _matches(board: Board, state: str) -> list[Match]:
    rows = Match.objects.filter(mobility__destination=board.destination_id, state=state, ended_at=None)
    related = ("mobility__sending", "placement__company__keeper", "placement__company__contact", "placement__mentor")
    return list(rows.select_related(*related, "room__home__keeper", "room__home__contact").order_by("pk"))


def _by_who(stage: Stage, parties: tuple[str, ...]) -> list[tuple[Actor, list[Answer]]]:
    """Those who did not answer yet, with what they were asked."""
    rows = Answer.objects.filter(party__in=parties, what="", match__state="asked", match__ended_at=None)
    found: dict[tuple[str, int], list[Answer]] = {}
    for row in rows.select_related("match__mobility", "organisation", "person").order_by("pk"):
        key = ("", row.organisation_id) if row.organisation_id else ("person", row.person_id or 0)
        found.setdefault((key[0], key[1] or 0), []).append(row)
    return [(_who(stage, *key), answers) for key, answers in found.items()]


def _who(stage: Stage, kind: str, pk: int) -> Actor:
    if kind == "person":
        return Actor(pk, "holder", via="link")
    return stage.school(pk).actor if stage.is_school(pk) else stage.keeper(pk)
