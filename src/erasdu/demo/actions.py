"""The whole play: an invented consortium with a call of the past and one in each stage of today."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from erasdu.demo import access, stays
from erasdu.demo.agreements import agreed, assessed
from erasdu.demo.asking import networks_asked
from erasdu.demo.boards import matched
from erasdu.demo.cast import Learners
from erasdu.demo.consortium import Consortium, come_together
from erasdu.demo.hosting import networks
from erasdu.demo.hosts import hosts_sign
from erasdu.demo.incoming import receiving
from erasdu.demo.insurance import insured
from erasdu.demo.papers import joining
from erasdu.demo.passing import let_pass, said
from erasdu.demo.preparing import prepared
from erasdu.demo.ready import ready
from erasdu.demo.round import ANSWERED, APPLIED, ASKED, DRAFTS, HANDED_IN, SCORED, TOLD, Plan, Round, play
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.post.actions import came_back
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls import actions as calls
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.readiness import actions as readiness
from erasdu.office.notices.followers import follow_journal
from erasdu.office.notices.models import News
from erasdu.office.notices.tasks import write_todays

Say = Callable[[str], None]
NEWS_WENT = timedelta(days=3)
ON_TIME = {"min_days": 10, "max_days": 15, "grace_days": 5, "answer_days": 7, "priority_for_dual": True}
TEXT_NL = (
    "Twee weken stage in het buitenland, met een kleine groep en begeleiding ter plaatse. Deelnemen is gratis; "
    "reis en verblijf zijn geregeld. De stage telt mee voor leren en voor werken."
)
TEXT_EN = (
    "Two weeks of internship abroad, in a small group and with guidance on the spot. Taking part is free; travel and "
    "lodging are arranged. The stay counts for both the learning and the working component."
)


def load(today: date, say: Say) -> None:
    """Play everything on an empty database; `say` hears what is being played."""
    access.may_demo().require()
    start = datetime.combine(today - timedelta(days=150), time(8), tzinfo=UTC)
    past = datetime.combine(date(2023, 6, 5), time(8), tzinfo=UTC)
    learners = Learners(_occupations())
    with transaction.atomic():
        say("the consortium comes together")
        with clock.standing_at(min(past, start)):
            consortium = come_together(today, min(past, start))
        for scene in (autumn_2023, granting, open_for_files, preparing, enrolling, draft):
            say(scene.__doc__ or scene.__name__)
            scene(consortium, learners, today)
        say(joining.__doc__ or "")
        joining(consortium, today)
        say(networks.__doc__ or "")
        receives = to_flanders(consortium, today)
        networks(consortium, today, datetime.combine(today - timedelta(days=30), time(8), tzinfo=UTC))
        say(networks_asked.__doc__ or "")
        networks_asked(consortium, today)
        say(receiving.__doc__ or "")
        receiving(consortium, receives, today)
        say(matched.__doc__.partition("\n")[0] if matched.__doc__ else "")
        matched(consortium, today)
        say(agreed.__doc__ or "")
        agreed(consortium, today)
        say(prepared.__doc__ or "")
        prepared(consortium, today)
        say(hosts_sign.__doc__ or "")
        hosts_sign(consortium, today)
        say(assessed.__doc__ or "")
        assessed(consortium, today)
        say(let_pass.__doc__ or "")
        let_pass(consortium, today)
        say(said.__doc__ or "")
        said(consortium, today)
        say(ready.__doc__ or "")
        ready(consortium, today)
    say("the letters go out")
    deliver()


def _occupations() -> dict[str, list[str]]:
    """Sector → its occupations."""
    found: dict[str, list[str]] = {}
    for occupation in OCCUPATIONS.values():
        found.setdefault(occupation.sector, []).append(occupation.code)
    return found


def deliver() -> None:
    """What the worker would have done at the time: notices are written, every letter has gone when it was due."""
    while journal.seal():
        pass
    while follow_journal():
        pass
    now = clock.now()
    News.objects.filter(at__lt=now - NEWS_WENT).delete()  # with the mails of those days
    _one_comes_back(now)
    write_todays()
    readiness.begin(at=now)
    Letter.objects.filter(state="queued", due__lte=now).update(state="sent", sent_at=F("due"), done_at=F("due"))


def _one_comes_back(at: datetime) -> None:
    """The newest mail to a learner who has a place to answer: somebody must call."""
    asked = CandidateFile.objects.filter(state="granted").values("candidacy__learner")
    letter = Letter.objects.filter(person__in=asked, medium="mail").order_by("created_at", "pk").last()
    if letter is not None:
        Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=letter.due, done_at=letter.due)
        came_back(letter, at=at, why="550 5.1.1 no such user")


def _call(
    consortium: Consortium,
    year: int,
    titles: tuple[str, str],
    dates: dict[str, date],
    destinations: list[tuple[str, str, int]],
    seats: int,
    made: date,
    *,
    publish: bool = True,
    incoming: bool = False,
) -> Call:
    at = datetime.combine(made, time(9), tzinfo=UTC)
    values = {
        **ON_TIME, **dates, "grant_agreement": consortium.grants[year], "title_nl": titles[0], "title_en": titles[1],
        "text_nl": TEXT_NL, "text_en": TEXT_EN, "outgoing": not incoming, "incoming": incoming,
        "seats": seats,
        "seats_per_school": 4, "sectors": sorted(consortium.companies),
    }  # fmt: skip
    rows = [
        {
            "country": country,
            "place": place,
            "places": places,
            "permission_demanded": country == "ES",
            "starts_on": dates["stay_from"],
            "ends_on": dates["stay_until"],
        }
        for country, place, places in destinations
    ]
    call = calls.create(values=values, destinations=rows, by=consortium.actor, at=at)
    if publish:
        calls.publish(call, revision=call.revision, by=consortium.actor, at=at + timedelta(hours=1))
        call.refresh_from_db()
    return call


def _dates(today: date, enrol: int, opening: int, files: int, stay: int) -> dict[str, date]:
    """Days from today; the stay begins on a Sunday and lasts fifteen days."""
    begins = today + timedelta(days=stay)
    begins += timedelta(days=(6 - begins.weekday()) % 7)
    return {
        "enrolment_deadline": today + timedelta(days=enrol),
        "files_opening": today + timedelta(days=opening),
        "files_deadline": today + timedelta(days=files),
        "stay_from": begins,
        "stay_until": begins + timedelta(days=14),
    }


def _season(stay_from: date) -> tuple[str, str]:
    nl, en = {0: ("winter", "winter"), 1: ("voorjaar", "spring"), 2: ("zomer", "summer"), 3: ("najaar", "autumn")}[
        stay_from.month % 12 // 3
    ]
    return f"{nl} {stay_from.year}", f"{en} {stay_from.year}"


def _titles(dates: dict[str, date], country_nl: str, country_en: str) -> tuple[str, str]:
    nl, en = _season(dates["stay_from"])
    return f"{country_nl}, {nl}", f"{country_en}, {en}"


def autumn_2023(consortium: Consortium, learners: Learners, today: date) -> None:
    """the call of autumn 2023, as it was"""
    dates = {
        "enrolment_deadline": date(2023, 9, 14), "files_opening": date(2023, 9, 15),
        "files_deadline": date(2023, 10, 4), "stay_from": date(2023, 11, 26), "stay_until": date(2023, 12, 10),
    }  # fmt: skip
    places = [("ES", "Sevilla", 10), ("PT", "Porto", 10), ("DE", "Leipzig", 10)]
    call = _call(consortium, 2023, ("Najaar 2023", "Autumn 2023"), dates, places, 30, date(2023, 6, 19))
    plans = [
        Plan(n, learners_, ANSWERED, seats)
        for n, learners_, seats in ((0, 6, 4), (2, 5, 3), (4, 4, 4), (7, 5, 4), (10, 4, 3))
    ]
    days = {
        "enrol": date(2023, 9, 5), "apply": date(2023, 9, 11), "select": date(2023, 9, 21), "tell": date(2023, 9, 27),
        "hand_in": date(2023, 10, 3), "answer": date(2023, 10, 9),
    }  # fmt: skip
    play(Round(consortium, call, learners, ["en", "es", "pt", "de"]), plans, days)


def granting(consortium: Consortium, learners: Learners, today: date) -> None:
    """a closed call, in which places are being granted"""
    dates = _dates(today, -40, -25, -5, 12)
    dates["stay_until"] += timedelta(days=14)  # whose days are not set can still leave later
    places = [("PT", "Porto", 10), ("ES", "Sevilla", 8)]
    call = _call(
        consortium,
        today.year,
        _titles(dates, "Portugal en Spanje", "Portugal and Spain"),
        dates,
        places,
        18,
        today - timedelta(days=90),
    )
    plans = [
        Plan(n, number, ANSWERED, seats)
        for n, number, seats in ((0, 7, 4), (1, 6, 4), (3, 5, 3), (5, 6, 4), (8, 6, 4), (9, 6, 4))
    ]
    days = {
        name: today - timedelta(days=back)
        for name, back in (("enrol", 48), ("apply", 36), ("select", 20), ("tell", 12), ("hand_in", 7), ("answer", 2))
    }
    play(Round(consortium, call, learners, ["en", "pt", "es"]), plans, days)
    stays.play(consortium, call, datetime.combine(today - timedelta(days=1), time(8), tzinfo=UTC))
    insured(consortium, call, datetime.combine(today - timedelta(days=1), time(15), tzinfo=UTC))


def open_for_files(consortium: Consortium, learners: Learners, today: date) -> None:
    """a call with schools in every stage of their selection"""
    dates = _dates(today, -20, -4, 9, 90)
    places = [("IT", "Bologna", 8), ("FI", "Tampere", 6)]
    call = _call(
        consortium,
        today.year,
        _titles(dates, "Italië en Finland", "Italy and Finland"),
        dates,
        places,
        14,
        today - timedelta(days=70),
    )
    plans = [
        Plan(2, 6, HANDED_IN, 3), Plan(4, 5, TOLD, 3, birthday=today - timedelta(days=1)),
        Plan(6, 6, SCORED, 3), Plan(7, 6, ASKED, 3),
        Plan(10, 7, APPLIED, 3), Plan(1, 0, DRAFTS, 0),
    ]  # fmt: skip
    days = {
        name: today - timedelta(days=back)
        for name, back in (("enrol", 28), ("apply", 16), ("select", 6), ("tell", 3), ("hand_in", 2))
    }
    play(Round(consortium, call, learners, ["en", "it", "fi"]), plans, days)
    at = datetime.combine(today - timedelta(days=1), time(10), tzinfo=UTC)
    calls.move_deadline(
        call, "files_deadline", dates["files_deadline"] + timedelta(days=2),
        reason="Twee scholen hebben die week examens.", by=consortium.actor, at=at,
    )  # fmt: skip


def preparing(consortium: Consortium, learners: Learners, today: date) -> None:
    """a call for which learners apply to their school"""
    dates = _dates(today, -6, 12, 30, 120)
    places = [("DE", "Leipzig", 6), ("IE", "Cork", 6)]
    call = _call(
        consortium,
        today.year,
        _titles(dates, "Duitsland en Ierland", "Germany and Ireland"),
        dates,
        places,
        12,
        today - timedelta(days=45),
    )
    plans = [
        Plan(0, 6, APPLIED, unconfirmed=1),
        Plan(3, 5, DRAFTS),
        Plan(8, 6, APPLIED, unconfirmed=2),
        Plan(5, 3, DRAFTS),
    ]
    days = {"enrol": today - timedelta(days=14), "apply": today - timedelta(days=5)}
    play(Round(consortium, call, learners, ["en", "de"]), plans, days)


def enrolling(consortium: Consortium, learners: Learners, today: date) -> None:
    """a call in which schools can still enrol"""
    dates = _dates(today, 15, 40, 60, 150)
    places = [("SE", "Göteborg", 6), ("NL", "Groningen", 4)]
    call = _call(
        consortium,
        today.year,
        _titles(dates, "Zweden en Nederland", "Sweden and the Netherlands"),
        dates,
        places,
        10,
        today - timedelta(days=12),
    )
    plans = [Plan(7, 5, DRAFTS, unconfirmed=2), Plan(9, 6, DRAFTS, unconfirmed=1)]
    days = {"enrol": today - timedelta(days=6), "apply": today - timedelta(days=4)}
    play(Round(consortium, call, learners, ["en", "sv"]), plans, days)


def to_flanders(consortium: Consortium, today: date) -> Call:
    """a call in which foreign learners come"""
    dates = _dates(today, -12, -5, 21, 105)
    titles = _titles(dates, "Naar Vlaanderen", "To Flanders")
    made = today - timedelta(days=40)
    return _call(consortium, today.year, titles, dates, [("BE", "Vlaanderen", 14)], 14, made, incoming=True)


def draft(consortium: Consortium, learners: Learners, today: date) -> None:
    """a call that the coordinator is still writing"""
    dates = _dates(today, 60, 80, 100, 200)
    _call(
        consortium,
        today.year,
        _titles(dates, "Ierland", "Ireland"),
        dates,
        [("IE", "Galway", 8)],
        8,
        today - timedelta(days=2),
        publish=False,
    )
