"""Nothing comes in late, nothing that was published changes, and who is close to a candidate does not count."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import access as admissions
from erasdu.journey.calls import access as calls
from erasdu.journey.calls import actions as call_actions
from erasdu.journey.calls.models import Call, Criterion
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.selection import actions, queries
from erasdu.journey.selection.models import Assessment, Input
from erasdu.kernel.verdict import YES, Refused
from tests.factories.admissions import CandidateFileFactory
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.membership import MembershipFactory
from tests.factories.organisations import RoleFactory
from tests.factories.selection import STATEMENTS, AssessmentFactory, PanellistFactory, scene
from tests.security import scene as pages
from tests.security.forms import forms_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BRUSSELS = ZoneInfo("Europe/Brussels")
# The clock goes back, goes forward, an ordinary winter day, the last of a year.
LAST_DAYS = (date(2026, 10, 25), date(2027, 3, 28), date(2026, 12, 9), date(2026, 12, 31))
MOMENTS = 125


def moments(last: date) -> list[datetime]:
    """Around the end of that day: the two days about it, and closer and closer to midnight, on either side."""
    luck = random.Random(last.toordinal())
    midnight = datetime(last.year, last.month, last.day, tzinfo=BRUSSELS) + timedelta(days=1)
    end = midnight.astimezone(UTC)
    spread = [86_400 * 2, 3 * 3600, 3600, 60, 1, 0.001]
    found = [end + timedelta(seconds=luck.uniform(-much, much)) for much in spread for _ in range(MOMENTS // 6)]
    return [*found, end, end - timedelta(microseconds=1), end + timedelta(microseconds=1), end + timedelta(hours=1)]


def too_late(at: datetime, last: date) -> bool:
    """By the calendar on the wall in Brussels."""
    return at.astimezone(BRUSSELS).date() > last


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("last", LAST_DAYS, ids=str)
def test_nothing_is_accepted_after_its_last_day(last: date) -> None:
    """Enrolments, forms of learners and candidate files: 500 moments, each to the microsecond."""
    call = CallFactory(enrolment_deadline=last, files_opening=last - timedelta(days=20), files_deadline=last)
    school = EnrolmentFactory(call=call, learner_deadline=last)
    new = MembershipFactory(grant_agreement=call.grant_agreement).organisation
    contact, above = actor_of(RoleFactory(organisation=new)), actor_of(RoleFactory(organisation=school.school))
    applying = CandidacyFactory(enrolment=school, complete=True)
    file = CandidateFileFactory(candidacy=CandidacyFactory(enrolment=school, applied=True, eligible=True))
    own = actor_of(applying.learner.roles.get())
    accepted = refused = 0
    for at in moments(last):
        answers = {
            "enrol": calls.may_enrol(contact, call, new, at=at),
            "apply": candidacies.may_apply(own, applying, at=at),
            "join": candidacies.may_join(school, at=at),
            "hand in": admissions.may_hand_in(above, file, at=at, ready=YES),
        }
        for what, answer in answers.items():
            assert bool(answer) != too_late(at, last), (what, at.isoformat(), answer)
        accepted, refused = accepted + bool(answers["hand in"]), refused + (not answers["hand in"])
    assert accepted > 40
    assert refused > 40


class TestWeightsAreFrozen:
    """From the moment a call is published, by no way."""

    @pytest.fixture
    def office(self) -> Any:
        return RoleFactory(coordinator=True)

    def weights(self, call: Call) -> list[tuple[str, int, Any]]:
        return list(Criterion.objects.filter(call=call).values_list("code", "weight", "parts"))

    def frame(self, call: Call) -> list[dict[str, Any]]:
        rows = list(call.criteria.values("code", "name_nl", "name_en", "weight", "parts"))
        rows[0]["weight"], rows[1]["weight"] = rows[1]["weight"], rows[0]["weight"]
        return rows

    @pytest.mark.requirement("R20")
    @pytest.mark.parametrize("state", ["published", "enrolling", "preparing", "closed", "archived"])
    def test_by_the_action(self, state: str, office: Any, at: datetime) -> None:
        call = CallFactory(**{state: True})
        before = self.weights(call)
        with pytest.raises(Refused):
            call_actions.edit(
                call,
                values={},
                destinations=[],
                criteria=self.frame(call),
                revision=call.revision,
                by=actor_of(office),
                at=at,
            )
        assert self.weights(call) == before

    @pytest.mark.parametrize(
        "column", ["files_deadline", "min_days", "arrival", "scores_by_input", "state", "enrolment_deadline"]
    )
    def test_nor_anything_else_of_the_frame(self, column: str, office: Any, at: datetime) -> None:
        call = CallFactory()
        value = getattr(call, column)
        other = (
            value + timedelta(days=1)
            if isinstance(value, date)
            else {"arrival": "rule", "state": "draft"}.get(column, not value)
        )
        with pytest.raises(Refused):
            call_actions.edit(
                call,
                values={column: other},
                destinations=[],
                criteria=None,
                revision=call.revision,
                by=actor_of(office),
                at=at,
            )
        call.refresh_from_db()
        assert getattr(call, column) == value

    def test_by_a_form_that_was_open_when_it_was_published(self, office: Any, at: datetime) -> None:
        """The page of the draft is sent after somebody else published: refused, whatever revision it claims."""
        call = CallFactory(draft=True)
        client, address = pages.signed_in(office), reverse("calls:edit", args=[call.key])
        form = max(forms_on(client.get(address).content.decode(), address), key=lambda each: len(each.fields))
        body = form.filled()
        weights = [name for name in body if "weight" in name]
        assert len(weights) == 4
        Call.objects.filter(pk=call.pk).update(state="published", published_at=at, revision=call.revision + 1)
        before = self.weights(call)
        for revision in (call.revision, call.revision + 1, call.revision + 2):
            for name, value in zip(weights, ("15", "15", "30", "40"), strict=True):
                body[name] = [value]
            answer = client.post(address, {**body, "revision": str(revision)})
            assert answer.status_code < 500
            assert self.weights(call) == before

    def test_by_an_edit_over_a_stale_draft(self, office: Any, at: datetime) -> None:
        call = CallFactory(draft=True)
        read = Call.objects.get(pk=call.pk)
        Call.objects.filter(pk=call.pk).update(state="published", published_at=at)
        before = self.weights(call)
        with pytest.raises((Refused, Stale)):
            call_actions.edit(
                read,
                values={},
                destinations=[],
                criteria=self.frame(call),
                revision=read.revision,
                by=actor_of(office),
                at=at,
            )
        assert self.weights(call) == before

    def test_by_copying(self, office: Any, at: datetime) -> None:
        call = CallFactory()
        before = self.weights(call)
        made = call_actions.copy(call, title_nl="Weer", title_en="Again", weeks=26, by=actor_of(office), at=at)
        call_actions.edit(
            made,
            values={},
            destinations=[],
            criteria=self.frame(made),
            revision=made.revision,
            by=actor_of(office),
            at=at,
        )
        assert self.weights(made) != before
        assert self.weights(call) == before


VALUES = {
    ("MOTIVATION", ""): 10,
    ("MATURITY", "PERSONAL"): 10,
    ("MATURITY", "VOCATIONAL"): 10,
    ("LANGUAGE", ""): 10,
    ("PRACTICAL", ""): 10,
}
ARGUMENTS = dict.fromkeys(("MOTIVATION", "MATURITY", "LANGUAGE", "PRACTICAL"), "Omdat.")


class TestWhoIsClose:
    @pytest.fixture
    def made(self) -> Any:
        """Somebody else's final score of 5 for each of three, and an interviewer on the panel."""
        made = scene(3, ready=True, scores=[5], scores_by_input=True)
        made.interviewer = RoleFactory(interviewer=True, organisation=made.selection.enrolment.school)
        PanellistFactory(selection=made.selection, role=made.interviewer)
        made.close = actor_of(made.interviewer, via="link")
        return made

    def totals(self, made: Any) -> list[Any]:
        return [item.total for item in queries.board(made.selection, made.lead).files]

    @pytest.mark.requirement("R20")
    def test_whatever_they_try_their_score_does_not_count(self, made: Any, at: datetime) -> None:
        """Every assessor with every candidate: declare, score, finalise, score first and declare later."""
        tied = {row.pk for row in made.candidacies}
        for row in made.candidacies[:2]:
            actions.declare_ties(made.selection, [row], tied=set(), by=made.close, at=at)
            actions.finalise(row, scores=VALUES, arguments=ARGUMENTS, revision=0, by=made.close, at=at)
        actions.declare_ties(made.selection, made.candidacies, tied=tied, by=made.close, at=at)
        for row in made.candidacies:
            own = Assessment.objects.get(candidacy=row, role=made.interviewer)
            for act in (actions.save_scores, actions.finalise):
                with pytest.raises(Refused):
                    act(row, scores=VALUES, arguments=ARGUMENTS, revision=own.revision, by=made.close, at=at)
        assert self.totals(made) == [50, 50, 50]

    @pytest.mark.requirement("R20")
    def test_a_tie_is_not_taken_back_after_seeing_what_others_gave(self, made: Any, at: datetime) -> None:
        """Who has a tie is shown the others' scores, so that would be scoring with open eyes."""
        row = made.candidacies[0]
        actions.declare_ties(made.selection, [row], tied={row.pk}, by=made.close, at=at)
        with pytest.raises(Refused) as caught:
            actions.declare_ties(made.selection, [row], tied=set(), by=made.close, at=at)
        assert caught.value.verdict.code == "scores_shown_already"
        assert Assessment.objects.get(candidacy=row, role=made.interviewer).conflict == "private_tie"

    def test_a_tie_ticked_by_mistake_is_taken_back_while_nothing_was_to_be_seen(self, at: datetime) -> None:
        made = scene(1)
        row = made.candidacies[0]
        for tied in ({row.pk}, set()):
            actions.declare_ties(made.selection, [row], tied=tied, by=made.lead, at=at)
        assert Assessment.objects.get(candidacy=row).conflict == "none"

    def test_a_tie_is_not_undone_by_giving_input(self, made: Any, at: datetime) -> None:
        row = made.candidacies[0]
        asked = Input.objects.get(candidacy=row)
        AssessmentFactory(candidacy=row, role=made.teacher_role, tied=True)
        with pytest.raises(Refused):
            actions.give_input(
                asked,
                statements=STATEMENTS,
                line="",
                revision=asked.revision,
                scores=VALUES,
                arguments=ARGUMENTS,
                by=made.teacher,
                at=at,
            )
        assert Assessment.objects.get(candidacy=row, role=made.teacher_role).conflict == "private_tie"

    def test_final_scores_of_a_panellist_are_not_written_over_by_input(self, made: Any, at: datetime) -> None:
        row = made.candidacies[0]
        asked = Input.objects.get(candidacy=row)
        PanellistFactory(selection=made.selection, role=made.teacher_role)
        AssessmentFactory(candidacy=row, role=made.teacher_role, final=True, values=4)
        with pytest.raises(Refused) as caught:
            actions.give_input(
                asked,
                statements=STATEMENTS,
                line="",
                revision=asked.revision,
                scores=VALUES,
                arguments=ARGUMENTS,
                by=made.teacher,
                at=at,
            )
        assert caught.value.verdict.code == "assessment_final"

    @pytest.mark.requirement("R20")
    def test_ties_are_declared_in_this_selection_alone(self, made: Any, at: datetime) -> None:
        """A contact point of two selections does not reach into the one that was decided, nor where it gives no scores."""
        other = scene(1, ready=True)
        school, enrolment = made.selection.enrolment.school, other.selection.enrolment
        type(enrolment).objects.filter(pk=enrolment.pk).update(school=school)
        row = other.candidacies[0]
        type(row).objects.filter(pk=row.pk).update(school=school)
        before = Assessment.objects.filter(candidacy=row).count()
        with pytest.raises(Refused) as caught:
            actions.declare_ties(made.selection, [row], tied={row.pk}, by=made.lead, at=at)
        assert caught.value.verdict.code == "not_a_candidate"
        with pytest.raises(Refused):
            actions.ask_input(made.selection, [row], [made.teacher_role], by=made.lead, at=at)
        client = pages.signed_in(made.lead_role)
        client.post(reverse("selection:ties", args=[made.selection.key]), {"about": row.key, "tied": row.key})
        assert Assessment.objects.filter(candidacy=row).count() == before
        assert not Assessment.objects.filter(candidacy=row, conflict="private_tie").exists()

    def test_nobody_sees_a_score_before_their_own_is_final(self, made: Any, at: datetime) -> None:
        """Every candidate: the others' values and arguments, the total and the place are not there."""
        for item in queries.board(made.selection, made.close).files:
            assert [sheet.visible for sheet in item.others] == [False]
            assert not any(sheet.scores or sheet.arguments for sheet in item.others)
            assert item.total is None
            assert item.rank is None
            assert not item.lines
