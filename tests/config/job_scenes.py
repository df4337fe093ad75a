"""For each kind of job what leads to one, mostly by the same actions as people's work."""

import io
from collections.abc import Callable
from datetime import timedelta

from PIL import Image, ImageDraw

from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.jobs.models import Job
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Document, Envelope, Signature, Signer
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions import actions as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.hosting.actions import asking
from erasdu.journey.matching import actions as matching
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.actions.papers import ASKABLE
from erasdu.kernel.actor import Actor
from tests.conftest import AT
from tests.factories.admissions import school_of
from tests.factories.calls import CallFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.journal import line
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene as papers
from tests.journey.agreements.planning import HOST, OUTCOMES, SCHOOL, place
from tests.journey.agreements.planning import school_of as acting_for
from tests.journey.hosting.asking_scene import Network
from tests.journey.matching.scene import Scene
from tests.journey.mobilities.staying import candidacy_of, contact_of, stay_of_minor


def _only(kind: str) -> Job:
    return Job.objects.get(kind=kind)


def _again(kind: str, pk: int) -> Job:
    return enqueue(kind, once=f"{kind}:{pk}", payload={"line": pk}, due=AT)


def a_letter_of_a_line() -> Job:
    return _again("notices.again", line("candidacy.confirmed", CandidacyFactory()).pk)


def mails_of_the_day() -> Job:
    candidacy = CandidacyFactory(applied=True)
    RoleFactory(organisation=candidacy.school)
    CandidateFile.objects.create(
        candidacy=candidacy, call=candidacy.call, school=candidacy.school, state="granted", granted_at=AT,
        answer_by=AT.date() + timedelta(days=3),
    )  # fmt: skip
    payload: dict[str, object] = {"on": AT.date().isoformat(), "persons": [candidacy.learner_id]}
    return enqueue("notices.lacking", once="notices.lacking", payload=payload, due=AT)


def a_standing() -> Job:
    return _again("readiness.again", line("mobility.planned", stay_of_minor()).pk)


def a_match_that_falls() -> Job:
    match = Scene().asked()
    stay = match.mobility
    type(stay).objects.filter(pk=stay.pk).update(state="cancelled", cancelled_at=AT)
    return _again("matching.again", line("mobility.cancelled", stay).pk)


def a_check() -> Job:
    papers.company_paper(AT)
    Job.objects.all().delete()
    paperwork.ask_check(by=actor_of(RoleFactory(coordinator=True)), at=AT)
    return _only("paperwork.check")


def a_photo() -> Job:
    """Of something that is no paper of ours: a person looks at it."""
    sheet = Image.new("L", (240, 320), 240)
    for row in range(20, 300, 20):
        ImageDraw.Draw(sheet).rectangle((20, row, 160 + row % 60, row + 6), fill=20)
    data = io.BytesIO()
    sheet.save(data, "JPEG")
    paperwork.receive([("page.jpg", data.getvalue())], by=actor_of(RoleFactory()), at=AT)
    return _only("paperwork.read")


def a_signed_paper() -> Job:
    envelope = papers.company_paper(AT)
    signer = papers.signer_of(envelope)
    paperwork.sign(
        signer, shown_sha256=envelope.shown_sha256, typed_name=signer.name, answers={}, visit=Visit("link"),
        by=Actor(signer.person_id, "holder", via="link"), at=AT,
    )  # fmt: skip
    return _only("paperwork.seal")


def a_reminder() -> Job:
    """Nothing but the number of times keeps a second one back."""
    made = school_of(1, 0)
    (row,), by = made.selected, actor_of(made.contact)
    for model in (Signature, Signer, Envelope, Document):  # asked, and not answered
        model.objects.all().delete()
    assert admissions.ask_papers(row, by=by, at=AT)
    admissions.ask_all(made.enrolment, [row.pk], what="remind", by=by, at=AT)
    return _only("admissions.papers")


def papers_of_a_stay() -> Job:
    stay = stay_of_minor()
    type(candidacy_of(stay)).objects.filter(profile=stay.profile_id).update(birth_date="2006-01-01")
    mobilities.ask_all(stay.call, [stay.pk], kinds=ASKABLE, by=actor_of(contact_of(stay)), at=AT)
    return _only("mobilities.papers")


def an_agreement() -> Job:
    stay = stay_of_minor()
    place(stay)
    by = acting_for(stay)
    plan = agreements.take_over_place(agreements.start(stay, by=by, at=AT), by=by, at=AT)
    whole = {**SCHOOL, **HOST}
    agreements.save(plan, "school", whole, outcomes=OUTCOMES, revision=plan.revision, by=by, at=AT)
    agreements.send_all(stay.call, by=by, at=AT)
    return _only("agreements.send")


def a_run() -> Job:
    scene = Scene()
    matching.start(scene.board, by=scene.by, at=AT)
    return _only("matching.run")


def a_radar() -> Job:
    run = a_run()
    matching.run_job(run)
    run.delete()
    return _only("matching.radar")


def a_campaign() -> Job:
    net = Network()
    for language in ("nl", "es"):
        net.company(contact=net.reader(language))
    campaign = net.inform()
    Letter.objects.all().delete()  # so few are written at once
    payload: dict[str, object] = {"campaign": campaign.pk, "letter": asking.LETTER}
    return enqueue("hosting.inform", once="campaign", payload=payload, due=AT)


def a_commitment() -> Job:
    scene = Scene()
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    scene.board.refresh_from_db()
    matching.confirm(scene.board, match, by=scene.by, at=AT)
    return Job.objects.filter(kind="hosting.commit").earliest("pk")


def a_rehearsal() -> Job:
    payload: dict[str, object] = {"call": CallFactory().pk, "learners": 4}
    return enqueue("rehearsal.play", once="rehearsal", payload=payload, due=AT)


SCENES: dict[str, Callable[[], Job]] = {
    "notices.again": a_letter_of_a_line,
    "notices.lacking": mails_of_the_day,
    "readiness.again": a_standing,
    "matching.again": a_match_that_falls,
    "paperwork.check": a_check,
    "paperwork.read": a_photo,
    "paperwork.seal": a_signed_paper,
    "admissions.papers": a_reminder,
    "mobilities.papers": papers_of_a_stay,
    "agreements.send": an_agreement,
    "matching.run": a_run,
    "matching.radar": a_radar,
    "hosting.inform": a_campaign,
    "hosting.commit": a_commitment,
    "rehearsal.play": a_rehearsal,
}
