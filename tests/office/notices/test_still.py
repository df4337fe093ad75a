"""A letter or news that asks something is not told when nobody has to answer any more; in doubt it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy, Correction
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.selection.models import Decision, Selection
from erasdu.office.notices.followers import take
from erasdu.office.notices.models import News
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.still import still_news
from tests.factories.candidacies import CandidacyFactory
from tests.factories.hosting import PlacementFactory, StayFactory
from tests.factories.journal import line
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R06")]
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
MORNING = NIGHT + timedelta(hours=9)
ASKING = {
    "place.granted": ("place_granted", "granted", "draft"),
    "file.returned": ("file_returned", "returned", "applied"),
    "candidacy.entered": ("invited_to_apply", "preparing", "draft"),
    "candidacy.reopened": ("form_reopened", "preparing", "draft"),
}


def written(code: str, settings: Any) -> tuple[Letter, CandidateFile]:
    """A letter of the night about a candidacy with a file in the state of which it tells."""
    settings.DEMO = True
    text, of_file, of_candidacy = ASKING[code]
    candidacy = CandidacyFactory(state=of_candidacy)
    RoleFactory(organisation=candidacy.school)
    file = CandidateFile.objects.create(
        candidacy=candidacy, call=candidacy.call, school=candidacy.school, state=of_file, granted_at=NIGHT,
        returned_at=NIGHT, answer_by=date(2026, 12, 1), grace_until=date(2026, 11, 27),
    )  # fmt: skip
    take(line(code, candidacy, at=NIGHT))
    return Letter.objects.get(template=f"notices/letters/{text}"), file


@pytest.mark.parametrize("code", ASKING)
@pytest.mark.parametrize("change", ["", "withdrawn", "again"])
def test_a_letter_of_the_night_goes_while_what_it_asks_stands(code: str, change: str, settings: Any) -> None:
    letter, file = written(code, settings)
    later = NIGHT + timedelta(hours=1)
    if change == "withdrawn":
        CandidateFile.objects.update(state="withdrawn")
        Candidacy.objects.update(state="withdrawn")
    if change == "again":  # a newer letter says the day that counts
        CandidateFile.objects.update(granted_at=later, returned_at=later)
    send_due(lambda: MORNING)
    letter.refresh_from_db()
    dropped = change == "withdrawn" or (change == "again" and file.state in ("granted", "returned"))
    assert letter.state == ("cancelled" if dropped else "sent")


def refused(_candidacy: Candidacy) -> None:
    Candidacy.objects.update(state="refused")


def another_place(candidacy: Candidacy) -> None:
    CandidateFile.objects.filter(candidacy=candidacy).update(state="withdrawn")


def decided(outcome: str) -> Callable[[Candidacy], None]:
    def decide(candidacy: Candidacy) -> None:
        chosen = Selection.objects.create(enrolment=candidacy.enrolment)
        Decision.objects.create(
            candidacy=candidacy, selection=chosen, outcome=outcome, reason="De meeste punten.", total_numerator=1,
            total_denominator=1, rank=1, at=MORNING,
        )  # fmt: skip

    return decide


def handed_in(candidacy: Candidacy) -> None:
    Candidacy.objects.filter(pk=candidacy.pk).update(state="applied", applied_at=MORNING)


def approved(candidacy: Candidacy) -> None:
    candidacy.profile.corrections.update(answer="approved", answered_at=MORNING)


def nothing(_candidacy: Candidacy) -> None: ...


@pytest.mark.parametrize(
    ("code", "change", "goes"),
    [
        ("place.lapsed", nothing, True),
        ("place.lapsed", refused, False),
        ("place.lapsed", another_place, False),
        ("selection.selected", nothing, True),
        ("selection.selected", decided("selected"), True),
        ("selection.selected", decided("reserve"), False),
        ("selection.selected", refused, False),
        ("candidacy.confirmed", nothing, True),
        ("candidacy.confirmed", handed_in, False),
        ("candidacy.confirmed", refused, False),
        ("candidacy.correction_proposed", nothing, True),
        ("candidacy.correction_proposed", approved, False),
        ("candidacy.correction_proposed", refused, False),
    ],
)
def test_what_a_learner_reads_in_the_morning_is_still_so(
    code: str, change: Callable[[Candidacy], None], goes: bool, settings: Any
) -> None:
    settings.DEMO = True
    candidacy = CandidacyFactory(state="draft" if code.startswith("candidacy") else "applied")
    CandidateFile.objects.create(
        candidacy=candidacy, call=candidacy.call, school=candidacy.school, state="lapsed", granted_at=NIGHT
    )
    Correction.objects.create(profile=candidacy.profile, field="texts_en.later", before="a", after="b", at=NIGHT)
    take(line(code, candidacy, at=NIGHT))
    change(candidacy)
    send_due(lambda: MORNING)
    letter = Letter.objects.get(person=candidacy.learner)
    assert letter.state == ("sent" if goes else "cancelled")


@pytest.mark.parametrize("change", [{}, {"what": "yes"}, {"match__ended_at": MORNING}])
def test_a_place_that_waits_for_no_yes_is_in_no_mail_of_the_day(change: dict[str, Any]) -> None:
    stay = StayFactory()
    RoleFactory(organisation=stay.sending)
    days = {"starts_on": date(2027, 1, 10), "ends_on": date(2027, 1, 24)}
    match = Match.objects.create(mobility=stay, placement=PlacementFactory(), at=NIGHT, **days)
    Answer.objects.create(match=match, party="school", organisation=stay.sending, asked_at=NIGHT)
    Answer.objects.create(match=match, party="family", asked_at=NIGHT)
    take(line("match.asked", stay, at=NIGHT, match=match.pk))
    one = News.objects.get()
    other = News.objects.create(once="other", person=one.person, text="Iets anders", at=NIGHT)
    if "what" in change:
        Answer.objects.filter(party="school").update(**change)
    else:
        Match.objects.update(ended_at=change.get("match__ended_at"))
    told = {other.pk} if change else {one.pk, other.pk}
    assert set(planned.news()) == told
    assert {row.pk for row in still_news([one, other])} == told
