"""The pages: begin, fill in signed in or by link, see what the other changed, send, change during the stay."""

from datetime import time
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageDraw

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal.models import Line
from erasdu.ground.links.doors import audience_of
from erasdu.ground.links.models import Link
from erasdu.ground.look.templatetags.look import field
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import actions as paper_actions
from erasdu.ground.paperwork.actions.finding import read_job
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.models import Person
from erasdu.ground.vault.models import StoredFile
from erasdu.journey.agreements import access, actions, queries
from erasdu.journey.agreements.forms import HostForm, PartForm, SchoolForm
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.templatetags.agreeing import said_of
from erasdu.journey.hosting.models import Company, Placement
from erasdu.journey.mobilities.models import Party
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused, Verdict
from erasdu.office.notices.queries import agreed
from tests.conftest import AT
from tests.factories.hosting import StayFactory
from tests.factories.organisations import CoordinatorOrganisationFactory, RoleFactory
from tests.journey.agreements.planning import SCHOOL, place, ready_plan, school_of
from tests.journey.agreements.test_signing import sign
from tests.journey.mobilities.staying import contact_of, learner_of, stay_of_minor
from tests.security.scene import by_links

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R33")]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def plan(clock) -> LearningPlan:
    return ready_plan(clock)


@pytest.fixture
def school(client_as, plan) -> Client:
    return client_as(contact_of(plan.mobility))


def typed(form: PartForm, **changed: Any) -> dict[str, Any]:
    """What a browser sends back of a form, with something changed."""
    data = {}
    for bound in form:
        value = bound.value()
        if value not in (None, ""):
            data[bound.html_name] = value.strftime("%H:%M") if isinstance(value, time) else value
    return data | changed


def host_in(plan: LearningPlan, at) -> tuple[Client, Link]:
    link = actions.invite(plan, "host", by=school_of(plan.mobility), at=at)
    give_notice(link.person, "host", "screen", at=at)
    return by_links(link), link


def test_a_stay_without_plan_begins_one_and_leads_to_it(client_as, clock) -> None:
    stay = stay_of_minor()
    place(stay)
    browser = client_as(contact_of(stay))
    assert "O Moinho" in browser.get(reverse("agreements:of_stay", args=[stay.key])).content.decode()
    page = browser.post(reverse("agreements:start", args=[stay.key]), follow=True).content.decode()
    assert "vult nog in:" in page
    assert "ten minste één leerresultaat" in page
    plan = LearningPlan.objects.get(mobility=stay)
    assert browser.get(reverse("agreements:of_stay", args=[stay.key])).url == reverse(
        "agreements:show", args=[plan.key]
    )


def test_the_list_names_the_company_of_who_has_a_place_and_no_agreement_yet(client_as, clock) -> None:
    stay = stay_of_minor()
    address = reverse("agreements:index", args=[stay.call.key])
    browser = client_as(contact_of(stay))
    assert "O Moinho" not in browser.get(address).content.decode()
    place(stay)
    assert "O Moinho" in browser.get(address).content.decode()
    assert "O Moinho" in browser.get(address, {"export": "csv"}).content.decode()


def test_before_it_is_sent_the_page_says_who_will_be_asked_to_sign(school, plan) -> None:
    address = reverse("agreements:show", args=[plan.key])
    told = school.get(address).content.decode().partition('id="signers"')[2].partition("</ol>")[0]
    places = [
        told.index(f"({who})") for who in ("de leerling", "ouder of voogd", "zendende organisatie", "stagebedrijf")
    ]
    assert places == sorted(places)
    school.post(reverse("agreements:send", args=[plan.key]))
    assert 'id="signers"' not in school.get(address).content.decode()


def test_an_outcome_that_changed_is_said_once_and_how_far_in_words(plan) -> None:
    kept = [["brood bakken / brood bakken / guided"], ["brood / bread / guided", "a / b / a / b / guided"]]
    [(_label, before, after)] = said_of({"outcomes": kept}, plan)
    assert before.startswith("brood bakken · ")
    assert "guided" not in before + after
    assert after.startswith("brood / bread · ")
    assert "; a / b · " in after
    [(_label, before, after)] = said_of({"outcomes": [[], []]}, plan)
    assert before == after == "–"


