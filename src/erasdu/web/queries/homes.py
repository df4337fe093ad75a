"""What waits for whom: the home pages of contact point and learner. Constant in queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from erasdu.ground.organisations.queries import schools_in
from erasdu.ground.post.queries import in_trouble
from erasdu.journey.admissions import access as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls import access as calls
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies import queries as candidacy_queries
from erasdu.journey.candidacies.models import Candidacy, Correction, Guardian
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.membership.access import active_on
from erasdu.journey.membership.models import Membership
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities import queries as mobility_queries
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import access as nominations
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.selection import access as selections
from erasdu.journey.selection.models import Input, Selection
from erasdu.journey.selection.states import KNOWN
from erasdu.kernel.actor import LEARNER, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import Requirement
from erasdu.web import rules
from erasdu.web.queries import standing, todos
from erasdu.web.queries.board import Deadline

ANSWER_NEAR = 3  # days before which a school reminds its learner
SHOWN = 20  # of one kind, so that a home page stays a page


@dataclass(frozen=True, slots=True)
class Home:
    """`todos` in order of harm; `deadlines`: title of the call and the deadline; `others`: code and number.

    `calls`: key and title of those with candidates; `papers`: of the enrolments with papers of learners; `stays`: of
    the calls with stays.
    """

    todos: list[rules.Todo]
    deadlines: list[tuple[str, Deadline]]
    others: list[tuple[str, int]]
    calls: list[tuple[str, str]]
    papers: list[tuple[str, str]]
    stays: list[tuple[str, str]]


# -- who acts for schools --------------------------------------------------------------------------


def contact_point(actor: Actor, at: datetime, title: str) -> Home:
    """What waits for a contact point across schools and calls, the deadlines, and what others are doing."""
    on = brussels_date(at)
    live = calls.enrolments_for(actor).filter(withdrawn_at=None, call__state=Call.State.PUBLISHED)
    enrolments = list(live.select_related("call", "school").order_by("call__files_deadline", "school__name"))
    stages = standing.histogram(Candidacy.objects.filter(enrolment__in=enrolments), "enrolment")
    named = _named(enrolments, title)
    waiting = [
        *_of_enrolments(named, stages, at),
        *todos.to_ask(named, stages, at),
        *todos.on_hold(actor, at),
        *todos.will_miss(actor, title),
        *todos.before_departure(actor, at, title),
        *todos.said(actor),
        *_of_files(actor, on),
        *todos.called_up(actor, on),
        *_of_complaints(actor),
        *_of_letters(actor),
        *todos.follow_ups(actor, on),
        *_to_enrol(actor, on, title),
        *todos.scans(actor),
        *todos.signatures(actor, at),
        *todos.contacts(actor, on),
        *todos.matches(actor),
        *todos.to_fetch(actor, on),
    ]
    with_candidates = dict.fromkeys((row.call.key, getattr(row.call, title)) for row in enrolments if row.pk in stages)
    newest_first = list(with_candidates)[::-1]
    return Home(
        rules.sorted_by_harm(waiting, on), _deadlines(enrolments, on, title), _others(actor, stages), newest_first,
        todos.with_papers(named, stages), _with_stays(actor, title),
    )  # fmt: skip


def _with_stays(actor: Actor, title: str) -> list[tuple[str, str]]:
    """Calls in which learners of these schools have a place, the latest first."""
    going = mobilities.mobilities_for(actor).filter(state="planned").order_by().values("call")
    rows = Call.objects.filter(pk__in=going).exclude(state=Call.State.ARCHIVED).order_by("-stay_from", "-pk")
    return [(row.key, getattr(row, title)) for row in rows[:SHOWN]]


def _named(enrolments: list[Enrolment], title: str) -> list[tuple[str, Enrolment]]:
    """With what tells them apart for this reader: the call, and the school when there are several."""
    several = len({row.school_id for row in enrolments}) > 1
    titles = [(getattr(row.call, title), row) for row in enrolments]
    return [(f"{row.school.name} · {name}" if several else name, row) for name, row in titles]


def _of_enrolments(
    enrolments: list[tuple[str, Enrolment]], stages: dict[int, dict[str, int]], at: datetime
) -> list[rules.Todo]:
    on, pks = brussels_date(at), [row.pk for _name, row in enrolments]
    chosen = {row.enrolment_id: row for row in Selection.objects.filter(enrolment__in=pks)}
    counts, late = candidacy_queries.counts(pks), _late_input(pks, at)
    found = []
    for where, row in enrolments:
        desk = rules.SchoolDesk(
            stages.get(row.pk, {}),
            chosen[row.pk].state if row.pk in chosen else "",
            row.call.files_opening,
            row.call.files_deadline,
            candidacies.learner_deadline(row),
            counts[row.pk].to_check if row.pk in counts else 0,
            late.get(row.pk, 0),
        )
        for code, number, by in rules.school_todos(desk, on):
            url, post = _where(code, row, chosen.get(row.pk))
            found.append(rules.Todo(code, where, url, number, by, rules.urgent(by, on), post))
    return found


def _where(code: str, row: Enrolment, chosen: Selection | None) -> tuple[str, bool]:
    """The address of the one button, and whether it acts at once."""
    if code == "start_selection":
        return reverse("selection:start", args=[row.key]), True
    if code in ("confirm", "check_eligibility"):
        return reverse("candidacies:candidates", args=[row.key]), False
    if code == "invite":
        return reverse("calls:enrolment", args=[row.key]), False
    if code == "hand_in" or chosen is None:
        return reverse("admissions:school", args=[row.key]), False
    return reverse("selection:board", args=[chosen.key]), False


def _late_input(pks: list[int], at: datetime) -> dict[int, int]:
    """Enrolment → persons who were asked for input too long ago."""
    asked = Input.objects.filter(
        candidacy__enrolment__in=pks, candidacy__state__in=LIVE, given_at=None, withdrawn_at=None,
        asked_at__lt=at - timedelta(days=rules.INPUT_DAYS),
    )  # fmt: skip
    return dict(asked.order_by().values_list("candidacy__enrolment").annotate(n=Count("role", distinct=True)))


def _of_files(actor: Actor, on: date) -> list[rules.Todo]:
    """Returned files, and learners who are about to let a place go by."""
    near = on + timedelta(days=ANSWER_NEAR)
    rows = admissions.files_for(actor).filter(state__in=("returned", "granted")).exclude(candidacy__state="withdrawn")
    found = []
    for row in rows.order_by("grace_until", "answer_by", "pk")[: 5 * SHOWN]:
        name, dossier = str(row.candidacy.learner), reverse("dossier", args=[row.candidacy.key])
        if row.state == "returned":
            url = reverse("admissions:file", args=[row.key])
            found.append(rules.Todo("file_returned", name, url, by=row.grace_until, urgent=True))
        elif row.answer_by is not None and row.answer_by <= near:
            found.append(rules.Todo("place_to_answer", name, dossier, by=row.answer_by, urgent=True))
    return found


def _of_complaints(actor: Actor) -> list[rules.Todo]:
    open_still = selections.complaints_for(actor).filter(answered_at=None).select_related("candidacy__learner")
    rows = open_still.order_by("received_at", "pk")[:SHOWN]
    selection = dict(
        Selection.objects.filter(enrolment__in=[row.candidacy.enrolment_id for row in rows]).values_list(
            "enrolment", "key"
        )
    )
    return [
        rules.Todo(
            "answer_complaint",
            str(row.candidacy.learner),
            reverse("selection:learner", args=[selection[row.candidacy.enrolment_id], row.candidacy.key]),
        )
        for row in rows
        if row.candidacy.enrolment_id in selection
    ]


def _of_letters(actor: Actor) -> list[rules.Todo]:
    """Learners of the schools to whom, or to whose parents, a letter did not arrive."""
    mine = candidacies.candidacies_for(actor).filter(state__in=LIVE).select_related("learner")
    parents = Guardian.objects.filter(candidacy__in=mine.values("pk"))
    reached = [*mine.values_list("learner", flat=True), *parents.values_list("person", flat=True)]
    stuck = in_trouble(reached).values("person")
    theirs = Q(learner__in=stuck) | Q(pk__in=parents.filter(person__in=stuck).values("candidacy"))
    return [
        rules.Todo("letter_bounced", str(row.learner), reverse("dossier", args=[row.key]))
        for row in mine.filter(theirs).order_by("learner__family_name", "pk")[:SHOWN]
    ]


def _to_enrol(actor: Actor, on: date, title: str) -> list[rules.Todo]:
    """Open calls in which an active member of the actor's schools has not enrolled. Three queries."""
    open_now = list(Call.objects.filter(state=Call.State.PUBLISHED, enrolment_deadline__gte=on))
    schools = {row.pk: row for row in schools_in(actor.scope)} if open_now else {}
    members = set(
        Membership.objects.filter(active_on(on), organisation__in=schools).values_list(
            "grant_agreement", "organisation"
        )
    )
    taking_part = Enrolment.objects.filter(call__in=open_now, school__in=schools, withdrawn_at=None)
    enrolled = set(taking_part.values_list("call", "school"))
    found = []
    for call in open_now:
        for pk in schools:
            if (call.grant_agreement_id, pk) in members and (call.pk, pk) not in enrolled:
                where = getattr(call, title) if len(schools) == 1 else f"{schools[pk].name} · {getattr(call, title)}"
                url, by = reverse("calls:enrol", args=[call.key]), call.enrolment_deadline
                found.append(rules.Todo("enrol", where, url, by=by, urgent=rules.urgent(by, on)))
    return found


