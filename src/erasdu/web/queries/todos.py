"""What waits for several kinds of readers: telephone notes, scans, and the papers of learners."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.urls import reverse

from erasdu.ground.paperwork.queries import lost, reference, scans_to_look_at, to_sign, unfit_texts
from erasdu.journey.admissions import access as files
from erasdu.journey.admissions import queries as admissions
from erasdu.journey.agreements import queries as agreements
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies import queries as candidacy_queries
from erasdu.journey.matching import queries as matching
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness.rules import DAYS, PLACES, SAID
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.office.outreach import queries as outreach
from erasdu.web import rules, words

Named = Sequence[tuple[str, Enrolment]]
Stages = dict[int, dict[str, int]]  # enrolment → stage → number

CHOSEN = ("selected", "reserve")  # stages of who still needs papers before the file goes in
WITH_PAPERS = (*CHOSEN, "handed_in", "returned", "complete", "waiting", "granted", "accepted")
MOST = 20  # links of one kind
OF_MANY = {"set_days": "mobilities:plan_several", "find_places": "matching:index"}  # done of many at once
OUTGOING = Mobility.Direction.OUTGOING


def follow_ups(actor: Actor, on: date) -> list[rules.Todo]:
    rows = outreach.follow_ups_due(actor, on)[:MOST]
    return [
        rules.Todo(
            "follow_up", str(row.candidacy.learner), reverse("dossier", args=[row.candidacy.key]), by=row.follow_up_on
        )
        for row in rows
    ]


def matches(actor: Actor) -> list[rules.Todo]:
    """Learners proposed to the own organisation, or to hosts that it keeps, who wait for a yes or no."""
    number = matching.waiting(actor)
    return [rules.Todo("answer_matches", "", reverse("matching:answers"), number, urgent=True)] if number else []


def host_parts(actor: Actor, on: date) -> list[rules.Todo]:
    """Agreements with own hosts that wait for the host: its part to fill in, or its signature to collect."""
    found = []
    for each in agreements.host_parts(actor, on)[:MOST]:
        fills, plan = each.what == agreements.FILL_IN, each.plan
        fetches = not fills and each.on_paper
        url = reverse("agreements:edit", args=[plan.key, "host"]) if fills else f"{_plan(plan.key)}#next"
        if fetches:
            url = reverse("agreements:signed_by_hand", args=[plan.key])
        host = plan.placement.company.organisation.name if plan.placement else ""
        name = f"{plan.mobility.person} · {host}"
        first = plan.mobility.planned_from
        code = "fill_in_host_part" if fills else "fetch_host_signature" if fetches else "collect_host_signature"
        found.append(rules.Todo(code, name, url, by=first, urgent=rules.urgent(first, on)))
    return found


def to_fetch(actor: Actor, on: date) -> list[rules.Todo]:
    """Of these the signatures to fetch on paper: for a school, which finds the rest among its stays."""
    return [each for each in host_parts(actor, on) if each.code == "fetch_host_signature"]


def _plan(key: str) -> str:
    return reverse("agreements:show", args=[key])


def called_up(actor: Actor, on: date) -> list[rules.Todo]:
    """Reserves of the own schools who were called up: their file is asked for."""
    rows = files.files_for(actor).filter(state="preparing", called_up_at__isnull=False, grace_until__gte=on)
    return [
        rules.Todo(
            "reserve_called_up", str(row.candidacy.learner),
            reverse("admissions:school", args=[row.candidacy.enrolment.key]), by=row.grace_until, urgent=True,
        )
        for row in rows.order_by("grace_until", "pk")[:MOST]
    ]  # fmt: skip


def next_for_free_places(on: date, at: datetime) -> list[rules.Todo]:
    """Who is next in calls in which somebody who had a place does not go any more. Nothing is asked of other calls."""
    left = Mobility.objects.filter(direction="outgoing", state="cancelled", call__stay_from__gte=on)
    calls = Call.objects.filter(pk__in=left.values("call"), state=Call.State.PUBLISHED).order_by("stay_from", "pk")
    found = []
    for call in calls[:MOST]:
        for each in admissions.next_in_line(call, at):
            if each.how == "reserve":
                url = reverse("admissions:call_up", args=[call.key, each.candidacy.school.key])
                found.append(rules.Todo("call_up_reserve", str(each.candidacy.learner), url, post=True))
            elif each.how == "waiting":
                url = reverse("admissions:move_on", args=[call.key])
                found.append(rules.Todo("give_free_place", str(each.candidacy.learner), url, post=True))
    return found


def before_departure(actor: Actor, at: datetime, title: str) -> list[rules.Todo]:
    """What waits for a school before learners leave and after."""
    on = brussels_date(at)
    return _of_stays(readiness.waiting_for(actor, "contact_point", on, but=SAID), on, title)


def _of_stays(waiting: Iterable[readiness.Waiting], on: date, title: str) -> list[rules.Todo]:
    """What is urgent alone, the rest of a call together; so is what is done on one page of many learners at once."""
    found, together = [], dict[tuple[int, str], list[readiness.Waiting]]()
    for one in waiting:
        kind = _when(one)
        if _presses(one, on) and (one.stay is not None or kind not in OF_MANY):
            found.append(_urgent(one, title))
        else:
            together.setdefault((one.call.pk, kind), []).append(one)
    found += [_together(several, title, on) for several in together.values()]
    return rules.sorted_by_harm(found, on)[:MOST]


def _presses(one: readiness.Waiting, on: date) -> bool:
    return one.late or rules.urgent(one.by, on)


def _together(several: Sequence[readiness.Waiting], title: str, on: date) -> rules.Todo:
    """What of one call is done together: one thing by its name, more by their kind, the soonest named first."""
    several = sorted(several, key=lambda one: one.by or date.max)
    call, stays = several[0].call, {stay.pk for one in several for stay in one.stays}
    url = f"{reverse('readiness:board', args=[call.key])}?show=mine"
    if (kind := _when(several[0])) in OF_MANY:
        url = reverse(OF_MANY[kind], args=[call.key])
    names = list(dict.fromkeys(one.name for one in several))
    alone, late = len(names) == 1, [one for one in several if one.late]
    return rules.Todo(
        kind, getattr(call, title), url, len(stays), several[0].by, urgent=any(_presses(one, on) for one in several),
        what=names[0] if alone else "", things="" if alone else words.several(names), late=bool(late),
        leaves=min((one.leaves for one in late if one.leaves), default=None),
        unverified=any(one.unverified for one in several),
    )  # fmt: skip


def said(actor: Actor, *, before: datetime | None = None) -> list[rules.Todo]:
    """What who must do it says is done, and nobody looked at yet; `before`: only what was said by then."""
    rows = readiness.to_look_at(actor)
    number = (rows.filter(at__lt=before) if before else rows).count()
    return [rules.Todo("look_at_said", "", reverse("readiness:to_look_at"), number)] if number else []


def asked_of_host(actor: Actor, on: date) -> list[rules.Todo]:
    """What calls ask of who receives learners abroad."""
    waits = [one for one in readiness.asked_of(actor, on) if one.state == "open" and one.stay.direction == OUTGOING]
    by = min((one.by for one in waits if one.by), default=None)
    urgent = rules.urgent(by, on)
    return [rules.Todo("do_asked", "", reverse("readiness:asked"), len(waits), by, urgent)] if waits else []


def _when(one: readiness.Waiting) -> str:
    """Days are set of many at once, a place and a bed are found on boards, the rest is done on the pages of a stay."""
    if one.left:
        return "after_departure"
    if one.code == DAYS:
        return "set_days"
    return "find_places" if one.code in PLACES else "before_departure"


def _urgent(one: readiness.Waiting, title: str) -> rules.Todo:
    """Of one learner the thing itself, of several who they are."""
    kind = _when(one)
    if one.stay is not None and kind == "find_places":
        url = reverse("matching:of_stay", args=[one.stay.key])
    elif one.stay is not None:
        url = f"{reverse('readiness:stay', args=[one.stay.key])}#{one.code}"
    else:
        url = f"{reverse('readiness:board', args=[one.call.key])}?show=mine&code={one.code}"
    return rules.Todo(
        kind, str(one.stay.person if one.stay else getattr(one.call, title)), url, len(one.stays), one.by,
        urgent=True, what=one.name, late=one.late, leaves=None if one.left else one.leaves,
        unverified=one.unverified,
    )  # fmt: skip


def of_calls(calls: Sequence[Call], on: date, title: str) -> list[rules.Todo]:
    """For who coordinates: who will miss the departure, and what waits for the coordinator. Constant in queries."""
    missing = [_will_miss(one, title) for one in readiness.by_call(calls)]
    return missing + _of_stays(readiness.waiting_for_office(calls, on), on, title)


def will_miss(actor: Actor, title: str) -> list[rules.Todo]:
    """Who of a school's own learners will miss the departure, whoever must act. Two queries, or one."""
    return [_will_miss(one, title) for one in readiness.by_call_of(mobilities_for(actor))]