def test_before_the_days_are_set_nobody_is_told_to_begin(client_as, clock) -> None:
    stay = stay_of_minor()
    address = reverse("agreements:of_stay", args=[stay.key])
    browser = client_as(contact_of(stay))
    assert "Begin gerust" in browser.get(address).content.decode()
    type(stay).objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    assert "Begin gerust" not in browser.get(address).content.decode()


def test_what_the_company_never_said_is_not_called_filled_in(client_as, clock) -> None:
    stay = stay_of_minor()
    Placement.objects.filter(pk=place(stay).pk).update(starts_at=None, tasks=[], own_tasks="")
    page = client_as(contact_of(stay)).get(reverse("agreements:of_stay", args=[stay.key])).content.decode()
    assert "gaf nog geen taken" in page
    assert "gaf nog geen uren" in page


def test_who_keeps_a_host_without_address_is_asked_instead_of_it(plan, school, client_as) -> None:
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="")
    rui = RoleFactory(organisation=plan.placement.company.keeper)
    assert "Vraag Ponte Verde" in school.get(reverse("agreements:show", args=[plan.key])).content.decode()
    done = school.post(reverse("agreements:invite", args=[plan.key, "host"]), follow=True)
    assert done.status_code == 200
    assert "Via mail gevraagd op" in done.content.decode()
    line = Line.objects.get(code="plan.keeper_asked")
    assert [reader.person for reader in agreed.keeper(line)] == [rui.person]
    assert client_as(rui).get(reverse("agreements:edit", args=[plan.key, "host"])).status_code == 200


def test_languages_are_named_in_the_readers_language(plan, school) -> None:
    LearningPlan.objects.filter(pk=plan.pk).update(language="nl", beside="pt")
    page = school.get(reverse("agreements:show", args=[plan.key]))
    assert "Nederlands, ernaast Portugees" in page.content.decode()
    form = school.get(reverse("agreements:edit", args=[plan.key, "school"])).content.decode()
    assert 'value="pt" selected>Portugees<' in form
    [(_label, before, after)] = said_of({"beside": ["en", "pt"]}, plan)
    assert (before, after) == ("Engels", "Portugees")


def test_hours_that_changed_are_written_as_the_programme_writes_them(plan) -> None:
    day = {"on": "2026-12-14", "kind": "work", "starts": "09:00", "ends": "17:00"}
    [(_day, before, after)] = said_of({"days": [[day], [day | {"ends": "16:30"}]]}, plan)
    assert (before, after) == ("werk 09.00–17.00", "werk 09.00–16.30")


def panel(page: str, ident: str) -> str:
    return page.partition(f'id="{ident}"')[2].partition("</section>")[0]


def test_what_happens_now_says_something_to_who_does_not_send_it(plan, school, client_as) -> None:
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    address = reverse("agreements:show", args=[plan.key])
    page = keeper.get(address).content.decode()
    assert f"{plan.mobility.sending.name} verstuurt ze naar wie tekent" in panel(page, "next")
    assert reverse("agreements:invite", args=[plan.key, "school"]) not in page
    LearningPlan.objects.filter(pk=plan.pk).update(evaluation="")
    assert reverse("agreements:invite", args=[plan.key, "school"]) in keeper.get(address).content.decode()


def test_while_it_is_signed_nothing_is_filled_in_and_only_who_sent_it_takes_it_back(
    plan, school, client_as, clock
) -> None:
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="")
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    address = reverse("agreements:show", args=[plan.key])
    school.post(reverse("agreements:send", args=[plan.key]))
    envelope = Envelope.objects.get(document__kind="agreements.learning")
    back = reverse("paperwork:withdraw", args=[envelope.document.key, envelope.version])
    for browser in (school, keeper):
        page = browser.get(address).content.decode()
        for name, side in (("edit", "school"), ("edit", "host"), ("invite", "host"), ("invite", "school")):
            assert reverse(f"agreements:{name}", args=[plan.key, side]) not in page
        assert (back in page) == (browser is school)
    assert f"{plan.mobility.sending.name} ze terug" in page
    sign(envelope.signers.get(role="learner"), clock)
    assert school.post(back, {"reason": "De mentor is ziek."}).status_code == 302
    page = school.get(address).content.decode()
    assert "niemand kan ze nog tekenen" in panel(page, "next")
    assert reverse("agreements:edit", args=[plan.key, "school"]) in page
    assert reverse("agreements:send", args=[plan.key]) in page
    assert "(de leerling)" not in panel(page, "signers")  # signed, and nothing changed since
    assert "(ouder of voogd)" in panel(page, "signers")


