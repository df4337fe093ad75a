"""Papers of the partner's own: sent, checked against the clauses, accepted or returned. And the ledger."""

import dataclasses
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from erasdu.ground.look.words import reason
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.vault.models import StoredFile
from erasdu.journey.agreements import queries as agreements
from erasdu.journey.insurance import rules as insurance
from erasdu.journey.insurance.models import DocumentRule
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.nominations import actions, queries, rules
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.journey.readiness.queries import departures_of, requirements_of
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, blocking
from erasdu.kernel.verdict import Refused
from tests.factories.hosting import BookingFactory
from tests.factories.nominations import NominationFactory, accepted
from tests.factories.organisations import PartnerFactory, RoleFactory

KINDS = sorted(rules.CLAUSES)
DAYS = Period(date(2027, 1, 10), date(2027, 1, 24))
HELD = {"valid_from": date(2026, 9, 1), "valid_until": date(2028, 8, 31)}


def photo(shade: int = 220) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 400), (shade, shade, shade)).save(file, "JPEG")
    return file.getvalue()


@given(st.sampled_from(KINDS), st.booleans(), st.data())
def test_accepted_only_with_every_clause_that_is_required(kind: str, minor: bool, data: st.DataObject) -> None:
    needed = [clause.code for clause in rules.required(kind, minor=minor)]
    present = data.draw(st.sets(st.sampled_from([clause.code for clause in rules.CLAUSES[kind]])))
    lacks = rules.lacks(kind, present, minor=minor)
    assert set(lacks) == set(needed) - present
    assert list(lacks) == [code for code in needed if code in lacks]


def test_a_statement_of_the_guardian_is_asked_of_a_minor_alone() -> None:
    asked = {minor: {one.code for one in rules.required("learning_agreement", minor=minor)} for minor in (True, False)}
    assert asked[True] - asked[False] == {"guardian"}


@pytest.fixture
def nomination(db):
    return NominationFactory(minor=True, accepted=True)


@pytest.fixture
def partner(nomination):
    return RoleFactory(organisation=nomination.partner)


@pytest.fixture
def office(db):
    return RoleFactory(coordinator=True)


def test_sent_returned_sent_again_and_accepted(nomination, partner, office, at, clock) -> None:
    by = actor_of(office)
    paper = actions.send_paper(nomination, "consent", photo(), name="scan.jpg", **HELD, by=actor_of(partner), at=at)
    assert not actions.check_paper(paper, present=["learner"], note="No parent.", by=by, at=at)
    assert (paper.state, paper.lacks) == ("returned", ["guardian", "data", "emergency"])
    again = actions.send_paper(nomination, "consent", photo(180), name="b.jpg", **HELD, by=actor_of(partner), at=at)
    assert (again.pk, again.state, again.lacks) == (paper.pk, "sent", [])
    with pytest.raises(Refused, match="changed_meanwhile"):  # the check was of the older file
        actions.check_paper(paper, present=[], by=by, at=at)
    assert actions.check_paper(again, present=["learner", "guardian", "data", "emergency"], by=by, at=at)
    assert HomePaper.objects.get().state == "accepted"


def test_a_card_is_only_looked_at_and_must_hold_until_the_return(nomination, partner, at, clock) -> None:
    seen = {"seen_by": "Rui Tavares", "seen_on": date(2026, 11, 20), "by": actor_of(partner), "at": at}
    with pytest.raises(Refused, match="card_is_not_kept"):
        actions.send_paper(nomination, "ehic", photo(), name="card.jpg", by=actor_of(partner), at=at)
    with pytest.raises(Refused, match="card_ends_before_return"):
        actions.see_card(nomination, valid_until=nomination.call.stay_until - timedelta(days=1), **seen)
    actions.see_card(nomination, valid_until=nomination.call.stay_until, **seen)
    assert HomePaper.objects.get().state == "accepted"
    assert not StoredFile.objects.exists()


