"""What the sign-in library asks of us: who comes in, by which mail, with which words."""

import io
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from erasdu.ground.journal import clock
from erasdu.ground.look import visitor
from erasdu.ground.organisations.queries import account_roles
from erasdu.ground.people import actions, queries
from erasdu.ground.people.middleware import FIRST_THINGS
from erasdu.ground.people.models import Account
from erasdu.ground.people.rules import must_have_second_factor
from erasdu.ground.post.actions import write

# The library's mails that we send, by its name for them; any other is a mistake.
LETTERS = {
    "account/email/login_code": "login_code",
    "account/email/email_confirmation": "address_code",
    "account/email/email_changed": "address_changed",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    "socialaccount/email/account_connected": "school_sign_in_added",
    "socialaccount/email/account_disconnected": "school_sign_in_removed",
}
MESSAGES = {
    "account/messages/email_confirmed.txt": _("From now on you sign in with %(email)s."),
    "account/messages/email_confirmation_failed.txt": _("Somebody else already signs in with this address."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is connected."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is disconnected."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("Here are new recovery codes. The old ones no longer work."),
    "socialaccount/messages/account_connected.txt": _("From now on you can sign in through your school."),
    "socialaccount/messages/account_connected_other.txt": _("This school account belongs to somebody else here."),
    "socialaccount/messages/account_disconnected.txt": _("You no longer sign in through your school."),
}
# Of what the library keeps for a mail, only what our letters use, so that no request or browser leaks in.
USED = ("code", "from_email", "to_email")
WRONG = _("This code is not right. Look at the newest one and type it again.")
SLOWLY = _("That was often. Wait a few minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": WRONG,
        "too_many_login_attempts": SLOWLY,
        "rate_limited": SLOWLY,
        "email_taken": _("Somebody else already signs in with this address."),
        "duplicate_email": _("You already sign in with this address."),
        "same_as_current": _("You already sign in with this address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the organisation, or from a school's own door; never from this form."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return visitor.address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, in the person's language."""
        name = LETTERS[template_prefix]
        account = context.get("user") or Account.objects.filter(email__iexact=email).first() or self.request.user
        values = {key: context[key] for key in USED if key in context} | {"site": settings.SITE_URL}
        once = f"{name}:{account.pk}:{secrets.token_hex(12)}"
        write(
            f"people/letters/{name}", to=account.person, once=once, at=clock.now(), context=values,
            address=email, confidential="code" in values,
        )  # fmt: skip

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only messages that say something new, in our own words."""
        words = MESSAGES.get(message_template or "")
        if message or words:
            messages.add_message(request, level, message or str(words) % (message_context or {}))

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """By whichever way: without a role that goes on nobody comes in."""
        if not queries.may_come_in(user):
            return redirect("account_inactive")
        actions.keep_address(user)
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        if not request.session.session_key:
            request.session.save()
        request.session[FIRST_THINGS] = True
        key, label = str(request.session.session_key), visitor.browser(request)
        actions.signed_in(user, session_key=key, label=label, at=clock.now())

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.person.language,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address was proved: the account and the person have it from now on."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            account = Account.objects.get(pk=email_address.user_id)
            actions.address_changed(account, at=clock.now())
        return confirmed

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        words = {
            "mfa_reauthenticate": _("Use the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use the passkey"),
        }
        found = super().get_reauthentication_methods(user)
        found.sort(key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")  # the quickest first
        return [method | {"description": words.get(method["id"], method["description"])} for method in found]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG,
        "cannot_delete_authenticator": _("Your role needs a passkey or an app. Add another one first."),
        "unverified_email": _("First sign in once with a code from your mail."),
    }

    def build_totp_svg(self, url: str) -> str:
        """On white, also where the page is dark: otherwise no camera reads it."""
        drawn = io.BytesIO()
        segno.make(url, micro=False).save(drawn, kind="svg", scale=4, border=4, dark="black", light="white")
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Secrets of apps and recovery codes, with a key that is not in the database."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        roles = {role.kind for role in account_roles(authenticator.user.person_id)}
        if not must_have_second_factor(roles, settings.SECOND_FACTOR_ROLES):
            return True
        rest = Authenticator.objects.filter(user=authenticator.user, type__in=queries.STRONG)
        return bool(rest.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Account, type: Any) -> str:
        """The device on which it is made; the person can give it another name."""
        return visitor.browser(context.request) or str(_("Passkey"))

    def _get_site_name(self) -> str:
        return "ErasDu"


class SchoolSignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "disconnect_last": _("This cannot be disconnected."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A school's sign-in leads to an account that is there; it makes none."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """A school vouches for addresses of its own domains only: otherwise it could come in as anybody."""
        app = login.provider.app
        domains = {str(domain).casefold() for domain in (app.settings.get("domains") or [])} if app else set()
        return email.rpartition("@")[2].casefold() in domains

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Somebody who is not known here gets a page that says what to do, and no account."""
        sociallogin.account.extra_data = {}  # we keep that it is them, not what else the school tells
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        connecting = sociallogin.state.get("process") == "connect"
        if sociallogin.is_existing or connecting:
            return
        raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", status=403))


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"erasdu.second-factor.{settings.SECRET_KEY}".encode()).digest()))
