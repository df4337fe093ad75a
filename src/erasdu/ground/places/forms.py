"""The field for a town: typing a name that is known is enough; a list of suggestions helps where there is script.

In a form `TownField(country="BE")`; when the form asks for the country itself, say it once both are known:
`form.fields["town"].within(country)` in its `__init__`. The value is a Town, or None when it may stay open.
"""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import LineField
from erasdu.ground.places import queries
from erasdu.ground.places.models import Town
from erasdu.ground.places.rules import LONGEST, fold

MOST_TOLD = 6


class TownInput(forms.TextInput):
    """A line with a list of towns, which is asked for again while somebody types."""

    template_name = "places/town_input.html"
    country = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        of_widget = context["widget"]["attrs"]
        listed = f"{of_widget.get('id', name)}_towns"
        asked = urlencode({"field": name, "country": self.country})
        of_widget |= {
            "list": listed,
            "autocomplete": "off",
            "hx-get": f"{reverse('places:suggest')}?{asked}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{listed}",
            "hx-swap": "innerHTML",
            "hx-params": "*",
            "hx-push-url": "false",
            "hx-sync": "this:replace",
        }
        context["listed"] = listed
        return context


class TownField(LineField):
    """A town of one country, or of any when none is given. `initial` may be a town or its id."""

    widget = TownInput

    def __init__(self, *, country: str = "", **options: Any) -> None:
        options.setdefault("label", _("Town"))
        super().__init__(max_length=LONGEST, **options)
        self.within(country)

    def within(self, country: str) -> None:
        self.country = country
        if isinstance(self.widget, TownInput):
            self.widget.country = country

    def prepare_value(self, value: Any) -> Any:
        """A town as it can be typed; what was typed stays as it was."""
        town = queries.town(value) if isinstance(value, int) else value
        return queries.labels([town], self.country, _reader())[town.pk] if isinstance(town, Town) else town

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = queries.read(typed, self.country, _reader())
        if len(found) == 1:
            return found[0]
        raise ValidationError(self._several(found) if found else self._unknown(typed), code="town")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return fold(str(self.prepare_value(initial) or "")) != fold(str(data or ""))

    def _several(self, found: list[Town]) -> str:
        return gettext("There is more than one town of this name. Write one of these: %(towns)s.") % {
            "towns": self._told(found)
        }

    def _unknown(self, typed: str) -> str:
        if alike := queries.alike(typed, self.country, MOST_TOLD):
            return gettext("We do not know this town. Do you mean one of these: %(towns)s?") % {
                "towns": self._told(alike)
            }
        return gettext("We do not know this town. Look at the spelling, or write a larger town near it.")

    def _told(self, towns: list[Town]) -> str:
        labelled = queries.labels(towns[:MOST_TOLD], self.country, _reader())
        return "; ".join(dict.fromkeys(labelled.values()))


def _reader() -> str:
    return (get_language() or "nl")[:2]
