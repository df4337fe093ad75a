"""Days and facts that are awkward, through every step: birthdays on the border, a nationality that nobody knows, rules
that come while people travel."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.readiness import actions, queries
from erasdu.kernel.requirement import DEPART, Requirement
from erasdu.office.notices.queries.things import things
from tests.factories.hosting import StayFactory
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import insured, stay_abroad
from tests.journey.mobilities.staying import candidacy_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FORTNIGHT = timedelta(days=13)


def items(stay: Mobility, on: date) -> dict[str, Requirement]:
    return {item.code: item for item in queries.requirements_of([stay], on)[stay.pk]}


@pytest.mark.parametrize(
    ("born", "leaves", "minor"),
    [
        (date(2009, 3, 7), date(2027, 3, 7), False),  # eighteen on the day of departure
        (date(2009, 3, 8), date(2027, 3, 7), True),
        (date(2008, 2, 29), date(2026, 2, 28), True),  # born on a leap day: eighteen on 1 March
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_who_becomes_eighteen_around_leaving(born: date, leaves: date, minor: bool) -> None:
    stay = stay_of_minor(planned_from=leaves, planned_until=leaves + FORTNIGHT)
    Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=born)
    found = items(stay, leaves - timedelta(days=30))
    assert found["travel_permission_seen"].state == ("open" if minor else "not_applicable")
    assert found["guardian_approval"].state != "not_applicable"  # on that day still a minor
    on_the_day = items(stay, leaves)
    assert (on_the_day["guardian_approval"].state == "not_applicable") is not minor
    assert minor or not on_the_day["participant_approval"].met  # who came of age says it once more


def test_a_nationality_that_nobody_knows_holds_up_what_depends_on_it_and_says_so() -> None:
    stay = stay_abroad(country="TR")
    insured(stay)
    Traveller.objects.filter(mobility=stay).update(nationality="")
    found = items(stay, date(2026, 11, 26))
    unknown = {code: item.why for code, item in found.items() if "nationality_unknown" in item.why}
    assert "entry_permit" in unknown
    assert all(found[code].holds(DEPART) for code in unknown)


def test_what_is_asked_while_learners_travel_is_asked_of_nobody_who_left() -> None:
    at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    on, office = at.date(), actor_of(RoleFactory(coordinator=True))
    call = StayFactory(planned_from=on - timedelta(days=3), planned_until=on + FORTNIGHT).call
    later = {"planned_from": on + timedelta(days=40), "planned_until": on + timedelta(days=53)}
    leaving = StayFactory(call=call, **later)
    today = StayFactory(call=call, planned_from=on, planned_until=on + FORTNIGHT)
    before = queries.derived(list(Mobility.objects.filter(call=call)), on)
    asked = actions.add(
        call, title_nl="Kennismaking met het gastgezin", title_en="Meeting the host family", who="learner", days_before=60,
        gates=[DEPART], by=office, at=at,
    )  # fmt: skip
    after = queries.derived(list(Mobility.objects.filter(call=call)), on)
    changed = {pk for pk in before if before[pk].stage != after[pk].stage or before[pk].holds != after[pk].holds}
    assert changed == {leaving.pk}
    own = {pk: next(item for item in stand.items if item.titles) for pk, stand in after.items()}
    assert own[today.pk].state == "not_applicable"
    assert (own[leaving.pk].state, own[leaving.pk].by) == ("open", on)  # sixty days before is past: never before today
    assert asked.call == call


def test_what_is_asked_while_a_hundred_travel_reaches_only_who_leaves_later() -> None:
    """Nobody of the hundred is written to about it, and none of them stands differently."""
    at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    on, office = at.date(), actor_of(RoleFactory(coordinator=True))
    first = StayFactory(planned_from=on - timedelta(days=3), planned_until=on + FORTNIGHT)
    same = {"call": first.call, "sending": first.sending}
    away = {"planned_from": on - timedelta(days=3), "planned_until": on + FORTNIGHT}
    travelling = [first, *(StayFactory(**same, **away) for _ in range(99))]
    leaving = StayFactory(**same, planned_from=on + timedelta(days=40), planned_until=on + timedelta(days=53))
    before = {one.item.key for one in things(on)}
    own = actions.add(
        first.call, title_nl="Kennismaking", title_en="Meeting the family", who="learner", days_before=20,
        gates=[DEPART], by=office, at=at,
    )  # fmt: skip
    new = [one for one in things(on) if one.item.key not in before]
    assert [(one.item.what, one.item.pk) for one in new] == [(f"own_{own.key}", leaving.pk)]
    found = queries.requirements_of(travelling, on)
    assert {item.state for items in found.values() for item in items if item.titles} == {"not_applicable"}
    assert not [stay for stay in travelling if any(item.titles and item.holds(DEPART) for item in found[stay.pk])]
