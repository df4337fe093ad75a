"""How far a foreign learner's form is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from erasdu.ground.journal.queries import codes_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.rules.form import Part, parts
from erasdu.journey.candidacies.words.content import STARTERS, TEXTS, TICKS
from erasdu.journey.nominations import rules, words
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.sharing.rules import OPEN_LASTS
from erasdu.kernel.actor import Actor

SHARED = ("good_at", "learn_work")  # among the lines that a host may read: `sharing/allowed.toml`


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


def own_words(profile: Profile) -> list[tuple[str, str]]:
    """Question and answer of what the learner wrote and is shared with no host: for who receives them here.

    Questions in the reader's language; what was written stays in the learner's English.
    """
    english = (get_language() or "nl").startswith("en")
    asked = [(each.en if english else each.nl, profile.answers.get(code, "")) for code, each in STARTERS.items()
             if code not in SHARED]  # fmt: skip
    asked += [(each.en if english else each.nl, profile.texts_en.get(code, "")) for code, each in TEXTS.items()]
    ticked = [pair[int(english)] for code, pair in TICKS["digital"].items() if code in profile.digital]
    said = {
        "been_abroad": str(words.YES_NO.get(profile.been_abroad, "")),
        "digital": ", ".join(ticked),
        **{name: getattr(profile, name) for name in ("share_with", "clothes_size", "shoe_size")},
    }
    asked += [(str(heading), said[name]) for name, heading in words.OWN_WORDS.items()]
    return [(question, answer) for question, answer in asked if answer]


def has_open(nomination: Nomination, actor: Actor, at: datetime) -> bool:
    """Whether this person opened the profile a little while ago, which was kept."""
    seen = codes_of(nomination._meta.label_lower, [nomination.pk], ["nomination.seen"])
    return seen.filter(person=actor.person, at__gt=at - OPEN_LASTS).exists()