def _will_miss(one: readiness.InCall, title: str) -> rules.Todo:
    page, name = reverse("readiness:board", args=[one.call.key]), getattr(one.call, title)
    return rules.Todo("will_miss", name, f"{page}?show=gone", one.gone, urgent=True, late=True, leaves=one.leaves)


def scans(actor: Actor) -> list[rules.Todo]:
    """Photos and scans of signed papers that nobody looked at yet."""
    number = scans_to_look_at(actor)
    return [rules.Todo("look_at_scans", "", reverse("paperwork:scans"), number)] if number else []


def lost_papers() -> list[rules.Todo]:
    """Open papers that can no longer be shown as they were sent: to take back and send again. One query."""
    found = lost()[:MOST]
    return [
        rules.Todo("send_lost_again", reference(one), reverse("paperwork:show", args=[one.document.key]), urgent=True)
        for one in found
    ]


def signatures(actor: Actor, at: datetime) -> list[rules.Todo]:
    """Papers of which it is one's own turn."""
    number = to_sign(actor, at).count()
    return [rules.Todo("sign_papers", "", reverse("paperwork:own"), number)] if number else []


def contacts(actor: Actor, on: date) -> list[rules.Todo]:
    """Parents whose address and number the school looked up long ago."""
    number = candidacy_queries.to_renew(actor, on).count()
    return [rules.Todo("renew_contacts", "", reverse("candidacies:contacts"), number)] if number else []


