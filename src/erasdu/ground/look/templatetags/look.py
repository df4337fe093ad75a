"""Tags and filters of every page: built in, no `{% load %}` needed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.look import figures
from erasdu.ground.look.listing import Listing
from erasdu.ground.look.words import because as sentence
from erasdu.ground.look.words import event, reason, say
from erasdu.ground.look.words import titled as name_of
from erasdu.kernel.emblem import emblem_svg
from erasdu.kernel.requirement import Requirement
from erasdu.kernel.verdict import Verdict

register = template.Library()

LINES_OF_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
STATUS = {"met": "check", "waiting": "clock", "blocking": "warning", "na": "dash", "info": "info"}
# The states of requirements, as well as our own words for how something stands.
STANDING = {"open": "waiting", "overdue": "blocking", "not_applicable": "na", "refused": "blocking"}


# -- figures ---------------------------------------------------------------------------------------


@register.filter
def day(value: date | None) -> str:
    return figures.day(value) if value else ""


@register.filter
def day_short(value: date | None) -> str:
    return figures.day_short(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return figures.moment(value) if value else ""


@register.filter
def hours(start: datetime, end: datetime) -> str:
    return figures.hours(start, end)


@register.filter
def clock(value: datetime | None) -> str:
    return figures.clock(value) if value else ""


@register.filter
def money(value: Decimal | int | None) -> str:
    return "" if value in (None, "") else figures.money(value)


@register.filter
def daysleft(value: date | int | None, today: date | None = None) -> str:
    """A number of days, or a day: in a list give it `today`, or each row asks the clock."""
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return figures.days_left((figures.as_day(value) - (today or the_clock.today())).days)
    return figures.days_left(int(value or 0))


# -- words -----------------------------------------------------------------------------------------


@register.filter
def because(verdict: Verdict) -> str:
    return sentence(verdict)


@register.filter
def say_event(line: object) -> str:
    """What a journal line, or only its code, says."""
    return event(str(getattr(line, "code", line)), getattr(line, "data", {}))


@register.filter
def say_state(code: str) -> str:
    return say("STATES", code)


@register.filter
def titled(item: Requirement) -> str:
    """What a requirement is called in a list, also one that a call added: until it is met, what is to be done."""
    return name_of(item)


@register.filter
def say_requirement(code: str) -> str:
    return say("REQUIREMENTS", code)


@register.filter
def say_reason(item: Requirement) -> str:
    """Why a requirement applies, or what is the matter with it."""
    return reason(item)


# -- forms -----------------------------------------------------------------------------------------


@register.simple_tag
def form_key() -> SafeString:
    """Against double submit: the same key is acted on once."""
    return format_html('<input type="hidden" name="form_key" value="{}">', uuid4().hex)


@register.simple_tag
def field(bound: BoundField, label: str = "", help: str = "") -> SafeString:
    """Label, help, input, and under it what is wrong and what to do."""
    if bound.is_hidden:
        return SafeString("" if bound.value() is None else bound.as_hidden())
    widget = bound.field.widget
    kind = _kind(widget)
    own = widget.attrs.get("class", "")
    shape = {"select": "form-select", "tick": "form-check-input", "choices": "form-check-input"}.get(
        kind, "form-control"
    )
    widget.attrs["class"] = " ".join(dict.fromkeys(f"{own} {shape}{' is-invalid' if bound.errors else ''}".split()))
    if help:
        bound.help_text = help
    # What another answer asks for is not optional, though a form may lack it.
    optional = not bound.field.required and "data-only-when" not in widget.attrs and "data-needed" not in widget.attrs
    context = {"field": bound, "kind": kind, "label": label or bound.label, "optional": optional}
    context["limit"] = widget.attrs.get("data-limit")
    return render_to_string("look/parts/field.html", context)


@register.simple_tag
def fields(form: forms.BaseForm, apart: str = "") -> SafeString:
    """All fields in their order, hidden ones too. `apart`: what tells this form from the same one elsewhere on a page.

    Without it the labels of the second lead to the first.
    """
    if apart:
        form.auto_id = f"{apart}_%s"
    return format_html_join("\n", "{}", ((field(bound),) for bound in form))


@register.simple_tag
def form_errors(form: forms.BaseForm) -> SafeString:
    """What is wrong with the whole, and links to the fields that need something."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    context = {"whole": [*form.non_field_errors(), *hidden], "wrong": wrong}
    return render_to_string("look/parts/form_errors.html", context)


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, LINES_OF_CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "select" if isinstance(widget, forms.Select) else "line"


