"""A page behind a personal link and a form that takes a file, for tests."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from erasdu.config import urls
from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link
from erasdu.ground.links.models import Link
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.people.models import Person
from erasdu.ground.vault import actions, queries
from erasdu.ground.vault.forms import UploadForm
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.verdict import Refused

PURPOSE = "test.page"
DOORS = {PURPOSE: "test_page"}


@by_link(PURPOSE)
def page(request: Request, link: Link) -> HttpResponse:
    """Gives the address of the newest file to who came in."""
    return HttpResponse(queries.address(StoredFile.objects.latest("pk"), person=link.person_id, at=clock.now()))


@signed_in
def send(request: Request) -> HttpResponse:
    """As a step will do it: the form, the action, its answer at the field, and the address of what is kept."""
    filled, file = UploadForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and filled.is_valid():
        sent, at = filled.cleaned_data["file"], clock.now()
        subject = Person.objects.get(pk=request.actor.person)
        kept = {"subject": subject, "purpose": "test.photo", "keep": "candidate", "delete_after": None}
        try:
            file = actions.store(sent.read(), name=sent.name, **kept, by=request.actor, at=at)
        except Refused as refused:
            filled.add_error("file", because(refused.verdict))
    address = file and queries.address(file, person=request.actor.person or 0, at=clock.now())
    return render(request, "form.html", {"form": filled, "file": file, "address": address})


def form(request: Request) -> HttpResponse:
    filled = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and filled.is_valid():
        file = filled.cleaned_data["file"]
        return HttpResponse(f"{file.name} {file.size} {len(file.read())}")
    return render(request, "form.html", {"form": filled})


urlpatterns = [
    path("test/form/", form),
    path("test/send/", send),
    path("test/<str:key>/", page, name="test_page"),
    path("", include(urls.urlpatterns)),
]
handler404 = "erasdu.ground.look.views.not_found"
