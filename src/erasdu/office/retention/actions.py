"""Letting go of what is no longer needed: per person in one transaction, or as a dry run that changes nothing."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.links.models import Code, Device, Link
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork.actions import erase_answers
from erasdu.ground.people.models import Person, Session
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.hosting.queries.endings import received, strangers
from erasdu.journey.mobilities.models import Traveller
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.sharing import access as sharing
from erasdu.journey.sharing.models import Share
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import brussels_date, start_of_day
from erasdu.office.retention import access, queries, rules
from erasdu.office.retention.models import Run

Counts = Counter[str]


def run(*, dry: bool, by: Actor, at: datetime) -> Run:
    """Let go of all that is due on the day of `at`; the report counts rows by rule. A dry run is undone at its end."""
    (access.may_try(by) if dry else access.may_run(by, at=at)).require()
    if not dry:
        return _reported(_let_go(at), dry=False, by=by, at=at)
    with transaction.atomic():
        report = _let_go(at)
        transaction.set_rollback(True)
    return _reported(report, dry=True, by=by, at=at)


@transaction.atomic
def _reported(report: dict[str, object], *, dry: bool, by: Actor, at: datetime) -> Run:
    made = Run.objects.create(at=at, by_id=by.person, dry=dry, report=report)
    if not dry:
        journal.record("retention.run", subjects=[made], by=by, at=at)
    return made


def _let_go(at: datetime) -> dict[str, object]:
    on, counts = brussels_date(at), Counter({rule.code: 0 for rule in rules.RULES if rule.lets_go})
    first = queries.not_erased(queries.due(rules.CANDIDATE, on))
    calls = queries.candidacies_by_call(first)
    erased = sum(_erase(person, at, counts) for person in first)
    erased += sum(_erase_nominee(person, at, counts) for person in queries.nominees_due(on))
    later = queries.with_left(queries.due(rules.SCORES, on), queries.LATER)
    for person in later:
        _forget(person, at, counts)
    for person in queries.with_left(queries.contacts_due(on), [rules.ROLE_END]):
        _forget_contact(person, at, counts)
    for person in queries.with_left(queries.hosts_due(on), queries.FIRST):
        erased += _forget_host(person, at, counts)
    _strangers(at, counts)
    _old_shares(at, counts)
    _old_mail(at, counts)
    _old_signs(at, counts)
    _health(at, counts)
    return {"counts": dict(counts), "persons": erased, "calls": calls}


@transaction.atomic
def _erase(person: int, at: datetime, counts: Counts) -> int:
    """The person's own data, their account, and guardians who are here for nobody else. 0 when it is no longer due."""
    Person.objects.select_for_update().get(pk=person)
    if not queries.due(rules.CANDIDATE, brussels_date(at), [person]):
        return 0
    guardians = Guardian.objects.filter(candidacy__learner=person)
    theirs = list(guardians.values_list("person", flat=True))
    counts[rules.CANDIDATE] += guardians.delete()[0]
    for each in (person, *queries.lone_guardians(theirs)):
        _empty([each], queries.FIRST, counts)
        Person.objects.filter(pk=each).update(erased_at=at)
    Role.objects.filter(person=person, until=None).update(until=at)
    return 1


@transaction.atomic
def _erase_nominee(person: int, at: datetime, counts: Counts) -> int:
    """A foreign learner who did not come, and who answered for them at home."""
    Person.objects.select_for_update().get(pk=person)
    if person not in queries.nominees_due(brussels_date(at)):
        return 0
    guardians = HomeGuardian.objects.filter(nomination__mobility__person=person)
    theirs = list(guardians.values_list("person", flat=True))
    counts[rules.CANDIDATE] += guardians.delete()[0]
    Traveller.objects.filter(mobility__person=person).update(birth_date=None, gender="", nationality="")
    for each in (person, *queries.lone_guardians(theirs)):
        _empty([each], queries.FIRST, counts)
        Person.objects.filter(pk=each).update(erased_at=at)
    return 1


