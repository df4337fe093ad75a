"""What a coordinator lets pass at handing in: for one candidacy, with a reason, about one fault and one country."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal import gates
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import actions as admissions
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.readiness import actions, queries, rules
from erasdu.journey.readiness.models import LetPass
from erasdu.journey.selection.models import Selection
from erasdu.kernel.requirement import CONFIRM, HAND_IN
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.admissions import school_of
from tests.factories.calls import DestinationFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "De school bezorgt het volgende week."
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def school():
    return school_of(2)


@pytest.fixture
def office():
    return RoleFactory(coordinator=True)


def unconfirmed(candidacy: Candidacy) -> Candidacy:
    Candidacy.objects.filter(pk=candidacy.pk).update(confirmed_at=None)
    return Candidacy.objects.get(pk=candidacy.pk)


def lacking(candidacy: Candidacy) -> str:
    return dict(gates.ask(HAND_IN, Candidacy.objects.get(pk=candidacy.pk), AT.date()).params).get("lacking", "")


def let(candidacy: Candidacy, by, code: str = "learner_confirmed", gate: str = HAND_IN, reason: str = WHY) -> None:
    actions.let_pass(candidacy, code=code, gate=gate, reason=reason, by=by, at=AT)


@pytest.mark.requirement("R34")
def test_the_school_hands_in_what_the_coordinator_let_pass_and_the_record_keeps_why(school, office, client_as) -> None:
    mine, other = (unconfirmed(row) for row in school.selected)
    contact = actor_of(school.contact)
    with pytest.raises(Refused, match="not_ready"):
        admissions.hand_in(admissions.open_file(mine), by=contact, at=AT)
    let(mine, actor_of(office))
    assert (lacking(mine), lacking(other)) == ("", "learner_confirmed")
    admissions.hand_in(admissions.open_file(mine), by=contact, at=AT)
    (line,) = Line.objects.filter(code="gate.let_pass")
    assert (line.data["requirement"], line.data["gate"]) == ("learner_confirmed", HAND_IN)
    dossier = client_as(office).get(reverse("dossier", args=[mine.key]), headers=ENGLISH).text
    assert WHY in dossier
    assert WHY not in client_as(office).get(reverse("dossier", args=[other.key]), headers=ENGLISH).text


def test_it_is_taken_back_and_given_again(school, office) -> None:
    row, by = unconfirmed(school.selected[0]), actor_of(office)
    for _twice in range(2):
        let(row, by)
        assert not lacking(row)
        actions.end_let_pass(LetPass.objects.get(ended_at=None), by=by, at=AT)
        assert lacking(row) == "learner_confirmed"
    assert LetPass.objects.filter(candidacy=row).count() == 2


def test_what_the_law_or_the_programme_asks_is_never_let_pass_and_only_the_coordinator_does_it(school, office) -> None:
    row, by = school.selected[0], actor_of(office)
    Candidacy.objects.filter(pk=row.pk).update(eligible_at=None, confirmed_at=None, agreement="oao")
    for code in ("eligibility_confirmed", "company_approval"):
        with pytest.raises(Refused, match="never_let_pass"):
            let(row, by, code)
    assert {"guardian_approval", "guardians_known", "selected"} <= rules.NEVER
    for wrong in ({"gate": CONFIRM}, {"code": "cv_complete"}, {"code": "bed"}):
        with pytest.raises(Refused, match="nothing_to_let_pass"):
            let(row, by, **wrong)
    with pytest.raises(Refused, match="reason_too_short"):
        let(row, by, reason="ja")
    with pytest.raises(Refused, match="readiness_not_yours"):
        let(row, actor_of(school.contact))
    Candidacy.objects.filter(pk=row.pk).update(state="withdrawn")
    with pytest.raises(Refused, match="candidacy_over"):
        let(Candidacy.objects.get(pk=row.pk), by)


def test_it_lapses_with_another_country_and_counts_again_once_renewed(school, office, client_as) -> None:
    row, by = unconfirmed(school.selected[0]), actor_of(office)
    spain = DestinationFactory(call=row.call, country="ES")
    Candidacy.objects.filter(pk=row.pk).update(first_choice=spain)
    let(row, by)
    Candidacy.objects.filter(pk=row.pk).update(first_choice=DestinationFactory(call=row.call, country="IT"))
    assert lacking(row) == "learner_confirmed"
    page = client_as(office).get(reverse("readiness:file", args=[row.key]), headers=ENGLISH).text
    assert "It counts no longer" in page
    let(row, by)
    assert not lacking(row)
    assert LetPass.objects.filter(ended_at=None).count() == 1


def test_a_form_that_was_let_pass_holds_for_the_parts_that_lacked_then(school, office) -> None:
    row, by = school.selected[0], actor_of(office)
    Candidacy.objects.filter(pk=row.pk).update(state="draft")
    form = Profile.objects.filter(pk=row.profile_id)
    form.update(character=["patient"], mobile="")
    let(row, by, "cv_complete")
    assert "contact" in dict(LetPass.objects.get().params)["parts"].split(",")
    assert not lacking(row)
    form.update(character=[])
    assert lacking(row) == "cv_complete"
    form.update(character=["patient"], mobile="+32 470 12 34 56")
    assert not lacking(row), "less lacks than was let pass"
    other = school.selected[1]
    Candidacy.objects.filter(pk=other.pk).update(state="draft")
    with CaptureQueriesContext(connection) as one:
        queries.for_handing_in([row.pk], AT.date())
    with CaptureQueriesContext(connection) as two:
        queries.for_handing_in([row.pk, other.pk], AT.date())
    assert len(one) == len(two)


def test_the_page_lets_pass_says_what_is_wrong_and_shows_each_reader_their_part(school, office, client_as) -> None:
    row = unconfirmed(school.selected[0])
    client, here = client_as(office), reverse("readiness:file", args=[row.key])
    post = reverse("readiness:let_pass_file", args=[row.key, "learner_confirmed"])
    short = client.post(post, {"gate": HAND_IN, "reason": "ja"}, headers=ENGLISH)
    assert (short.status_code, "at least 10 characters" in short.text) == (422, True)
    assert client.post(post, {"gate": HAND_IN, "reason": WHY}).url == here
    mine = client_as(school.contact).get(here, headers=ENGLISH).text
    assert WHY in mine
    assert "Let it pass, with a reason" not in mine
    assert client_as(school.contact).post(post, {"gate": HAND_IN, "reason": WHY}).status_code in (403, 404)
    other = RoleFactory(kind="contact_point")
    assert client_as(other).get(here).status_code == 404
    end = reverse("readiness:end_let_pass", args=[LetPass.objects.get().key])
    assert client_as(office).post(end).url == here


def test_a_learner_reads_that_it_is_let_pass_but_nothing_that_was_not_told(school, office, client_as) -> None:
    row = unconfirmed(school.selected[0])
    let(row, actor_of(office))
    client = client_as(row.learner.roles.get(kind="learner"))
    here = reverse("readiness:file", args=[row.key])
    Selection.objects.update(state="decided")
    before = client.get(here, headers=ENGLISH).text
    assert "Let pass at handing in" in before
    assert WHY not in before
    assert "guardian_approval" not in before
    assert "participant_approval" not in before
    Selection.objects.update(state="closed")
    assert "participant_approval" in client.get(here, headers=ENGLISH).text
    assert here in client.get("/", headers=ENGLISH).text
