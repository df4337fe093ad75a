"""What the tables of libraries hold about people: they cannot say it themselves (docs/privacy.md)."""

from erasdu.kernel.privacy import CONTACT, SECURITY, TECHNICAL, Declaration, declare

BORROWED: dict[str, Declaration] = {
    "account.EmailAddress": declare("user.person", (TECHNICAL, "id user verified primary"), (CONTACT, "email")),
    "account.EmailConfirmation": declare(
        "email_address.user.person", (TECHNICAL, "id email_address key"), (SECURITY, "created sent")
    ),
    "mfa.Authenticator": declare(
        "user.person", (TECHNICAL, "id user type"), (SECURITY, "data created_at last_used_at")
    ),
    "socialaccount.SocialAccount": declare(
        "user.person", (TECHNICAL, "id user provider"), (SECURITY, "uid last_login date_joined extra_data")
    ),
    "socialaccount.SocialApp": declare("", (TECHNICAL, "id provider provider_id name client_id secret key settings")),
    "socialaccount.SocialToken": declare(
        "account.user.person", (TECHNICAL, "id app account"), (SECURITY, "token token_secret expires_at")
    ),
    "sessions.Session": declare("", (SECURITY, "session_key session_data expire_date")),
    "auth.Group": declare("", (TECHNICAL, "id name permissions")),
    "auth.Permission": declare("", (TECHNICAL, "id name content_type codename")),
    "contenttypes.ContentType": declare("", (TECHNICAL, "id app_label model")),
}
