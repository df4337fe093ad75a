"""Telling who has no account that it is agreed, or that it fell away: parents, who comes here, company and family.

Who has an account reads it in a notice (`office/notices`). No letter holds more than a first name and days: names and
addresses stand behind each one's own link.
"""

from collections.abc import Collection
from datetime import datetime

from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import EVERYWHERE, OWN
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.journey.hosting.access import STAY_LINK
from erasdu.journey.matching import queries
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import brussels_date

ANSWER_LINK = "matching.answer"
AFTER = 14  # days after the stay in which a link still opens
TOLD = ("asked", "confirmed")  # states in which others know of a match


def agreed(match: Match, *, at: datetime) -> None:
    """Everybody said yes."""
    for answer in _hosts(match):
        letter = "confirmed_company" if answer.party == Answer.Party.COMPANY else "confirmed_family"
        _to_host(answer, letter, "agreed", at, with_link=True)
    _to_family_of_learner(match, "confirmed", "agreed", at)


def tell_moved(match: Match, *, at: datetime) -> None:
    """The stay has other days: the family hears it; a company and parents sign the agreement with those days again."""
    for answer in _hosts(match):
        if answer.party == Answer.Party.FAMILY:
            _to_host(answer, "moved_family", f"moved-{match.starts_on}-{match.ends_on}", at, with_link=True)


def fell(match: Match, code: str, *, at: datetime) -> None:
    """A match of which others knew has ended: a host hears it unless it withdrew itself, the learner's side only of
    what was agreed. Who is not going any more hears that elsewhere."""
    if match.state not in TOLD:
        return
    for answer in _hosts(match):
        if queries.OWN_DOING.get(code) != answer.party and answer.what != Answer.What.NO:
            letter = "fell_company" if answer.party == Answer.Party.COMPANY else "fell_family"
            _to_host(answer, letter, "fell", at, with_link=False)
    if match.state == "confirmed" and code != "stay_cancelled":
        _to_family_of_learner(match, "fell", "fell", at)


def _hosts(match: Match) -> list[Answer]:
    rows = Answer.objects.filter(match=match, party__in=(Answer.Party.COMPANY, Answer.Party.FAMILY))
    found = list(rows.exclude(person=None).select_related("person").order_by("pk"))
    for row in found:
        row.match = match
    return found


def _to_host(answer: Answer, letter: str, what: str, at: datetime, *, with_link: bool) -> None:
    person, match = answer.person, answer.match
    if person is None or not person.email:
        return
    link = None
    if with_link:
        days = _days(match, at)
        link = links.issue(person, ANSWER_LINK, subject=answer, audience="host", at=at, days=days)
    once = f"match-{what}:{answer.key}"
    _write(letter, person, match, once, at, link=link, languages=EVERYWHERE)


def _to_family_of_learner(match: Match, letter: str, what: str, at: datetime) -> None:
    """The parents, and who comes here, by their own link to the page of place and bed."""
    stay = match.mobility
    for parent in queries.parents_of(stay, at):
        _to_page(f"{letter}_parent", parent, "guardian", match, what, at)
    if stay.direction == Mobility.Direction.INCOMING:
        _to_page(f"{letter}_guest", stay.person, "incoming", match, what, at)


def _to_page(letter: str, person: Person, audience: str, match: Match, what: str, at: datetime) -> None:
    if not person.email:
        return
    days = _days(match, at)
    link = links.issue(person, STAY_LINK, subject=match.mobility, audience=audience, at=at, days=days)
    _write(letter, person, match, f"match-{what}:{match.key}:{person.pk}", at, link=link, languages=EVERYWHERE)


def _days(match: Match, at: datetime) -> int:
    """Until a while after the stay."""
    return max((match.ends_on - brussels_date(at)).days, 0) + AFTER


def _write(
    letter: str,
    person: Person,
    match: Match,
    once: str,
    at: datetime,
    *,
    link: Link | None,
    languages: Collection[str] = OWN,
) -> None:
    context = {"learner": match.mobility.person.given_name, "match": match}
    write(
        f"matching/letters/{letter}",
        to=person,
        once=once,
        at=at,
        link=link,
        about=match.mobility,
        context=context,
        languages=languages,
    )
