"""A page with a map and a form that asks for a town, as a step will have it, for tests."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import get_language

from erasdu.config import urls
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.forms import PlainForm
from erasdu.ground.look.requests import Request
from erasdu.ground.places import queries
from erasdu.ground.places.forms import TownField
from erasdu.ground.places.models import Town


class TownForm(PlainForm):
    town = TownField(country="BE")


@signed_in
def where(request: Request) -> HttpResponse:
    form = TownForm(request.POST or None)
    chosen = form.cleaned_data["town"] if request.method == "POST" and form.is_valid() else None
    towns = Town.objects.filter(country="BE", population__gt=30_000).order_by("-population")
    spots = [
        queries.spot(town, "bed" if number % 3 else "place", language=get_language() or "nl")
        for number, town in enumerate(towns)
    ]
    lines = [queries.Line(spots[0].position, spots[1].position)]
    drawn = queries.map_svg(spots, lines, title="Vlaanderen", description="Plaatsen en bedden.")
    return render(request, "town.html", {"form": form, "chosen": chosen, "map": drawn})


urlpatterns = [path("test/where/", where), path("", include(urls))]