def test_who_may_send_and_who_may_check(nomination, partner, at, clock) -> None:
    other = RoleFactory(organisation=PartnerFactory())
    with pytest.raises(Refused, match="not_your_organisation"):
        actions.send_paper(nomination, "consent", photo(), name="a.jpg", **HELD, by=actor_of(other), at=at)
    paper = actions.send_paper(nomination, "consent", photo(), name="a.jpg", **HELD, by=actor_of(partner), at=at)
    with pytest.raises(Refused, match="not_your_role"):
        actions.check_paper(paper, present=[], by=actor_of(partner), at=at)


def test_on_the_page(client_as, nomination, partner, office, clock) -> None:
    address = reverse("nominations:paper", args=[nomination.key, "learning_agreement"])
    client = client_as(partner)
    client.post(address, {"file": SimpleUploadedFile("la.jpg", photo(), "image/jpeg")})
    desk = client_as(office)
    first = desk.get(address)
    assert "/files/" in first.content.decode()
    assert first.context["check"]["present"].value() == []  # nobody looked at it yet
    present = [one.code for one in rules.required("learning_agreement", minor=True)]
    desk.post(reverse("nominations:check_paper", args=[nomination.key, "learning_agreement"]), {"present": present[1:]})
    assert HomePaper.objects.get().lacks == ["parties"]
    assert sorted(desk.get(address).context["check"]["present"].value()) == sorted(present[1:])
    assert "eigen organisatie" in client.get(address).content.decode()
    desk.post(reverse("nominations:check_paper", args=[nomination.key, "learning_agreement"]), {"present": present})
    assert HomePaper.objects.get().state == "accepted"
    card = reverse("nominations:paper", args=[nomination.key, "ehic"])
    typed = {"seen_by": "Rui", "seen_on": "2026-11-20", "valid_until": "2027-01-01"}
    assert client.post(card, typed).context["form"].errors.keys() == {"valid_until"}
    client.post(card, typed | {"valid_until": "2027-12-31"})
    assert HomePaper.objects.get(kind="ehic").seen_by == "Rui"


def test_an_insurance_says_its_days_and_is_returned_when_it_ends_before_the_return(
    client_as, nomination, partner, office, clock
) -> None:
    Mobility.objects.filter(pk=nomination.mobility_id).update(planned_from=DAYS.start, planned_until=DAYS.end)
    address = reverse("nominations:paper", args=[nomination.key, "accidents"])
    client, desk = client_as(partner), client_as(office)

    def sent(**days: str) -> dict[str, object]:
        return {"file": SimpleUploadedFile("polis.jpg", photo(), "image/jpeg"), **days}

    assert client.post(address, sent()).context["form"].errors.keys() == {"valid_from", "valid_until"}
    turned = client.post(address, sent(valid_from="2027-01-20", valid_until="2027-01-01"))
    assert turned.context["form"].errors.keys() == {"valid_until"}
    client.post(address, sent(valid_from="2027-01-01", valid_until="2027-01-22"))
    for reader in (client, desk):
        page = reader.get(address)
        assert page.context["line"].bare == [Period(date(2027, 1, 23), DAYS.end)]
        assert "de reisdagen inbegrepen" in page.content.decode()
    check = reverse("nominations:check_paper", args=[nomination.key, "accidents"])
    present = [one.code for one in rules.required("accidents", minor=True)]
    desk.post(check, {"present": present})
    assert (HomePaper.objects.get().state, HomePaper.objects.get().lacks) == ("returned", ["days"])
    assert "niet op alle dagen van het verblijf" in client.get(address).content.decode()
    client.post(address, sent(valid_from="2027-01-01", valid_until="2027-01-24"))
    desk.post(check, {"present": present})
    assert HomePaper.objects.get().state == "accepted"
    Mobility.objects.filter(pk=nomination.mobility_id).update(planned_until=DAYS.end + timedelta(days=1))
    stay = Mobility.objects.get(pk=nomination.mobility_id)
    asked = {item.code: item for item in departures_of([stay], clock.date())[stay.pk]}["home_accidents"]
    assert (asked.state, asked.who, dict(asked.params)["first"]) == ("open", "partner", "2027-01-25")


