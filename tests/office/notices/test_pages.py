"""The pages of planned mail: who sees what of it, what may be decided, and texts that are checked before they count."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.look.words import collected
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import compose
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.readiness.queries import Reach
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.notices import access, actions, rules, words
from erasdu.office.notices.followers import NOTICES, take
from erasdu.office.notices.models import Decision, Planned, Wording
from erasdu.office.notices.queries import Reader, calling, catalogue, digests, pages, texts
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import Thing
from erasdu.office.notices.queries.who import WHO
from tests.factories.candidacies import CandidacyFactory
from tests.factories.hosting import CompanyFactory, HomeFactory
from tests.factories.journal import line
from tests.factories.organisations import PersonFactory, RoleFactory, SchoolFactory
from tests.ground.paperwork import scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MON = date(2026, 11, 23)
TUE = MON + timedelta(days=1)


def granted(name: str, school: object = None) -> CandidateFile:
    """A place to answer by tomorrow: its mail goes today and tomorrow."""
    given = {"school": school} if school else {}
    row = CandidacyFactory(applied=True, learner__given_name=name, learner__phone="+32470123456", **given)
    return CandidateFile.objects.create(
        candidacy=row, call=row.call, school=row.school, state="granted", granted_at=AT, answer_by=TUE,
    )  # fmt: skip


@pytest.fixture
def office(client_as):
    return client_as(RoleFactory(coordinator=True))


# -- the table is whole ----------------------------------------------------------------------------


def test_every_name_in_the_table_exists_and_has_words() -> None:
    for row in table().lines:
        assert row.to in WHO
        assert row.what in collected("EVENTS")
        assert row.to in words.TO
    for wait in table().waits:
        assert wait.to in ("self", "self_second", "other_guardian", "staff", "contact_point", "coordinator")
        assert wait.what in words.WAITS or wait.what in collected("REQUIREMENTS")
        assert (wait.way == "second") == (wait.to == "self_second")
        assert wait.to in words.TO
        assert wait.way in words.WAYS
        assert wait.what == "*" or words.when(wait.when[0])
    texts = {notice.letter for notices in NOTICES.values() for notice in notices}
    assert set(catalogue.letters()) == {one for text in texts for one in table().texts_of(text)}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_text_can_be_worded_and_says_what_ships(language: str) -> None:
    values = dict.fromkeys(
        ("call", "school", "learner", "names", "paper", "requirement", "partner", "short", "site", "host", "code",
         "join", "reason", "which", "company", "about", "session", "moment", "place"), "Voorbeeld",
    )  # fmt: skip
    for text in (*catalogue.letters(), *catalogue.lines()):
        shipped = catalogue.shipped(text, language)
        whole = shipped.subject + shipped.body
        assert "{%" not in whole, text
        assert "{{" not in whole, text
        assert not rules.stray(whole), text
        assert not rules.unknown(whole, catalogue.places_of(text)), text
        assert shipped.body
        filled = catalogue.preview(text, language, shipped)
        assert "{" not in filled.body + filled.subject
        if text in catalogue.lines() and "{% if" not in catalogue._source(text):
            assert texts.line(text, language, values) == rules.filled(shipped.body, values)
    assert Context  # what ships is a template


# -- the forecast ----------------------------------------------------------------------------------


def test_the_coordinator_sees_who_gets_what_and_why(office) -> None:
    granted("Amina")
    page = office.get("/notices/").content.decode()
    assert "Amina" in page
    assert "Een plaats wacht op een antwoord" in page
    assert "sms" in page


def test_a_contact_point_sees_its_own_learners_only(client_as) -> None:
    mine = granted("Amina")
    granted("Bram")
    page = client_as(RoleFactory(organisation=mine.school)).get("/notices/").content.decode()
    assert "Amina" in page
    assert "Bram" not in page
    other = Person.objects.get(given_name="Bram")
    assert client_as(RoleFactory(organisation=mine.school)).get(f"/notices/mail/{MON}/{other.key}/").status_code == 404


def test_what_a_contact_point_sees_of_a_mail() -> None:
    els, office = Actor(3, "contact_point", scope=frozenset({1})), Actor(9, "coordinator")
    parent, colleague = rules.Reader(4), rules.Reader(5, "contact_point")
    assert access.sees(els, parent, {1}, True)
    assert access.sees(els, parent, {1, 2}, True), "a paper that a partner follows too"
    assert not access.sees(els, parent, {2}, True)
    assert not access.sees(els, parent, {1}, False)
    assert access.sees(els, colleague, {1}, True)
    assert not access.sees(els, colleague, {1, 2}, True), "who acts for another school reads this as well"
    assert access.sees(els, rules.Reader(3, "contact_point"), {1, 2}, False), "its own"
    assert not access.sees(els, rules.Reader(9, "coordinator"), {1}, True)
    assert not access.sees(Actor(4, "learner"), rules.Reader(5), {1}, True)
    assert access.sees(office, colleague, {2}, False)


def test_learners_and_partners_find_no_such_page(client_as) -> None:
    role = RoleFactory(learner=True)
    assert client_as(role).get("/notices/").status_code == 404


def test_one_mail_as_it_would_arrive(office) -> None:
    file = granted("Amina")
    signer = scene.signer_of(scene.company_paper(AT))
    page = office.get(f"/notices/mail/{MON}/{file.candidacy.learner.key}/").content.decode()
    assert "Zeg of je de plaats" in page
    third = MON + timedelta(days=3)
    page = office.get(f"/notices/mail/{third}/{signer.person.key}/").content.decode()
    assert "/l/…" in page
    assert signer.link.key not in page
    assert office.get(f"/notices/mail/{third + timedelta(days=60)}/{signer.person.key}/").status_code == 404


def test_however_many_there_are_the_queries_are_the_same(office, django_assert_max_num_queries) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(120) as counted:
            office.get("/notices/")
        return len(counted)

    first = granted("Amina")
    before = asked()
    for name in ("Bram", "Chloé", "Daan"):
        row = CandidacyFactory(applied=True, learner__given_name=name, school=first.school, call=first.call, enrolment=first.candidacy.enrolment)  # fmt: skip
        CandidateFile.objects.create(
            candidacy=row, call=row.call, school=row.school, state="granted", granted_at=AT, answer_by=TUE
        )
    assert asked() <= before + 1


# -- decisions -------------------------------------------------------------------------------------


class TestDeciding:
    def mail(self, file: CandidateFile) -> str:
        return f"/notices/mail/{MON}/{file.candidacy.learner.key}/"

    def test_held_cancelled_added_to_and_taken_back(self, office) -> None:
        file = granted("Amina")
        assert office.post(self.mail(file), {"kind": "hold", "until": "2026-11-24"}).status_code == 302
        days, held = pages.forecast(Actor(1, "coordinator"), MON)
        assert [day.on for day in days] == [TUE]
        assert [row.until for row in held] == [TUE]
        office.post(self.mail(file) + "as-planned/")
        assert not Decision.objects.exists()
        office.post(self.mail(file), {"kind": "add", "note": "Bel gerust naar school."})
        assert "Bel gerust naar school." in office.get(self.mail(file)).content.decode()
        actions.write_day(MON, at=AT)
        assert "Bel gerust naar school." in Letter.objects.get(template="notices/letters/waiting").text

    def test_written_otherwise_it_goes_as_it_was_shown(self, office) -> None:
        file = granted("Amina")
        begun = office.get(self.mail(file)).content.decode()
        assert "{waits}" in begun
        sent = {
            "kind": "edit", "subject": "Even over je plaats, {name}",
            "body": "Beste {name},\n\nIk belde je gisteren.\n\nNog open:\n{waits}\n\nNieuw:\n{news}\n\nTot gauw",
        }  # fmt: skip
        assert office.post(self.mail(file), sent).status_code == 302
        page = office.get(self.mail(file)).content.decode()
        assert "Even over je plaats, Amina" in page
        row = pages.one(Actor(1, "coordinator"), file.candidacy.learner.key, MON, MON)
        assert row is not None
        shown = pages.text_of(row)
        actions.write_day(MON, at=AT)
        letter = Letter.objects.get(template="notices/letters/waiting")
        assert (letter.subject, letter.text) == shown
        assert "Ik belde je gisteren.\n\nNog open:\n- Zeg of je de plaats in" in letter.text
        assert "Nieuw:" not in letter.text, "nothing is new"
        assert "Tot gauw" in letter.text
        CandidateFile.objects.update(state="accepted")
        assert digests.still_open(letter, AT) is None

    @pytest.mark.parametrize(
        ("body", "says"),
        [
            ("Dag {name}", "{waits} moet erin staan"),
            ("{waits} {call}", "{call}"),
            ("{waits} {", "kleine letters"),
            ("", ""),
        ],
    )
    def test_a_text_that_would_lose_what_waits_is_refused(self, office, body: str, says: str) -> None:
        answer = office.post(self.mail(granted("Amina")), {"kind": "edit", "subject": "Hallo", "body": body})
        assert says in answer.content.decode()
        assert not Decision.objects.exists()

    def test_cancelled_nothing_goes(self, office) -> None:
        office.post(self.mail(granted("Amina")), {"kind": "cancel"})
        actions.write_day(MON, at=AT)
        assert not Letter.objects.exists()

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"kind": "hold", "until": "2026-11-23"}, "Kies een dag na die waarop"),
            ({"kind": "hold"}, "Kies een dag na die waarop"),
            ({"kind": "hold", "until": "2027-01-15"}, "hoogstens 30 dagen later"),
            ({"kind": "hold", "until": "2026-12-20"}, "De laatste dag van iets erin is"),
            ({"kind": "hold", "until": "31/02/2026"}, 'aria-invalid="true"'),
            ({"kind": "add"}, "Schrijf wat je wilt toevoegen"),
            ({"kind": "add", "note": "x" * 601}, "hoogstens 600 tekens"),
            ({"kind": "burn"}, 'aria-invalid="true"'),
            ({}, 'aria-invalid="true"'),
        ],
    )
    def test_what_cannot_be_says_so_at_its_field(self, office, given: dict[str, str], says: str) -> None:
        answer = office.post(self.mail(granted("Amina")), given)
        assert answer.status_code == 200
        assert says in answer.content.decode()
        assert ("Schrijf wat je wilt" in answer.content.decode()) is says.startswith(
            "Schrijf wat"
        )  # one fault, not two
        assert not Decision.objects.exists()

    def test_a_sentence_and_a_text_of_ones_own_both_stay(self, office) -> None:
        there = self.mail(granted("Amina"))
        office.post(there, {"kind": "edit", "subject": "Nog dit", "body": "Dag {name},\n\nDit wacht:\n{waits}"})
        office.post(there, {"kind": "add", "note": "Bel me gerust."})
        row = Decision.objects.get()
        assert (row.kind, row.subject) == ("edit", "Nog dit")
        assert row.body == "Dag {name},\n\nBel me gerust.\n\nDit wacht:\n{waits}"
        row.delete()
        office.post(there, {"kind": "add", "note": "Bel me gerust."})
        assert "Dag {name},\n\nBel me gerust.\n\n" in office.get(there).context["edit"].initial["body"]

    def test_not_after_it_went_and_not_too_long(self) -> None:
        file, by = granted("Amina"), Actor(RoleFactory(coordinator=True).person_id, "coordinator")
        about = {"schools": {file.school_id}, "news": False, "by": by, "at": AT}
        with pytest.raises(Refused, match="hold_too_late"):
            actions.decide(file.candidacy.learner, MON, kind="hold", until=MON + timedelta(days=40), **about)
        with pytest.raises(Refused, match="notice_text_faulty"):
            actions.decide(file.candidacy.learner, MON, kind="edit", subject="Hallo", body="{call}", **about)
        Planned.objects.create(on=MON, at=AT)
        with pytest.raises(Refused, match="mail_gone"):
            actions.decide(file.candidacy.learner, MON, kind="cancel", **about)

    def test_a_contact_point_decides_about_its_own_learners(self, client_as) -> None:
        file = granted("Amina")
        client = client_as(RoleFactory(organisation=file.school))
        assert client.post(self.mail(file), {"kind": "cancel"}).status_code == 302
        other = granted("Bram")
        assert client.post(self.mail(other), {"kind": "cancel"}).status_code >= 400
        assert Decision.objects.count() == 1


# -- whom to telephone -----------------------------------------------------------------------------


def test_the_list_of_today_has_reason_and_number(client_as) -> None:
    file = granted("Amina")
    page = client_as(RoleFactory(organisation=file.school)).get("/notices/calls/").content.decode()
    assert "Amina" in page
    assert "+32470123456" in page
    assert "Een plaats wacht op een antwoord" in page
    assert f"/outreach/note/{file.candidacy.key}/" in page
    other = client_as(RoleFactory()).get("/notices/calls/").content.decode()
    assert "Amina" not in other


def test_the_number_of_a_learner_is_that_of_the_form(client_as) -> None:
    """A learner types it in the form, nowhere else: who is asked by name is telephoned with it too."""
    file = granted("Amina")
    Person.objects.filter(pk=file.candidacy.learner_id).update(phone="")
    Profile.objects.filter(pk=file.candidacy.profile_id).update(mobile="+32470999888")
    page = client_as(RoleFactory(organisation=file.school)).get("/notices/calls/").content.decode()
    assert 'href="tel:+32470999888"' in page
    assert "Er is geen telefoonnummer bekend" not in page


def calling_about(names: list[str], reasons: int) -> calling.Call:
    """Somebody to telephone about so many things, each of these learners."""
    item = rules.Item("travel_document", "mobilities.mobility", 1, MON, None, {})
    things = [Thing(item, frozenset(), name, f"/stay/{name}/") for name in names]
    called = calling.Call([Reach("Els Claes", "+32470123456", 7)], "", False, False, False)
    called.reasons = [calling.Reason(f"Thing {number}", list(things)) for number in range(reasons)]
    return called


@pytest.mark.parametrize(("number", "seen"), [(3, 3), (4, 4), (5, 3), (9, 3)])
def test_of_many_things_and_many_names_three_are_seen_and_the_others_counted(number: int, seen: int) -> None:
    call = calling_about([f"Learner{at}" for at in range(number)], number)
    assert (len(call.first_reasons), len(call.more_reasons)) == (seen, number - seen)
    assert [len(each.named) for each in call.reasons] == [seen] * number
    with translation.override("en"):
        told = render_to_string("notices/parts/reasons.html", {"call": call})
    assert told.count("Learner0") == 2 * number  # the address and the name: nothing is left out
    assert (f"And {number - seen} things more to say" in told) == (number > seen)
    assert told.count(f"and {number - seen} more") == (number if number > seen else 0)


def test_the_number_of_a_host_is_written_down_on_its_own_page(client_as) -> None:
    company, home = CompanyFactory(contact__phone=""), HomeFactory(contact__phone="")
    office = actor_of(RoleFactory(coordinator=True))
    strange = actor_of(RoleFactory(organisation=SchoolFactory()))
    for by, mine in ((office, True), (actor_of(RoleFactory(organisation=company.keeper)), True), (strange, False)):
        called = [
            calling.Call([Reach("Somebody", "", host.contact_id)], "host", False, False, False, fill="/the-stay/")
            for host in (company, home)
        ]
        calling.with_host_pages(by, called)
        address = reverse("hosting:edit_company", args=[company.key])
        assert called[0].fill == (address if mine else "/the-stay/")
        if by == office:
            assert called[1].fill == reverse("hosting:edit_home", args=[home.key, "who"])
            assert client_as(RoleFactory(coordinator=True)).get(called[1].fill).status_code == 200


# -- texts -----------------------------------------------------------------------------------------


class TestTexts:
    address = "/notices/texts/selected/nl/"

    def test_a_text_is_written_looked_at_published_and_taken_back(self, office) -> None:
        body = "Dag {name},\n\n{school} koos jou.\n\nKlagen kan tot {by}: {how}"
        assert office.post(self.address, {"subject": "Gekozen door {school}", "body": body}).status_code == 302
        assert "koos jou" in office.get(self.address).content.decode()
        candidacy = CandidacyFactory(applied=True, learner__given_name="Amina")
        take(line("selection.selected", candidacy))
        assert "Gekozen door" not in Letter.objects.get().subject
        office.post(self.address + "publish/")
        take(line("selection.selected", candidacy))
        letter = Letter.objects.order_by("-pk")[0]
        assert letter.subject == f"Gekozen door {candidacy.school.name}"
        assert "Dag Amina," in letter.text
        assert "Klagen kan" not in letter.text  # nothing is known of how
        assert "ErasDu" in letter.text
        office.post(self.address + "shipped/")
        take(line("selection.selected", candidacy))
        assert "Je bent geselecteerd" in Letter.objects.order_by("-pk")[0].subject
        assert [row.version for row in catalogue.versions_of("selected", "nl")] == [2, 1]
        assert office.get(self.address).status_code == 200

    @pytest.mark.parametrize("body", ["Dag {voornaam}", "Dag {link}", "Dag {name", "{{ person.email }}", ""])
    def test_places_are_checked(self, office, body: str) -> None:
        answer = office.post(self.address, {"subject": "Gekozen", "body": body})
        assert answer.status_code == 200
        assert not Wording.objects.exists()

    def test_the_second_of_two_sees_both_texts(self, office) -> None:
        office.post(self.address, {"subject": "Een", "body": "Eerste tekst"})
        answer = office.post(self.address, {"subject": "Twee", "body": "Tweede tekst"})
        assert "Eerste tekst" in answer.content.decode()
        assert Wording.objects.get().body == "Eerste tekst"

    def test_a_sentence_of_the_days_mail_has_a_text_too(self, office) -> None:
        address = "/notices/texts/answer_place/nl/"
        office.post(address, {"body": "Neem je de plaats in {call}?"})
        office.post(address + "publish/")
        granted("Amina")
        actions.write_day(MON, at=AT)
        assert "Neem je de plaats in" in Letter.objects.get(template="notices/letters/waiting").text

    def test_unknown_texts_and_languages_are_not_there(self, office) -> None:
        for address in ("/notices/texts/nothing/nl/", "/notices/texts/selected/fr/", "/notices/texts/selected/xx/"):
            assert office.get(address).status_code == 404
        assert office.get("/notices/texts/").status_code == 200

    def test_texts_that_begin_alike_say_when_and_to_whom_they_go(self, office) -> None:
        shown = office.get("/notices/texts/").text
        row = shown.partition("/notices/texts/requirement/nl/")[0].rpartition("<tr>")[2]
        assert "wie iets moet doen" in row
        silent = office.get("/notices/texts/?q=contactpunten").text
        assert "/notices/texts/requirement_silent/nl/" in silent
        assert "/notices/texts/requirement_learner/nl/" not in silent
        assert "Geen tekst heeft deze woorden" in office.get("/notices/texts/?q=nergensgeschreven").text

    def test_each_variant_has_a_text_of_its_own(self, office) -> None:
        for text, body in (("host_offered", "Een bedrijf zegt ja."), ("host_offered_bed", "Een gezin zegt ja.")):
            address = f"/notices/texts/{text}/nl/"
            assert office.post(address, {"subject": "Antwoord", "body": body}).status_code == 302
            office.post(address + "publish/")
        reader = Reader(PersonFactory(language="nl"), SchoolFactory(), {"site": "https://x.example"})
        for variant, says in (("", "Een bedrijf"), ("bed", "Een gezin")):
            actions.tell("host_offered", replace(reader, variant=variant), line=len(variant), at=AT)
            assert says in Letter.objects.latest("pk").text

    def test_a_letter_by_link_keeps_the_link_and_can_be_worded_in_its_languages(self, office) -> None:
        address = "/notices/texts/meeting_invited/fr/"
        without = office.post(address, {"subject": "Venez", "body": "Bonjour {name}"})
        assert "{link} moet erin staan" in without.content.decode()
        assert office.post(address, {"subject": "Venez", "body": "Bonjour {name}\n\n{link}"}).status_code == 302
        assert "door niemand bevestigd" in office.get("/notices/texts/").content.decode()

    def test_texts_are_the_coordinators(self, client_as) -> None:
        assert client_as(RoleFactory()).get("/notices/texts/").status_code == 404
        table_page = client_as(RoleFactory()).get("/notices/table/").content.decode()
        assert "/notices/texts/" not in table_page
        assert "cv_complete" not in table_page, "a code instead of words"


def test_after_todays_mails_went_the_forecast_begins_tomorrow(office) -> None:
    granted("Amina")
    actions.write_day(MON, at=AT)
    with the_clock.standing_at(AT + timedelta(hours=2)):
        days, _ = pages.forecast(Actor(1, "coordinator"), MON)
    assert days[0].on == TUE


def test_the_shipped_and_the_composed_letter_say_the_same() -> None:
    """Where a text has no conditions, wording it anew by what ships changes nothing."""
    context = {
        "call": "Voorjaar", "school": "De Brug", "learner": "Amina", "site": "https://x.example", "answer_by": TUE,
        "stay_from": MON, "stay_until": TUE, "person": Person(given_name="Els"),
    }  # fmt: skip
    for text in ("learner_joined", "place_granted", "declined_school", "file_complete"):
        for language in ("nl", "en"):
            subject, whole = compose(f"notices/letters/{text}", language, context)
            shipped = catalogue.shipped(text, language)
            with catalogue.speaking(language):
                assert rules.filled(shipped.subject, texts.said(context)) == subject
                assert whole.startswith(rules.filled(shipped.body, texts.said(context)))


def test_the_table_says_on_which_day_news_alone_make_a_mail(office) -> None:
    """Of a line that is only news for schools; and of every such line somebody said who of staff reads it."""
    assert {row.to for row in table().lines if row.way == "digest"} == set(words.STAFF_OF)
    parts = pages.table_rows("en")
    alone = {str(row.to): row.alone for row in parts["lines"] if row.alone}
    with translation.override("en"):
        shown = office.get(reverse("notices:table"), headers={"Accept-Language": "en"}).content.decode()
    assert shown.count("(when there is nothing else: on Monday)") == len([row for row in parts["lines"] if row.alone])
    assert alone
    assert not any(row.alone for row in (*parts["waits"], *parts["presses"]))
    assert "the contact points of the school, when there is only news: Monday" in shown
