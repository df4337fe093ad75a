"""The forms on a page as a browser sees them, filled in as somebody would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

USUAL = {
    "email": "iemand@school.example", "date": "2026-12-01", "number": "5", "tel": "+32470123456",
    "url": "https://school.example", "time": "10:00", "datetime-local": "2026-12-01T10:00",
}  # fmt: skip
SKIPPED = ("submit", "button", "file", "reset", "image")


@dataclass
class Form:
    """`fields`: name → values as they stand there; `free`: names of what is typed, with their type."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    free: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """What stands there, with something in every empty field and a choice where none was made."""
        body = {name: list(values) for name, values in self.fields.items()}
        for name, kind in self.free.items():
            if not "".join(body.get(name, [])):
                body[name] = [USUAL.get(kind, "Een tekst.")]
        for name, values in self.choices.items():
            if not "".join(body.get(name, [])):
                body[name] = [next((value for value in values if value), "")]
        return body


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.at = address, [], None
        self.by_id: dict[str, Form] = {}
        self.select, self.text = "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.at = None
            if given.get("method", "").lower() == "post":
                self.at = Form(given.get("action") or given.get("hx-post") or self.address)
                self.forms.append(self.at)
                self.by_id[given.get("id", "")] = self.at
            return
        form, name = self.by_id.get(given.get("form", "-"), self.at), given.get("name", "")
        if tag == "option" and self.select and form:
            form.choices[self.select].append(given.get("value", ""))
            if "selected" in given:
                form.fields[self.select].append(given.get("value", ""))
        if form is None or not name:
            return
        if tag == "input":
            self._input(form, name, given)
        elif tag == "textarea":
            self.text, form.free[name] = name, "textarea"
            form.fields.setdefault(name, [])
        elif tag == "select":
            self.select = name
            form.choices[name], form.fields[name] = [], []

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in SKIPPED or "disabled" in given:
            return
        if kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            form.fields.setdefault(name, [])
            if "checked" in given:
                form.fields[name].append(given.get("value", "on"))
            return
        form.fields.setdefault(name, []).append(given.get("value", ""))
        if kind != "hidden":
            form.free[name] = kind

    def handle_data(self, data: str) -> None:
        if self.text and self.forms:
            self.forms[-1].fields[self.text] = ["".join(self.forms[-1].fields[self.text]) + data.lstrip("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.at = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.text = ""


def forms_on(page: str, address: str) -> list[Form]:
    """Every form of a page that posts."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms
