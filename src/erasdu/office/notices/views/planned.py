"""What will be sent in the next 30 days, one mail of it, what was decided about it, and whom to telephone today."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.calls.access import calls_for
from erasdu.journey.readiness import queries as readiness
from erasdu.office.notices import access, actions, rules, words
from erasdu.office.notices.forms import DecisionForm, EditForm
from erasdu.office.notices.queries import calling, clockwork, digests, frames, narrowing, pages, waiting

follows = signed_in("coordinator", "contact_point")


@follows
@require_safe
def index(request: Request) -> HttpResponse:
    """Who gets what on a day, and why; `?q=`, `?kind=`, `?to=` and `?day=` only some of it."""
    asked = narrowing.Asked.of(request.GET)
    days, held = pages.forecast(request.actor, clock.today())
    set_off = clockwork.events(request.actor, clock.today())
    written, waiting_number = waiting.shown(request.actor, clock.now(), asked.q)
    context = {
        "shown": narrowing.narrowed(days, asked, request.GET.get("page", "")),
        "held": [row for row in held if narrowing.is_of(row.person, asked.q)],
        "lost": waiting.lost(request.actor, clock.now(), asked.q),
        "written": written,
        "waiting_number": waiting_number,
        "number": sum(len(day.rows) for day in days),
        "clockwork": clockwork.by_day(event for event in set_off if narrowing.is_of(event.learner, asked.q)),
        "stopped": pages.stopped_rows(request.actor, "en" if get_language() == "en" else "nl"),
    }
    return render(request, "notices/index.html", context)


@follows
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: Request, on: date, person: str) -> HttpResponse:
    """One mail as it would arrive, and what happens with it."""
    row = pages.one(request.actor, person, on, clock.today())
    if row is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    edited = given is not None and given.get("kind") == rules.EDIT
    form, edit = (
        DecisionForm(None if edited else given, on=on, last=row.last),
        _edit_form(row, given if edited else None),
    )
    sent = edit if edited else form
    if given is not None and sent.is_valid():
        values = {"kind": rules.EDIT, **edit.values} if edited else form.values
        actions.decide(row.person, on, **values, schools=row.schools, news=row.beyond, by=request.actor, at=clock.now())
        if edited:
            messages.success(request, _("Saved. Like this it goes:"))
            return redirect("notices:mail", on, person)
        messages.success(request, _("It is noted. The forecast shows it."))
        return redirect(_of_day(on))
    subject, text = pages.text_of(row)
    context = {
        "row": row, "form": form, "edit": edit, "subject": subject, "text": text,
        "decision": words.DECISIONS.get(row.held, ""),
        "may": access.may_decide(request.actor, row.person.pk, on, row.schools, news=row.beyond),
    }  # fmt: skip
    return render(request, "notices/mail.html", context)


def _edit_form(row: pages.Row, given: QueryDict | None) -> EditForm:
    waits, news = bool(row.things) or row.hidden, bool(row.news) or row.hidden
    subject, body = row.own or digests.frame(row.person, waits=waits, news=news)
    body = rules.with_sentence(body, row.note) if row.note else body
    kept = [name for name, there in ((frames.WAITS, waits), (frames.NEWS, news)) if there]
    return EditForm(given, kept=kept, initial={"subject": subject, "body": body})


@follows
@require_POST
def take_back(request: Request, on: date, person: str) -> HttpResponse:
    row = pages.one(request.actor, person, on, clock.today())
    if row is None:
        raise Http404
    actions.take_back(row.person, on, schools=row.schools, news=row.beyond, by=request.actor, at=clock.now())
    messages.success(request, _("It goes as it was planned."))
    return redirect(_of_day(on))


def _of_day(on: date) -> str:
    """The mails of that day, among which this one stood."""
    return reverse("notices:index") + narrowing.Asked(day=on.isoformat()).address()


@follows
@require_safe
def calls(request: Request) -> HttpResponse:
    """Whom to telephone today, with the reason and the number; `?call=` only about one call."""
    chosen = calls_for(request.actor).filter(key=request.GET.get("call", "")[:16]).first()
    found = calling.calls(request.actor, clock.today(), chosen.key if chosen else "")
    english = get_language() == "en"
    context = {
        "found": found, "call": chosen, "replies": readiness.reply_table(),
        "choices": [(of.key, of.title_en if english and of.title_en else of.title_nl) for of in found.of],
    }  # fmt: skip
    return render(request, "notices/calls.html", context)


@follows
@require_safe
def table(request: Request) -> HttpResponse:
    """Who hears what, when and how; `?q=` only the rows with these words."""
    language = "en" if get_language() == "en" else "nl"
    searched = request.GET.get("q", "").strip()[:80]
    parts = pages.with_stops(request.actor, pages.table_rows(language, searched), language)
    context: dict[str, object] = {
        "parts": [(words.PARTS[name], name, rows) for name, rows in parts.items()], "searched": searched,
        "number": sum(map(len, parts.values())), "days": pages.staff_days(), "language": language,
        "news_days": pages.news_days(), "may_word": access.may_word(request.actor),
        "may_stop": access.may_stop(request.actor),
    }  # fmt: skip
    return render(request, "notices/table.html", context)
