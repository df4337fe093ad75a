"""A page behind a personal link, for tests."""

from django.http import HttpResponse
from django.urls import include, path

from erasdu.ground.links.doors import by_link
from erasdu.ground.links.models import Link
from erasdu.ground.look.requests import Request

PURPOSE = "test.thing"
DOORS = {PURPOSE: "thing"}


@by_link(PURPOSE)
def thing(request: Request, link: Link) -> HttpResponse:
    return HttpResponse(f"inside as {request.actor.role} via {request.actor.via} link {link.pk}")


urlpatterns = [
    path("", lambda request: HttpResponse("home"), name="home"),
    path("thing/<str:key>/", thing, name="thing"),
    path("privacy/", include("erasdu.ground.people.public_urls")),
    path("accounts/", include("erasdu.ground.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("l/", include("erasdu.ground.links.urls")),
]
handler404 = "erasdu.ground.look.views.not_found"
