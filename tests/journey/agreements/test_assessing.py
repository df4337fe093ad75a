"""At the end of a stay: host and school say what was reached, sign it, and the learner reads it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.rules import compose, placeholders
from erasdu.ground.people.actions import give_notice
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import access, actions, papers, queries
from erasdu.journey.agreements.forms import FORMS, AssessForm, JudgeForm
from erasdu.journey.agreements.models import Assessment, LearningPlan, Outcome
from erasdu.journey.agreements.rules import Assessing, Facts, requirements
from erasdu.journey.hosting.words.content import OUTCOMES
from erasdu.journey.hosting.words.occupations import ABROAD, outcome_words
from erasdu.journey.mobilities import actions as stays
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.queries import requirements_of
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CLOSING, DEPART
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.queries.things import things
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import ready_plan, school_of
from tests.journey.agreements.test_pages import typed
from tests.journey.agreements.test_signing import of, sign, sign_all
from tests.journey.mobilities.staying import FIRST, LAST, contact_of, learner_of
from tests.security.scene import by_links

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R31", "R33")]
ENDING = datetime.combine(LAST, time(12), UTC)
FOUND = {"first_day": FIRST, "last_day": LAST, "overall": "Sterk begonnen.", "found_by": "Tiago Moreira, chef"}
JUDGED = {"component": "full", "judgement": "Telt mee voor praktijk.", "judged_by": "Sofie Claeys"}


@pytest.fixture
def plan(at) -> LearningPlan:
    return ready_plan(at)


def keeper_of(plan: LearningPlan) -> Actor:
    assert plan.placement
    return actor_of(RoleFactory(organisation=plan.placement.company.keeper))


def results(plan: LearningPlan, reached: str = "full", remark: str = "") -> dict[str, tuple[str, str]]:
    return {each.key: (reached, remark) for each in plan.outcomes.all()}


def assess(plan: LearningPlan, at: datetime = ENDING, *, by: Actor | None = None, **values: Any) -> bool:
    row = queries.assessment_of(plan)
    reached, remark = values.pop("reached", "full"), values.pop("remark", "")
    return actions.assess(
        plan, results(plan, reached, remark), {**FOUND, **values}, revision=row.revision if row else 0,
        by=by or keeper_of(plan), at=at,
    )  # fmt: skip


def judge(plan: LearningPlan, at: datetime = ENDING, **values: str) -> bool:
    row = Assessment.objects.get(plan=plan)
    return actions.judge(plan, {**JUDGED, **values}, revision=row.revision, by=school_of(plan.mobility), at=at)


# -- rules ---------------------------------------------------------------------------------------

STAY = Period(FIRST, LAST)
DONE = Assessing(found=True, judged=True, signed=True)


@pytest.mark.parametrize(
    ("on", "of_it", "state", "who"),
    [
        (LAST - timedelta(days=8), Assessing(), "", ""),
        (LAST - timedelta(days=7), Assessing(), "waiting", "host"),
        (LAST, Assessing(found=True), "open", "contact_point"),
        (LAST, Assessing(found=True, judged=True, who="host"), "waiting", "host"),
        (
            LAST + timedelta(days=22),
            Assessing(found=True, judged=True, who="contact_point"),
            "overdue",
            "contact_point",
        ),
        (LAST + timedelta(days=40), DONE, "met", "contact_point"),
    ],
)
@pytest.mark.django_db(databases=[])
def test_it_holds_up_closing_alone_and_is_asked_at_the_end(on: date, of_it: Assessing, state: str, who: str) -> None:
    found = [each for each in requirements(Facts(STAY, True, "", of_it), on) if each.code == "outcomes_assessed"]
    assert [(each.state, each.who, each.blocks) for each in found] == ([(state, who, {CLOSING})] if state else [])
    assert not [each for each in requirements(Facts(STAY), on) if each.code == "outcomes_assessed"]  # nothing was begun


def test_the_complement_is_whole_in_each_language() -> None:
    wordings = {language: papers.wording_beside(language, "complement") for language in papers.LANGUAGES}
    assert len({frozenset(placeholders(content)) for content in wordings.values()}) == 1
    for language, content in wordings.items():
        paper = compose(content, papers.specimen("complement", language))
        codes = {clause["code"] for clause in paper["clauses"]}  # type: ignore[attr-defined]
        assert codes == {clause.code for clause in content.clauses} - {"reading"}


# -- who may, and when ---------------------------------------------------------------------------


def test_only_the_hosts_side_says_it_and_only_once_the_stay_began(plan, at) -> None:
    keeper, school, stranger = keeper_of(plan), school_of(plan.mobility), actor_of(RoleFactory())
    learner = Actor(plan.mobility.person_id, "learner")
    assert access.may_assess(keeper, plan, at.date()).code == "stay_not_begun"
    begun = {who: bool(access.may_assess(actor, plan, LAST)) for who, actor in {
        "keeper": keeper, "school": school, "stranger": stranger, "learner": learner,
    }.items()}  # fmt: skip
    assert begun == {"keeper": True, "school": False, "stranger": False, "learner": False}
    assert access.may_judge(school, plan, LAST).code == "not_assessed_yet"
    assess(plan)
    assert access.may_judge(school, plan, LAST)
    assert access.may_judge(keeper, plan, LAST).code == "plan_not_yours"
    assert access.may_send_complement(school, plan, LAST).code == "not_judged_yet"
    with pytest.raises(Refused, match="plan_not_yours"):
        assess(plan, by=school)


def test_the_link_opens_this_one_assessment_and_follows_the_mentor(plan, at) -> None:
    another = ready_plan(at)
    actions.send(plan, by=school_of(plan.mobility), at=at)
    link = Link.objects.get(purpose="agreements.assess", subject_pk=plan.pk)
    assert not Letter.objects.filter(template="agreements/letters/assess").exists()  # only made ready
    host = Actor(link.person_id, "holder", via="link", link=link.pk)
    assert list(access.plans_for(host)) == [plan]
    assert (access.assesses(host, plan), access.assesses(host, another)) == (True, False)
    assert access.sides_of(host, plan) == ()
    mailed = actions.ask_assessor(plan, by=school_of(plan.mobility), at=ENDING)
    assert mailed == link
    assert Letter.objects.get(template="agreements/letters/assess").language == "pt"
    other = RoleFactory().person
    plan.placement.company.contact = other  # the mentor of the place is somebody else now
    plan.mentor_name = "Inês Duarte"
    again = actions.ask_assessor(plan, by=school_of(plan.mobility), at=ENDING)
    link.refresh_from_db()
    assert (again.person, link.revoked_at) == (other, ENDING)
    assert not access.plans_for(host).exists()


# -- from the end of the stay to the sealed paper -------------------------------------------------


def test_host_and_school_assess_and_sign_and_the_learner_is_told(plan, at) -> None:
    stay, on = plan.mobility, LAST
    signed = actions.send(plan, by=school_of(stay), at=at)
    sign_all(signed, at)
    codes = lambda: {each.code: each.state for each in requirements_of([stay], on)[stay.pk]}  # noqa: E731
    assert codes()["outcomes_assessed"] == "waiting"
    assert assess(plan, reached="partly", remark="vis nog oefenen")
    assert not assess(plan, reached="partly", remark="vis nog oefenen")
    assert judge(plan)
    assert not judge(plan)
    envelope = actions.send_complement(plan, by=school_of(stay), at=ENDING)
    data = paper_queries.data_of(envelope)
    clauses = {clause["code"]: str(clause) for clause in data["clauses"]}
    assert "gedeeltelijk bereikt / alcançado em parte" in clauses["results"]
    assert "'vis nog oefenen'" in clauses["results"]  # once, for it is nobody's translation
    assert "Sterk begonnen." in clauses["overall"]
    assert "volledig als component werken" in clauses["school"]
    assert "Tiago Moreira, chef" in clauses["overall"]
    outcome = plan.outcomes.get()
    assert (outcome.assessed_by, outcome.assessed_on) == ("Tiago Moreira, chef", LAST)
    assert of(envelope) == {"host": "asked", "contact_point": "waiting"}
    assert codes()["outcomes_assessed"] == "waiting"
    sign_all(envelope, ENDING)
    assert codes()["outcomes_assessed"] == "met"
    assert [each.code for each in requirements_of([stay], on)[stay.pk] if each.holds(CLOSING)] != ["outcomes_assessed"]
    assert not [each for each in requirements_of([stay], on)[stay.pk] if each.holds(DEPART) and "outcomes" in each.code]
    assert signed.document != envelope.document


def test_another_finding_is_another_version_that_both_sign_and_another_word_of_the_school_not(plan, at) -> None:
    assess(plan)
    judge(plan)
    first = actions.send_complement(plan, by=school_of(plan.mobility), at=ENDING)
    sign_all(first, ENDING)
    judge(plan, judgement="Ook voor algemene vakken.")
    assert queries.facts([plan.mobility_id])[plan.mobility_id].assessing.signed is False
    second = actions.send_complement(plan, by=school_of(plan.mobility), at=ENDING)
    assert of(second) == {"host": "signed", "contact_point": "asked"}
    sign(second.signers.get(role="contact_point"), ENDING)
    assert queries.facts([plan.mobility_id])[plan.mobility_id].assessing.signed is True
    assess(plan, last_day=LAST - timedelta(days=1))
    third = actions.send_complement(plan, by=school_of(plan.mobility), at=ENDING)
    assert set(of(third).values()) == {"asked", "waiting"}
    assert Envelope.objects.filter(document=first.document).count() == 3


@pytest.mark.parametrize("what", ["another text", "another level", "one more", "one less"])
def test_outcomes_that_change_after_they_were_assessed_are_said_and_signed_again(plan, what: str) -> None:
    stay, by = plan.mobility, school_of(plan.mobility)
    Outcome.objects.create(plan=plan, number=2, text_nl="vis fileren", text_en="fillet fish")
    assess(plan)
    judge(plan)
    sign_all(actions.send_complement(plan, by=by, at=ENDING), ENDING)
    state = lambda: next(each for each in requirements_of([stay], LAST)[stay.pk] if each.code == "outcomes_assessed")  # noqa: E731
    assert state().state == "met"
    first, second = (
        {"key": row.key, "text_nl": row.text_nl, "text_en": row.text_en, "planned": row.planned}
        for row in plan.outcomes.all()
    )
    new = {"key": "", "text_nl": "nieuw", "text_en": "new", "planned": "alone"}
    rows = {
        "another text": [{**first, "text_nl": "leidt zelf een keuken"}, second],
        "another level": [first, {**second, "planned": "alone"}], "one more": [first, second, new],
        "one less": [second],
    }[what]  # fmt: skip
    assert FORMS["school"](plan).asks_again
    actions.save(plan, "school", {}, outcomes=rows, revision=plan.revision, by=by, at=ENDING)
    assert (state().state, state().who) == ("waiting", "host")
    assert plan in queries.to_assess(LAST, LAST, LAST)
    with pytest.raises(Refused, match="not_judged_yet"):
        actions.send_complement(plan, by=by, at=ENDING)
    found = queries.reached(plan, ENDING)
    assert found is not None
    assert (found.to_send, found.found, found.judged) == (False, False, False)
    said = {row.text_nl: (row.achieved, bool(row.assessed_by)) for row in plan.outcomes.all()}
    unchanged = {"another text": ["vis fileren"], "another level": [first["text_nl"]],
                 "one more": [first["text_nl"], "vis fileren"], "one less": ["vis fileren"]}[what]  # fmt: skip
    assert said == {text: ("full", True) if text in unchanged else ("", False) for text in said}
    assess(plan)
    judge(plan)
    sign_all(actions.send_complement(plan, by=by, at=ENDING), ENDING)
    assert state().state == "met"


def test_an_outcome_that_came_while_the_host_typed_is_never_printed_as_not_achieved(plan) -> None:
    seen = results(plan)
    Outcome.objects.create(plan=plan, number=2, text_nl="vis fileren", text_en="fillet fish")
    actions.assess(plan, seen, FOUND, revision=0, by=keeper_of(plan), at=ENDING)
    judge(plan)
    with pytest.raises(Refused, match="not_judged_yet"):
        actions.send_complement(plan, by=school_of(plan.mobility), at=ENDING)
    assert queries.facts([plan.mobility_id])[plan.mobility_id].assessing.found is False
    found = queries.reached(plan, ENDING)
    assert found is not None
    assert (found.found, found.to_send) == (False, False)


# -- who stops early -------------------------------------------------------------------------------


def stopped(plan: LearningPlan, at: datetime) -> LearningPlan:
    by = actor_of(RoleFactory(coordinator=True))
    stays.cancel(Mobility.objects.get(pk=plan.mobility_id), reason="Heimwee.", by=by, at=at)
    found = queries.plan_of(Mobility.objects.get(pk=plan.mobility_id))
    assert found is not None
    return found


def test_who_stops_early_is_assessed_for_the_days_they_were_there(plan, at) -> None:
    keeper, school = keeper_of(plan), school_of(plan.mobility)
    learner = Actor(plan.mobility.person_id, "learner")
    end = ENDING - timedelta(days=6)
    plan = stopped(plan, end)
    assert queries.days_there(plan, None) == Period(FIRST, end.date())
    assert all(plan in access.plans_for(actor) for actor in (keeper, school, learner))
    assert plan not in access.plans_for(actor_of(RoleFactory()))
    asked = lambda: next(  # noqa: E731
        each
        for each in requirements_of([plan.mobility], end.date())[plan.mobility_id]
        if each.code == "outcomes_assessed"
    )
    assert (asked().state, asked().who, asked().by) == ("waiting", "host", end.date() + timedelta(days=21))
    assert plan in queries.to_assess(end.date(), end.date(), end.date())
    assess(plan, end, by=keeper, last_day=end.date())
    judge(plan, end)
    sign_all(actions.send_complement(plan, by=school, at=end), end)
    assert asked().state == "met"
    with pytest.raises(Refused, match="mobility_not_live"):
        actions.send(plan, by=school, at=end)  # nothing new is agreed


def test_of_who_never_left_nothing_is_assessed(plan, at) -> None:
    keeper = keeper_of(plan)
    plan = stopped(plan, at)
    assert access.may_assess(keeper, plan, LAST).code == "mobility_not_live"
    assert queries.facts([plan.mobility_id])[plan.mobility_id].assessing is None
    assert plan not in queries.to_assess(LAST, at.date(), LAST)
    assert plan not in access.plans_for(school_of(plan.mobility))


def test_two_who_assess_at_once_lose_nothing(plan) -> None:
    assess(plan)
    with pytest.raises(Stale):
        actions.assess(plan, results(plan, "none"), FOUND, revision=0, by=keeper_of(plan), at=ENDING)
    assert plan.outcomes.get().achieved == "full"


# -- pages ---------------------------------------------------------------------------------------


def begun(plan: LearningPlan, today: date) -> LearningPlan:
    """The same stay, which ends today."""
    Mobility.objects.filter(pk=plan.mobility_id).update(planned_from=today - timedelta(days=13), planned_until=today)
    found = queries.plan_of(Mobility.objects.get(pk=plan.mobility_id))
    assert found is not None
    return found


def test_from_link_to_paper_on_pages(client_as, clock) -> None:
    plan = begun(ready_plan(clock), clock.date())
    school = client_as(contact_of(plan.mobility))
    show = reverse("agreements:show", args=[plan.key])
    assert "nog niet gezegd wat bereikt is" in school.get(show).content.decode()
    school.post(reverse("agreements:ask_assessor", args=[plan.key]))
    link = Link.objects.get(purpose="agreements.assess")
    give_notice(link.person, "host", "screen", at=clock)
    host, address = by_links(link), reverse("agreements:assess_by_link", args=[link.key])
    page = host.get(address).content.decode()
    assert "O que aprendeu" in page
    empty = host.post(address, {"revision": 0})
    assert empty.status_code == 422
    wrong = typed(AssessForm(plan), reached_1="full", overall="Bem.", first_day="2026-12-01", last_day="2026-11-01")
    assert "O último dia é anterior ao primeiro." in host.post(address, wrong).content.decode()
    assert host.post(address, typed(AssessForm(plan), reached_1="partly", overall="Bem.")).status_code == 200
    judged = reverse("agreements:judge", args=[plan.key])
    assert "gedeeltelijk bereikt" in school.get(judged).content.decode()
    answer = school.post(judged, typed(JudgeForm(plan), component="partly", judgement="Goed."), follow=True)
    assert "een deel van de component werken" in answer.content.decode()
    school.post(reverse("agreements:send_complement", args=[plan.key]))
    pdf = reverse("agreements:complement", args=[plan.key])
    learner = client_as(learner_of(plan.mobility))
    assert "gedeeltelijk bereikt" in learner.get(show).content.decode()
    assert learner.get(pdf).content.startswith(b"%PDF")
    assert learner.get(judged).status_code in (403, 404)
    assert client_as(RoleFactory()).get(pdf).status_code == 404
    assert school.get(reverse("agreements:assess", args=[plan.key])).status_code == 404  # the host's to say


def test_a_second_who_types_sees_both(client_as, clock) -> None:
    plan = begun(ready_plan(clock), clock.date())
    keeper = client_as(RoleFactory(organisation=plan.placement.company.keeper))
    address, data = (
        reverse("agreements:assess", args=[plan.key]),
        typed(AssessForm(plan), reached_1="full", overall="A."),
    )
    assert keeper.post(address, data).status_code == 302
    answer = keeper.post(address, {**data, "overall": "B."}).content.decode()
    assert "A." in answer
    assert "B." in answer
    assert Assessment.objects.get(plan=plan).overall == "A."


def test_what_the_catalogue_says_stands_in_the_readers_language_and_what_people_typed_in_english(plan) -> None:
    wording = OUTCOMES["cook"].outcomes["sauces"]
    plan.placement.occupation = "cook"
    learned = Outcome(plan=plan, code="sauces", text_nl=wording[0], text_en=wording[1])
    assert queries.outcome_said(learned, "pt") == "Prepara molhos quentes e frios do princípio ao fim"
    assert queries.outcome_said(learned, "nl") == wording[0]
    learned.text_en = "Prepares three sauces"
    assert queries.outcome_said(learned, "pt") == "Prepares three sauces"
    assert queries.unconfirmed("pt") == "Ainda não foi lido nem confirmado por uma pessoa"
    assert queries.unconfirmed("nl") == queries.unconfirmed("en") == ""
    for occupation, each in OUTCOMES.items():
        for language in ABROAD:
            told = outcome_words(occupation, language)
            assert told.keys() == each.outcomes.keys()
            assert not [code for code, text in told.items() if text in each.outcomes[code]], (occupation, language)


# -- mails ---------------------------------------------------------------------------------------


def test_the_host_is_asked_days_before_the_end_and_no_longer_once_it_answered(plan, at) -> None:
    def waiting(on: date) -> list[tuple[int, ...]]:
        found = [thing for thing in things(on) if thing.item.what == "assess_stay"]
        assert all(thing.link and thing.item.by == LAST for thing in found)
        return [thing.item.readers["self"] for thing in found]

    assert waiting(LAST) == []  # nothing was agreed yet
    actions.send(plan, by=school_of(plan.mobility), at=at)
    host = Link.objects.get(purpose="agreements.assess").person_id
    assert waiting(FIRST - timedelta(days=1)) == []
    assert waiting(LAST - timedelta(days=3)) == waiting(LAST + timedelta(days=6)) == [(host,)]
    assert waiting(LAST + timedelta(days=61)) == []
    assess(plan)
    assert waiting(LAST) == []
