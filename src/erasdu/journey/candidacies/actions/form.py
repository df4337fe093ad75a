"""The learner's own form: saving it bit by bit, and handing it to the school."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.journey.candidacies import access
from erasdu.journey.candidacies.actions.steps import take
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

CHOICES = ("first_choice", "second_choice")
DICTIONARIES = ("answers", "texts_nl", "texts_en", "languages")


@transaction.atomic
def save_form(candidacy: Candidacy, values: Mapping[str, object], *, revision: int, by: Actor, at: datetime) -> Profile:
    """Write some fields over what the person saw at `revision`; `Stale` when another device was first.

    Dictionaries are merged: what is not among the values stays. The day's first save is on the journal.
    """
    access.may_edit_form(by, candidacy, at=at).require()
    profile = Profile.objects.select_for_update().get(pk=candidacy.profile_id)
    saved_before, columns = profile.saved_at, columns_of(profile, values)
    rows = Profile.objects.filter(pk=profile.pk, revision=revision)
    if not rows.update(**columns, saved_at=at, revision=F("revision") + 1):
        raise Stale
    _choose(candidacy, values)
    profile.refresh_from_db()
    candidacy.profile = profile
    if saved_before is None or brussels_date(saved_before) != brussels_date(at):
        journal.record("candidacy.form_saved", subjects=[candidacy], by=by, at=at)
    return profile


def columns_of(profile: Profile, values: Mapping[str, object]) -> dict[str, object]:
    """Values under the names of the form as columns; what a dictionary held besides them stays."""
    columns: dict[str, object] = {}
    for name, value in values.items():
        field, _, inner = name.partition(".")
        if field in CHOICES:
            continue
        if inner:
            held = columns.setdefault(field, dict(getattr(profile, field)))
            assert isinstance(held, dict)
            held[inner] = {**held.get(inner, {}), **value} if isinstance(value, dict) else value
        else:
            columns[field] = value
    return columns


def _choose(candidacy: Candidacy, values: Mapping[str, object]) -> None:
    """Destinations are the candidacy's own; nothing else of it changes here, and only while it is a draft."""
    chosen = {name: values[name] for name in CHOICES if name in values}
    if not chosen:
        return
    if not Candidacy.objects.filter(pk=candidacy.pk, state="draft").update(**chosen):
        no("changed_meanwhile").require()
    for name, value in chosen.items():
        setattr(candidacy, name, value)


@transaction.atomic
def apply(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """Hand the complete form to the school; from now on it is frozen."""
    access.may_apply(by, candidacy, at=at).require()
    take("apply", candidacy, applied_at=at)
    journal.record("candidacy.applied", subjects=[candidacy], by=by, at=at)
