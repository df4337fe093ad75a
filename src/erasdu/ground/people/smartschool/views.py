"""The two addresses of a Smartschool sign-in: out to Smartschool, and back."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

CENTRAL = "https://oauth.smartschool.be"


class SmartschoolAdapter(OAuth2Adapter):  # type: ignore[misc]
    """Endpoints are Smartschool's own unless the school's settings name others."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        self.provider_id = provider_id
        super().__init__(request)

    def _endpoint(self, name: str, path: str) -> str:
        return str(self.get_provider().app.settings.get(name) or f"{CENTRAL}{path}")

    @property
    def authorize_url(self) -> str:
        return self._endpoint("authorize_url", "/OAuth")

    @property
    def access_token_url(self) -> str:
        return self._endpoint("token_url", "/OAuth/index/token")

    @property
    def userinfo_url(self) -> str:
        return self._endpoint("userinfo_url", "/Api/V1/userinfo")

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Never built from the request's host."""
        return f"{settings.SITE_URL}{reverse('smartschool_callback', args=[self.provider_id])}"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.userinfo_url, headers={"Authorization": f"Bearer {token.token}"})
            response.raise_for_status()
            data = response.json()
        if not isinstance(data, dict) or not data.get("userID") or not data.get("platform"):
            raise OAuth2Error("Smartschool did not say who it is")
        return self.get_provider().sociallogin_from_response(request, data)


@login_not_required  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _known(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _known(OAuth2CallbackView, request, provider_id)


def _known(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(SmartschoolAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response
