"""Addresses of this app."""

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter

from erasdu.office.notices.views import kinds, planned, texts, waiting


class Day:
    """A day in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(Day, "day")

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", planned.index, name="index"),
    path("calls/", planned.calls, name="calls"),
    path("table/", planned.table, name="table"),
    path("table/stop/", kinds.stop, name="stop_kind"),
    path("table/start/<slug:key>/", kinds.start, name="start_kind"),
    path("mail/<day:on>/<slug:person>/", planned.mail, name="mail"),
    path("mail/<day:on>/<slug:person>/as-planned/", planned.take_back, name="take_back"),
    path("letter/<slug:key>/", waiting.letter, name="letter"),
    path("letter/<slug:key>/rewrite/", waiting.rewrite, name="rewrite"),
    path("letter/<slug:key>/stop/", waiting.stop, name="stop"),
    path("letter/<slug:key>/go/", waiting.let_go, name="let_go"),
    path("texts/", texts.index, name="texts"),
    path("texts/<slug:text>/<slug:language>/", texts.edit, name="text"),
    path("texts/<slug:text>/<slug:language>/publish/", texts.publish, name="publish_text"),
    path("texts/<slug:text>/<slug:language>/drop/", texts.drop, name="drop_text"),
    path("texts/<slug:text>/<slug:language>/shipped/", texts.shipped, name="ship_text"),
]
