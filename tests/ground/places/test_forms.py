"""A town is typed; what is not known or not clear is told at the field, with what it could be."""

import pytest
from django.utils import translation

from erasdu.ground.look.forms import PlainForm
from erasdu.ground.places.forms import TownField
from erasdu.ground.places.models import Town
from tests.factories.places import towns

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> dict[str, Town]:
    return towns()


class Form(PlainForm):
    town = TownField(country="BE")
    anywhere = TownField(required=False)


def filled(town: str = "Gent", anywhere: str = "") -> Form:
    return Form({"town": town, "anywhere": anywhere})


def told(form: Form, field: str = "town") -> str:
    assert not form.is_valid()
    return str(form.errors[field][0])


def test_a_known_name_is_enough(here: dict[str, Town]) -> None:
    for typed, name in (("gent", "Gent"), (" Luik ", "Liège"), ("brussel", "Bruxelles")):
        form = filled(typed)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["town"] == here[name]
    form = filled(anywhere="Londen, Verenigd Koninkrijk")
    with translation.override("nl"):
        assert form.is_valid()
    assert form.cleaned_data["anywhere"] == here["London"]
    form = filled()
    assert form.is_valid()
    assert form.cleaned_data["anywhere"] is None


def test_what_is_not_clear_is_told_with_what_to_write(here: dict[str, Town]) -> None:
    with translation.override("en"):
        said = told(filled("Nieuwerkerken"))
        assert said.startswith("There is more than one town of this name. Write one of these: Nieuwerkerken (near ")
        for label in said.split(": ")[1].rstrip(".").split("; "):
            assert filled(label).is_valid()
        assert told(filled("Turnhoud")) == "We do not know this town. Do you mean one of these: Turnhout?"
        assert told(filled("Porto")).startswith("We do not know this town.")
        assert told(filled("")) == "Fill this in."
        assert told(filled("Qqqq")) == (
            "We do not know this town. Look at the spelling, or write a larger town near it."
        )
    with translation.override("nl"):
        assert told(filled("Nieuwerkerken")).startswith("Er is meer dan één gemeente met deze naam.")


@pytest.mark.parametrize(
    "typed", ["\x00", "a" * 500, "%", "(", ")(", ", ", " (", "'; DROP", "\u202e", "85.07.30-033.28", "🏠"]
)
def test_rubbish_gets_a_sentence(here: dict[str, Town], typed: str) -> None:
    assert told(filled(typed))
    assert not filled(anywhere=typed).is_valid() or typed in ("\u202e", ", ", "\x00")


def test_it_shows_the_name_in_the_readers_language(here: dict[str, Town]) -> None:
    for initial in (here["Bruxelles"], here["Bruxelles"].pk):
        form = Form(initial={"town": initial})
        with translation.override("nl"):
            assert 'value="Brussel"' in str(form["town"])
        with translation.override("en"):
            assert 'value="Brussels"' in str(form["town"])
    assert not Form({"town": "brussel"}, initial={"town": here["Bruxelles"]}).has_changed()
    assert Form({"town": "Gent"}, initial={"town": here["Bruxelles"]}).has_changed()


def test_a_form_that_asks_for_the_country_itself(here: dict[str, Town]) -> None:
    form = filled(anywhere="Gent")
    field = form.fields["anywhere"]
    assert isinstance(field, TownField)
    field.within("PT")
    assert told(form, "anywhere").startswith("W")
    assert "country=PT" in str(form["anywhere"])
    assert "country=BE" in str(form["town"])
    assert "country=&quot;" not in str(Form()["anywhere"])


def test_it_asks_for_suggestions_and_works_without(here: dict[str, Town]) -> None:
    drawn = str(Form(prefix="home")["town"])
    assert 'list="id_home-town_towns"' in drawn
    assert '<datalist id="id_home-town_towns">' in drawn
    assert 'hx-get="/towns/?field=home-town&amp;country=BE"' in drawn
    assert "<script" not in drawn
