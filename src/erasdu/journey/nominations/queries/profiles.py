"""How far a foreign learner's form is."""

from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.journal.queries import codes_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.rules.form import Part, parts
from erasdu.journey.nominations import rules
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.sharing.rules import OPEN_LASTS
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FormState:
    """`open`: the first part that lacks something, or None when the form is complete."""

    parts: list[Part]

    @property
    def open(self) -> str | None:
        return next((part.code for part in self.parts if not part.complete), None)

    @property
    def done(self) -> int:
        return sum(part.complete for part in self.parts)


def form_state(profile: Profile) -> FormState:
    columns = [field.name for field in Profile._meta.concrete_fields if not field.is_relation]
    held = {name: getattr(profile, name) for name in columns}
    held["languages"] = {code: profile.languages.get(code, {}) for code in rules.LANGUAGES}  # others need not be said
    return FormState(parts(held, fields=rules.FIELDS))


def has_open(nomination: Nomination, actor: Actor, at: datetime) -> bool:
    """Whether this person opened the profile a little while ago, which was kept."""
    seen = codes_of(nomination._meta.label_lower, [nomination.pk], ["nomination.seen"])
    return seen.filter(person=actor.person, at__gt=at - OPEN_LASTS).exists()