# -- the ledger ------------------------------------------------------------------------------------


def test_a_consent_is_sent_without_days(client_as, nomination, partner, clock) -> None:
    client, address = client_as(partner), reverse("nominations:paper", args=[nomination.key, "consent"])
    assert "valid_until" not in client.get(address).context["form"].fields
    client.post(address, {"file": SimpleUploadedFile("c.jpg", photo(), "image/jpeg")})
    assert HomePaper.objects.get().state == "sent"


def test_the_ledger_counts_who_came_and_who_went(client_as, nomination, partner, office, clock) -> None:
    NominationFactory(call=nomination.call, partner=nomination.partner, accepted=True)
    NominationFactory(call=nomination.call, partner=nomination.partner)  # not accepted
    NominationFactory(partner=PartnerFactory(), accepted=True)
    went = NominationFactory().mobility
    Mobility.objects.filter(pk=went.pk).update(direction="outgoing", receiving=nomination.partner)
    [line] = queries.ledger(actor_of(partner))
    assert (line.year, line.sent, line.hosted, line.balance) == (2027, 2, 1, -1)
    assert len(queries.ledger(actor_of(office))) == 2
    own = client_as(partner).get(reverse("nominations:ledger")).content.decode()
    assert "1 meer gestuurd dan ontvangen" in own
    assert "−1" not in own  # said once, in words
    client, address = client_as(office), reverse("nominations:ledger")
    assert nomination.partner.name in client.get(address).content.decode()
    assert nomination.partner.name in client.get(f"{address}?export=csv").content.decode("utf-8-sig")


# -- before departure ------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(rules.KINDS), st.sampled_from(["sent", "accepted", "returned"])), st.booleans())
def test_nobody_comes_before_every_paper_from_home_is_accepted(papers: dict[str, str], minor: bool) -> None:
    facts = rules.Departing(DAYS, minor, papers, dict.fromkeys(rules.KINDS, rules.Holds(DAYS.start, DAYS.end)))
    found = rules.requirements(facts, date(2026, 12, 1))
    open_still = {item.code.removeprefix("home_") for item in blocking(found, DEPART)}
    assert open_still == {kind for kind in rules.KINDS if papers.get(kind) != "accepted"} - {"learning_agreement"}
    assert all((item.who == "coordinator") == (item.state == "waiting") for item in found if not item.met)
    assert facts.own_agreement({}) == papers.get("learning_agreement", "")


def test_what_ends_before_the_return_counts_no_more_when_the_stay_moves_and_the_days_are_named() -> None:
    papers, whole = dict.fromkeys(rules.KINDS, "accepted"), rules.Holds(DAYS.start, DAYS.end)
    short, late = rules.Holds(None, date(2027, 1, 22)), rules.Holds(date(2027, 1, 11), date(2027, 1, 20))
    holds = {"ehic": short, "accidents": late, "liability": whole}
    card, accidents, liability, consent = rules.requirements(rules.Departing(DAYS, False, papers, holds), DAYS.start)
    assert (card.code, card.state, card.who, card.why) == ("home_ehic", "open", "partner", "home_paper_gap")
    assert dict(card.params) == {"first": "2027-01-23", "last": "2027-01-24"}
    assert (accidents.state, accidents.who, accidents.why) == ("open", "partner", "home_paper_gaps")
    assert dict(accidents.params) == {
        "first": "2027-01-10", "last": "2027-01-10", "again": "2027-01-21", "end": "2027-01-24",
    }  # fmt: skip
    assert liability.met
    assert consent.met  # it says no days, and need not
    [*_others, consent] = rules.requirements(rules.Departing(DAYS, False, papers, {"consent": short}), DAYS.start)
    assert (consent.state, consent.why) == ("open", "home_paper_gap")  # unless it names days that end too early


ANY_DAY = st.integers(0, 30).map(lambda number: date(2027, 1, 1) + timedelta(days=number))


