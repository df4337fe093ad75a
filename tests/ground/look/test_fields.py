"""What people type is cleaned; what cannot be kept gets a sentence at its field, in their language."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.look import forms as look
from erasdu.ground.look.both import both
from erasdu.ground.look.samples import Sample

NAUGHTY = json.loads((settings.NODE_MODULES / "big-list-of-naughty-strings" / "blns.json").read_text())
REGISTER_NUMBER = "85.07.30-033.28"
PAGE = engines["django"].from_string("{% form_errors form %}{% fields form %}")


def cleaned(field: forms.Field, typed: Any) -> Any:
    """The value, or the error as the reader gets it."""
    form_class = type("One", (look.PlainForm,), {"it": field})
    form = form_class({"it": typed}, {"it": typed} if isinstance(typed, SimpleUploadedFile) else None)
    return form.cleaned_data["it"] if form.is_valid() else form.errors["it"][0]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (look.LineField(), "  Žofie\u202e \t Çelik\x00\x07 ", "Žofie Çelik"),
        (look.LineField(), "محمد العلي", "محمد العلي"),
        (look.LineField(), "👩‍🍳", "👩‍🍳"),
        (look.TextField(), "een\r\n\r\n\r\n\r\ntwee  ", "een\n\ntwee"),
        (look.EmailField(), " noor@school.example ", "noor@school.example"),
        (look.PhoneField(), "0470 12 34 56", "+32470123456"),
        (look.PhoneField(), "+31 6 12345678", "+31612345678"),
        (look.UrlField(), "www.school.example", "https://www.school.example"),
        (look.DateField(), "2026-11-03", date(2026, 11, 3)),
        (look.DateField(), "3/11/2026", date(2026, 11, 3)),
        (look.MomentField(), "2026-11-03T14:30", datetime(2026, 11, 3, 13, 30, tzinfo=UTC)),
        (look.NumberField(), "12", 12),
        (look.AmountField(), "7,5", Decimal("7.5")),
        (look.YesNoField(), "no", False),
        (look.YesNoField(required=False), "", None),
        (look.TickField(), "on", True),
    ],
)
def test_what_is_kept(field: forms.Field, typed: str, value: object) -> None:
    with translation.override("nl"):
        assert cleaned(field, typed) == value


@pytest.mark.parametrize("typed", ["1e9", "99999999999999", "60,123"])
def test_an_amount_that_is_wrong_in_two_ways_says_one(typed: str) -> None:
    form_class = type("One", (look.PlainForm,), {"it": look.AmountField(max_value=50, max_digits=4, decimal_places=1)})
    assert form_class({"it": typed}).errors["it"] == ["Vul 50 of minder in."]


CHOICES = [("a", "A")]


@pytest.mark.parametrize(
    ("field", "typed", "nl"),
    [
        (look.LineField(), " \u200b\x00 ", "Vul dit in."),
        (look.LineField(max_length=5), "x" * 6, "Maak dit hoogstens 5 tekens lang; nu zijn het er 6."),
        (look.TextField(max_length=5), "x" * 100_000, "Maak dit hoogstens 5 tekens lang; nu zijn het er 100000."),
        (look.LineField(), f"Noor, {REGISTER_NUMBER}", "Hier staat een rijksregisternummer in. Dat mogen we niet bewaren: haal het weg en bewaar opnieuw."),
        (look.TextField(), f"mijn nummer\nis {REGISTER_NUMBER}.", "Hier staat een rijksregisternummer in. Dat mogen we niet bewaren: haal het weg en bewaar opnieuw."),
        (forms.CharField(), f"Noor, {REGISTER_NUMBER}", "Hier staat een rijksregisternummer in. Dat mogen we niet bewaren: haal het weg en bewaar opnieuw."),
        (look.EmailField(), "noor@", "Schrijf een e-mailadres, zoals naam@school.be."),
        (look.PhoneField(), "12", "Schrijf een telefoonnummer dat bestaat, zoals 0470 12 34 56 of +31 6 12345678."),
        (look.UrlField(), "school", "Schrijf een webadres, zoals www.school.be."),
        (look.UrlField(), "javascript:alert(1)", "Schrijf een webadres, zoals www.school.be."),
        (look.DateField(), "2026-02-30", "Schrijf een dag die bestaat, zoals 03/11/2026."),
        (look.DateField(), "morgen", "Schrijf een dag die bestaat, zoals 03/11/2026."),
        (look.DateField(earliest=date(2026, 1, 1)), "0001-01-01", "Kies een dag van do 1 jan. 2026 tot en met di 31 dec. 2199."),
        (look.MomentField(), "0001-01-01T00:00", "Schrijf een dag en een uur, zoals 03/11/2026 14.30."),
        (look.MomentField(), "9999-12-31T23:59", "Schrijf een dag en een uur, zoals 03/11/2026 14.30."),
        (look.MomentField(), "2026-03-29T02:30", "Schrijf een dag en een uur, zoals 03/11/2026 14.30."),
        (look.NumberField(), "1,5", "Schrijf een geheel getal, zoals 12."),
        (look.NumberField(), "9" * 5000, "Schrijf een geheel getal, zoals 12."),
        (look.NumberField(max_value=30), "99", "Vul 30 of minder in."),
        (look.AmountField(min_value=Decimal(0)), "-1", "Vul 0 of meer in."),
        (look.AmountField(), "NaN", "Schrijf een getal, zoals 7,5."),
        (look.AmountField(), "1e9999", "Schrijf een getal, zoals 7,5."),
        (look.ChoiceField(choices=CHOICES), "b", "Kies er een uit de lijst."),
        (look.ManyField(choices=CHOICES), ["b"], "Kies er een uit de lijst."),
        (look.ManyField(choices=CHOICES), [], "Vink er minstens een aan."),
        (look.YesNoField(), "", "Kies ja of nee."),
        (look.TickField(required=True), "", "Vink dit aan om verder te gaan."),
        (look.FileField(endings=[".csv"]), SimpleUploadedFile("a.exe", b"x"), "Kies een bestand van de soort .csv."),
        (look.FileField(endings=[".csv"]), SimpleUploadedFile("a.csv", b""), "Dit bestand is leeg. Kies een ander."),
        (look.FileField(endings=[".csv"], megabytes=1), SimpleUploadedFile("a.csv", b"x" * 1_048_577), "Kies een bestand van hoogstens 1 MB."),
    ],
)  # fmt: skip
def test_what_is_wrong_and_how_it_becomes_right(field: forms.Field, typed: Any, nl: str) -> None:
    with translation.override("nl"):
        assert cleaned(field, typed) == nl
    with translation.override("en"):
        assert cleaned(field, typed) != nl


def test_a_field_for_numbers_takes_a_telephone_number_of_eleven_digits() -> None:
    assert cleaned(look.PhoneField(), "+32 470 12 34 56") == "+32470123456"


def test_the_revision_that_was_not_sent_fits_no_row() -> None:
    form = look.PlainForm({})
    assert form.is_valid()
    assert form.revision_seen == -1
    assert form.values == {}


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 40, "1.5"])
def test_a_damaged_revision_is_no_revision(typed: str) -> None:
    form = look.PlainForm({"revision": typed})
    form.is_valid()
    assert form.revision_seen == -1


@pytest.mark.slow
def test_naughty_strings_never_raise() -> None:
    for typed in NAUGHTY:
        form = Sample(dict.fromkeys(Sample.base_fields, typed))
        form.is_valid()
        parts = Tags()
        parts.feed(PAGE.render({"form": form}))
        assert parts.seen <= OURS, typed


OURS = {
    "a", "div", "fieldset", "input", "label", "legend", "li", "option", "p", "select", "span", "svg", "textarea", "ul", "use"
}  # fmt: skip


class Tags(HTMLParser):
    """The tags of a page, where an attribute that acts counts as a tag too."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _value in attrs if name.startswith("on"))}