def test_where_no_signer_is_known_it_says_so_instead_of_offering_to_send(plan, school) -> None:
    Company.objects.filter(pk=plan.placement.company_id).update(contact=None)
    Placement.objects.filter(pk=plan.placement_id).update(mentor=None)
    page = school.get(reverse("agreements:show", args=[plan.key])).content.decode()
    assert "Nog niet te versturen" in panel(page, "next")
    assert reverse("agreements:send", args=[plan.key]) not in page


def test_who_fetches_the_signature_of_a_host_without_address_is_said_before_and_while_it_is_signed(
    plan, school, client_as
) -> None:
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    address = reverse("agreements:show", args=[plan.key])
    assert "haalt de handtekening op" not in school.get(address).content.decode()
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="")
    assert "Ponte Verde haalt de handtekening op" in panel(school.get(address).content.decode(), "next")
    school.post(reverse("agreements:send", args=[plan.key]))
    assert "Ponte Verde haalt de handtekening op" in panel(school.get(address).content.decode(), "next")
    document = Envelope.objects.get(document__kind="agreements.learning").document.key
    proof = school.get(reverse("paperwork:show", args=[document])).content.decode()
    assert "Ponte Verde haalt deze handtekening op" in proof
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="tiago@moinho.example")
    assert "deze handtekening op" not in school.get(reverse("paperwork:show", args=[document])).content.decode()
    Person.objects.filter(pk=plan.placement.company.contact_id).update(email="")
    mine = panel(keeper.get(address).content.decode(), "next")
    assert "Druk ze af" in mine
    assert f'btn-primary" href="{reverse("agreements:signed_by_hand", args=[plan.key])}"' in mine


def test_the_school_fills_in_first_what_lacks_and_looks_over_the_outcomes_below(plan, school) -> None:
    def order() -> list[str]:
        page = school.get(reverse("agreements:edit", args=[plan.key, "school"])).content.decode()
        names = ("outcome_1_nl", "evaluation", "beside")
        assert all(page.count(f'name="{name}"') == 1 for name in names)
        return sorted(names, key=lambda name: page.index(f'name="{name}"'))

    assert plan.outcomes.exists()
    assert order() == ["evaluation", "outcome_1_nl", "beside"]
    plan.outcomes.all().delete()
    assert order() == ["outcome_1_nl", "evaluation", "beside"], "none yet: they are what lacks"


def test_the_school_fills_in_its_part_and_sends_it(plan, school) -> None:
    address = reverse("agreements:edit", args=[plan.key, "school"])
    form = SchoolForm(plan)
    answer = school.post(address, typed(form, recognition="Een attest.", outcome_2_nl="brood bakken"))
    assert answer.url == reverse("agreements:show", args=[plan.key])
    assert [each.text_nl for each in plan.outcomes.all()] == ["koude gerechten bereiden", "brood bakken"]
    page = school.post(reverse("agreements:send", args=[plan.key]), follow=True).content.decode()
    assert "onderweg naar wie tekent" in page
    assert "Moet nog tekenen" in page
    envelope = Envelope.objects.get(document__kind="agreements.learning")
    assert "Een attest." in str(envelope.data)


