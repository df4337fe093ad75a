"""What one does with calls and enrolments."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls import access, queries, rules
from erasdu.journey.calls.models import Call, Criterion, DeadlineChange, Destination, Enrolment, Expected
from erasdu.journey.calls.states import CALL, DRAFT
from erasdu.journey.calls.words import CRITERIA
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import ALPHABET
from erasdu.kernel.verdict import Refused, no

Row = Mapping[str, Any]
# What a published call may still change: nothing that anybody was promised or scored by.
LOOSE = frozenset(
    {
        "title_nl", "title_en", "text_nl", "text_en", "sectors", "seats", "seats_per_school", "answer_days",
        "grace_days", "permission_demanded",
    }
)  # fmt: skip
COPIED = (
    "text_nl", "text_en", "outgoing", "incoming", "min_days", "max_days", "sectors", "arrival", "priority_for_dual",
    "teacher_input_required", "counsellor_input_required", "scores_by_input", "seats", "seats_per_school",
    "answer_days", "grace_days", "permission_demanded",
)  # fmt: skip
JOIN_CODE = 8


@transaction.atomic
def create(
    *, values: Row, destinations: Sequence[Row] = (), criteria: Sequence[Row] | None = None, by: Actor, at: datetime
) -> Call:
    """A draft, with the four criteria of the programme unless others are given."""
    access.may_create(by).require()
    call = Call.objects.create(**values, created_at=at)
    _write_destinations(call, destinations)
    _write_criteria(call, _standard() if criteria is None else criteria)
    journal.record("call.created", subjects=[call], by=by, at=at)
    return call


@transaction.atomic
def copy(earlier: Call, *, title_nl: str, title_en: str, weeks: int, by: Actor, at: datetime) -> Call:
    """A draft from an earlier call, every date that many weeks later; `rules.things_to_check` says what to look at.

    What later steps keep of a call comes along by `CALL_COPIED`.
    """
    access.may_create(by).require()
    dates = rules.shifted(queries.dates_of(earlier), weeks=weeks)
    shift = dates.files_deadline - earlier.files_deadline
    call = Call.objects.create(
        grant_agreement=earlier.grant_agreement, copied_from=earlier, created_at=at,
        title_nl=title_nl, title_en=title_en,
        enrolment_deadline=dates.enrolment_deadline, files_opening=dates.files_opening,
        files_deadline=dates.files_deadline, stay_from=dates.stay.start, stay_until=dates.stay.end,
        **{name: getattr(earlier, name) for name in COPIED},
    )  # fmt: skip
    for each in earlier.destinations.all():
        period = {"starts_on": each.starts_on + shift, "ends_on": each.ends_on + shift}
        call.destinations.create(
            country=each.country, place=each.place, places=each.places, position=each.position,
            permission_demanded=each.permission_demanded, **period,
        )  # fmt: skip
    names = ("code", "name_nl", "name_en", "weight", "parts", "position")
    for criterion in earlier.criteria.all():
        call.criteria.create(**{name: getattr(criterion, name) for name in names})
    journal.record("call.created", subjects=[call, earlier], by=by, at=at, copied_from=earlier.pk)
    import_string(settings.CALL_COPIED)(earlier, call, by=by, at=at)
    return call


@transaction.atomic
def edit(
    call: Call,
    *,
    values: Row,
    destinations: Sequence[Row],
    criteria: Sequence[Row] | None,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """The whole form over `revision`; `Stale` when somebody was first. `criteria` None: they stay as they are.

    Of a published call only the loose columns and the destinations can be given.
    """
    access.may_edit(by, call).require()
    if criteria is not None or set(values) - LOOSE:
        access.may_edit_frame(by, call).require()
    # The condition on the state holds also when the call is published at this very moment.
    frame = {"state": DRAFT} if criteria is not None or set(values) - LOOSE else {}
    if not Call.objects.filter(pk=call.pk, revision=revision, **frame).update(**values, revision=F("revision") + 1):
        raise Stale
    call.refresh_from_db()
    _write_destinations(call, destinations)
    if criteria is not None:
        _write_criteria(call, criteria)
    journal.record("call.edited", subjects=[call], by=by, at=at)


@transaction.atomic
def delete(call: Call, *, by: Actor, at: datetime) -> None:
    """Throws a draft away."""
    access.may_delete(by, call).require()
    journal.record("call.deleted", subjects=[call], by=by, at=at)
    if not Call.objects.filter(pk=call.pk, state=DRAFT).delete()[0]:
        no("changed_meanwhile").require()


@transaction.atomic
def publish(call: Call, *, revision: int, by: Actor, at: datetime) -> None:
    """What the coordinator saw is what schools see: `Stale` when it changed after that. Weights freeze here."""
    rows = Call.objects.filter(pk=call.pk, revision=revision, state__in=CALL.sources("publish"))
    locked = Call.objects.select_for_update().select_related("grant_agreement").get(pk=call.pk)
    access.may_publish(by, locked).require()
    if not rows.update(state=CALL.target("publish"), published_at=at, revision=F("revision") + 1):
        raise Stale
    call.refresh_from_db()
    journal.record("call.published", subjects=[call], by=by, at=at)


@transaction.atomic
def archive(call: Call, *, by: Actor, at: datetime) -> None:
    access.may_archive(by, call, at=at).require()
    rows = Call.objects.filter(pk=call.pk, state__in=CALL.sources("archive"))
    if not rows.update(state=CALL.target("archive"), archived_at=at, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    call.refresh_from_db()
    journal.record("call.archived", subjects=[call], by=by, at=at)


@transaction.atomic
def move_deadline(call: Call, which: str, new: date, *, reason: str, by: Actor, at: datetime) -> DeadlineChange:
    """Moves one date of a published call, with the reason that every enrolled school reads."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    access.may_move_deadline(by, call).require()
    if not reason.strip():
        no("deadline_reason_needed").require()
    access.moved(call, which, new, at=at).require()
    old: date = getattr(call, which)
    if not Call.objects.filter(pk=call.pk, **{which: old}).update(**{which: new}, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    change = DeadlineChange.objects.create(
        call=call, which=which, old=old, new=new, reason=reason, at=at, by_id=by.person
    )
    days = {"old": old.isoformat(), "new": new.isoformat()}
    journal.record("call.deadline_moved", subjects=[call], by=by, at=at, which=which, change_id=change.pk, **days)
    return change


@transaction.atomic
def enrol(
    call: Call,
    school: Organisation,
    *,
    expected: Mapping[str, int],
    learner_deadline: date | None = None,
    remark: str = "",
    by: Actor,
    at: datetime,
) -> Enrolment:
    """A school takes part. One that withdrew before the deadline comes back on the same row, with its code."""
    call = Call.objects.select_for_update().select_related("grant_agreement").get(pk=call.pk)
    access.may_enrol(by, call, school, at=at).require()
    _check_expected(call, expected)
    access.learner_deadline_fits(call, learner_deadline, at=at).require()
    contact = by.person if by.is_contact_point else None
    values = {"at": at, "contact_id": contact, "learner_deadline": learner_deadline, "remark": remark}
    back = Enrolment.objects.filter(call=call, school=school, withdrawn_at__isnull=False)
    if back.update(withdrawn_at=None, **values, revision=F("revision") + 1):
        enrolment = Enrolment.objects.select_related("call", "school").get(call=call, school=school)
    else:
        enrolment = _new_enrolment(call, school, values)
    _write_expected(enrolment, expected)
    journal.record("enrolment.made", subjects=[enrolment, call, school], by=by, at=at)
    return enrolment


@transaction.atomic
def change_enrolment(
    enrolment: Enrolment, *, expected: Mapping[str, int], remark: str, revision: int, by: Actor, at: datetime
) -> None:
    """What the school expects, over `revision`; `Stale` when a colleague was first."""
    access.may_change_enrolment(by, enrolment, at=at).require()
    _check_expected(enrolment.call, expected)
    rows = Enrolment.objects.filter(pk=enrolment.pk, revision=revision, withdrawn_at=None)
    if not rows.update(remark=remark, revision=F("revision") + 1):
        raise Stale
    _write_expected(enrolment, expected)
    enrolment.refresh_from_db()
    journal.record("enrolment.changed", subjects=[enrolment, enrolment.call, enrolment.school], by=by, at=at)


@transaction.atomic
def withdraw_enrolment(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    access.may_withdraw_enrolment(by, enrolment, at=at).require()
    rows = Enrolment.objects.filter(pk=enrolment.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=at, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    enrolment.refresh_from_db()
    journal.record("enrolment.withdrawn", subjects=[enrolment, enrolment.call, enrolment.school], by=by, at=at)


@transaction.atomic
def set_learner_deadline(enrolment: Enrolment, *, day: date | None, by: Actor, at: datetime) -> None:
    """Until when learners apply to this school; None: until the deadline for candidate files."""
    access.may_set_learner_deadline(by, enrolment, at=at).require()
    access.learner_deadline_fits(enrolment.call, day, at=at).require()
    Enrolment.objects.filter(pk=enrolment.pk).update(learner_deadline=day, revision=F("revision") + 1)
    enrolment.refresh_from_db()
    journal.record(
        "enrolment.learner_deadline_set", subjects=[enrolment], by=by, at=at, day=day.isoformat() if day else ""
    )


@transaction.atomic
def renew_code(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Another code for learners: posters with the old one no longer work."""
    access.may_renew_code(by, enrolment, at=at).require()
    Enrolment.objects.filter(pk=enrolment.pk).update(join_code=new_join_code(), revision=F("revision") + 1)
    enrolment.refresh_from_db()
    journal.record("enrolment.code_renewed", subjects=[enrolment], by=by, at=at)


def new_join_code() -> str:
    """Eight signs that nobody confuses, about 2^39: for learners of one school, behind a limit on guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(JOIN_CODE)).upper()


def _standard() -> list[Row]:
    return [
        {"code": each.code, "name_nl": CRITERIA[each.code][0], "name_en": CRITERIA[each.code][1],
         "weight": each.weight, "parts": list(each.parts)}
        for each in rules.STANDARD_CRITERIA
    ]  # fmt: skip


def _write_criteria(call: Call, rows: Sequence[Row]) -> None:
    call.criteria.all().delete()
    Criterion.objects.bulk_create(Criterion(call=call, position=place, **row) for place, row in enumerate(rows))


def _write_destinations(call: Call, rows: Sequence[Row]) -> None:
    """Rows with an `id` are changed, others added, and those left out taken away: only from a draft."""
    kept = [row["id"] for row in rows if row.get("id")]
    gone = call.destinations.exclude(pk__in=kept)
    if call.state != DRAFT and gone.exists():
        no("destination_stays").require()
    gone.delete()
    for position, row in enumerate(rows):
        values = {name: value for name, value in row.items() if name != "id"} | {"position": position}
        if row.get("id"):
            call.destinations.filter(pk=row["id"]).update(**values)
        else:
            Destination.objects.create(call=call, **values)


def _new_enrolment(call: Call, school: Organisation, values: Row) -> Enrolment:
    try:
        with transaction.atomic():
            return Enrolment.objects.create(call=call, school=school, join_code=new_join_code(), **values)
    except IntegrityError:
        raise Refused(no("enrolled_already")) from None


def _check_expected(call: Call, expected: Mapping[str, int]) -> None:
    if not any(number > 0 for number in expected.values()):
        no("nothing_expected").require()
    if set(expected) - set(call.sectors):
        no("sector_not_in_call").require()


def _write_expected(enrolment: Enrolment, expected: Mapping[str, int]) -> None:
    enrolment.expected.all().delete()
    Expected.objects.bulk_create(
        Expected(enrolment=enrolment, sector=sector, learners=number) for sector, number in expected.items() if number
    )