@transaction.atomic
def _forget(person: int, at: datetime, counts: Counts) -> None:
    """What others wrote about the person, their letters and links: all that was left."""
    if queries.due(rules.SCORES, brussels_date(at), [person]):
        _empty([person], queries.LATER, counts)


@transaction.atomic
def _forget_contact(person: int, at: datetime, counts: Counts) -> None:
    Person.objects.select_for_update().get(pk=person)
    if person in queries.contacts_due(brussels_date(at)):
        _empty([person], [rules.ROLE_END], counts)


def _empty(persons: Collection[int], keeps: Collection[str], counts: Counts) -> None:
    for each in queries.holdings(keeps):
        rows = each.left(persons)
        if each.is_deleted:
            counts[_under(each.keep)] += rows.count()
            each.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
        else:
            ids = list(rows.values_list("pk", flat=True))
            counts[_under(each.keep)] += each.model._default_manager.filter(pk__in=ids).update(**each.empty)


def _under(keep: str) -> str:
    """Who never was selected is no evidence of the grant: what stands there goes with the scores."""
    return rules.SCORES if keep == rules.GRANT_FILE else keep


def _before(at: datetime, code: str) -> datetime:
    months = rules.BY_CODE[code].months
    assert months is not None
    return start_of_day(rules.months_after(brussels_date(at), -months))


@transaction.atomic
def _forget_host(person: int, at: datetime, counts: Counts) -> int:
    """How a company or home is reached goes; also the name, when no learner ever came there: then 1."""
    Person.objects.select_for_update().get(pk=person)
    if person not in queries.hosts_due(brussels_date(at)):
        return 0
    if person in received():
        _empty([person], [rules.ROLE_END], counts)
        return 0
    _empty([person], queries.FIRST, counts)
    Person.objects.filter(pk=person).update(erased_at=at)
    return 1


@transaction.atomic
def _strangers(at: datetime, counts: Counts) -> None:
    """Who came in by the open door of a network and got no decision: what was left there, and the person."""
    for row in strangers(rules.strangers_before(brussels_date(at))):
        person = row.person
        row.delete()
        person.delete()
        counts[rules.ROLE_END] += 1


@transaction.atomic
def _old_shares(at: datetime, counts: Counts) -> None:
    """What a partner could see of a learner goes a month after the stay."""
    over = Share.objects.filter(sharing.over(brussels_date(at))).exclude(snapshot={})
    counts[rules.CANDIDATE] += Share.objects.filter(pk__in=over.values("pk")).update(snapshot={})


@transaction.atomic
def _old_mail(at: datetime, counts: Counts) -> None:
    """Of everybody: letters and the mails of days go, but not what still waits; messages lose their text."""
    before = _before(at, rules.MAIL)
    letters = Letter.objects.filter(created_at__lt=before)
    counts[rules.MAIL] += letters.exclude(done_at=None, failed_at=None).delete()[0]
    for each, written in queries.written_at(rules.MAIL):
        rows = each.model._default_manager.filter(**{f"{written}__lt": before})
        if each.is_deleted:
            counts[rules.MAIL] += rows.delete()[0]
        else:
            counts[rules.MAIL] += rows.exclude(**each.empty).update(**each.empty)


@transaction.atomic
def _health(at: datetime, counts: Counts) -> None:
    """What was told about health goes a month after the return, with the copies that print it."""
    for document in queries.health_due(brussels_date(at)):
        counts[rules.AFTER_RETURN] += erase_answers(document, by=SYSTEM, at=at)
    on = brussels_date(at)
    for rows in (queries.needs_due(on), queries.support_due(on), queries.proofs_due(on)):
        counts[rules.AFTER_RETURN] += rows.delete()[0]


@transaction.atomic
def _old_signs(at: datetime, counts: Counts) -> None:
    """Of everybody: links, codes, devices and sessions that ended so long ago."""
    before = _before(at, rules.SECURITY)
    for rows in (
        Code.objects.filter(sent_at__lt=before),
        Link.objects.filter(expires_at__lt=before),
        Device.objects.filter(until__lt=before),
        Session.objects.filter(since__lt=before),
    ):
        counts[rules.SECURITY] += rows.delete()[0]
