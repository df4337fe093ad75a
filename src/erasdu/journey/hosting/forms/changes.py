"""What a host changes on a phone of a place that it offers: the same form, filled in with the place as it is."""

from collections.abc import Sequence
from typing import Any

from django.forms import BoundField
from django.utils.translation import get_language

from erasdu.journey.hosting.forms.offers import HOURS, LEVELS, PlaceForm, most_needed, week_choices
from erasdu.journey.hosting.models import Company, Placement
from erasdu.journey.hosting.rules import Offer
from erasdu.journey.hosting.rules.asking import MOST_WEEKS, weeks
from erasdu.journey.hosting.rules.periods import as_weeks, inside
from erasdu.journey.hosting.words.content import language_name, shown, tasks_for
from erasdu.kernel.periods import Period

DAYS = ("weeks", "first", "last", "places")


class ChangeForm(PlaceForm):
    """`placement`: as it is, `offers`: its periods. What it has besides what a host is asked stays as it is."""

    def __init__(
        self,
        *args: Any,
        placement: Placement,
        offers: Sequence[Offer],
        window: Period,
        company: Company,
        **options: Any,
    ) -> None:
        self.placement, self.within = placement, inside(offers, window)
        named: dict[str, Any] = {
            "occupation": placement.occupation,
            "window": window,
            "company": company,
            "before": placement,
        }
        options["initial"] = {"revision": placement.revision, **options.get("initial", {})}
        super().__init__(*args, **named, **options)
        if placement.starts_at is None:
            self.initial["break_minutes"] = None
        self._offer_what_it_has()

    def _ask_days(self, window: Period) -> None:
        """Weeks to tick when its periods are whole weeks, else two days; neither when it has several periods."""
        cut = weeks(window)
        ticked = as_weeks(self.within, cut) if window.days <= 7 * MOST_WEEKS else None
        kept = {"weeks", "places"} if ticked is not None else {"first", "last", "places"}
        if ticked is None and len(self.within) != 1:
            kept = set()
        for name in DAYS:
            if name not in kept:
                del self.fields[name]
        if not kept:
            return
        self.initial["places"] = self.within[0].places if self.within else 1
        if ticked is not None:
            self.fields["weeks"].choices = week_choices(window)  # type: ignore[attr-defined]
            self.initial["weeks"] = [str(number) for number in ticked]
            return
        self.initial.update(first=self.within[0].first, last=self.within[0].last)
        self._bound_days(window)

    def _offer_what_it_has(self) -> None:
        """Also a language, a level or a task beyond what a host is asked can stay ticked."""
        language = (get_language() or "nl")[:2]
        for name, has in (
            ("mentor_languages", self.placement.mentor_languages),
            ("language", self.placement.languages),
        ):
            known: list[Any] = list(self.fields[name].choices)  # type: ignore[attr-defined]
            more = [(code, language_name(code, language)) for code in has if code not in dict(known)]
            self.fields[name].choices = known + more  # type: ignore[attr-defined]
        higher = [(level, level) for level in self.placement.languages.values() if level not in LEVELS]
        self.fields["level"].choices = [*self.fields["level"].choices, *dict(higher).items()]  # type: ignore[attr-defined]
        tasks: list[Any] = list(self.fields["tasks"].choices)  # type: ignore[attr-defined]
        gone = [code for code in self.placement.tasks if code not in dict(tasks)]
        words = zip(gone, shown(tasks_for(self.occupation), gone, language), strict=True)
        self.fields["tasks"].choices = [*tasks, *words]  # type: ignore[attr-defined]

    @property
    def keeps_days(self) -> bool:
        """Its days are several periods that a host cannot write here: they stay as they are."""
        return "places" not in self.fields

    @property
    def days_in_sight(self) -> list[BoundField]:
        return [self[name] for name in DAYS if name in self.fields]

    @property
    def for_action(self) -> dict[str, Any]:
        """`values`, `periods` (None: they stay) and `mentor` for `change_place`."""
        typed = self.cleaned_data
        found = super().for_action
        values = {name: value for name, value in found["values"].items() if name != "occupation"}
        asked, _level = most_needed(self.placement.languages)
        kept = {code: level for code, level in self.placement.languages.items() if code != asked}
        return found | {"values": values | {"languages": values["languages"] | kept} | self._hours_now(typed)}

    def _hours_now(self, typed: dict[str, Any]) -> dict[str, Any]:
        """Hours that were taken away are; how many in a week stays as long as nothing of it changed."""
        now = {name: typed[name] for name in HOURS}
        if now["starts_at"] is None:
            before = self.placement.starts_at is not None
            return dict.fromkeys((*HOURS, "hours_a_week")) if before else {}
        days = [int(day) for day in typed["days"]]
        same = all(getattr(self.placement, name) == value for name, value in now.items())
        return {"hours_a_week": self.placement.hours_a_week} if same and days == self.placement.days else {}

    def _periods(self, typed: dict[str, Any]) -> Any:
        return None if self.keeps_days else super()._periods(typed)

    def _mentor(self, typed: dict[str, Any]) -> dict[str, str]:
        """Who is the mentor now, by the same name, stays the same person."""
        found, mentor = super()._mentor(typed), self.placement.mentor
        if mentor is None or "email" in found:
            return found
        same = all(getattr(mentor, name) == found[name] for name in ("given_name", "family_name"))
        own = mentor != self.contact or found["phone"] in ("", mentor.phone)
        return {**found, "email": mentor.email, "language": mentor.language} if same and own else found
