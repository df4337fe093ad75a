"""The pages of readiness: the board with its filters, one stay, what a call asks besides, whom to telephone."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal import gates
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.mobilities.queries import before_departure
from erasdu.journey.mobilities.words import WHO
from erasdu.journey.readiness import actions, queries, rules
from erasdu.journey.readiness.models import Done, LetPass, OwnRequirement
from erasdu.journey.readiness.views import cells
from erasdu.kernel.requirement import DEPART, Requirement, by_harm
from erasdu.office.notices.queries import calling
from erasdu.web.queries import homes, todos
from tests.factories.calls import CallFactory
from tests.factories.hosting import BookingFactory, HomeFactory, RoomFactory, StayFactory
from tests.factories.organisations import AccountFactory, RoleFactory, SchoolFactory
from tests.journey.mobilities.staying import learner_of, stay_of_minor
from tests.journey.readiness.test_own import photo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ON = AT.date()
ENGLISH = {"Accept-Language": "en"}
SOON, LATER = ON + timedelta(days=5), ON + timedelta(days=45)


@pytest.fixture(autouse=True)
def _clock():
    with the_clock.standing_at(AT):
        yield


@pytest.fixture
def office():
    return RoleFactory(coordinator=True)


@pytest.fixture
def call():
    return StayFactory(planned_from=ON - timedelta(days=3), planned_until=LATER).call


def stay_in(call, first: date, **more) -> Mobility:
    return StayFactory(call=call, planned_from=first, planned_until=first + timedelta(days=13), **more)


def page(client, name: str, *keys: str, **asked: str) -> str:
    answer = client.get(reverse(f"readiness:{name}", args=keys), asked, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def telephone(client, call: str) -> str:
    """The one list, of this call."""
    answer = client.get(reverse("notices:calls"), {"call": call}, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.requirement("R34")
def test_of_many_the_five_who_will_miss_their_departure_are_one_press_away(client_as, office, call) -> None:
    late = [stay_in(call, SOON, person__family_name=f"Late{n}") for n in range(5)]
    for number in range(7):
        stay_in(call, LATER, person__family_name=f"Intime{number}")
    actions.rebuild(at=AT)
    client = client_as(office)
    start = client.get("/", headers=ENGLISH).content.decode()
    address = f"{reverse('readiness:board', args=[call.key])}?show=gone"
    assert address in start
    assert "Learners will miss their departure" in start
    shown = page(client, "board", call.key, show="gone")
    assert all(str(stay.person.family_name) in shown for stay in late)
    assert "Intime" not in shown
    assert "5 learners will miss the departure" in shown
    assert "Intime0" in page(client, "board", call.key)
    assert "Late0" in page(client, "board", call.key, show="nonsense", by="nonsense")
    assert "Nobody stands under this filter." in page(client, "board", call.key, show="parent")


def test_on_the_page_of_a_stay_staff_read_first_by_what_the_departure_is_missed(client_as, office, call) -> None:
    stay = stay_in(call, SOON)
    actions.rebuild(at=AT)
    client = client_as(office)
    lines = client.get(reverse("readiness:stay", args=[stay.key])).context["page"].waiting
    gone = [line.safe is not None and line.safe.gone for line in lines]
    assert any(gone)
    assert not all(gone)
    assert gone == sorted(gone, reverse=True)
    assert "<strong>1</strong>will miss the departure" in page(client, "board", call.key)


def test_a_school_reads_first_on_its_start_page_who_of_its_own_learners_will_miss_the_departure(
    client_as, call
) -> None:
    """Also when somebody else must act: it is the school that telephones."""
    stay, other, later = stay_in(call, SOON), stay_in(call, SOON), stay_in(call, LATER)
    for row in (stay, other, later, stay_in(call, LATER, sending=stay.sending)):
        Party.objects.create(mobility=row, organisation=row.sending, role="sending", since=AT)
    actions.rebuild(at=AT)
    for row in (stay, other):
        client = client_as(RoleFactory(organisation=row.sending))
        first = client.get("/", headers=ENGLISH).context["todos"][0]["todo"]
        assert (first.code, first.number, first.leaves) == ("will_miss", 1, SOON)
        shown = client.get(first.url, headers=ENGLISH).content.decode()
        assert str(row.person.family_name) in shown
        assert "1 learner will miss the departure" in shown
    fine = client_as(RoleFactory(organisation=later.sending)).get("/", headers=ENGLISH)
    assert "will_miss" not in {each["todo"].code for each in fine.context["todos"]}


def test_the_start_page_of_the_coordinator_names_the_thing_and_puts_the_first_departure_on_top(
    client_as, office, call
) -> None:
    StayFactory(planned_from=LATER, planned_until=LATER + timedelta(days=13))
    stay = stay_in(call, SOON, person__family_name="Late")
    actions.rebuild(at=AT)
    todos = client_as(office).get("/", headers=ENGLISH).context["todos"]
    found = [each["todo"] for each in todos]
    assert [(todo.code, todo.leaves) for todo in found[:1]] == [("will_miss", stay.planned_from)]
    before = [todo for todo in found if todo.code in ("before_departure", "find_places")]
    assert all(bool(todo.what) != bool(todo.things) for todo in before)
    assert any(
        "bed where everybody" in f"{todo.what}{todo.things}".lower() for todo in before if todo.code == "find_places"
    )
    late = [todo for todo in before if todo.late]
    assert late
    assert {todo.leaves for todo in late} == {stay.planned_from}
    assert found.index(late[-1]) < min(found.index(todo) for todo in before if not todo.late)


def test_what_makes_somebody_miss_the_departure_is_marked_in_its_cell_and_named_above(client_as, office, call) -> None:
    """With a letter, a border and in words; what is in time in the same row is not."""
    late, fine = stay_in(call, ON + timedelta(days=9), person__family_name="Late"), stay_in(call, LATER)
    [row] = [each for each in queries.rows_of(actor_of(office), call, ON) if each.stay == late]
    [other] = [each for each in queries.rows_of(actor_of(office), call, ON) if each.stay == fine]
    plan = {each.item.code: each for each in queries.plans([late], ON)[late.pk]}
    assert row.missed >= {code for code, each in plan.items() if each.gone}
    assert row.missed
    assert row.missed < set(plan), "what is still in time is not the cause"
    assert not other.missed
    shown = page(client_as(office), "board", call.key)
    named = queries.board(actor_of(office), call, ON).missed
    lead = shown.partition("unless somebody acts today")[2].partition("</p>")[0]
    for code, name, number in named:
        assert f"code={code}" in lead
        assert f"{escape(name)}</a> ({number})" in lead
    assert shown.count('class="cell cell-missed"') == len(row.missed)
    assert shown.count(": by this the departure is missed, ") == len(row.missed)
    assert '<b aria-hidden="true">M</b>' in shown
    by_whom = next(item.who for item in row.line.waiting if item.code in row.missed)
    drawn = cells.rows_of(actor_of(office), [])(replace(row, stand=replace(row.stand, who="company")))
    assert drawn.count(f": {WHO[by_whom]}</span>") == 1, "on a phone too who is first by whom it is missed"
    only = page(client_as(office), "board", call.key, show="gone", code=named[0][0])
    assert "Late" in only
    assert "by this the departure is missed" in page(client_as(office), "stay", late.key).lower()
    assert "cell-missed" not in page(client_as(office), "board", StayFactory(planned_from=LATER).call.key)


def test_what_looks_for_a_place_or_a_bed_leads_to_the_boards(client_as, office, call) -> None:
    soon = stay_in(call, SOON)
    later = stay_in(CallFactory(), LATER)
    actions.rebuild(at=AT)
    found = [each["todo"] for each in client_as(office).get("/", headers=ENGLISH).context["todos"]]
    places = {todo.url: todo.what or todo.things for todo in found if todo.code == "find_places"}
    assert reverse("matching:of_stay", args=[soon.key]) in places
    assert reverse("matching:index", args=[later.call.key]) in places
    assert all("where everybody" in what for what in places.values())
    others = [todo.what or todo.things for todo in found if todo.code == "before_departure"]
    assert not any("company where everybody" in what.lower() for what in others)


def test_several_things_of_one_call_stand_under_their_kind_and_what_one_page_does_stands_once(
    client_as, office, call
) -> None:
    for day in (SOON, SOON, LATER):
        stay_in(call, day)
    actions.rebuild(at=AT)
    response = client_as(office).get("/", headers=ENGLISH)
    found = [each["todo"] for each in response.context["todos"] if each["todo"].code == "find_places"]
    assert len({todo.url for todo in found}) == len(found), "one page, one item"
    [places] = [todo for todo in found if todo.things]
    assert (places.what, places.number, places.late) == ("", 3, True)
    assert "<strong>Find a company and a bed</strong>" in response.text
    assert places.things.count("where everybody") == 2


def test_what_one_page_does_is_one_item_also_when_a_part_of_it_has_time(call, monkeypatch) -> None:
    stays = [stay_in(call, SOON), stay_in(call, SOON)]
    waiting = [
        queries.Waiting("internship_place", "a company", call, stays, ON, late=True, leaves=SOON),
        queries.Waiting("bed", "a bed", call, stays, LATER, leaves=SOON),
    ]
    monkeypatch.setattr("erasdu.web.queries.todos.readiness.waiting_for_office", lambda *_: waiting)
    [found] = [todo for todo in todos.of_calls([call], ON, "title_en") if todo.code == "find_places"]
    assert (found.things, found.number, found.by) == ("a company · a bed", 2, ON)
    assert (found.urgent, found.late, found.leaves) == (True, True, SOON)


def test_every_cell_says_in_words_what_it_is_and_opens_the_thing_itself(client_as, office, call) -> None:
    stay = stay_in(call, LATER)
    shown = page(client_as(office), "board", call.key)
    assert "A bed where everybody said yes: to do, the coordinator, by " in shown
    assert reverse("matching:of_stay", args=[stay.key]) in shown
    assert reverse("mobilities:show", args=[stay.key]) in shown
    assert "0spot0" not in shown
    days = [stay_in(call, day, person__family_name=str(n)) for n, day in enumerate((SOON, LATER))]
    there = {"starts_on": days[0].planned_from, "ends_on": days[0].planned_until, "confirmed": True}
    BookingFactory(mobility=days[0], placement=None, room=RoomFactory(home=HomeFactory()), **there)
    only = page(client_as(office), "board", call.key, code="bed")
    assert days[1].key in only
    assert reverse("readiness:stay", args=[days[0].key]) not in only


def test_a_cell_of_which_nothing_is_known_yet_says_so_with_a_sign_of_its_own(client_as, office, call) -> None:
    """Also in the legend, which explains no sign that stands nowhere."""
    row = queries.rows_of(actor_of(office), call, ON)[0]
    with translation.override("en"):
        drawn = cells.rows_of(actor_of(office), ["bed", "another"])(row)
    unknown = '<td class="cell cell-none"><b aria-hidden="true">…</b><span class="cell-said">not known yet</span></td>'
    assert drawn.endswith(unknown)
    assert drawn.count("cell-none") == 1
    legend = '<li class="legend-unknown"><b>…</b>not known yet</li>'
    assert legend not in page(client_as(office), "board", call.key)
    applied = stay_of_minor()
    stay_in(applied.call, LATER)
    mixed = page(client_as(office), "board", applied.call.key)
    assert unknown in mixed
    assert legend in mixed


def test_a_rule_that_nobody_verified_has_a_sign_in_its_cell_and_in_the_legend(client_as, office, call) -> None:
    first = queries.rows_of(actor_of(office), call, ON)[0]
    sure = Requirement("bed", "open", "coordinator", LATER, frozenset({DEPART}))

    def drawn(item: Requirement) -> str:
        with translation.override("en"):
            return cells.rows_of(actor_of(office), ["bed"])(replace(first, items={"bed": item}))

    unsure = drawn(replace(sure, unverified=True))
    assert '<i class="ready-unsure">?</i>' in unsure
    assert "rule not verified yet" in unsure, "also for who hears it"
    assert "ready-unsure" not in drawn(sure) + drawn(replace(sure, state="met", unverified=True))
    stay_in(call, LATER, person__family_name="Marokko", traveller__nationality="MA")
    shown = page(client_as(office), "board", call.key)
    assert "ready-unsure" in shown
    assert "<li><b>?</b>rule not verified yet</li>" in shown


def test_a_learner_reads_on_the_start_page_which_rule_is_not_verified(client_as, monkeypatch) -> None:
    stay = stay_of_minor(planned_from=LATER, planned_until=LATER + timedelta(days=13))
    role = learner_of(stay)
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    client, said = client_as(role), "rule not verified yet: ask the coordinator"
    [list_] = client.get("/", headers=ENGLISH).context["checklists"]
    unsure = [lack for lack in list_.waiting if lack.item.unverified]
    assert client.get("/", headers=ENGLISH).text.count(said) == len(unsure)
    all_of_it = [replace(lack, item=replace(lack.item, unverified=True)) for lack in list_.waiting]
    monkeypatch.setattr(homes, "checklists", lambda *_: [replace(list_, waiting=all_of_it)])
    assert client.get("/", headers=ENGLISH).text.count(said) == len(all_of_it) > 0


def test_by_destination_who_comes_to_flanders_stands_under_the_school_that_receives(office) -> None:
    coming = CallFactory(incoming=True)
    there = stay_in(coming, LATER, direction="incoming", receiving=SchoolFactory(name="Campus De Vesten"))
    undivided = stay_in(coming, LATER, direction="incoming")
    found = dict(queries.board(actor_of(office), coming, ON, by="destination").groups)
    assert [row.stay for row in found["Campus De Vesten"]] == [there]
    assert [row.stay for row in found[""]] == [undivided]


def test_a_contact_point_sees_its_own_school_and_a_partner_or_learner_no_board(client_as, call) -> None:
    mine, other = stay_in(call, LATER), stay_in(call, LATER, person__family_name="Vreemd")
    Party.objects.create(mobility=mine, organisation=mine.sending, role="sending", since=AT)
    role = RoleFactory(organisation=mine.sending, kind="contact_point")
    client = client_as(role)
    assert "Vreemd" not in page(client, "board", call.key)
    assert client.get(reverse("readiness:stay", args=[other.key])).status_code == 404
    assert client.get(reverse("readiness:own", args=[call.key])).status_code == 404
    waiting = homes.contact_point(actor_of(role), AT, "title_en").todos
    assert {todo.code for todo in waiting} >= {"before_departure"}


def test_a_call_asks_more_after_a_look_at_whom_it_touches(client_as, office, call) -> None:
    stay_in(call, LATER, person__family_name="Marokko", traveller__nationality="MA")
    stay_in(call, LATER, person__family_name="Belg", traveller__nationality="BE")
    stay_in(call, LATER, person__family_name="Onbekend", traveller__nationality="")
    client, add = client_as(office), reverse("readiness:add", args=[call.key])
    typed = {"title_nl": "Visum", "title_en": "Visa", "who": "learner", "days_before": "20", "gates": ["depart"],
             "outside_eea": "yes"}  # fmt: skip
    assert client.post(add, typed | {"days_before": "-1"}).status_code == 422
    look = client.post(add, typed, headers=ENGLISH).content.decode()
    assert "It touches 1 learner." in look
    assert "Marokko" in look
    assert "Onbekend" in look
    assert "Belg" not in look
    assert not OwnRequirement.objects.exists()
    assert client.post(add, typed | {"seen": "1"}).status_code == 302
    own = OwnRequirement.objects.get()
    assert (own.outside_eea, own.minor, own.gates, own.days_before) == (True, None, ["depart"], 20)
    assert "Visa" in page(client, "board", call.key)
    assert "in order for 0 learners" in page(client, "own", call.key)
    end, back = (reverse(f"readiness:{name}", args=[own.key]) for name in ("end", "bring_back"))
    look = client.post(end, headers=ENGLISH)
    assert (look.status_code, "Stop asking this?" in look.text, "things come in order" in look.text) == (
        200,
        True,
        True,
    )
    assert "Marokko" in look.text
    assert "Belg" not in look.text
    assert "Visa" in page(client, "board", call.key)
    client.post(end, {"seen": "1"})
    assert "Visa" not in page(client, "board", call.key)
    look = client.post(back, headers=ENGLISH)
    assert ("Ask it again?" in look.text, "Marokko" in look.text, "turn open" in look.text) == (True, True, True)
    assert OwnRequirement.objects.get().ended_at is not None
    assert client.post(back, {"seen": "1"}).status_code == 302
    assert "Visa" in page(client, "board", call.key)


def test_the_page_of_a_stay_marks_lets_pass_and_keeps_the_reason(client_as, office, call) -> None:
    stay, by = stay_in(call, LATER), actor_of(office)
    own = photo(call, by, AT)
    client, here = client_as(office), reverse("readiness:stay", args=[stay.key])
    before = page(client, "stay", stay.key)
    assert "Nobody leaves without knowing where they sleep." in before
    assert "This call asks it." in before
    done, undone = (reverse(f"readiness:{name}", args=[own.key, stay.key]) for name in ("done", "undone"))
    client.post(done, {"evidence": ""})
    assert not Done.objects.exists()
    client.post(done, {"evidence": "getoond op 3 maart"})
    assert "getoond op 3 maart" in page(client, "stay", stay.key)
    client.post(undone)
    passing = reverse("readiness:let_pass", args=[stay.key, "bed"])
    short = client.post(passing, {"gate": "depart", "reason": "ja"}, headers=ENGLISH)
    assert (short.status_code, b"at least 10 characters" in short.content) == (422, True)
    assert client.post(passing, {"gate": "depart", "reason": ""}).status_code == 422
    assert client.post(passing, {"gate": "nonsense", "reason": "Zij slaapt bij haar tante."}).status_code == 422
    assert client.post(passing, {"gate": "depart", "reason": "Zij slaapt bij haar tante."}).url == here
    after = page(client, "stay", stay.key)
    assert "Zij slaapt bij haar tante." in after
    assert "Let pass at leaving" in after
    client.post(reverse("readiness:end_let_pass", args=[LetPass.objects.get().key]))
    assert "Zij slaapt bij haar tante." not in page(client, "stay", stay.key)


def test_letting_pass_has_one_main_press_for_what_comes_first_and_plain_words_for_the_rest(
    client_as, office, call
) -> None:
    stay = stay_in(call, LATER)
    [bed] = [each for each in queries.stay_page(actor_of(office), stay, ON).waiting if each.item.code == "bed"]
    assert bed.gates == ("depart", "payment"), "in the order of the road"
    passing = reverse("readiness:let_pass", args=[stay.key, "bed"])
    form = page(client_as(office), "stay", stay.key).partition(f'action="{passing}"')[2].partition("</form>")[0]
    presses = re.findall(r'<button class="btn (btn-\w+)[^>]*value="(\w+)">([^<]+)<', form)
    assert [kind for kind, _gate, _text in presses] == ["btn-primary", *["btn-ghost"] * (len(bed.gates) - 1)]
    assert tuple(gate for _kind, gate, _text in presses) == bed.gates
    assert "Let the learner leave all the same" in {text for _kind, _gate, text in presses}


def test_a_learner_reads_the_same_order_at_home_and_on_the_list_with_what_is_due_first_on_top(client_as) -> None:
    stay = stay_of_minor(planned_from=LATER, planned_until=LATER + timedelta(days=13))
    items = gates.needed(DEPART, [stay], ON)[stay.pk]
    actor = actor_of(learner_of(stay))
    shown = [lack.item.code for lack in before_departure(stay, actor, ON) if not lack.item.settled]
    assert shown == [item.code for item in by_harm(items) if not item.settled]
    days = [item.by or LATER for item in by_harm(items) if item.holds(DEPART)]
    assert days == sorted(days)
    told = client_as(RoleFactory(coordinator=True)).get(reverse("mobilities:show", args=[stay.key]), headers=ENGLISH)
    assert ", by " in told.text
    assert ", before " not in told.text


def test_of_what_is_not_asked_the_reason_is_why_not(client_as, office) -> None:
    stay = stay_of_minor()
    Candidacy.objects.filter(profile=stay.profile_id).update(birth_date=date(2001, 1, 1))
    listed = page(client_as(office), "stay", stay.key).partition("Not asked of this learner")[2]
    assert "The learner is of age on the day of leaving." in listed
    assert "The learner is of age and decides alone." in listed
    assert "under 18" not in listed


def test_a_learner_reads_the_own_list_in_plain_words_and_no_reasons_of_others(client_as, office) -> None:
    stay = stay_of_minor()
    actions.let_pass(stay, code="bed", gate="depart", reason="Zij slaapt bij haar tante.", by=actor_of(office), at=AT)
    role = learner_of(stay)
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    client = client_as(role)
    start = client.get("/", headers=ENGLISH).content.decode()
    assert "Before you leave" in start
    assert "Your company is being looked for." in start
    own = page(client, "stay", stay.key)
    assert "Your company is being looked for." in own
    assert "Now: you" in own
    assert "Now: the learner" not in own
    assert "tante" not in own
    assert reverse("readiness:let_pass", args=[stay.key, "bed"]) not in own


def test_whom_to_telephone_has_a_number_and_costs_the_same_for_one_and_three(client_as, office, call) -> None:
    stay = stay_of_minor(planned_from=SOON, planned_until=SOON + timedelta(days=13))
    client = client_as(office)
    shown = telephone(client, stay.call.key)
    contact = RoleFactory(organisation=stay.sending, kind="contact_point", person__phone="+32470112233")
    assert "No telephone number is known" in shown or "tel:" in shown
    assert "+32470112233" in telephone(client, stay.call.key)
    assert str(contact.person) in telephone(client, stay.call.key)
    assert "Nobody has to be called" in telephone(client, stay_in(StayFactory().call, LATER).call.key)
    costs = []
    for number in (1, 3):
        there = StayFactory().call
        for _ in range(number):
            stay_in(there, SOON)
        with CaptureQueriesContext(connection) as asked:
            shown = telephone(client, there.key)
        costs.append(len(asked))
        mine = shown.partition("It is your turn")[2].partition("</section>")[0]
        assert mine.count("a company where everybody says yes") == 1, "what is the same of all is said once, with names"
        assert mine.count("/mobilities/") >= number
    assert costs[0] == costs[1]


def test_a_learner_is_not_told_to_do_what_can_only_be_read_there(client_as) -> None:
    """The card is shown at school: the button says what to show, on each of the three pages."""
    stay = stay_of_minor(planned_from=LATER, planned_until=LATER + timedelta(days=13))
    role = learner_of(stay)
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    client, card = client_as(role), reverse("insurance:stay", args=[stay.key])
    for address in (
        reverse("home"),
        reverse("readiness:stay", args=[stay.key]),
        reverse("mobilities:show", args=[stay.key]),
    ):
        shown = client.get(address, headers=ENGLISH).text
        presses = re.findall(rf'href="{card}[^"]*">([^<]+)<', shown)
        assert presses, address
        assert "Do it" not in presses, address
        assert "See what to show at school" in presses, address


def test_who_is_telephoned_first_stands_open_and_the_rest_folded_on_one_line_each(client_as, office, call) -> None:
    """By whom a departure is missed first, whoever leaves the soonest; nobody twice."""
    for number in range(8):
        stay_in(call, SOON + timedelta(days=number), person__family_name=f"Nr{number}")
    found = calling.calls(actor_of(office), ON, call.key)
    shown = [*found.others, *found.rest]
    assert len(found.others) == calling.OPEN
    assert found.rest
    assert [each.order for each in shown] == sorted(each.order for each in shown)
    keys = [tuple(one.person or one.name for one in each.people) for each in shown if each.people]
    assert len(keys) == len(set(keys))
    page = telephone(client_as(office), call.key)
    assert page.count('<details class="panel call-fold">') == len(found.rest)
    assert f"And {len(found.rest)} more, less urgent" in page


def test_a_line_says_in_one_way_why_one_telephones(client_as, office, call) -> None:
    """Not that something had to begin long ago and that it is in order soon."""
    stay_in(call, SOON)
    stay_in(call, ON + timedelta(days=15))
    shown = telephone(client_as(office), call.key)
    lines = re.findall(r'<p class="muted">(.*?)</p>', shown)
    late = [line for line in lines if "after the departure" in line]
    told = [line for line in lines if "a mail was in time until" in line]
    assert late
    assert told
    assert not set(late) & set(told)
    assert "had to begin" not in shown


def test_of_whose_number_nobody_wrote_down_it_is_said_whom_to_ask_and_where_to_fill_it_in(client_as, office) -> None:
    stay = stay_of_minor(planned_from=SOON, planned_until=SOON + timedelta(days=13))
    contact = RoleFactory(organisation=stay.sending, kind="contact_point", person__phone="+32470112233")
    Person.objects.exclude(pk=contact.person.pk).update(phone="")
    Profile.objects.update(mobile="")
    without = [
        each
        for each in calling.calls(actor_of(office), ON, stay.call.key).others
        if not each.has_number and not each.mine
    ]
    assert without
    shown = telephone(client_as(office), stay.call.key)
    for each in without:
        assert each.fill
        assert f'href="{each.fill}">Write the number down</a>' in shown
        role, people = each.ask
        if role == "contact_point":
            assert str(contact.person) in {one.name for one in people}
            assert "Ask the school:" in shown
    assert any(each.ask[0] == "contact_point" for each in without)


def test_the_board_costs_the_same_for_one_and_three(client_as, office) -> None:
    client, costs = client_as(office), []
    for number in (1, 3):
        there = StayFactory(planned_from=LATER, planned_until=LATER + timedelta(days=13)).call
        for _ in range(number - 1):
            stay_in(there, LATER)
        actions.rebuild(at=AT)
        with CaptureQueriesContext(connection) as asked:
            page(client, "board", there.key)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_other_dates_say_what_they_reopen(client_as, office) -> None:
    stay = stay_of_minor()
    from erasdu.ground.paperwork.models import Document

    assert Document.objects.exists()
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    client = client_as(office)
    stay.refresh_from_db()
    typed = {"first": "2027-03-07", "last": "2027-03-20", "revision": stay.revision}
    client.post(reverse("mobilities:plan", args=[stay.key]), typed)
    assert (
        "no longer in order"
        not in client.get(reverse("mobilities:show", args=[stay.key]), headers=ENGLISH).content.decode()
    )
    BookingFactory(mobility=stay, confirmed=True, starts_on=date(2027, 3, 7), ends_on=date(2027, 3, 20))
    from erasdu.journey.mobilities import queries

    before = queries.in_order(stay, ON)
    assert {"stay_planned", "internship_place"} <= set(before)
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    assert queries.reopened(stay.pk, before, ON) == [before["stay_planned"]]


class TestNoDaysYet:
    """The days are what lacks first, and from which day the rest is counted back is said."""

    @pytest.fixture
    def stay(self, call) -> Mobility:
        call.stay_until, call.min_days = date(2027, 2, 28), 14
        call.save()
        return StayFactory(call=call, planned_from=None, planned_until=None)

    COUNTED = "Mon 15 Feb 2027, the last day on which one can leave"

    def test_the_page_of_the_learner_says_from_when_it_is_counted(self, client_as, office, stay) -> None:
        client = client_as(office)
        assert self.COUNTED in page(client, "stay", stay.key)
        planned = stay_in(stay.call, LATER)
        assert "the last day on which one can leave" not in page(client, "stay", planned.key)

    def test_the_days_come_first_before_what_has_a_day(self) -> None:
        dated = Requirement(
            "company_approval", "overdue", "training_company", ON - timedelta(days=1), frozenset({DEPART})
        )
        days = Requirement("stay_planned", "open", "coordinator", None, frozenset({DEPART}))
        assert rules.open_items([dated, days], None, ON) == rules.in_order([dated, days]) == [days, dated]
        assert rules.in_order([dated, replace(days, state="met")])[0] == dated

    def test_the_board_says_it_of_the_learner_and_leads_to_where_days_are_set(self, client_as, office, stay) -> None:
        shown = page(client_as(office), "board", stay.call.key)
        assert "no days yet: counted from Mon 15 Feb, the last day on which one can leave" in shown
        assert (
            f'href="{reverse("mobilities:plan_several", args=[stay.call.key])}">First set the days of 1 learner<'
            in shown
        )

    def test_a_school_reads_who_sets_them(self, client_as, stay) -> None:
        school = RoleFactory(organisation=stay.sending)
        Party.objects.create(mobility=stay, organisation=stay.sending, role="sending", since=AT)
        shown = page(client_as(school), "board", stay.call.key)
        assert "The coordinator must still set the days of 1 learner" in shown
        assert reverse("mobilities:plan_several", args=[stay.call.key]) not in shown

    def test_nothing_is_said_once_nobody_can_leave_any_more(self, client_as, office, stay) -> None:
        stay.call.stay_from, stay.call.stay_until = ON - timedelta(days=60), ON - timedelta(days=1)
        stay.call.save()
        assert "the last day on which one can leave" not in page(client_as(office), "stay", stay.key)

    def test_the_start_page_leads_to_the_days_of_all(self, client_as, office, stay) -> None:
        actions.rebuild(at=AT)
        start = client_as(office).get("/", headers=ENGLISH).content.decode()
        assert reverse("mobilities:plan_several", args=[stay.call.key]) in start
        assert "Set the days: the rest is counted from them" in start
