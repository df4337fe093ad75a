"""Who gets what of a selection: rows, the read model field by field, verbs by role, and every address from outside."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.links import doors
from erasdu.ground.links.models import Link
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.actions import give_notice
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.selection import access, actions
from erasdu.journey.selection.models import Selection
from erasdu.journey.selection.urls import urlpatterns
from erasdu.kernel.actor import NOBODY
from tests.factories.candidacies import GuardianFactory
from tests.factories.organisations import GroupFactory, RoleFactory
from tests.factories.selection import AssessmentFactory, PanellistFactory, Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def by_link(link: Link, at: datetime) -> Client:
    """A browser in which a personal link was opened and its notice read."""
    client = Client()
    session = client.session
    session[doors.VISITS] = {link.key: at.isoformat()}
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    give_notice(link.person, doors.audience_of(link), "screen", at=at)
    return client


def assessor(made: Scene, at: datetime) -> Client:
    """The teacher as an assessor without an account."""
    actions.add_panellist(made.selection, made.teacher_role, by=made.lead, at=at)
    return by_link(Link.objects.get(purpose="selection.assess", person=made.teacher_role.person), at)


def addresses(made: Scene) -> list[str]:
    """Every address that names a selection or a candidate of it."""
    made_up = {
        "candidate": made.candidacies[0].key,
        "report": "nietbestaand22",
    }
    keys = {
        "start": made.selection.enrolment.key,
        **dict.fromkeys(
            ("own", "own_practical", "own_publicity", "own_scores", "own_complaint"), made.candidacies[0].key
        ),
    }
    found = []
    for pattern in urlpatterns:
        name = pattern.name
        if name in ("overview", "input_by_link", "assess_by_link"):
            continue
        wanted = {key: made_up[key] for key in pattern.pattern.converters if key != "key"}
        found.append(reverse(f"selection:{name}", kwargs={"key": keys.get(name, made.selection.key), **wanted}))
    return found


@pytest.mark.requirement("R19")
def test_a_contact_point_of_another_school_finds_nothing(client_as) -> None:
    made, other = scene(1, ready=True), scene(1, ready=True)
    client = client_as(other.lead_role)
    for address in addresses(made):
        assert client.get(address).status_code in {404, 405}, address
        assert client.post(address).status_code == 404, address
    assert made.selection.enrolment.school.name not in client.get(reverse("selection:overview")).content.decode()


def test_without_an_account_every_address_leads_to_the_door() -> None:
    made = scene(1)
    client = Client()
    for address in addresses(made):
        assert client.post(address).status_code == 302, address


def test_learners_and_administrators_find_nothing_of_the_panel(client_as) -> None:
    made = scene(1)
    learner = made.candidacies[0].learner.roles.get()
    for role in (learner, RoleFactory(administrator=True)):
        client = client_as(role)
        for address in addresses(made):
            if "/own/" not in address:
                assert client.post(address).status_code == 404, address
    client = client_as(scene(1).candidacies[0].learner.roles.get())
    for address in addresses(made):
        # 405 where a page only shows: asked by GET it does not exist either.
        assert client.post(address).status_code in {404, 405}, address
        assert client.get(address).status_code in {404, 405}, address


def test_rows_by_role() -> None:
    made, other = scene(2), scene(1)
    coordinator = actor_of(RoleFactory(coordinator=True))
    assert set(access.selections_for(coordinator)) == {made.selection, other.selection}
    assert set(access.selections_for(made.lead)) == {made.selection}
    assert set(access.candidacies_for(made.lead)) == set(made.candidacies)
    for actor in (made.teacher, NOBODY, actor_of(RoleFactory(administrator=True))):
        assert not access.selections_for(actor).exists()
        assert not access.candidacies_for(actor).exists()
    PanellistFactory(selection=made.selection, role=made.teacher_role)
    assert set(access.selections_for(made.teacher)) == {made.selection}
    made.teacher_role.until = made.teacher_role.since
    made.teacher_role.save()
    assert not access.selections_for(made.teacher).exists()


def test_a_group_acts_for_its_schools() -> None:
    made = scene(1)
    group = GroupFactory()
    school = made.selection.enrolment.school
    school.group = group
    school.save()
    role = RoleFactory(organisation=group)
    assert set(access.selections_for(actor_of(role))) == {made.selection}
    assert role in access.roles_for_panel(made.selection)


def test_who_takes_part() -> None:
    made = scene(5)
    for candidacy, change in zip(
        made.candidacies,
        [{"state": "draft"}, {"confirmed_at": None}, {"state": "withdrawn"}, {"state": "refused"}],
        strict=False,
    ):
        Candidacy.objects.filter(pk=candidacy.pk).update(**change)
    assert [item.key for item in access.candidates_in(made.lead, made.selection)] == [made.candidacies[4].key]


def _canaries(made: Scene) -> dict[str, str]:
    """A mark in every text of a candidacy, its profile, its learner and its guardian; mark → where it stands."""
    candidacy = made.candidacies[0]
    guardian = GuardianFactory(candidacy=candidacy)
    marks: dict[str, str] = {}
    for name, row in {
        "": candidacy,
        "profile__": candidacy.profile,
        "learner__": candidacy.learner,
        "guardian__": guardian.person,
    }.items():
        for field in row._meta.local_concrete_fields:
            kind = field.get_internal_type()
            if field.name in ("key", "state", "way") or kind not in (
                "CharField",
                "TextField",
                "EmailField",
                "JSONField",
            ):
                continue
            mark = f"kanarie{len(marks):03}x"
            if kind == "JSONField":
                if field.name not in ("answers", "texts_nl", "texts_en"):
                    continue
                codes = {"answers": "good_at"}.get(field.name, "motivation")
                setattr(row, field.name, {codes: mark})
            elif field.name in ("language", "occupation", "complementary", "sector", "track", "agreement"):
                continue
            else:
                longest = getattr(field, "max_length", 200) or 200
                if longest < len(mark):
                    continue
                setattr(row, field.name, mark + ("@example.org" if kind == "EmailField" else ""))
            marks[mark] = f"{name}{field.name}"
        row.save()
    return marks


SHOWN_TO_ASSESSORS = {
    "learner__given_name",
    "learner__family_name",
    "profile__study_programme",
    "profile__study_year",
    "profile__answers",
    "profile__texts_nl",
    "profile__texts_en",
}


@pytest.mark.requirement("R19")
def test_assessors_see_no_field_outside_the_list(at: datetime) -> None:
    made = scene(2)
    client = assessor(made, at)
    marks = _canaries(made)
    assert len(marks) >= 20
    Candidacy.objects.filter(pk=made.candidacies[0].pk).update(
        birth_date=date(2008, 3, 7), fewer_opportunities=True, has_counsellor=True, agreement="oao"
    )
    key = made.selection.key
    pages = [
        reverse("selection:board", args=[key]),
        reverse("selection:learner", args=[key, made.candidacies[0].key]),
        reverse("selection:learner", args=[key, made.candidacies[1].key]),
    ]
    text = "".join(client.get(page).content.decode() for page in pages)
    seen = {where for mark, where in marks.items() if mark in text}
    assert seen == SHOWN_TO_ASSESSORS
    for secret in ("2008", "OAO", "kansen", "opportunities"):
        assert secret not in text
    assert "/candidacies/" not in text


def test_who_gives_input_sees_a_name_and_a_programme(at: datetime) -> None:
    made = scene(1)
    actions.ask_input(made.selection, made.candidacies, [made.teacher_role], by=made.lead, at=at)
    link = Link.objects.get()
    marks = _canaries(made)
    page = by_link(link, at).get(reverse("selection:input_by_link", args=[link.key]))
    seen = {where for mark, where in marks.items() if mark in page.content.decode()}
    assert page.status_code == 200
    assert seen == {"learner__given_name", "learner__family_name"}


def test_an_assessor_by_link_sees_no_publicity_complaints_or_report(at: datetime) -> None:
    made = scene(1)
    client = assessor(made, at)
    actions.record_publicity(made.candidacies[0], choices={"photo": False}, by=made.lead, at=at)
    text = client.get(reverse("selection:learner", args=[made.selection.key, made.candidacies[0].key])).content.decode()
    assert 'id="publicity"' not in text
    assert 'id="decision"' not in text
    assert 'id="complaints"' not in text
    assert not access.reports_for(made.teacher).exists()
    assert not access.complaints_for(made.teacher).exists()


def test_a_link_opens_one_selection_and_ends_with_the_role(at: datetime) -> None:
    made, other = scene(1), scene(1)
    client = assessor(made, at)
    mine = reverse("selection:board", args=[made.selection.key])
    assert client.get(mine).status_code == 200
    assert client.get(reverse("selection:board", args=[other.selection.key])).status_code == 302
    made.teacher_role.until = at
    made.teacher_role.save()
    assert client.get(mine).status_code == 302


def test_a_lead_without_an_account_leads_by_link(at: datetime) -> None:
    made = scene(1)
    actions.set_lead(made.selection, made.teacher_role, by=made.lead, at=at)
    link = Link.objects.get(purpose="selection.assess", person=made.teacher_role.person)
    client = by_link(link, at)
    arrived = client.get(reverse("selection:assess_by_link", args=[link.key]))
    assert arrived.status_code == 302
    page = client.get(arrived.url)
    assert page.status_code == 200
    assert reverse("selection:panel", args=[made.selection.key]) in page.content.decode()


WORKING, AFTER = ("open", "reopened"), ("decided", "told", "closed")
LEADS = {"lead", "lead by link"}
VERBS = {
    "may_change_panel": (LEADS, WORKING),
    "may_ask_input": (LEADS, WORKING),
    "may_draw_lots": (LEADS, WORKING),
    "may_decide": (LEADS, WORKING),
    "may_change_decision": (LEADS, (*WORKING, "decided")),
    "may_tell": (LEADS, ("decided",)),
    "may_close": (LEADS, ("told",)),
    "may_reopen": (LEADS, AFTER),
    "may_record_interview": (LEADS | {"assessor"}, WORKING),
    "may_assess": ({"lead", "assessor"}, WORKING),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_by_role_and_state(verb: str) -> None:
    made, other = scene(1), scene(1)
    school = made.selection.enrolment.school
    assessing = RoleFactory(interviewer=True, organisation=school)
    PanellistFactory(selection=made.selection, role=assessing)
    leads_by_link = RoleFactory(counsellor=True, organisation=school)
    Selection.objects.filter(pk=made.selection.pk).update(lead=leads_by_link.person)
    actors = {
        "lead": made.lead,
        "lead by link": actor_of(leads_by_link, via="link"),
        "assessor": actor_of(assessing, via="link"),
        "teacher": made.teacher,
        "contact point elsewhere": other.lead,
        "coordinator": actor_of(RoleFactory(coordinator=True)),
        "administrator": actor_of(RoleFactory(administrator=True)),
        "learner": actor_of(made.candidacies[0].learner.roles.get()),
        "nobody": NOBODY,
    }
    roles, states = VERBS[verb]
    for state in (*WORKING, *AFTER):
        made.selection.state, made.selection.lead_id = state, leads_by_link.person_id
        allowed = {name for name, actor in actors.items() if getattr(access, verb)(actor, made.selection)}
        assert allowed == (roles if state in states else set()), state


def test_who_saw_scores_cannot_become_an_assessor(at: datetime) -> None:
    made = scene(1)
    colleague = RoleFactory(organisation=made.selection.enrolment.school)
    assert access.may_assess_too(made.lead, made.selection, colleague)
    AssessmentFactory(candidacy=made.candidacies[0], role=made.lead_role, final=True, values=7)
    assert access.may_assess_too(made.lead, made.selection, colleague).code == "scores_shown_already"
    assert access.may_assess_too(made.lead, made.selection, made.teacher_role)


def test_the_read_model_asks_once_whatever_the_number(django_assert_num_queries) -> None:
    made = scene(3)
    with django_assert_num_queries(1):
        names = [item.name for item in access.candidates_in(made.lead, made.selection)]
    assert names == ["Lotte Verhaegen", "Yusuf Demir", "Noah De Smet"]
    assert Profile.objects.count() == 3
