"""Addresses that anybody may open: to check a paper. Those on printed pages are in capitals and name a page."""

from django.urls import path

from erasdu.ground.paperwork.views import public

app_name = "verify"
urlpatterns = [
    path("verify/", public.verify, name="check"),
    path("verify/root.pem", public.root, name="root"),
    path("v/<str:code>/", public.by_code, name="paper"),
    path("v/<str:code>", public.by_page, name="page"),
    path("V/<str:code>", public.by_page, name="page"),
    path("V/<str:code>/", public.by_page, name="page"),
]
