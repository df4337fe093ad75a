"""Better English, proposed by a teacher or the school; the learner decides about each change."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.actions import owe_notice
from erasdu.ground.post.actions import write
from erasdu.journey.candidacies import access
from erasdu.journey.candidacies.models import Candidacy, Correction, Profile
from erasdu.journey.candidacies.words.content import STARTERS, TEXTS
from erasdu.kernel.actor import COUNSELLOR, TEACHER, Actor
from erasdu.kernel.verdict import no

APPROVED, REFUSED, REPLACED = "approved", "refused", "replaced"
FIELDS = tuple(f"texts_en.{code}" for code in TEXTS) + tuple(f"answers.{code}" for code in STARTERS)


def text_of(profile: Profile, field: str) -> str:
    """The learner's own English under "texts_en.motivation" or "answers.good_at"."""
    column, _, code = field.partition(".")
    return str(getattr(profile, column).get(code, "")) if field in FIELDS else ""


@transaction.atomic
def ask_correction(candidacy: Candidacy, role: Role, *, by: Actor, at: datetime) -> Link:
    """Mail a teacher or counsellor of the school a link to the English of this form."""
    access.may_ask_correction(by, candidacy, at=at).require()
    if role.organisation_id != candidacy.school_id or role.until or role.kind not in (TEACHER, COUNSELLOR):
        no("teacher_elsewhere").require()
    owe_notice(role.person, role.kind, at=at)
    link = links.issue(role.person, access.CORRECT, subject=candidacy, role=role, at=at, days=30)
    write(
        "candidacies/letters/correct",
        to=role.person,
        once=f"correct:{candidacy.key}:{role.pk}:{candidacy.profile.revision}",
        at=at,
        context={"learner": candidacy.learner.given_name},
        about=candidacy,
        link=link,
    )
    journal.record("candidacy.correction_asked", subjects=[candidacy], by=by, at=at, role_id=role.pk)
    return link


@transaction.atomic
def propose(candidacy: Candidacy, texts: dict[str, str], *, by: Actor, at: datetime) -> int:
    """Better English for some texts; how many differ from the learner's own. It replaces an open proposal."""
    access.may_correct(by, candidacy, at=at).require()
    profile, made = candidacy.profile, 0
    for field, after in texts.items():
        before = text_of(profile, field)
        if not before or not after or after == before:
            continue
        Correction.objects.filter(profile=profile, field=field, answer="").update(answer=REPLACED, answered_at=at)
        _proposed(profile, field, before, after, by, at)
        made += 1
    if made:
        journal.record("candidacy.correction_proposed", subjects=[candidacy], by=by, at=at, number=made)
    return made


def _proposed(profile: Profile, field: str, before: str, after: str, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            Correction.objects.create(profile=profile, field=field, before=before, after=after, by_id=by.person, at=at)
    except IntegrityError:
        no("changed_meanwhile").require()


@transaction.atomic
def answer(correction: Correction, *, approve: bool, by: Actor, at: datetime) -> None:
    """Take over the better English, or keep one's own. A text that changed since is not overwritten."""
    access.may_answer_correction(by, correction, at=at).require()
    said = APPROVED if approve else REFUSED
    if not Correction.objects.filter(pk=correction.pk, answer="").update(answer=said, answered_at=at):
        no("correction_answered").require()
    if approve:
        _take_over(correction, at)
    correction.answer, correction.answered_at = said, at
    journal.record(
        f"candidacy.correction_{said}", subjects=[correction.profile.candidacy], by=by, at=at, field=correction.field
    )


def _take_over(correction: Correction, at: datetime) -> None:
    profile = Profile.objects.select_for_update().get(pk=correction.profile_id)
    if text_of(profile, correction.field) != correction.before:
        no("changed_meanwhile").require()
    column, _, code = correction.field.partition(".")
    texts = {**getattr(profile, column), code: correction.after}
    rows = Profile.objects.filter(pk=profile.pk, revision=profile.revision)
    if not rows.update(**{column: texts}, saved_at=at, revision=F("revision") + 1):
        no("changed_meanwhile").require()