def texts() -> list[rules.Todo]:
    """Published texts of papers that no longer fit, so that those which ship are used."""
    number = len(unfit_texts())
    return [rules.Todo("fix_texts", "", reverse("paperwork:texts"), number)] if number else []


def to_ask(enrolments: Named, stages: Stages, at: datetime) -> list[rules.Todo]:
    """For each school and call, of how many learners papers can be asked. Constant in queries."""
    on = brussels_date(at)
    open_still = [
        (title, row)
        for title, row in enrolments
        if on <= row.call.files_deadline and any(stages.get(row.pk, {}).get(stage) for stage in CHOSEN)
    ]
    found = admissions.papers_of_all([row for _title, row in open_still], at) if open_still else {}
    counted = {pk: sum(one.papers.can_ask for one in rows) for pk, rows in found.items()}
    return [
        rules.Todo(
            "ask_papers", title, reverse("admissions:papers", args=[row.key]), counted[row.pk], row.call.files_deadline,
            rules.urgent(row.call.files_deadline, on),
        )
        for title, row in open_still
        if counted[row.pk]
    ]  # fmt: skip


def on_hold(actor: Actor, at: datetime) -> list[rules.Todo]:
    """Learners who cannot leave before the school says why it goes on."""
    held = candidacy_queries.held_up(candidacies.candidacies_for(actor), at)[:MOST]
    return [
        rules.Todo("on_hold", str(row.learner), reverse("dossier", args=[row.key]) + "#papers", urgent=True)
        for row in held
    ]


def with_papers(enrolments: Named, stages: Stages) -> list[tuple[str, str]]:
    """Key and title of each school and call that has papers, the newest first."""
    having = [
        (row.key, title) for title, row in enrolments if any(stages.get(row.pk, {}).get(stage) for stage in WITH_PAPERS)
    ]
    return having[::-1][:MOST]
