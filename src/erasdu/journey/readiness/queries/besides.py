"""What waits for the holder of a personal link behind any of their links: each page of theirs says all of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erasdu.ground.links.access import working_links
from erasdu.ground.links.models import Link
from erasdu.ground.look import figures
from erasdu.ground.look.words import lacking_for_learner
from erasdu.ground.meetings.models import Invitation
from erasdu.ground.meetings.queries import title_of
from erasdu.ground.paperwork.queries import Besides
from erasdu.journey.agreements import access as agreements
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.queries import to_assess_of
from erasdu.journey.matching.models import Answer
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.rules import NEEDS
from erasdu.journey.nominations.states import LIVE
from erasdu.journey.readiness.queries import composing
from erasdu.journey.readiness.queries.asked import HOLDER, asked_of
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

ANSWER, ASSESS, MEETING = "matching.answer", agreements.ASSESS, "meetings.answer"
FILL_IN = agreements.LINKS  # side of the agreement → the link to its part
PROFILE = "nominations.profile"
DOORS = (ANSWER, *FILL_IN.values(), ASSESS, MEETING, PROFILE)
ENDING = timedelta(days=14)  # from so long before the last day of a stay its host is asked what was reached
LATE = timedelta(days=60)
Links = Mapping[str, Mapping[int, Link]]  # purpose → subject → link


def asked_besides(person: int, at: datetime) -> Sequence[Besides]:
    """What a call asks, then what has a link of its own: proposals, learning agreements, invitations, and of a
    nominee what must be so where they sleep.

    Only what is not done yet. At most seven queries besides those of `asked_of`, and for who did not tell what must be
    so where they sleep those of their readiness.
    """
    found = asked_of(Actor(person, HOLDER, via="link"), brussels_date(at))
    own = [Besides(one.title, one.name, one.by, one.state == "said") for one in found if one.state != "met"]
    links: dict[str, dict[int, Link]] = {door: {} for door in DOORS}
    for link in working_links(at).filter(person=person, purpose__in=DOORS).order_by("pk"):
        links[link.purpose][link.subject_pk] = link
    mine = _needs(person, links[PROFILE], brussels_date(at))
    return [*own, *_answers(links, at), *_plans(links, at), *_meetings(links, at), *mine]


def _answers(links: Links, at: datetime) -> Iterator[Besides]:
    """Proposals: until everybody said yes a host reads no name, so it is told apart by its days.

    Of a learner who takes back what was shared the page behind it says nothing more.
    """
    on, mine = brussels_date(at), links[ANSWER]
    rows = Answer.objects.filter(
        pk__in=mine, what="", match__state="asked", match__starts_on__gte=on, match__mobility__state="planned"
    )
    for row in rows.select_related("match").order_by("match__starts_on", "pk") if mine else ():
        days = f"{figures.day(row.match.starts_on)} – {figures.day(row.match.ends_on)}"
        yield Besides(_("A proposal: say yes or no"), days, None, False, mine[row.pk])


def _plans(links: Links, at: datetime) -> Iterator[Besides]:
    """Learning agreements of who comes, and at the end of a stay what was reached."""
    on, assess = brussels_date(at), links[ASSESS]
    for side, door in FILL_IN.items():
        for plan in _empty(side, links[door], on):
            stay = plan.mobility
            said = _("Fill in the learning agreement")
            yield Besides(said, stay.person.given_name, stay.planned_from, False, links[door][plan.pk])
    for plan in to_assess_of(assess, on, on - LATE, on + ENDING) if assess else ():
        stay = plan.mobility
        said = _("Say what was reached in the internship")
        yield Besides(said, stay.person.given_name, stay.planned_until, False, assess[plan.pk])


def _empty(side: str, plans: Collection[int], on: date) -> Sequence[LearningPlan]:
    """Of these the ones in which that side wrote nothing yet, of who has not left. One query, without any none."""
    if not plans:
        return ()
    rows = LearningPlan.objects.filter(
        pk__in=plans, mobility__state="planned", mobility__planned_from__gte=on, mobility__person__erased_at=None
    )
    there = rows.exclude(edits__side=side).select_related("mobility__person")
    return list(there.order_by("mobility__planned_from", "pk"))


def _meetings(links: Links, at: datetime) -> Iterator[Besides]:
    """Invitations without an answer; of meetings that say the same one yes is enough."""
    mine, language = links[MEETING], get_language() or "nl"
    if not mine:
        return
    rows = Invitation.objects.filter(
        pk__in=mine, withdrawn_at=None, seen_how="", meeting__cancelled_at=None, meeting__ends_at__gt=at
    )
    known = list(rows.select_related("meeting").order_by("meeting__starts_at", "pk"))
    coming = {row.meeting.series for row in known if row.answer == "yes"}
    for row in known:
        if not row.answer and row.meeting.series not in coming:
            said = _("Say whether you come: %(what)s") % {"what": title_of(row.meeting, language)}
            yield Besides(said, figures.moment(row.meeting.starts_at), None, False, mine[row.pk])


def _needs(person: int, mine: Mapping[int, Link], on: date) -> Iterator[Besides]:
    """What must be so where a nominee sleeps: only the learner says it, behind the link to the own profile."""
    rows = Nomination.objects.filter(
        pk__in=mine, state__in=LIVE, mobility__person=person, mobility__state="planned", mobility__needs=None
    )
    nominated = list(rows.select_related("mobility__person", "mobility__call").order_by("pk")) if mine else []
    found = composing.requirements_of([row.mobility for row in nominated], on, heard=False) if nominated else {}
    for row in nominated:
        item = next((one for one in found[row.mobility_id] if one.code == NEEDS), None)
        if item is not None and item.state == "open":
            yield Besides(
                lacking_for_learner(item), row.mobility.person.given_name, item.by, False, mine[row.pk], "needs"
            )