def test_the_host_fills_in_by_link_and_the_school_sees_the_difference(plan, school, clock) -> None:
    browser, link = host_in(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    page = browser.get(address).content.decode()
    assert "Tiago Moreira" in page
    assert "Een videogesprek" not in page
    answer = browser.post(address, typed(HostForm(plan), mentor_name="Inês Duarte"))
    assert answer.status_code == 200
    shown = school.get(reverse("agreements:show", args=[plan.key])).content.decode()
    assert "Wat het stagebedrijf veranderde" in shown
    assert Line.objects.filter(code="plan.filled_in").count() == 1
    assert "<del" in shown
    assert "Inês Duarte" in shown


def test_only_who_signs_in_reads_that_nobody_read_a_translation_or_looked_a_rule_up(plan, client_as, clock) -> None:
    browser, link = host_in(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    page = browser.post(address, typed(HostForm(plan), same_starts="04:00", same_ends="13:30")).content.decode()
    page += browser.get(address).content.decode()
    assert "Diretiva 94/33/CE" in page, "which rule it is stays on the page"
    unread, unchecked = "Ainda não foi lido nem confirmado", "verificad"
    assert unread not in page
    assert unchecked not in page
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    signed_in = keeper.get(reverse("agreements:edit", args=[plan.key, "host"])).content.decode()
    assert "nagelezen" in signed_in


def test_the_same_hours_are_typed_once_and_only_the_days_that_differ_are_shown(plan, clock) -> None:
    browser, link = host_in(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    sent = typed(HostForm(plan), same_starts="04:00", same_ends="13:30")
    thanks = browser.post(address, sent).content.decode()
    plan.refresh_from_db()
    work = [day for day in plan.days if day["kind"] == "work"]
    assert {(day["starts"], day["ends"]) for day in work} == {("04:00", "13:30")}
    assert "O programa infringe uma regra" in thanks
    [edit] = queries.edits_of(plan, "host", None)
    said = [line for line in said_of(edit.changed, plan) if "04.00" in line[2]]
    assert len(said) == len(work)
    assert all("09.00" in before for _day, before, _after in said)
    form = HostForm(plan)
    assert "verplicht" not in field(form["mentor_phone"])
    assert "verplicht" in field(form["mentor_function"])


def test_the_host_sees_first_what_is_needed_and_the_days_fold_away_until_one_is_wrong(plan, clock) -> None:
    browser, link = host_in(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    page = browser.get(address).content.decode()
    folded = "".join(part.partition("</details>")[0] for part in page.split('<details class="fold"')[1:])
    assert all(name in folded for name in ("day_20270308_kind", "outcome_1_nl", "mentor_mail", "own_tasks"))
    in_sight = ("same_starts", "same_pause", "mentor_phone", "mentor_after_hours", "work_language")
    assert all(name in page and name not in folded for name in in_sight)
    assert '<details class="fold" open' not in page
    sent = typed(HostForm(plan), same_starts="08:00", same_pause="45", day_20270309_ends="15:00")
    assert browser.post(address, sent).status_code == 200
    plan.refresh_from_db()
    hours = {day["on"]: (day["starts"], day["ends"], day["pause"]) for day in plan.days if day["kind"] == "work"}
    assert hours.pop("2027-03-09") == ("08:00", "15:00", 45), "what differs on one day stays"
    assert set(hours.values()) == {("08:00", "17:00", 45)}
    assert {day.minutes for day in queries.days_of(plan) if day.kind == "work"} == {375, 495}
    wrong = browser.post(address, typed(HostForm(plan), day_20270308_starts="")).content.decode()
    assert wrong.count('<details class="fold" open') == 1


def test_an_end_before_the_start_is_told_where_it_makes_a_night_of_more_than_twelve_hours(plan, clock) -> None:
    browser, link = host_in(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    wrong = typed(HostForm(plan), same_starts="17:00", same_ends="09:00")
    page = browser.post(address, wrong).content.decode()
    assert page.count("Das 17:00 às 09:00 do dia seguinte são 16 horas.") == 1
    one_day = typed(HostForm(plan), day_20270308_starts="17:00", day_20270308_ends="09:00")
    assert "day_20270308_ends" in HostForm(plan, one_day).errors
    baker = typed(HostForm(plan), same_starts="22:00", same_ends="06:00")
    assert HostForm(plan, baker).is_valid()


def test_a_host_reads_languages_in_words_and_what_it_leaves_stays_as_codes(plan, clock) -> None:
    LearningPlan.objects.filter(pk=plan.pk).update(work_language="EN A2, NL B1")
    plan.refresh_from_db()
    form = HostForm(plan, typed(HostForm(plan)))
    assert form["work_language"].value() == "Engels A2, Nederlands B1"
    assert form.is_valid()
    assert form.values["work_language"] == "EN A2, NL B1"
    other = HostForm(plan, typed(HostForm(plan), work_language="Frans"))
    assert other.is_valid()
    assert other.values["work_language"] == "Frans"


def test_the_page_says_who_fills_in_what_lacks_and_leads_there(plan, clock, client_as) -> None:
    LearningPlan.objects.filter(pk=plan.pk).update(mentor_phone="", recognition="", school_phone="")
    page = client_as(contact_of(plan.mobility)).get(reverse("agreements:show", args=[plan.key])).content.decode()
    now = page.partition('id="next"')[2].partition("</section>")[0]
    school, host = now.partition("O Moinho vult nog in:")[::2]
    assert f"{plan.mobility.sending.name} vult nog in:" in school
    assert "telefoon van het aanspreekpunt bij de zendende organisatie" in school
    assert reverse("agreements:edit", args=[plan.key, "school"]) in school
    assert "telefoon van de mentor" in host
    assert "buiten de uren" not in now
    assert 'href="#work"' in host


def test_hours_are_counted_as_people_write_them_and_the_break_stands_beside_them(plan, clock, client_as) -> None:
    page = client_as(contact_of(plan.mobility)).get(reverse("agreements:show", args=[plan.key])).content.decode()
    assert "(75 uur)" in page
    assert "09.00 – 17.00 (30 minuten pauze)" in page


def test_a_day_without_hours_is_told_at_the_day_and_a_broken_rule_on_the_page(plan, clock) -> None:
    browser, link = host_in(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    data = typed(HostForm(plan), day_20270308_starts="")
    answer = browser.post(address, data)
    assert answer.status_code == 422
    assert "A partir de que horas até que horas?" in answer.content.decode()
    same = browser.post(address, typed(HostForm(plan), day_20270308_starts="09:00", day_20270308_ends="09:00"))
    assert "day_20270308_ends" in same.context["form"].errors
    late = browser.post(address, typed(HostForm(plan), day_20270308_ends="23:30")).content.decode()
    assert "Trabalho entre as 22 e as 6 horas." in late
    assert "Diretiva 94/33/CE" in late
    [fault] = [each for each in queries.faults_of(queries.plan_of(plan.mobility)) if each.code == "works_at_night"]
    assert fault.hard


def test_two_who_type_at_once_both_see_both_texts(plan, school, clock) -> None:
    browser, link = host_in(plan, clock)
    data = typed(SchoolForm(plan), evaluation="Een proef met de leraar.")
    actions.save(
        plan,
        "school",
        {"evaluation": "De mentor alleen."},
        revision=plan.revision,
        by=school_of(plan.mobility),
        at=clock,
    )
    answer = school.post(reverse("agreements:edit", args=[plan.key, "school"]), data)
    page = answer.content.decode()
    assert "Een proef met de leraar." in page
    assert "De mentor alleen." in page
    plan.refresh_from_db()
    assert plan.evaluation == "De mentor alleen."
    again = typed(SchoolForm(plan), evaluation="Een proef met de leraar.")
    assert school.post(reverse("agreements:edit", args=[plan.key, "school"]), again).status_code == 302


def test_who_sees_the_list_and_whose_page_is_closed(plan, school, client_as) -> None:
    call = plan.mobility.call
    address = reverse("agreements:index", args=[call.key])
    assert str(plan.mobility.person) in school.get(address).content.decode()
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    assert str(plan.mobility.person) in keeper.get(address).content.decode()
    assert keeper.get(reverse("agreements:edit", args=[plan.key, "school"])).status_code == 404
    assert keeper.get(reverse("agreements:edit", args=[plan.key, "host"])).status_code == 200
    coordinator = client_as(RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory()))
    assert 'name="why"' not in coordinator.get(reverse("agreements:amend", args=[plan.key])).content.decode()
    learner = client_as(learner_of(plan.mobility))
    page = learner.get(reverse("agreements:show", args=[plan.key])).content.decode()
    assert "Je school en het bedrijf vullen het in" in page
    assert learner.get(reverse("agreements:edit", args=[plan.key, "school"])).status_code == 404
    stranger = client_as(RoleFactory())
    assert stranger.get(reverse("agreements:show", args=[plan.key])).status_code == 404


def test_a_partner_prints_it_and_sends_what_the_host_signed_on_paper(plan, school, client_as) -> None:
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    address = reverse("agreements:signed_by_hand", args=[plan.key])
    assert keeper.get(address).status_code == 404  # nothing was sent yet
    school.post(reverse("agreements:send", args=[plan.key]))
    pdf = keeper.get(reverse("agreements:printed", args=[plan.key]))
    assert pdf.content.startswith(b"%PDF")
    assert school.get(reverse("agreements:printed", args=[plan.key])).status_code == 404
    wrong = keeper.post(address, {"photo": SimpleUploadedFile("x.txt", b"x")})
    assert wrong.status_code == 422
    answer = keeper.post(address, {"photo": SimpleUploadedFile("signed.pdf", pdf.content)}, follow=True)
    assert "kijkt het na en bevestigt" in answer.content.decode()
    assert arrived(school_of(plan.mobility)) == {plan.mobility.sending_id: "agreements.learning"}


def arrived(by: Actor) -> dict[int | None, str]:
    """What the background work makes of the pages that came: by the school that looks, which paper they are of."""
    StoredFile.objects.update(state="clean")
    for job in Job.objects.filter(kind="paperwork.read", done_at=None):
        read_job(job)
        Job.objects.filter(pk=job.pk).update(done_at=AT)
    rows = paper_access.sheets_for(by).filter(state="ask")
    return {row.school_id: row.envelope.document.kind if row.envelope else "" for row in rows}


def test_a_photo_without_a_code_is_told_apart_by_the_school_that_sends_and_not_by_the_partner(
    plan, school, client_as
) -> None:
    school.post(reverse("agreements:send", args=[plan.key]))
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    blurred = BytesIO()
    page = Image.new("RGB", (1200, 1700), "white")
    for line in range(100, 1600, 40):
        ImageDraw.Draw(page).line((100, line, 1000 - line % 300, line), fill="black", width=12)
    page.save(blurred, "JPEG")
    sent = {"photo": SimpleUploadedFile("signed.jpg", blurred.getvalue())}
    keeper.post(reverse("agreements:signed_by_hand", args=[plan.key]), sent)
    by = school_of(plan.mobility)
    assert arrived(by) == {plan.mobility.sending_id: ""}
    shown = keeper.get(reverse("agreements:show", args=[plan.key])).content.decode()
    assert "Met de hand getekende bladen kwamen binnen" in shown
    assert "geen code op te lezen" in shown
    sheet = paper_access.sheets_for(by).get(state="ask")
    envelope = Envelope.objects.get(document__kind="agreements.learning")
    paper_actions.choose(sheet, envelope, page=1, by=by, at=AT)
    sheet.refresh_from_db()
    assert (sheet.envelope, sheet.page) == (envelope, 1)


def test_the_list_narrows_counts_on_and_goes_into_a_file(plan, school, client_as) -> None:
    address = reverse("agreements:index", args=[plan.mobility.call.key])
    name = str(plan.mobility.person)

    def names(**asked: str) -> list[str]:
        return [str(line.mobility.person) for line in school.get(address, asked).context["lines"]]

    assert names(stage="filling") == [name]
    assert names(stage="open") == names(stage="none") == []
    school.post(reverse("agreements:send", args=[plan.key]))
    assert names(stage="open", q=plan.mobility.person.family_name) == [name]
    assert str(school.get(address).content.decode()).count("wordt ondertekend") == 2  # the filter and the row agree
    table = school.get(address, {"export": "csv", "stage": "open"})
    assert name in table.content.decode()
    assert "tekent" in table.content.decode() or "leerling" in table.content.decode()


def test_one_stay_more_costs_the_list_no_query_more(plan, school) -> None:
    address = reverse("agreements:index", args=[plan.mobility.call.key])
    school.get(address)
    with CaptureQueriesContext(connection) as few:
        school.get(address)
    for _ in range(2):
        stay = StayFactory(call=plan.mobility.call, sending=plan.mobility.sending)
        Party.objects.create(mobility=stay, organisation=stay.sending, role="sending", since=plan.started_at)
        LearningPlan.objects.create(mobility=stay, placement=plan.placement, started_at=plan.started_at)
    with CaptureQueriesContext(connection) as many:
        assert len(school.get(address).context["lines"]) == 3
    assert len(many) <= len(few)


def test_the_coordinator_mails_the_sending_organisation_its_part(plan, client_as) -> None:
    office = client_as(RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory()))
    page = office.get(reverse("agreements:show", args=[plan.key])).content.decode()
    address = reverse("agreements:invite", args=[plan.key, "school"])
    assert address in page
    assert "Via mail gevraagd op" not in page
    assert office.post(address).status_code == 302
    assert Link.objects.filter(purpose="agreements.school").exists()
    page = office.get(reverse("agreements:show", args=[plan.key])).content.decode()
    assert "De zendende organisatie de link opnieuw sturen" in page
    assert "Via mail gevraagd op" in page


def test_a_link_of_before_changes_nothing_in_what_is_being_signed_and_what_was_typed_stays(plan, school, clock) -> None:
    browser, link = host_in(plan, clock)
    by_school = invited_school(plan, clock)
    address = reverse("agreements:host_by_link", args=[link.key])
    data = typed(HostForm(plan), mentor_name="Inês Duarte")
    school.post(reverse("agreements:send", args=[plan.key]))
    page = browser.get(address).content.decode()
    assert "O acordo está a ser assinado" in page, "told in the host's own language, before anything is typed"
    assert 'name="mentor_name"' not in page
    answer = browser.post(address, data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "O acordo está a ser assinado" in page
    assert "Inês Duarte" in page, "it can be copied"
    assert "<button" not in page.partition("<main")[2].partition("</main")[0]
    other, door = by_school
    answer = other.post(door, typed(SchoolForm(plan), evaluation="Een proef."))
    assert answer.status_code == 409
    assert "wordt getekend zoals ze nu is" in answer.content.decode()
    plan.refresh_from_db()
    assert (plan.mentor_name, plan.evaluation) == ("Tiago Moreira", SCHOOL["evaluation"])
    envelope = Envelope.objects.get(document__kind="agreements.learning")
    paper_actions.withdraw(envelope, reason="De mentor is ziek.", by=school_of(plan.mobility), at=clock)
    assert browser.post(address, data).status_code == 200
    plan.refresh_from_db()
    assert plan.mentor_name == "Inês Duarte"


def invited_school(plan: LearningPlan, at) -> tuple[Client, str]:
    link = actions.invite(plan, "school", by=actor_of(RoleFactory(coordinator=True)), at=at)
    give_notice(link.person, audience_of(link), "screen", at=at)
    return by_links(link), reverse("agreements:school_by_link", args=[link.key])


def test_sent_in_the_moment_between_two_tabs_it_is_refused_by_the_action_as_well(plan, clock, monkeypatch) -> None:
    browser, link = host_in(plan, clock)
    address, data = reverse("agreements:host_by_link", args=[link.key]), typed(HostForm(plan), mentor_name="Inês")
    seen = access.may_edit

    def sent_meanwhile(*asked: Any) -> Verdict:
        monkeypatch.setattr(access, "may_edit", seen)
        verdict = seen(*asked)
        actions.send(plan, by=school_of(plan.mobility), at=clock)
        return verdict

    monkeypatch.setattr(access, "may_edit", sent_meanwhile)
    answer = browser.post(address, data)
    assert answer.status_code == 409
    assert "O acordo está a ser assinado" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.mentor_name == "Tiago Moreira"


def test_what_was_drawn_before_somebody_wrote_a_part_is_not_sent(plan, clock, monkeypatch) -> None:
    drawn, by = paper_actions.draft, school_of(plan.mobility)
    coordinator = actor_of(RoleFactory(coordinator=True))

    def written_meanwhile(*asked: Any, **named: Any) -> Any:
        made = drawn(*asked, **named)
        now = LearningPlan.objects.get(pk=plan.pk)
        actions.save(now, "host", {"mentor_name": "Inês"}, revision=now.revision, by=coordinator, at=clock)
        return made

    monkeypatch.setattr(paper_actions, "draft", written_meanwhile)
    with pytest.raises(Refused, match="changed_meanwhile"):
        actions.send(plan, by=by, at=clock)
    assert not Envelope.objects.filter(document__kind="agreements.learning").exists()
