"""Beginning a plan, and each side writing its part; what changed is kept for the other side to see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.actions.inviting import close_links
from erasdu.journey.agreements.actions.programme import stored
from erasdu.journey.agreements.models import Assessment, Edit, LearningPlan, Outcome
from erasdu.journey.agreements.rules import Day, first_draft
from erasdu.journey.hosting.models import Placement
from erasdu.journey.hosting.queries.facts import schedule_of
from erasdu.journey.hosting.words.content import OUTCOMES as CATALOGUE
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

# In whose name an insurance usually is; the school changes what is otherwise.
USUAL_INSURED = {
    "health": "learner", "accident": "sending", "liability_work": "sending", "liability": "sending",
    "assistance": "sending",
}  # fmt: skip
OUTCOMES = "outcomes"
WRITTEN = ("text_nl", "text_en", "planned")
UNSAID: dict[str, Any] = {"achieved": "", "remark": "", "assessed_by": "", "assessed_on": None}


@transaction.atomic
def start(mobility: Mobility, *, by: Actor, at: datetime) -> LearningPlan:
    """The plan of a stay, with what is known of place, mentor, tasks and hours filled in; the one that is there."""
    if found := queries.plan_of(mobility):
        return found
    access.may_start(by, mobility).require()
    contact = next(iter(contact_points([mobility.sending_id]).get(mobility.sending_id, [])), None)
    candidacy = queries.candidacy_of(mobility)
    plan = LearningPlan.objects.create(
        mobility=mobility, started_at=at, language="en" if mobility.direction == "incoming" else "nl", beside="en",
        insured_by=dict(USUAL_INSURED), school_name=str(contact) if contact else "",
        school_phone=contact.phone if contact else "", school_mail=contact.email if contact else "",
        school_function=_function(contact, mobility), curriculum=candidacy.profile.study_programme if candidacy else "",
        qualification=mobility.profile.study_programme if mobility.profile else "",
    )  # fmt: skip
    if (place := queries.place_of(mobility)) is not None:
        _fill_from(plan, place)
    _speak(again(plan), at, free=True)
    journal.record("plan.started", subjects=[plan, mobility], by=by, at=at)
    return again(plan)


def _function(contact: Person | None, mobility: Mobility) -> str:
    rows = Role.objects.filter(person=contact, organisation=mobility.sending, kind=Role.Kind.CONTACT_POINT, until=None)
    return next(iter(rows.order_by("since", "pk").values_list("function", flat=True)), "")


@transaction.atomic
def take_over_place(plan: LearningPlan, *, by: Actor, at: datetime) -> LearningPlan:
    """Another place than before, or one at last: mentor, tasks and hours are those of the place."""
    access.may_start_again(by, plan).require()
    place = queries.place_of(plan.mobility)
    if place is None:
        no("host_unknown").require()
    assert place is not None
    if plan.placement_id != place.pk:
        _fill_from(plan, place)
        _speak(again(plan), at)
        journal.record("plan.place_taken_over", subjects=[plan, plan.mobility], by=by, at=at)
    found = again(plan)
    close_links(found, at)
    return found


def again(plan: LearningPlan) -> LearningPlan:
    return AGAIN.one(plan.pk)


AGAIN = Prepared(lambda: LearningPlan.objects.filter(pk__in=THESE).select_related(*access.RELATED))


def _fill_from(plan: LearningPlan, place: Placement) -> None:
    mentor = place.mentor
    stay, schedule = queries.stay_of(plan.mobility), schedule_of(place)
    days: list[Day] = []
    if stay is not None:
        days = first_draft(
            stay, days=schedule.days, starts=schedule.starts_at, ends=schedule.ends_at, pause=schedule.pause,
            closed=queries.closed_at(place, stay),
        )  # fmt: skip
    LearningPlan.objects.filter(pk=plan.pk).update(
        placement=place, tasks=place.tasks, own_tasks=place.own_tasks, days=stored(days),
        mentor_name=str(mentor) if mentor else "", mentor_function=place.mentor_function,
        mentor_phone=mentor.phone if mentor else "", mentor_mail=mentor.email if mentor else "",
        work_language=", ".join(f"{code.upper()} {level}" for code, level in place.languages.items()),
        revision=F("revision") + 1,
    )  # fmt: skip
    _offer_outcomes(plan, place)


def _offer_outcomes(plan: LearningPlan, place: Placement) -> None:
    """What one learns at this place, as long as nobody wrote outcomes."""
    learned = CATALOGUE.get(place.occupation)
    known = learned.outcomes if learned and not plan.outcomes.exists() else {}
    chosen = [(code, known[code]) for code in place.outcomes if code in known]
    Outcome.objects.bulk_create(
        Outcome(plan=plan, number=number, code=code, text_nl=dutch, text_en=english)
        for number, (code, (dutch, english)) in enumerate(chosen, start=1)
    )


def _speak(plan: LearningPlan, at: datetime, *, free: bool = False) -> None:
    """In the languages of who signs; `free`: nobody chose the one in which it is signed."""
    usual = (plan.language, "en" if plan.language == "nl" else "nl")
    readers = queries.readers_to_sign(plan, at)
    language, beside = queries.best_pair(readers, usual, signed="" if free else plan.language)
    LearningPlan.objects.filter(pk=plan.pk).update(language=language, beside=beside)


@transaction.atomic
def set_languages(plan: LearningPlan, language: str, beside: str, *, by: Actor, at: datetime) -> None:
    """The two languages of the paper, by who sends it to be signed."""
    access.may_send(by, plan).require()
    new = {"language": language, "beside": beside}
    changed = {name: [getattr(plan, name), value] for name, value in new.items() if getattr(plan, name) != value}
    if changed:
        LearningPlan.objects.filter(pk=plan.pk).update(**new, revision=F("revision") + 1)
        Edit.objects.create(plan=plan, side=access.SCHOOL, by_id=by.person, at=at, changed=changed)
        _recorded(plan, access.SCHOOL, by, at)


@transaction.atomic
def save(
    plan: LearningPlan,
    side: str,
    values: Mapping[str, Any],
    *,
    outcomes: Sequence[Mapping[str, str]] | None = None,
    revision: int,
    by: Actor,
    at: datetime,
) -> bool:
    """One side's part over what it saw; `Stale` when somebody was first. Whether anything changed."""
    held(plan)
    access.may_edit(by, plan, side).require()
    changed = {name: [getattr(plan, name), value] for name, value in values.items() if getattr(plan, name) != value}
    if outcomes is not None and (differs := _outcomes_differ(plan, outcomes)):
        changed[OUTCOMES] = differs
    rows = LearningPlan.objects.filter(pk=plan.pk, revision=revision)
    if not rows.update(**values, revision=F("revision") + int(bool(changed))):
        raise Stale
    if OUTCOMES in changed and outcomes is not None:
        _write_outcomes(plan, outcomes)
    if changed:
        Edit.objects.create(plan=plan, side=side, by_id=by.person, at=at, changed=changed)
        _recorded(plan, side, by, at)
    plan.refresh_from_db(fields=[*values, "revision"])
    return bool(changed)