@given(st.tuples(ANY_DAY, ANY_DAY).map(sorted), st.none() | ANY_DAY, st.none() | ANY_DAY)
def test_the_gaps_are_the_days_of_the_stay_on_which_it_does_not_hold(days, first, last) -> None:
    stay, held = Period(*days), rules.Holds(min(first, last) if first and last else first, last)
    every = [stay.start + timedelta(days=number) for number in range(stay.days)]
    bare = [
        day for day in every if held.last is None or not (held.first or date.min) <= day <= held.last
    ]  # fmt: skip
    found = rules.gaps(stay, held)
    assert sorted({day for gap in found for day in every if gap.contains(day)}) == bare
    assert all(stay.contains(gap) for gap in found)


@pytest.mark.django_db
@pytest.mark.requirement("R13")
def test_the_gate_asks_for_them_and_takes_an_agreement_of_their_own(nomination, at) -> None:
    Mobility.objects.filter(pk=nomination.mobility_id).update(planned_from=DAYS.start, planned_until=DAYS.end)
    stay = nomination.mobility = Mobility.objects.get(pk=nomination.mobility_id)
    on = at.date()
    asked = {item.code: item for item in departures_of([stay], on)[stay.pk]}
    assert set(rules.CODES) <= set(asked)
    assert not asked["learning_agreement"].met
    for kind in rules.KINDS:
        accepted(nomination, kind, valid_from=date(2026, 9, 1), valid_until=date(2030, 1, 1))
    asked = {item.code: item for item in departures_of([stay], on)[stay.pk]}
    assert all(asked[code].met for code in (*rules.CODES, "learning_agreement"))


@pytest.mark.parametrize(
    ("home", "document", "unverified"), [("PT", "ehic", False), ("TR", "treaty", True), ("US", "private", True)]
)
def test_with_what_one_gets_medical_care_goes_by_the_country_that_sends(home, document, unverified) -> None:
    found = rules.requirements(rules.Departing(home=home), date(2026, 11, 23))
    [card] = [item for item in found if item.code == "home_ehic"]
    assert (card.why, card.unverified, card.state) == (f"home_card_{document}", unverified, "open")
    assert reason(card)
    assert {row.document for row in insurance.CARDS} == set(insurance.DOCUMENTS)
    assert all(row.source and row.since for row in insurance.CARDS)


OWN = st.builds(
    insurance.Card,
    st.sampled_from([frozenset({"TR"}), frozenset({"US"}), frozenset()]),
    st.sampled_from(insurance.DOCUMENTS),
    st.sampled_from([DAYS.start - timedelta(1), DAYS.start, DAYS.start + timedelta(1)]),
    st.just("a letter"),
    st.booleans(),
    row=st.integers(1, 9),
)


@given(st.lists(OWN, max_size=4, unique_by=lambda card: card.row).map(tuple), st.sampled_from(["TR", "US", "PT"]))
def test_what_the_coordinator_says_of_medical_care_here_stands_above_the_list(own, home) -> None:
    found = insurance.card_of(home, DAYS.start, own)
    standing = [card for card in own if card.since <= DAYS.start]
    mine = [card for card in standing if home in card.countries]
    named = home in ("TR", "PT")  # in the list; the others are not, and go by what is said of all others
    others = [] if mine or named else [card for card in standing if not card.countries]
    expected = max(mine or others, key=lambda card: (card.since, card.row), default=insurance.card_of(home, DAYS.start))
    assert found == expected


