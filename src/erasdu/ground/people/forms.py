"""What is typed at the door and in one's own settings."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.socialaccount.forms import DisconnectForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from erasdu.ground.journal import clock
from erasdu.ground.look.forms import LineField, PhoneField, PlainForm
from erasdu.ground.look.limits import Limit
from erasdu.ground.people import actions, queries

LOCKED = _(
    "Too many wrong codes were typed for this account, so it takes no codes for 12 hours. A passkey still works."
)
WRONG = _("This code was used already. Wait for the next one.")
ONCE = Limit("app-code", 1, 120)


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    """An address; whether anybody has it is not told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail address")
        email.help_text = _("The address that your school or the coordinator has of you.")
        email.widget.attrs = {"type": "email", "autocomplete": "username webauthn", "spellcheck": "false"}
        email.error_messages |= {
            "required": _("Type your e-mail address."),
            "invalid": _("This is not a complete e-mail address. It looks like name@school.be."),
        }

    def clean_email(self) -> str:
        if actions.is_locked(self.cleaned_data["email"]):
            raise ValidationError(LOCKED)
        email: str = super().clean_email()
        # Whoever has no role any more is met as if unknown.
        self._user = queries.account_for_sign_in(email) if email else None
        if self._user is not None:
            actions.keep_address(self._user)
        return email


class _Counted:
    """Counts wrong codes of a second factor towards the same lock as those of the mail."""

    user: Any

    def clean_code(self) -> str:
        if not actions.try_counts(self.user.email, at=clock.now()):
            raise ValidationError(LOCKED)
        code: str = super().clean_code()  # type: ignore[misc]
        if not ONCE.take(f"{self.user.pk}:{code}"):  # the library forgets a used code sooner than it expires
            raise ValidationError(WRONG)
        actions.try_was_right(self.user.email)
        return code


class SecondFactor(_Counted, AuthenticateForm):  # type: ignore[misc]
    pass


class SecondFactorAgain(_Counted, ReauthenticateForm):  # type: ignore[misc]
    pass


class Disconnect(DisconnectForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        """The last one too: the code by mail always remains, which the library does not count as a way in."""
        return forms.Form.clean(self) or {}


class DetailsForm(PlainForm):
    given_name = LineField(label=_("First name"), max_length=80)
    family_name = LineField(label=_("Family name"), max_length=80, required=False)
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("Only for the people whom you work with here.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Pages and mails come in this language.")
    )
