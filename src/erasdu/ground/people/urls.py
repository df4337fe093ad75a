"""Addresses of this app. It stands before the sign-in library, so ours win where both have one."""

from django.urls import URLPattern, URLResolver, path, re_path

from erasdu.ground.people import views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.door, name="door"),
    path("login/code/", views.door, name="door_too"),
    path("login/code/confirm/", views.code_door, name="code"),
    path("login/locked/", views.locked, name="locked"),
    re_path(r"^(?:signup|password|3rdparty/signup|social/signup)/", views.nothing_here, name="nothing_here"),
    path("oidc/<str:provider_id>/login/", views.openid, name="openid"),
    path("oidc/<str:provider_id>/login/callback/", views.openid_back, name="openid_back"),
    path("role/", views.switch_role, name="switch_role"),
    path("first/second-factor/", views.second_factor, name="second_factor"),
    path("first/notice/", views.notice, name="notice"),
    path("settings/", views.settings, name="settings"),
    path("settings/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("settings/sessions/end/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("settings/devices/<int:pk>/forget/", views.forget_device, name="forget_device"),
]