def test_medical_care_here_is_said_differently_on_the_rules_page_and_taken_back(client_as, office, clock) -> None:
    row = NominationFactory(partner=PartnerFactory(country="TR"))
    client, add = client_as(office), reverse("insurance:add_rule")
    english = {"Accept-Language": "en"}

    def card() -> tuple[str, bool]:
        asked = requirements_of([row.mobility], date(2026, 11, 23))[row.mobility_id]
        [item] = [item for item in asked if item.code == "home_ehic"]
        return item.why, item.unverified

    assert card() == ("home_card_treaty", True)
    form = client.get(reverse("insurance:rules") + "?rule=home&document=private", headers=english).text
    assert "With what does who comes from there get medical care here?" in form
    typed = {"rule": "home", "country": "TR", "document": "private", "since": "2026-11-01", "source": "Letter of 3 May"}
    assert client.post(add, typed | {"document": "nothing"}).status_code == 422
    assert "Nothing is saved yet." in client.post(add, typed, headers=english).text
    assert card() == ("home_card_treaty", True)
    assert client.post(add, typed | {"seen": "1", "verified": "on"}).status_code == 302
    assert card() == ("home_card_private", False)
    paper = reverse("nominations:paper", args=[row.key, "ehic"])
    assert "Letter of 3 May" in client_as(RoleFactory(organisation=row.partner)).get(paper).text
    rule = DocumentRule.objects.get()
    assert "Medical care here: Türkiye" in client.get(reverse("insurance:rules"), headers=english).text
    assert client.post(reverse("insurance:end_rule", args=[rule.key])).status_code == 302
    assert card() == ("home_card_treaty", True)


def test_a_card_that_was_seen_is_asked_again_when_something_else_is_said_of_that_country(
    client_as, office, at, clock
) -> None:
    row, fine = (NominationFactory(partner=PartnerFactory(country=home), accepted=True) for home in ("TR", "PT"))
    Mobility.objects.filter(pk=row.mobility_id).update(planned_from=DAYS.start, planned_until=DAYS.end)
    client, add, page = client_as(office), reverse("insurance:add_rule"), reverse("insurance:rules")
    seen = {"seen_by": "Rui", "seen_on": date(2026, 11, 20), "valid_until": date(2028, 1, 1)}
    for each in (row, fine):
        actions.see_card(each, **seen, by=actor_of(office), at=at - timedelta(hours=1))
    typed = {"rule": "home", "country": "TR", "document": "private", "since": "2026-11-01", "source": "Letter of 3 May"}

    def turns(answer) -> tuple[list, list]:
        found = answer.context["turns"]
        return tuple([(stay.pk, item.why) for stay, item in each] for each in (found.opens, found.closes))

    ahead = client.post(add, typed, headers={"Accept-Language": "en"})
    assert turns(ahead) == ([(row.mobility_id, "home_card_other_private")], [])
    assert reverse("readiness:stay", args=[row.mobility.key]) in ahead.text
    assert turns(client.post(add, typed | {"document": "treaty"})) == ([], [])
    assert asked(row, "home_ehic", at.date()) == ("met", "partner", "home_card_treaty")
    client.post(add, typed | {"seen": "1"})
    assert asked(row, "home_ehic", at.date()) == ("open", "partner", "home_card_other_private")
    paper = client.get(reverse("nominations:paper", args=[row.key, "ehic"]), headers={"Accept-Language": "en"}).text
    assert "What was seen is not enough any more" in paper
    assert asked(fine, "home_ehic", at.date())[0] == "met"
    actions.see_card(row, **seen, by=actor_of(office), at=at + timedelta(hours=1))
    assert asked(row, "home_ehic", at.date()) == ("met", "partner", "home_card_private")
    rule = DocumentRule.objects.get()
    back = client.post(reverse("insurance:end_rule", args=[rule.key]))  # not at once: somebody is touched
    assert turns(back) == ([(row.mobility_id, "home_card_other_treaty")], [])
    assert page in back.text


