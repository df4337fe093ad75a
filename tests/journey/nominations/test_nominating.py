"""A partner nominates: by form and by table, corrects, and takes back; the coordinator accepts."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.mobilities.models import Mobility, Party, Traveller
from erasdu.journey.nominations import access, actions, imports, queries
from erasdu.journey.nominations.models import ImportBatch, Nomination
from erasdu.kernel.periods import end_of_day
from erasdu.kernel.sheets import Wrong
from erasdu.kernel.verdict import Refused
from tests.factories.calls import CallFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import PartnerFactory, RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

BEATRIZ = {
    "given_name": "Beatriz", "family_name": "Fonseca", "email": "beatriz@example.org", "birth_date": date(2010, 6, 14),
    "guardian_given_name": "Ana", "guardian_family_name": "Fonseca", "guardian_email": "ana@example.org",
    "guardian_relation": "mother", "gender": "f", "nationality": "PT", "occupation": "cook",
    "wished_from": date(2027, 3, 8), "wished_until": date(2027, 3, 21),
}  # fmt: skip
HEADERS = ["Nome", "Apelido", "Data de nascimento", "E-mail", "Profissão", "Guardian first name", "Guardian e-mail"]


@pytest.fixture
def call():
    return CallFactory(incoming=True)


@pytest.fixture
def partner():
    return RoleFactory(organisation=PartnerFactory(name="Ponte Verde", country="PT"))


@pytest.fixture
def office():
    return RoleFactory(coordinator=True)


def nominate(call, partner, at, **changes) -> Nomination:
    return actions.nominate(call, partner.organisation, BEATRIZ | changes, by=actor_of(partner), at=at)


@pytest.mark.requirement("R13")
def test_a_nomination_opens_a_stay_with_what_belongs_to_it(call, partner, at) -> None:
    made = nominate(call, partner, at)
    stay = Mobility.objects.get()
    assert (stay.direction, stay.state, stay.sending, stay.receiving) == (
        "incoming",
        "planned",
        partner.organisation,
        None,
    )
    assert Traveller.objects.get().birth_date == BEATRIZ["birth_date"]
    assert (stay.profile.occupation, stay.profile.sector) == ("cook", "hospitality")
    assert stay.person.language == "en"
    assert set(Party.objects.values_list("role", flat=True)) == {"learner", "sending"}
    assert [str(one.person) for one in made.guardians.all()] == ["Ana Fonseca"]


def test_only_in_calls_that_receive_and_before_the_deadline(call, partner, office, at) -> None:
    late = end_of_day(call.files_deadline)
    outgoing = CallFactory(incoming=False)
    with pytest.raises(Refused, match="call_receives_nobody"):
        nominate(outgoing, partner, at)
    with pytest.raises(Refused, match="nominations_closed"):
        nominate(call, partner, late)
    actions.nominate(call, partner.organisation, BEATRIZ, by=actor_of(office), at=late)
    assert Nomination.objects.count() == 1


def test_not_for_another_partner_and_not_by_a_school(call, partner, at) -> None:
    for by in (RoleFactory(organisation=PartnerFactory()), RoleFactory()):
        with pytest.raises(Refused):
            actions.nominate(call, partner.organisation, BEATRIZ, by=actor_of(by), at=at)
    with pytest.raises(Refused, match="occupation_outside_call"):
        nominate(call, partner, at, occupation="baker")
    assert not access.nominations_for(actor_of(RoleFactory())).exists()


def test_a_minor_who_answers_as_her_own_parent_is_refused(call, partner, at) -> None:
    with pytest.raises(Refused, match="guardian_email_own"):
        nominate(call, partner, at, guardian_email="BEATRIZ@example.org")


def test_the_same_learner_twice_in_a_call_is_refused_and_later_is_the_same_person(call, partner, at) -> None:
    first = nominate(call, partner, at)
    with pytest.raises(Refused, match="nominated_already"):
        nominate(call, partner, at)
    again = nominate(CallFactory(incoming=True), partner, at)
    assert again.mobility.person == first.mobility.person
    other = nominate(call, partner, at, birth_date=date(2010, 6, 15), given_name="Bia")
    assert other.mobility.person != first.mobility.person


def test_a_portuguese_table_is_understood(call) -> None:
    columns = {one.code: one for one in imports.columns_for(call)}
    assert columns["occupation"].parse("cozinheiro") == "cook"
    assert columns["occupation"].parse("Padeiro") == columns["occupation"].parse("Panadería") == "baker"
    assert columns["nationality"].parse("Portuguesa") == "PT"
    assert columns["guardian_relation"].parse("Encarregada") == "guardian"
    assert "E-mail do encarregado" in columns["guardian_email"].names
    first = columns["wished_from"].parse(columns["wished_from"].example)
    last = columns["wished_until"].parse(columns["wished_until"].example)
    assert not list(queries.faults_of(call, BEATRIZ | {"wished_from": first, "wished_until": last}))


def test_accepting_and_withdrawing(call, partner, office, at) -> None:
    made = nominate(call, partner, at)
    with pytest.raises(Refused, match="not_your_role"):
        actions.accept(made, by=actor_of(partner), at=at)
    actions.accept(made, by=actor_of(office), at=at)
    assert made.state == "accepted"
    actions.withdraw(made, reason="Changed school.", by=actor_of(partner), at=at)
    stay = Mobility.objects.get()
    assert (made.state, stay.state) == ("withdrawn", "cancelled")
    assert not Party.objects.filter(until=None).exists()
    nominate(call, partner, at)  # a learner who changed their mind comes after all


def test_correcting_and_the_second_of_two_sees_it(call, partner, at) -> None:
    made = nominate(call, partner, at)
    guardian = made.guardians.get().person
    better = BEATRIZ | {"gender": "x", "guardian_phone": "+351913000111", "remark": "Speaks English well."}
    actions.correct(made, better, revision=0, by=actor_of(partner), at=at)
    made.refresh_from_db()
    assert Traveller.objects.get().gender == "x"
    assert made.remark == "Speaks English well."
    assert made.guardians.get().person == guardian  # the same person, corrected
    assert Person.objects.get(pk=guardian.pk).phone == "+351913000111"
    with pytest.raises(Stale):
        actions.correct(made, better, revision=0, by=actor_of(partner), at=at)


# -- pages -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R13", "R14")
def test_the_form_says_at_the_field_what_is_wrong(client_as, call, partner) -> None:
    client, address = client_as(partner), reverse("nominations:nominate", args=[call.key, partner.organisation.key])
    typed = {**{name: str(value) for name, value in BEATRIZ.items()}, "guardian_given_name": "", "wished_until": ""}
    page = client.post(address, typed)
    assert set(page.context["form"].errors) == {"guardian_given_name", "wished_until"}
    done = client.post(address, {name: str(value) for name, value in BEATRIZ.items()})
    made = Nomination.objects.get()
    assert done["Location"] == reverse("nominations:show", args=[made.key])
    shown = client.get(done["Location"]).content.decode()
    assert "Beatriz Fonseca" in shown
    assert "Ana Fonseca" in shown


def table(*rows: list[object]) -> io.BytesIO:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "alunos.xlsx"
    return file


@pytest.mark.requirement("R13")
def test_a_spreadsheet_with_two_faults_names_their_cells(client_as, call, partner) -> None:
    client, address = client_as(partner), reverse("nominations:import", args=[call.key, partner.organisation.key])
    rows = [
        ["Aluno", f"N{number}", date(2008, 1, 1 + number), f"a{number}@example.org", "cook", "", ""]
        for number in range(6)
    ]
    rows += [
        ["Rita", "Faro", date(2010, 5, 1), "rita@example.org", "cook", "", ""],  # a minor without guardian
        ["Tiago", "Faro", date(2008, 5, 1), "tiago@example.org", "kok-en-bakker", "", ""],
    ]
    page = client.post(address, {"file": table(HEADERS, *rows), "step": "check"})
    preview = page.context["preview"]
    assert [fault.cell for fault in preview.faults] == ["F8", "E9"]
    assert preview.importable == 6
    done = client.post(address, {"table": preview.text, "step": "import"}, follow=True)
    assert Nomination.objects.filter(way="import").count() == 6
    assert "6" in done.content.decode()
    batch = ImportBatch.objects.get()
    touched = batch.nominations.first()
    actions.accept(touched, by=actor_of(RoleFactory(coordinator=True)), at=touched.nominated_at)
    client.post(reverse("nominations:undo_import", args=[batch.key]))
    assert list(Nomination.objects.all()) == [touched]
    assert Mobility.objects.count() == Traveller.objects.count() == Profile.objects.count() == 1
    assert not Person.objects.filter(given_name="Aluno").exclude(pk=touched.mobility.person_id).exists()


def test_the_same_row_twice_and_a_row_that_is_there_already(client_as, call, partner, at) -> None:
    nominate(call, partner, at)
    client, address = client_as(partner), reverse("nominations:import", args=[call.key, partner.organisation.key])
    same = ["Beatriz", "Fonseca", date(2010, 6, 14), "beatriz@example.org", "", "Ana", "ana@example.org"]
    new = ["Rui", "Alves", date(2008, 6, 14), "rui@example.org", "", "", ""]
    page = client.post(address, {"file": table(HEADERS, same, new, new), "step": "check"})
    assert [fault.cell for fault in page.context["preview"].faults] == ["B2", "B4"]


def test_what_somebody_may_not_see_is_not_there(client_as, call, partner, at) -> None:
    made = nominate(call, partner, at)
    other, school = client_as(RoleFactory(organisation=PartnerFactory())), client_as(RoleFactory())
    for client in (other, school, Client()):
        assert client.get(reverse("nominations:show", args=[made.key])).status_code in (302, 404)
    assert "Beatriz" not in other.get(reverse("nominations:index", args=[call.key])).content.decode()


def test_lists_cost_the_same_however_long(client_as, call, office, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address, counts = client_as(office), reverse("nominations:index", args=[call.key]), []
    for _ in range(2):
        NominationFactory.create_batch(2, call=call)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(address)
        counts.append(len(caught))
    # Partners stand on the page as well: each NominationFactory made one, in one query.
    assert counts[0] == counts[1]


def test_a_list_as_a_file_and_accepting_several(client_as, call, office) -> None:
    rows = NominationFactory.create_batch(3, call=call)
    client, address = client_as(office), reverse("nominations:index", args=[call.key])
    assert client.get(f"{address}?export=csv").status_code == 200
    client.post(reverse("nominations:accept_several", args=[call.key]), {"nomination": [row.key for row in rows[:2]]})
    assert Nomination.objects.filter(state="accepted").count() == 2


def test_letters(call, partner, office, at) -> None:
    from erasdu.ground.journal.actions import seal
    from erasdu.ground.post.models import Letter
    from erasdu.office.notices.followers import follow_journal
    from erasdu.office.notices.models import News

    made = nominate(call, partner, at)
    actions.import_learners(call, partner.organisation, [BEATRIZ | {"given_name": "Rita"}], by=actor_of(partner), at=at)
    actions.withdraw(made, reason="", by=actor_of(office), at=at + timedelta(hours=1))
    while seal() or follow_journal():
        pass
    (letter,) = Letter.objects.exclude(template__startswith="people/")
    assert (letter.template.rpartition("/")[2], letter.person_id) == ("nomination_withdrawn", partner.person_id)
    news = News.objects.order_by("pk")
    assert [(one.once.partition(":")[0], one.person_id) for one in news] == [
        ("nominated", office.person_id), ("nominations_imported", office.person_id),
    ]  # fmt: skip
    assert all("Fonseca" not in told for told in [letter.text, *(one.text for one in news)])


def test_who_is_the_same_learner(call, partner, at) -> None:
    made = nominate(call, partner, at)
    same = {"given_name": "beatriz", "family_name": "FONSECA", "email": "Beatriz@example.org"}
    assert queries.same_learner(partner.organisation, **same, born=date(2010, 6, 14)) == made.mobility.person
    assert queries.same_learner(PartnerFactory(), **same, born=date(2010, 6, 14)) is None


@pytest.mark.parametrize(
    ("typed", "code"), [("Padeiró", "baker"), ("BAKKER ", "baker"), ("padeiru", ""), ("astronauta", "")]
)
def test_an_occupation_is_known_without_its_accents_and_nothing_far_is_suggested(typed: str, code: str) -> None:
    parse = next(column.parse for column in imports.COLUMNS if column.code == "occupation")
    if code:
        assert parse(typed) == code
        return
    with pytest.raises(Wrong) as wrong:
        parse(typed)
    assert wrong.value.code == ("occupation_unlisted" if typed == "astronauta" else "occupation_unknown")


def test_a_table_without_a_column_that_is_needed_calls_no_row_good(client_as, call, partner) -> None:
    address = reverse("nominations:import", args=[call.key, partner.organisation.key])
    row = ["Rui", "Alves", date(2008, 6, 14), "cook"]
    answer = client_as(partner).post(
        address,
        {"file": table(["First name", "Family name", "Date of birth", "Occupation"], row), "step": "check"},
        headers={"accept-language": "en"},
    )
    page = answer.content.decode()
    assert answer.context["preview"].importable == 0
    assert "not read yet" in page
    assert ">valid<" not in page.replace("\n", "")
    assert "word to choose from" in page or "words to choose from" in page


def test_the_list_of_calls_leads_to_who_is_nominated_instead_of_counting_schools_that_do_not_enrol(
    client_as, call
) -> None:
    Call.objects.update(outgoing=False)
    page = client_as(RoleFactory(coordinator=True)).get(reverse("calls:index")).content.decode()
    assert reverse("nominations:index", args=[call.key]) in page
    assert "0 scholen" not in page


@pytest.mark.parametrize(
    ("country", "language"), [("PT", "pt"), ("FR", "fr"), ("LU", "fr"), ("AT", "de"), ("FI", "en")]
)
def test_a_parent_abroad_is_written_to_in_the_language_of_that_country(call, partner, at, country, language) -> None:
    partner.organisation.country = country
    partner.organisation.save()
    assert nominate(call, partner, at).guardians.get().person.language == language
