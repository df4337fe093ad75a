"""Addresses for the tests of the look: views that do one thing each."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.decorators.http import require_POST

from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.samples import Sample
from erasdu.ground.organisations.models import Organisation
from erasdu.kernel.verdict import no


def refuse(request: HttpRequest) -> HttpResponse:
    no("not_your_role").require()
    raise AssertionError


def stale(request: HttpRequest) -> HttpResponse:
    raise Stale


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@signed_in
def anybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@signed_in("coordinator", "administrator")
def staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


@signed_in
def write(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST or None)
    if request.method == "POST" and request.POST.get("name"):
        return redirect("/anybody/")
    return render(request, "write.html", {"form": form})


@require_POST
@signed_in
def send(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


def in_damme(rows: QuerySet[Organisation], value: str) -> QuerySet[Organisation]:
    return rows.filter(town="Damme") if value == "damme" else rows.exclude(town="Damme")


def schools(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        Organisation.objects.all(),
        filters=[
            Filter("kind", "Soort", [("school", "school"), ("board", "bestuur")]),
            Filter("where", "Waar", [("damme", "Damme"), ("elsewhere", "elders")], in_damme),
        ],
        search=["name", "town"],
        sorts={"name": ("Naam", "name"), "town": ("Gemeente", "town", "name")},
        per_page=2,
    )
    if listing.export:
        return listing.table("Scholen van België", ["Naam", "Gemeente"], lambda school: [school.name, school.town])
    return render(request, "schools.html", {"listing": listing, "rows": "schools.html#rows"})


urlpatterns = [
    path("refuse/", refuse),
    path("stale/", stale),
    path("crash/", crash),
    path("anybody/", anybody),
    path("staff/", staff),
    path("send/", send),
    path("schools/", schools),
    path("write/", write),
    path("", include("erasdu.config.urls")),
]
handler400 = "erasdu.ground.look.views.bad_request"
handler403 = "erasdu.ground.look.views.forbidden"
handler404 = "erasdu.ground.look.views.not_found"
handler500 = "erasdu.ground.look.views.server_error"