def incoming(actor: Actor) -> int:
    """Foreign learners whom the actor's schools receive."""
    return nominations.incoming_for(actor).count()


def _deadlines(enrolments: list[Enrolment], on: date, title: str) -> list[tuple[str, Deadline]]:
    """What still comes, the soonest first; each once, however many schools it holds for."""
    found: dict[tuple[str, str, date], None] = {}
    for row in enrolments:
        days = {
            "learner_deadline": candidacies.learner_deadline(row),
            "files_opening": row.call.files_opening,
            "files_deadline": row.call.files_deadline,
        }
        found |= {(getattr(row.call, title), code, day): None for code, day in days.items() if day >= on}
    ordered = sorted(found, key=lambda each: each[2])
    return [(name, Deadline(code, day, (day - on).days)) for name, code, day in ordered]


def _others(actor: Actor, stages: dict[int, dict[str, int]]) -> list[tuple[str, int]]:
    awaited = selections.inputs_for(actor).filter(given_at=None, candidacy__state__in=LIVE).count()
    total: dict[str, int] = {"awaited": awaited}
    for counted in stages.values():
        for stage, number in counted.items():
            total[stage] = total.get(stage, 0) + number
    codes = ("draft", "awaited", "handed_in", "complete", "waiting", "granted")
    return [(code, total[code]) for code in codes if total.get(code)]