def test_who_showed_a_card_before_it_was_said_and_taken_back_has_shown_the_right_one() -> None:
    told = datetime(2026, 11, 20, 9, tzinfo=UTC)
    rule = insurance.Card(frozenset({"TR"}), "private", DAYS.start, "a letter", verified=True, row=1)
    seen = {"papers": {"ehic": "accepted"}, "holds": {"ehic": rules.Holds(last=DAYS.end)}, "card_told": told}

    def why(entered: int, ended: int | None) -> str:
        days = (told + timedelta(entered), None if ended is None else told + timedelta(ended))
        cards = (dataclasses.replace(rule, entered=days[0], ended=days[1]),)
        facts = rules.Departing(DAYS, home="TR", cards=cards, **seen)
        return next(item.why for item in rules.requirements(facts, DAYS.start) if item.code == "home_ehic")

    assert why(-2, None) == "home_card_private"  # it was said before
    assert why(1, None) == "home_card_other_private"
    assert why(1, 2) == "home_card_treaty"  # said and taken back since
    assert why(-2, -1) == "home_card_treaty"
    assert why(-2, 1) == "home_card_other_treaty"


def test_the_page_says_with_what_and_where_we_know_it_from(client_as, office, clock) -> None:
    row = NominationFactory(partner=PartnerFactory(country="TR"))
    page = (
        client_as(RoleFactory(organisation=row.partner)).get(reverse("nominations:paper", args=[row.key, "ehic"])).text
    )
    assert "verdrag" in page
    assert "inami.fgov.be" in page
    assert "niet nagekeken" in page or "not checked" in page or "niet gecontroleerd" in page


# -- looked at again -------------------------------------------------------------------------------


def asked(nomination: Nomination, code: str, on: date) -> tuple[str, str, str]:
    stay = Mobility.objects.get(pk=nomination.mobility_id)
    found = next(each for each in requirements_of([stay], on)[stay.pk] if each.code == code)
    return found.state, found.who, found.why


def test_what_was_accepted_of_who_is_of_age_does_not_do_for_a_minor(nomination, partner, office, at, clock) -> None:
    by, on = actor_of(office), at.date()
    Mobility.objects.filter(pk=nomination.mobility_id).update(planned_from=DAYS.start, planned_until=DAYS.end)
    Traveller.objects.filter(mobility=nomination.mobility_id).update(birth_date=date(2006, 1, 1))
    grown = Nomination.objects.get(pk=nomination.pk)
    paper = actions.send_paper(grown, "consent", photo(), name="a.jpg", **HELD, by=actor_of(partner), at=at)
    assert actions.check_paper(paper, present=["learner", "data"], by=by, at=at)
    assert asked(grown, "home_consent", on)[0] == "met"
    Traveller.objects.filter(mobility=nomination.mobility_id).update(birth_date=date(2010, 6, 1))
    assert asked(grown, "home_consent", on) == ("waiting", "coordinator", "home_paper_again")
    paper = HomePaper.objects.get()  # of a minor from here on
    assert actions.check_paper(paper, present=["learner", "guardian", "data", "emergency"], by=by, at=at)
    assert asked(grown, "home_consent", on)[0] == "met"


def test_an_agreement_of_their_own_counts_for_the_days_and_the_place_of_when_it_was_accepted(
    nomination, partner, office, at, clock
) -> None:
    by, on, kind = actor_of(office), at.date(), "learning_agreement"
    stay = Mobility.objects.filter(pk=nomination.mobility_id)
    stay.update(planned_from=DAYS.start, planned_until=DAYS.end)
    row = Nomination.objects.get(pk=nomination.pk)
    assert asked(row, kind, on)[:2] == ("open", "contact_point")
    paper = actions.send_paper(row, kind, photo(), name="a.jpg", by=actor_of(partner), at=at)
    assert asked(row, kind, on) == ("waiting", "coordinator", "own_agreement_sent")
    assert stage(row, by) == "own"
    assert not actions.check_paper(paper, present=[], by=by, at=at)
    assert asked(row, kind, on) == ("waiting", "partner", "own_agreement_returned")
    assert stage(row, by) == "none"
    present = [one.code for one in rules.required(kind, minor=True)]
    assert actions.check_paper(paper, present=present, by=by, at=at)
    assert asked(row, kind, on)[0] == "met"
    assert asked(row, "outcomes_assessed", DAYS.end)[1] == "contact_point"  # what was reached is asked for too
    stay.update(planned_from=DAYS.start + timedelta(days=1))
    assert asked(row, kind, on) == ("waiting", "coordinator", "own_agreement_again")
    stay.update(planned_from=DAYS.start)
    assert asked(row, kind, on)[0] == "met"
    BookingFactory(mobility=stay.get(), starts_on=DAYS.start, ends_on=DAYS.end, confirmed=True)
    assert asked(row, kind, on)[1:] == ("coordinator", "own_agreement_again")
    assert actions.check_paper(HomePaper.objects.get(), present=present, by=by, at=at)
    assert asked(row, kind, on)[0] == "met"


