"""A school informs its network: who is asked, in which words, what came of it, and whom to telephone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.jobs.models import Job
from erasdu.ground.links.models import Link
from erasdu.ground.people.models import NoticeGiven
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.actions import asking, offers
from erasdu.journey.hosting.models import Ask
from erasdu.journey.hosting.queries import asking as queries
from erasdu.journey.hosting.rules import asking as rules
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.hosting import BookingFactory, CompanyFactory, PlacementFactory
from tests.factories.organisations import PartnerFactory
from tests.journey.hosting.asking_scene import TODAY, Network, ask_of

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


# -- rules -----------------------------------------------------------------------------------------


@given(DAYS, st.integers(min_value=0, max_value=200))
def test_weeks_fill_the_window_without_a_gap(first: date, days: int) -> None:
    window = Period(first, first + timedelta(days=days))
    cut = rules.weeks(window)
    assert cut[0].start == window.start
    assert cut[-1].end == window.end
    assert all(one.end + timedelta(days=1) == two.start for one, two in zip(cut, cut[1:], strict=False))
    assert all(week.days <= 8 for week in cut)
    assert rules.joined(cut) == [window]


@given(DAYS, st.integers(1, 60), DAYS, st.integers(1, 60))
def test_nights_added_and_taken_away_again(one: date, long: int, two: date, much: int) -> None:
    nights, window = [(one, one + timedelta(days=long))], (two, two + timedelta(days=much))

    def each(spans: list[tuple[date, date]]) -> set[date]:
        return {start + timedelta(days=n) for start, end in spans for n in range((end - start).days)}

    more = rules.added(nights, *window)
    assert each(more) == each(nights) | each([window])
    assert all(a[1] < b[0] for a, b in zip(more, more[1:], strict=False))
    assert each(rules.without(more, *window)) == each(nights) - each([window])


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (rules.Standing(), ""),
        (rules.Standing(withdrawn=True), "contact_withdrawn"),
        (rules.Standing(answers=("stop",)), "contact_said_stop"),
        (rules.Standing(answers=("offered", "stop")), ""),
        (rules.Standing(known=False), "contact_nobody_known"),
        (rules.Standing(paused_on=date(2026, 11, 1)), "contact_paused"),
        (rules.Standing(paused_on=date(2026, 11, 1), answers=("later",)), "contact_paused"),
        (rules.Standing(paused_on=date(2025, 11, 1), answers=("later",)), ""),
        (rules.Standing(paused_on=date(2025, 11, 1)), "contact_paused"),
    ],
)
def test_who_may_be_asked(standing: rules.Standing, code: str) -> None:
    assert rules.may_be_asked(standing, date(2026, 11, 23)).code == code


@pytest.mark.parametrize(
    ("asked", "days", "telephone"),
    [
        (rules.Asked(date(2026, 11, 1), answer="declined"), 90, False),
        (rules.Asked(date(2026, 11, 1)), 0, True),
        (rules.Asked(date(2026, 11, 1), letter="bounced"), 0, True),
        (rules.Asked(date(2026, 11, 1), letter="sent"), 3, False),
        (rules.Asked(date(2026, 11, 1), letter="sent"), 4, True),
        (rules.Asked(date(2026, 11, 1), letter="sent", opened=True), 6, False),
        (rules.Asked(date(2026, 11, 1), letter="sent", opened=True), 7, True),
        (rules.Asked(date(2026, 11, 1), letter="sent", opened=True, reply_by=date(2026, 11, 2)), 2, True),
    ],
)
def test_whom_to_telephone(asked: rules.Asked, days: int, telephone: bool) -> None:
    assert rules.to_telephone(asked, date(2026, 11, 1) + timedelta(days=days)) is telephone


def test_a_text_is_read_in_the_readers_language_or_english() -> None:
    texts = {"nl": "Dag", "en": "Hello", "es": " "}
    assert [rules.text_for(texts, language) for language in ("nl", "es", "tr")] == ["Dag", "Hello", "Hello"]
    assert rules.text_for({"nl": "Dag"}, "es") == "Dag"
    assert rules.text_for({}, "nl") == ""


# -- asking ----------------------------------------------------------------------------------------


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.requirement("R10", "R12")
class TestInforming:
    def test_each_gets_one_letter_with_a_link_in_its_language(self, net: Network) -> None:
        dutch = net.company(contact=net.reader("nl"))
        spanish = net.company(contact=net.reader("es"))
        net.company(contact=net.reader("tr"))
        campaign = net.inform()
        assert campaign.asks.count() == 3
        letters = {letter.person_id: letter for letter in Letter.objects.filter(template=asking.LETTER)}
        assert "Kom je mee" in letters[dutch.contact_id].text
        assert str(dutch) in letters[dutch.contact_id].text
        assert "¿Puede recibir" in letters[spanish.contact_id].text
        assert letters[spanish.contact_id].language == "es"
        assert "Will you join" in next(each.text for each in letters.values() if each.language == "en")
        assert all("{link}" in letter.text and letter.link is not None for letter in letters.values())

    def test_never_who_said_stop_is_paused_or_withdrawn(self, net: Network) -> None:
        asked, stopped = net.company(), net.company()
        net.company(paused=True)
        net.company(withdrawn=True)
        net.company(contact=None)
        first = net.inform(contacts=[each for each in net.contacts() if each.row == stopped])
        offers.say_no(stopped, answer="stop", reason="", ask=first.asks.get(), by=net.actor, at=AT)
        second = net.inform()
        assert [ask.company for ask in second.asks.all()] == [asked]

    def test_nobody_left_and_no_text_are_refused(self, net: Network) -> None:
        with pytest.raises(Refused, match="nobody_to_ask"):
            net.inform()
        net.company()
        with pytest.raises(Refused, match="text_to_network_lacks"):
            net.inform(texts={"nl": "  "})
        with pytest.raises(Refused, match="call_not_of_keeper"):
            net.inform(call=CallFactory())
        assert not Ask.objects.exists()

    def test_a_partner_asks_for_calls_that_send_to_its_country(self) -> None:
        portugal, finland = PartnerFactory(country="PT"), PartnerFactory(country="FI")
        call = CallFactory()
        CallFactory(incoming=True, outgoing=False)
        assert queries.calls_to_ask(portugal, AT.date()) == [call]
        assert queries.calls_to_ask(finland, AT.date()) == []

    def test_more_than_twenty_go_in_the_background_once(self, net: Network) -> None:
        for _number in range(21):
            net.company()
        campaign = net.inform()
        assert not Letter.objects.filter(template=asking.LETTER).exists()
        job = Job.objects.get(kind=asking.KIND)
        assert queries.running(campaign) == job
        asking.inform_job(job)
        asking.inform_job(job)
        assert Letter.objects.filter(template=asking.LETTER).count() == 21
        job.refresh_from_db()
        assert (job.progress, job.total) == (20, 21)

    def test_somebody_without_an_address_is_for_the_telephone(self, net: Network) -> None:
        net.company(contact=net.reader("nl", email="", phone="+32470112233"))
        campaign = net.inform()
        line = queries.results(campaign, AT.date())[0]
        assert (line.stage, line.telephone) == ("unreachable", True)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestResults:
    def test_what_the_contact_point_sees(self, net: Network) -> None:
        offering, opening, bouncing, silent = (net.company() for _number in range(4))
        campaign = net.inform()
        place = PlacementFactory(company=offering, places=0)
        place.periods.create(starts_on=net.call.stay_from, ends_on=net.call.stay_until, places=3)
        PlacementFactory(company=offering)  # in another period
        offers.answered(offering, ask_of(offering), "offered", by=net.actor, at=AT)
        Link.objects.filter(subject_pk=opening.pk).update(used_at=AT)
        Letter.objects.filter(about_pk=ask_of(bouncing).pk).update(state="bounced")
        Letter.objects.filter(about_pk=ask_of(silent).pk).update(state="sent")
        lines = net.lines(campaign)
        assert [lines[str(row)].stage for row in (offering, opening, bouncing, silent)] == [
            "answered", "opened", "returned", "asked",
        ]  # fmt: skip
        tally = queries.tally(lines.values())
        assert (tally.asked, tally.answered, tally.offered, tally.brought, tally.returned) == (4, 1, 1, 3, 1)

    def test_an_old_visit_is_not_an_opening_of_the_new_letter(self, net: Network) -> None:
        company = net.company()
        asking.link_of(company, at=AT - timedelta(days=90))
        Link.objects.update(used_at=AT - timedelta(days=60))
        campaign = net.inform()
        assert next(iter(net.lines(campaign).values())).stage == "waiting"
        Letter.objects.update(state="sent")
        assert next(iter(net.lines(campaign).values())).stage == "asked"

    def test_a_constant_number_of_queries(self, net: Network, django_assert_num_queries: object) -> None:
        for _number in range(3):
            net.company()
        few = net.inform()
        for _number in range(9):
            net.company()
        many = net.inform()
        for campaign in (few, many):
            with django_assert_num_queries(4):  # type: ignore[operator]
                queries.results(campaign, AT.date())
        with django_assert_num_queries(3):  # type: ignore[operator]
            net.contacts()

    def test_one_reminder_and_never_a_second(self, net: Network) -> None:
        answered, waiting = net.company(), net.company()
        campaign = net.inform()
        with pytest.raises(Refused, match="nobody_to_remind"):
            asking.remind(campaign, by=net.actor, at=AT + timedelta(days=1))
        offers.answered(answered, ask_of(answered), "declined", by=net.actor, at=AT)
        later = AT + timedelta(days=5)
        assert asking.remind(campaign, by=net.actor, at=later) == 1
        letter = Letter.objects.get(template=asking.REMINDER)
        assert letter.person == waiting.contact
        with pytest.raises(Refused, match="nobody_to_remind"):
            asking.remind(campaign, by=net.actor, at=later)

    def test_a_link_to_copy_is_the_same_link(self, net: Network) -> None:
        company = net.company()
        net.inform()
        address = asking.copy_link(ask_of(company), by=net.actor, at=AT)
        assert Link.objects.count() == 1
        text = asking.text_to_send(ask_of(company), address)
        assert "Kom je mee" in text
        assert address in text


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestPages:
    def test_before_it_goes_out_it_says_who_has_a_guest_in_that_time_already(
        self, net: Network, client_as: object
    ) -> None:
        full, free = (net.home(beds=2, contact=net.reader("nl")) for _ in range(2))
        nights = {"placement": None, "starts_on": net.call.stay_from, "ends_on": net.call.stay_until}
        for _ in range(2):
            BookingFactory(room=full.rooms.get(), **nights)
        before = net.call.stay_from - timedelta(days=1)
        BookingFactory(room=free.rooms.get(), **nights | {"starts_on": TODAY, "ends_on": before})
        BookingFactory(room=free.rooms.get(), released_at=AT, **nights)
        address = f"/hosting/networks/{net.school.key}/ask/bed/"
        given = {"call": net.call.key, "text_nl": "Hebt u een bed?", "reply_by": "2026-12-11", "step": "look"}
        page = client_as(net.contact).post(address, given).content.decode()  # type: ignore[operator]
        assert page.count("ontvangt dan al") == 1
        assert "ontvangt dan al 2 leerlingen" in page

    def test_look_first_then_send_to_who_stays_ticked(self, net: Network, client_as: object) -> None:
        chosen, unticked = net.company(), net.company()
        paused = net.company(paused=True)
        client = client_as(net.contact)  # type: ignore[operator]
        address = f"/hosting/networks/{net.school.key}/ask/place/"
        start = client.get(address).content.decode()
        assert net.school.name in start
        given = {"call": net.call.key, "text_nl": "Zien we elkaar?", "reply_by": "2026-12-11", "step": "look"}
        preview = client.post(address, given).content.decode()
        assert "Zien we elkaar?" in preview
        assert str(paused) in preview
        assert not Ask.objects.exists()
        sent = client.post(address, {**given, "step": "send", "to": [chosen.pk]})
        assert sent.status_code == 302, sent.content.decode()
        assert [ask.company for ask in Ask.objects.all()] == [chosen]
        page = client.get(sent["Location"]).content.decode()
        assert str(chosen) in page
        assert page.count(str(unticked)) == page.count(f"<li>{unticked}: niet aangevinkt") == 1
        assert client.get(f"{sent['Location']}?show=telephone").status_code == 200
        index = client.get(f"/hosting/networks/{net.school.key}/asking/").content.decode()
        assert "/hosting/welcome/" in index

    def test_only_of_an_occupation(self, net: Network, client_as: object) -> None:
        baker, cook = net.company(), net.company()
        PlacementFactory(company=baker, occupation="baker")
        PlacementFactory(company=cook, occupation="cook")
        client = client_as(net.contact)  # type: ignore[operator]
        address = f"/hosting/networks/{net.school.key}/ask/place/"
        given = {"call": net.call.key, "text_nl": "Dag", "occupation": "baker", "step": "look"}
        preview = client.post(address, given).content.decode()
        assert f'value="{baker.pk}" checked' in preview
        assert f'value="{cook.pk}" checked' not in preview

    def test_a_day_that_is_over_is_told_at_its_place(self, net: Network, client_as: object) -> None:
        net.company()
        client = client_as(net.contact)  # type: ignore[operator]
        address = f"/hosting/networks/{net.school.key}/ask/place/"
        given = {"call": net.call.key, "text_nl": "", "reply_by": "2026-11-01", "step": "send"}
        page = client.post(address, given).content.decode()
        assert 'id="id_reply_by_error"' in page
        assert 'id="id_text_nl_error"' in page

    def test_an_answer_is_asked_before_the_stays_begin(self, net: Network, client_as: object) -> None:
        bakery = net.company()
        client = client_as(net.contact)  # type: ignore[operator]
        address = f"/hosting/networks/{net.school.key}/ask/place/"
        late = net.call.stay_from.isoformat()
        given = {"call": net.call.key, "text_nl": "Komen ze?", "reply_by": late, "step": "send", "to": [bakery.pk]}
        page = client.post(address, given).content.decode()
        assert 'id="id_reply_by_error"' in page
        assert "2199" not in page
        assert "Komen ze?" in page
        assert not bakery.asks.exists()

    def test_another_school_sees_nothing_of_it(self, net: Network, client_as: object) -> None:
        net.company()
        campaign = net.inform()
        other = client_as(Network().contact)  # type: ignore[operator]
        assert other.get(f"/hosting/campaigns/{campaign.key}/").status_code == 404
        assert other.post(f"/hosting/campaigns/{campaign.key}/remind/").status_code == 404
        assert other.get(f"/hosting/networks/{net.school.key}/asking/").status_code == 404
        assert other.get(f"/hosting/networks/{net.school.key}/ask/bed/").status_code == 404
        assert other.post(f"/hosting/asks/{campaign.asks.get().key}/link/").status_code == 404


def test_companies_elsewhere_are_not_in_the_list(db: None, clock: object) -> None:
    net = Network()
    CompanyFactory()
    assert net.contacts() == []


@pytest.mark.django_db
def test_who_is_written_down_hears_of_it_with_the_first_question(clock) -> None:
    net = Network()
    who = {"given_name": "Lieve", "family_name": "Claes", "email": "lieve@zoetegraan.example", "language": "nl"}
    firm = {"name": "Het Zoete Graan", "town": "Mechelen", "country": "BE"}
    actions.add_company(net.school, organisation=firm, values={}, contact=who, by=net.actor, at=AT)
    letter = Letter.objects.get(template="people/letters/notice")
    assert timedelta(days=14) < letter.due - AT < timedelta(days=30)
    net.inform()
    letter.refresh_from_db()
    assert (letter.due, NoticeGiven.objects.get().at) == (AT, AT)


@pytest.mark.django_db
def test_who_was_asked_in_this_call_is_not_ticked_again(client_as, clock) -> None:
    net = Network()
    net.company(), net.company()
    net.inform(contacts=net.contacts()[:1])
    sent = {"call": net.call.key, "text_nl": "Kom je mee?", "reply_by": "2026-12-11", "step": "look"}
    page = client_as(net.contact).post(f"/hosting/networks/{net.school.key}/ask/place/", sent).content.decode()
    assert page.count("al gevraagd voor deze oproep") == 1
    assert page.count(" checked>") == 1


@pytest.mark.django_db
def test_who_got_no_mail_is_said_with_why(client_as, clock) -> None:
    net = Network()
    before, asked, paused, unticked = net.company(), net.company(), net.company(paused=True), net.company()
    silent = net.company(contact=net.reader("nl", email="", phone="+32470112233"))
    stranger = net.company(contact=None)
    of = {each.row: each for each in net.contacts()}
    net.inform(contacts=[of[before]])
    send = {"call": net.call.key, "text_nl": "Kom je mee?", "reply_by": "2026-12-11", "step": "send",
            "to": [str(asked.pk), str(silent.pk)]}  # fmt: skip
    told = client_as(net.contact).post(f"/hosting/networks/{net.school.key}/ask/place/", send, follow=True)
    page = told.content.decode()
    assert "1 van hen heeft geen e-mailadres" in page
    tally = told.context["tally"]
    assert (tally.arrived, tally.waiting, tally.unreachable) == (0, 1, 1)
    assert "de mail wacht om te vertrekken" in page
    assert "4 van het netwerk zijn niet gevraagd" in page
    for row, why in (
        (before, "al gevraagd voor deze oproep"),
        (paused, "op pauze sinds"),
        (unticked, "niet aangevinkt"),
        (stranger, "er is geen contactpersoon bekend"),
    ):
        assert f"<li>{row}: {why}" in page
    later = net.company(added_at=AT + timedelta(hours=1))
    again = client_as(net.contact).get(told.redirect_chain[-1][0]).content.decode()
    assert f"<li>{later}: later toegevoegd aan het netwerk" in again


@pytest.mark.django_db
def test_letters_that_are_being_written_wait_and_do_not_lack_an_address(clock) -> None:
    net = Network()
    for _number in range(21):
        net.company()
    campaign = net.inform()
    assert {line.stage for line in net.lines(campaign).values()} == {"waiting"}
    assert {line.stage for line in net.lines(campaign, TODAY + timedelta(days=2)).values()} == {"unreachable"}