# -- buttons and badges ----------------------------------------------------------------------------


@register.simple_tag
def verdict(answer: Verdict, label: str, href: str = "", kind: str = "primary", icon: str = "") -> SafeString:
    """A link (with `href`) or the submit button of the form around it; when refused, the reason."""
    context = {"verdict": answer, "label": label, "href": href, "kind": kind, "icon": icon, "id": uuid4().hex[:8]}
    return render_to_string("look/parts/verdict.html", context)


@register.simple_tag(takes_context=True)
def act(
    context: Context, answer: Verdict, label: str, url: str, kind: str = "primary", icon: str = "", **hidden: object
) -> SafeString:
    """A button that posts to `url`, with any further arguments as hidden values; when refused, the reason."""
    parts = {"verdict": answer, "label": label, "url": url, "kind": kind, "icon": icon, "id": uuid4().hex[:8]}
    token = context.get("csrf_token", "")
    return render_to_string("look/parts/act.html", parts | {"hidden": hidden.items(), "csrf_token": token})


@register.simple_tag
def status(state: str, text: str) -> SafeString:
    """A soft badge: "met", "waiting", "blocking", "na" or "info", with an icon and a word."""
    shown = STANDING.get(state, state)
    return format_html(
        '<span class="status-badge status-{}">{}<span>{}</span></span>', shown, icon(STATUS.get(shown, "info")), text
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing; with a label when no word stands beside it."""
    says = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        says,
        static("look/icons.svg"),
        name,
    )


@register.simple_tag
def eu_emblem() -> SafeString:
    """The emblem with the co-funding line, as the grant agreement asks."""
    words = gettext("Co-funded by the European Union")
    drawn = SafeString(emblem_svg(48, border=True))
    return format_html('<span class="eu-emblem">{}<span>{}</span></span>', drawn, words)


@register.simple_tag(takes_context=True)
def title(context: Context) -> str:
    """What the page's `title` block says, for its heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("title") if blocks else None
    return block.nodelist.render(context) if block else ""


# -- lists -----------------------------------------------------------------------------------------


@register.simple_tag
def sorted_by(listing: Listing, name: str) -> SafeString:
    """A column's heading that sorts by it; goes inside `<th {% sort_state … %}>`."""
    sort = listing.sorts[name]
    now = name == listing.sort
    arrow = icon("down" if listing.descending else "up") if now else ""
    return format_html(
        '<a class="sorter" href="{}" data-list-link>{}{}</a>', listing.sort_address(name), sort.label, arrow
    )


@register.simple_tag
def sort_state(listing: Listing, name: str) -> SafeString:
    """`aria-sort` of the column that the list is sorted by."""
    if name != listing.sort:
        return SafeString("")
    return format_html('aria-sort="{}"', "descending" if listing.descending else "ascending")


# -- steps -----------------------------------------------------------------------------------------


@register.simple_tag
def steps(names: Iterable[tuple[str, str]], current: str) -> SafeString:
    """A short line of steps: code and label of each, and the code of the one where it stands now."""
    all_steps = list(names)
    at = next((i for i, (code, _label) in enumerate(all_steps) if code == current), -1)
    drawn = [
        {"label": label, "state": "done" if i < at else "now" if i == at else "later"}
        for i, (_code, label) in enumerate(all_steps)
    ]
    return render_to_string("look/parts/steps.html", {"steps": drawn, "number": at + 1})
