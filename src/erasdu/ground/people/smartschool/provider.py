"""What Smartschool tells about who signs in."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.urls import reverse
from django.utils.http import urlencode

from erasdu.ground.people.smartschool.views import SmartschoolAdapter


class SmartschoolAccount(ProviderAccount):  # type: ignore[misc]
    def get_user_data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.account.extra_data
        return data


class SmartschoolProvider(OAuth2Provider):  # type: ignore[misc]
    """One per school: `provider_id` in the address, keys and endpoints from the settings."""

    id = "smartschool"
    name = "Smartschool"
    account_class = SmartschoolAccount
    oauth2_adapter_class = SmartschoolAdapter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = self.app.name

    def get_login_url(self, request: Any, **kwargs: Any) -> str:
        url = reverse("smartschool_login", args=[self.app.provider_id])
        return f"{url}?{urlencode(kwargs)}" if kwargs else url

    def get_callback_url(self) -> str:
        return reverse("smartschool_callback", args=[self.app.provider_id])

    def get_oauth2_adapter(self, request: Any) -> SmartschoolAdapter:
        return SmartschoolAdapter(request, self.app.provider_id)

    def get_default_scope(self) -> list[str]:
        return ["userinfo"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Numbers are given out per platform, so the platform belongs to it."""
        return f"{data['platform']}:{data['userID']}"

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"email": data.get("email"), "first_name": data.get("name"), "last_name": data.get("surname")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """People can change their address in Smartschool themselves: proved only where the school says so."""
        if not data.get("email"):
            return []
        proved = bool(self.app.settings.get("addresses_are_given_by_school"))
        return [EmailAddress(email=data["email"], verified=proved, primary=True)]


provider_classes = [SmartschoolProvider]
