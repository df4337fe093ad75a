"""The link to the form, and what the learner saves there."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.journey.candidacies.actions.form import columns_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.nominations import access, queries
from erasdu.journey.nominations.models import Nomination
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

PURPOSE = "nominations.profile"
AUDIENCE = "incoming"
LETTER, PARENT_LETTER = "nominations/letters/profile", "nominations/letters/profile_parent"


@transaction.atomic
def send_form(nomination: Nomination, *, by: Actor, at: datetime) -> int:
    """Mail the link to the learner, and of a minor to who answers for them; once a day. How many letters."""
    access.may_send_form(by, nomination).require()
    people = [nomination.mobility.person]
    if queries.details(nomination).minor:
        people += [one.person for one in nomination.guardians.select_related("person")]
    written = sum(_write(nomination, person, at) for person in people)
    journal.record("nomination.form_sent", subjects=[nomination, nomination.mobility], by=by, at=at, number=written)
    return written


def _write(nomination: Nomination, person: Person, at: datetime) -> bool:
    # Till the stays are over: what must be so where they sleep is changed or taken back as long as they are here.
    days = max((nomination.call.stay_until - brussels_date(at)).days, 1)
    link = links.issue(person, PURPOSE, subject=nomination, audience=AUDIENCE, at=at, days=days)
    context = {
        "learner": nomination.mobility.person.given_name,
        "partner": nomination.partner.name,
        "call": nomination.call.title_nl if person.language == "nl" else nomination.call.title_en,
    }
    once = f"nomination-form:{nomination.pk}:{person.pk}:{brussels_date(at).isoformat()}"
    template = LETTER if person.pk == nomination.mobility.person_id else PARENT_LETTER
    letter = write(template, to=person, once=once, at=at, link=link, context=context, languages=EVERYWHERE)
    return letter is not None


@transaction.atomic
def save_profile(
    nomination: Nomination, values: Mapping[str, object], *, revision: int, by: Actor, at: datetime
) -> Profile:
    """Write some fields over what the person saw at `revision`; `Stale` when another device was first."""
    access.may_fill_in(by, nomination, at=at).require()
    held = nomination.mobility.profile
    assert held is not None
    profile = Profile.objects.select_for_update().get(pk=held.pk)
    before = profile.saved_at
    rows = Profile.objects.filter(pk=profile.pk, revision=revision)
    if not rows.update(**columns_of(profile, values), saved_at=at, revision=F("revision") + 1):
        raise Stale
    profile.refresh_from_db()
    if before is None or brussels_date(before) != brussels_date(at):
        journal.record("nomination.profile_saved", subjects=[nomination, nomination.mobility], by=by, at=at)
    return profile


@transaction.atomic
def look(nomination: Nomination, *, printed: bool = False, by: Actor, at: datetime) -> None:
    """Somebody of the receiving school opens the profile, or makes a copy of it for a host: each is kept."""
    access.may_look(by, nomination).require()
    subjects = [nomination, nomination.mobility]
    if printed:
        journal.record("nomination.printed", subjects=subjects, by=by, at=at)
    else:
        journal.record("nomination.seen", subjects=subjects, by=by, at=at)