def held(plan: LearningPlan) -> bool:
    """Until the end of the transaction writing a part and sending wait for each other; False when what is in hand is
    not what stands there now.
    """
    return bool(LearningPlan.objects.filter(pk=plan.pk, revision=plan.revision).update(revision=F("revision")))


def _recorded(plan: LearningPlan, side: str, by: Actor, at: datetime) -> None:
    """The sending organisation hears by mail of a host that came by its link, and once the agreement was sent, when
    nobody looks at the page any more, of whoever keeps the host. Before that it sees there what was written.
    """
    touched, itself = [plan, plan.mobility], by.is_coordinator or plan.mobility.sending_id in by.scope
    was_sent = side == access.HOST and not itself and queries.standing_of(plan.mobility, at) is not None
    if side == access.HOST and (by.via == "link" or was_sent):
        journal.record("plan.filled_in", subjects=touched, by=by, at=at)
    else:
        journal.record("plan.edited", subjects=touched, by=by, at=at, side=side)


def _outcomes_differ(plan: LearningPlan, rows: Sequence[Mapping[str, str]]) -> list[list[str]] | None:
    before = [_line(each.text_nl, each.text_en, each.planned) for each in plan.outcomes.all()]
    after = [_line(row["text_nl"], row["text_en"], row["planned"]) for row in rows]
    return None if before == after else [before, after]


def _line(dutch: str, english: str, level: str) -> str:
    return f"{dutch or english} / {english or dutch} / {level}"


def _write_outcomes(plan: LearningPlan, rows: Sequence[Mapping[str, str]]) -> None:
    """In the order given. What was there keeps its row, so that what is achieved stays beside what was planned;
    of what says something else now nobody said yet whether it was reached."""
    known = {each.key: each for each in plan.outcomes.all()}
    kept = {row["key"] for row in rows if row.get("key") in known}
    plan.outcomes.exclude(key__in=kept).delete()
    for number, row in enumerate(rows, start=1):
        said = {name: row[name] for name in WRITTEN}
        if row.get("key") in kept:
            before = known[row["key"]]
            same = all(getattr(before, name) == value for name, value in said.items())
            plan.outcomes.filter(key=row["key"]).update(number=number, **said, **({} if same else UNSAID))
        else:
            Outcome.objects.create(plan=plan, number=number, **said)
    _ask_again(plan)


def _ask_again(plan: LearningPlan) -> None:
    """What host and school said was of other outcomes: they say it again, and sign again."""
    rows = Assessment.objects.filter(plan=plan, found_at__isnull=False)
    rows.update(found_at=None, judged_at=None, revision=F("revision") + 1)
