"""By personal link: a foreign learner completes profile and expectations, answering in English, without an account."""

from typing import Any

from django.conf import settings as configured
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link, gone, let_in_too
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.tongues import ABROAD, asked_by, speaking
from erasdu.ground.look.words import because
from erasdu.ground.paperwork.queries import asked_besides
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.nominations import access, actions, queries, rules, words
from erasdu.journey.nominations.forms import PartForm
from erasdu.kernel.actor import COORDINATOR, PARTNER


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("nominations.profile", abroad=True)
def profile_by_link(request: Request, link: Any) -> HttpResponse:
    """One part after the other; without a part, where the form stands."""
    row = access.nomination_at_door(request.actor, link.subject_pk)
    if row is None:
        return gone(request, key=link.key)
    with speaking(_reads(request, link)):
        return _page(request, link, row)


def _reads(request: Request, link: Any) -> str:
    """The language abroad of their phone, or theirs; English for all others, who write it as well."""
    if configured.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return "en"
    return next((code for code in (*asked_by(request), link.person.language) if code in (*ABROAD, "en")), "en")


def _page(request: Request, link: Any, row: Any) -> HttpResponse:
    profile, at = row.mobility.profile, clock.now()
    state, part = queries.form_state(profile), request.GET.get("part", "")
    may = access.may_fill_in(request.actor, row, at=at)
    own = request.actor.person == row.mobility.person_id
    of = "" if own else row.mobility.person.given_name
    told = own and row.mobility_id in mobilities.needs_of([row.mobility_id])
    context: dict[str, Any] = {
        "link": link, "nomination": row, "state": state, "may": may, "own": own, "told": told,
        "parts": [(one, _titled(one.code, of)) for one in state.parts], "call_title": row.call.title_en, "of": of,
    }  # fmt: skip
    if part not in rules.ORDER or not may:
        here = (one for one in asked_besides(link, at) if one.link is None or one.link.pk != link.pk)
        context["besides"] = list(here)
        let_in_too(request, [one.link for one in context["besides"] if one.link], at)
        return render(request, "nominations/profile.html", context)
    country = row.partner.country
    form = PartForm(row.call, profile, part, request.POST if request.method == "POST" else None, country=country, of=of)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_profile(row, form.to_save, revision=form.revision_seen, by=request.actor, at=at)
        except Stale:
            profile.refresh_from_db()
            context |= both(form, PartForm(row.call, profile, part, country=country, of=of).stored)
            over(form, profile.revision)
        else:
            return _onwards(request, link, part, asks_needs=own and not told)
    context |= {"form": form, "part": part, "title": _titled(part, of), "number": rules.ORDER.index(part) + 1}
    return render(request, "nominations/profile_part.html", context)


def _titled(part: str, of: str) -> str:
    """As the learner reads it, or a parent: `of` whom it is."""
    return words.PARTS_OF_ANOTHER[part] % {"name": of} if of else str(words.PARTS[part])


def _onwards(request: Request, link: Any, part: str, *, asks_needs: bool) -> HttpResponse:
    """To the next part; behind the last one lies what only the learner tells."""
    after, here = rules.following(part), reverse("nominations:profile_by_link", args=[link.key])
    messages.success(request, _("Saved."))
    if after is None and asks_needs and "later" not in request.POST:
        return redirect("nominations:needs_by_link", link.key)
    return redirect(here if after is None or "later" in request.POST else f"{here}?part={after}")


@require_POST
@signed_in(COORDINATOR, PARTNER)
def send_form(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.nominations_for(request.actor), key=key)
    if verdict := access.may_send_form(request.actor, row):
        number = actions.send_form(row, by=request.actor, at=clock.now())
        said = _("The link is on its way.") if number else _("There is no e-mail address to send the link to.")
        messages.success(request, said)
    else:
        messages.warning(request, because(verdict))
    return redirect("nominations:show", key)
