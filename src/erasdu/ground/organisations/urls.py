"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.ground.organisations import imports, views

app_name = "organisations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("import/", imports.choose, name="imports"),
    path("import/<str:what>/", imports.take, name="import"),
    path("import/<str:what>/example/", imports.example, name="import_example"),
    path("imports/<str:key>/", imports.done, name="import_done"),
    path("imports/<str:key>/undo/", imports.undo, name="undo_import"),
    path("new/", views.choose_kind, name="choose_kind"),
    path("new/<str:kind>/", views.create, name="create"),
    path("people/<str:key>/", views.edit_contact, name="edit_contact"),
    path("people/<str:key>/end/", views.end_role, name="end_role"),
    path("<str:key>/", views.show, name="show"),
    path("<str:key>/edit/", views.edit, name="edit"),
    path("<str:key>/close/", views.close, name="close"),
    path("<str:key>/reopen/", views.reopen, name="reopen"),
    path("<str:key>/people/add/", views.add_contact, name="add_contact"),
]