def stage(row: Nomination, by: Actor) -> str:
    rows = agreements.stays_of_call(by, row.call).filter(pk=row.mobility_id)
    return str(rows.values_list("stage", flat=True).get())


def test_who_opens_the_agreement_of_a_stay_sees_the_one_the_partner_sent(
    client_as, nomination, partner, office, at, clock
) -> None:
    actions.send_paper(nomination, "learning_agreement", photo(), name="a.jpg", by=actor_of(partner), at=at)
    page = client_as(office).get(reverse("agreements:of_stay", args=[nomination.mobility.key])).content.decode()
    assert reverse("nominations:paper", args=[nomination.key, "learning_agreement"]) in page


# -- accepted before more was kept of a paper --------------------------------------------------------


@given(st.sets(st.sampled_from(rules.KINDS)), st.booleans(), st.booleans())
def test_only_while_it_matters_what_was_accepted_before_is_looked_at_again(
    before: set[str], minor: bool, over: bool
) -> None:
    holds = dict.fromkeys(rules.KINDS, rules.Holds(DAYS.start, DAYS.end))
    papers = dict.fromkeys(rules.KINDS, "accepted")
    kinds = {kind for kind in before if rules.from_before(kind, present_kept=False, days_kept=False)}
    assert kinds == before - {rules.CARD}
    facts = rules.Departing(DAYS, minor, papers, holds, before=frozenset(kinds))
    found = rules.requirements(facts, DAYS.end + timedelta(days=1) if over else date(2026, 12, 1))
    again = {item.code.removeprefix("home_") for item in found if item.why == "home_paper_before"}
    assert again == {item.code.removeprefix("home_") for item in found if not item.met}
    assert again == (set() if over else kinds - {rules.AGREEMENT})
    assert all((item.state, item.who) == ("waiting", "coordinator") for item in found if not item.met)
    assert facts.own_agreement({}) == ("before" if rules.AGREEMENT in kinds else "accepted")


def test_a_paper_from_before_is_looked_at_once_more(nomination, office, partner, at, clock, client_as) -> None:
    by, on = actor_of(office), at.date()
    Mobility.objects.filter(pk=nomination.mobility_id).update(planned_from=DAYS.start, planned_until=DAYS.end)
    row = Nomination.objects.get(pk=nomination.pk)
    for kind in ("accidents", "liability", "learning_agreement"):
        actions.send_paper(row, kind, photo(), name="a.jpg", **HELD, by=actor_of(partner), at=at)
    papers = HomePaper.objects.filter(nomination=row)
    papers.update(state="accepted", checked_at=at)  # as an older version left them
    papers.filter(kind="liability").update(valid_from=None)
    assert asked(row, "home_accidents", on) == ("waiting", "coordinator", "home_paper_before")
    assert asked(row, "learning_agreement", on) == ("waiting", "coordinator", "own_agreement_before")
    page = client_as(office).get(reverse("nominations:paper", args=[row.key, "liability"])).content.decode()
    assert "nog één keer" in page
    done = {}
    for paper in papers.all():
        present = [one.code for one in rules.required(paper.kind, minor=True)]
        done[paper.kind] = actions.check_paper(paper, present=present, by=by, at=at)
    assert done == {"accidents": True, "liability": False, "learning_agreement": True}  # one says not from when
    assert asked(row, "home_accidents", on)[0] == asked(row, "learning_agreement", on)[0] == "met"
    assert papers.get(kind="liability").lacks == [rules.DAYS]