@given(st.text(st.characters()))
def test_any_text_gives_a_value_or_a_sentence(typed: str) -> None:
    form = Sample(dict.fromkeys(Sample.base_fields, typed))
    form.is_valid()
    assert all(errors for errors in form.errors.values())
    assert "\x00" not in "".join(value for value in form.cleaned_data.values() if isinstance(value, str))


def test_what_was_seen_was_seen_lately_and_no_card_is_valid_for_longer_than_ten_years() -> None:
    today, seen, until = date(2026, 11, 26), look.DateField(), look.DateField()
    seen.of_late(today)
    until.printed_on_a_card(today)
    assert cleaned(seen, "2026-11-26") == today
    assert cleaned(until, "2036-11-25") == date(2036, 11, 25)
    for field, typed in ((seen, "1900-01-01"), (seen, "2026-11-27"), (until, "2199-12-31")):
        with translation.override("en"):
            assert "Choose a day from" in cleaned(field, typed)


def test_of_two_texts_nobody_reads_the_revision_of_the_row() -> None:
    class Named(look.PlainForm):
        name = look.LineField(label="Naam")
        revision = look.NumberField(required=False)

    form = Named({"name": "Tab twee", "revision": "0"})
    assert form.is_valid()
    assert both(form, {"name": "Tab een", "revision": 1}) == {"mine": "Naam: Tab twee", "theirs": "Naam: Tab een"}