# -- who applies -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Application:
    """One candidacy as the learner sees it. `by`: last day for what is next. `file`: it is not handed in yet."""

    candidacy: Candidacy
    step: str
    stage: str
    next: str
    by: date | None
    url: str
    own: bool
    corrections: int
    file: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """`waiting`: what is still needed, the learner's own first; `done`: how much is in order. `left`: on the stay, or
    back from it.
    """

    stay: Mobility
    waiting: list[mobility_queries.Lack]
    done: int = 0
    left: bool = False


def learner(actor: Actor) -> list[Application]:
    """Four queries for all of a learner's candidacies."""
    rows = list(standing.with_facts(candidacy_queries.own(actor)))
    known = Selection.objects.filter(enrolment__in=[row.enrolment_id for row in rows], state__in=KNOWN)
    told = set(known.values_list("enrolment", flat=True))
    files = {file.candidacy_id: file for file in admissions.files_for(actor)}
    open_still = Correction.objects.filter(profile__in=[row.profile_id for row in rows], answer="").order_by()
    proposed = dict(open_still.values_list("profile").annotate(n=Count("pk")))
    return [
        _application(row, row.enrolment_id in told, files.get(row.pk), proposed.get(row.profile_id, 0)) for row in rows
    ]


def checklists(actor: Actor, at: datetime) -> list[Checklist]:
    """What a learner with a place must still do, and before leaving also what others do that holds it up.

    Who left reads what is their own: what must hold while away, and what the payment or the closing waits for.
    """
    on = brussels_date(at)
    live = mobilities.mobilities_for(actor).filter(state="planned")
    stays = list(live.exclude(planned_from__lt=on, call__stay_until__lt=on - readiness.AFTERWARDS).order_by("pk"))
    asked = readiness.open_by_stay(stays, on)
    found = [_checklist(row, [item for item in asked[row.pk] if item.who == LEARNER], actor, on) for row in stays]
    return [one for one in found if one.waiting or not one.left]


def _checklist(row: Mobility, mine: list[Requirement], actor: Actor, on: date) -> Checklist:
    if row.planned_from is not None and row.planned_from < on:
        return Checklist(row, mobility_queries.lacks_of(row, mine, actor), left=True)
    lacks = mobility_queries.before_departure(row, actor, on)
    waiting = [lack for lack in lacks if lack.needed and not lack.item.settled]
    said = {lack.item.code for lack in waiting}
    more = mobility_queries.lacks_of(row, [item for item in mine if item.code not in said], actor)
    done = sum(lack.item.met for lack in lacks)
    return Checklist(row, sorted([*waiting, *more], key=lambda lack: not lack.mine), done)


def _application(row: Candidacy, told: bool, file: CandidateFile | None, proposed: int) -> Application:
    facts = standing.facts_of(row)
    told = told or (file is not None and file.state != "preparing")
    known = rules.known_to_learner(facts, told=told)
    code = rules.next_for_learner(facts, told=told)
    by = candidacies.learner_deadline(row.enrolment) if code == "fill_in" else None
    url = reverse("candidacies:form", args=[row.key]) if code == "fill_in" else ""
    if code == "answer" and file is not None:
        by, url = file.answer_by, reverse("admissions:place", args=[file.key])
    if code == "prepare" and file is not None and file.mobility is not None:
        url = reverse("mobilities:show", args=[file.mobility.key])
    if code == "not_selected":
        url = reverse("selection:own", args=[row.key])
    waiting = proposed if row.state == "draft" else 0
    applied = row.state == "applied"
    open_file = applied and code != "not_selected" and (file is None or file.state in ("preparing", "returned"))
    return Application(row, rules.step(known), rules.stage(known), code, by, url, applied, waiting, open_file)
