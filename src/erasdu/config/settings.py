"""All settings, from the environment; every default suits one small office or the demo.

| variable | meaning |
|---|---|
| ERASDU_PRODUCTION | `1`: no demo, secure cookies, TOTP or passkey compulsory for coordinators |
| ERASDU_DEMO | `0` switches demo mode off outside production |
| ERASDU_SITE_URL | the one address that mails carry |
| ERASDU_VAR | folder of the database, the secret and collected static files |
| ERASDU_DATABASE_URL | PostgreSQL; SQLite in `ERASDU_VAR` without it |
| ERASDU_SECRET | secret key; made and kept in `ERASDU_VAR/secret` without it |
| ERASDU_EMAIL_URL | `smtp://user:password@host:port/?tls=1`; none: mails stay in the demo mailbox |
| ERASDU_MAIL_FROM | sender of every mail |
| ERASDU_TEXT_URL | gateway for text messages, `https://token@host/path?sender=ErasDu`; none: no texts |
| ERASDU_PLAIN_STATIC | `1`: serve static files from their sources, without collecting them |
| ERASDU_SECOND_FACTOR | `1`: a passkey or authenticator app is compulsory for coordinators also outside production |
| ERASDU_OPENID | schools' OpenID Connect, a JSON list: id, name, client_id, secret, server_url, domains |
| ERASDU_SMARTSCHOOL | the same for Smartschool, with authorize_url, token_url, userinfo_url when not its own |
| ERASDU_SEAL | folder of the seal's keys; `ERASDU_VAR/seal` without it |
| ERASDU_SEAL_PASSWORD | password of `seal.p12` in that folder; none: the file has none |
| ERASDU_TSA_URL | time-stamping authority (RFC 3161) for every seal; none: the seal's time is our own clock's |
| ERASDU_SIGN_SERVICES | trust services for signers, a JSON list: id, name, level, url, client_id, secret, oauth |
| ERASDU_VAULT_URL | bucket of uploads, `s3://key:secret@host:port/bucket?tls=0&region=…`; else a folder |
| ERASDU_VAULT_KEYS | keys of uploads, a JSON list, the newest first: id (0 to 255), key (32 bytes in base64) |
| ERASDU_CLAMD | the antivirus: `host:port` of clamd, or the path of its socket |
| ERASDU_PROXIES | number of trusted proxies in front, for the visitor's address |
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from erasdu.config import parts, road
from erasdu.config.installation import (
    kept,
    school_sign_ins,
    sign_in_origins,
    sign_origins,
    sign_services,
    vault_keys,
    vault_storage,
)

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent.parent
VAR = Path(os.environ.get("ERASDU_VAR", ROOT / "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0") not in {"", "0", "no", "false"}


PRODUCTION = _flag("ERASDU_PRODUCTION", False)
DEMO = _flag("ERASDU_DEMO", not PRODUCTION) and not PRODUCTION
DEBUG = False
PORT = int(os.environ.get("ERASDU_PORT", "8000"))
SITE_URL = os.environ.get("ERASDU_SITE_URL", f"http://localhost:{PORT}").rstrip("/")
SECRET_KEY = os.environ.get("ERASDU_SECRET") or kept(VAR / "secret", secrets.token_urlsafe(48))
ALLOWED_HOSTS = sorted(
    {
        urlsplit(SITE_URL).hostname or "localhost",
        *({"localhost", "127.0.0.1", "[::1]"} if not PRODUCTION else set()),
    }
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = int(os.environ.get("ERASDU_PROXIES", "0"))

INSTALLED_APPS = parts.INSTALLED
MIDDLEWARE = parts.MIDDLEWARE
ROOT_URLCONF = "erasdu.config.urls"
WSGI_APPLICATION = "erasdu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "erasdu.web.context.page",
                "erasdu.demo.context.demo",
            ],
            "builtins": ["erasdu.ground.look.templatetags.look", "template_partials.templatetags.partials"],
        },
    }
]

# A call played in a database that is thrown away: a loss of power costs nothing, and nobody looks at a paper.
REHEARSAL = os.environ.get("ERASDU_REHEARSAL") == "1"

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("ERASDU_DATABASE_URL", f"sqlite:///{VAR / 'erasdu.sqlite3'}"), conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads first and writes later would otherwise fail under load.
    SAFE = "journal_mode=WAL; PRAGMA synchronous=FULL"
    if REHEARSAL:
        SAFE = "journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 1000,
        "init_command": f"PRAGMA {SAFE}; PRAGMA temp_store=MEMORY;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits (sign-in codes, links) count in the database, so that every process sees the same figure.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["erasdu.ground.look.formats"]

PLAIN_STATIC = _flag("ERASDU_PLAIN_STATIC", False)  # straight from the source folders: for tests
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
NODE_MODULES = Path(os.environ.get("ERASDU_NODE_MODULES", ROOT / "node_modules"))
# Without its "libs", which refer to files that are not there.
STATICFILES_DIRS = [(f"tabler/{part}", NODE_MODULES / "@tabler/core/dist" / part) for part in ("css", "js", "img")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "vault": vault_storage(os.environ.get("ERASDU_VAULT_URL", ""), VAR),
}
if REHEARSAL:
    STORAGES["vault"]["BACKEND"] = "erasdu.ground.vault.blobs.Passing"
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_KEEP_ONLY_HASHED_FILES = not PLAIN_STATIC
FONTS = NODE_MODULES / "@expo-google-fonts"
ATLAS = NODE_MODULES / "world-atlas"

# --- uploads -------------------------------------------------------------------------------------
VAULT_KEYS = vault_keys(os.environ.get("ERASDU_VAULT_KEYS", ""), VAR)
CLAMD = os.environ.get("ERASDU_CLAMD", "")
# In memory only: what people upload touches the disk encrypted or not at all.
FILE_UPLOAD_HANDLERS = ["erasdu.ground.vault.handlers.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# --- sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Who must have a passkey or an authenticator app before anything else.
SECOND_FACTOR_ROLES = ("coordinator", "administrator") if _flag("ERASDU_SECOND_FACTOR", PRODUCTION) else ()

ACCOUNT_ADAPTER = "erasdu.ground.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody else typed an address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"request_login_code": "erasdu.ground.people.forms.AskForCode"}
# Limits by address are our own (people/limits.py): a whole class sits behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "signup": "",
    "reset_password": "",
    "reset_password_from_key": "",
    "request_login_code": "6/15m/key",
    "login_failed": "10/5m/key",
    "reauthenticate": "20/5m/user",
    "manage_email": "10/h/user",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "erasdu.ground.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "erasdu.ground.people.forms.SecondFactor",
    "reauthenticate": "erasdu.ground.people.forms.SecondFactorAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ErasDu"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(SITE_URL).hostname == "localhost"

SOCIALACCOUNT_ADAPTER = "erasdu.ground.people.adapters.SchoolSignInAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_FORMS = {"disconnect": "erasdu.ground.people.forms.Disconnect"}
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False

SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {"APPS": school_sign_ins(os.environ.get("ERASDU_OPENID", "")), "OAUTH_PKCE_ENABLED": True},
    "smartschool": {"APPS": school_sign_ins(os.environ.get("ERASDU_SMARTSCHOOL", ""))},
}

# --- the road: what earlier steps are told of later ones ---------------------------------------------
LINK_DOORS = road.LINK_DOORS
LINK_PAGES = road.LINK_PAGES
STRICT_DOORS = road.STRICT_DOORS
PAPER_AUDIENCES = road.PAPER_AUDIENCES
PAPER_DOSSIERS = road.PAPER_DOSSIERS
PAPER_CHECK_TELLING = road.PAPER_CHECK_TELLING
PAPER_STAYS = road.PAPER_STAYS
ASKED_BESIDES = road.ASKED_BESIDES
CALL_COPIED = road.CALL_COPIED
CANDIDACY_STAYS = road.CANDIDACY_STAYS
CANDIDACY_BIRTH_DATE = road.CANDIDACY_BIRTH_DATE
DOOR_PHRASES = road.DOOR_PHRASES
LETTER_CHECKS = road.LETTER_CHECKS
LETTER_WORDING = road.LETTER_WORDING
EVENT_DETAILS = road.EVENT_DETAILS
LETTER_ENCLOSURES = road.LETTER_ENCLOSURES
if REHEARSAL:  # a digest goes in the moment in which it is written: nothing is settled in between
    LETTER_CHECKS = {name: check for name, check in LETTER_CHECKS.items() if not name.startswith("notices/")}
STAY_HOSTS = road.STAY_HOSTS
STAY_MENTOR = road.STAY_MENTOR
STAY_MATCHED = road.STAY_MATCHED
STAY_WORK_DAYS = road.STAY_WORK_DAYS
STAY_WORKPLACES = road.STAY_WORKPLACES
STAY_WORKPLACES_SINCE = road.STAY_WORKPLACES_SINCE
HOME_CARD_TURNS = road.HOME_CARD_TURNS
STAY_INSURERS = road.STAY_INSURERS
PAPER_CONSENTS = road.PAPER_CONSENTS
GATEKEEPER = road.GATEKEEPER
GATE_NEEDS = road.GATE_NEEDS

# --- mail ----------------------------------------------------------------------------------------
MAIL_FROM = DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("ERASDU_MAIL_FROM", "ErasDu <erasdu@localhost>")
_mail = urlsplit(os.environ.get("ERASDU_EMAIL_URL", ""))
EMAIL_CONFIGURED = bool(_mail.hostname)
if EMAIL_CONFIGURED:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = parse_qs(_mail.query).get("tls") == ["1"]
    EMAIL_TIMEOUT = 20

TEXT_URL = os.environ.get("ERASDU_TEXT_URL", "")

# --- the seal on papers --------------------------------------------------------------------------
SEAL_FOLDER = Path(os.environ.get("ERASDU_SEAL") or VAR / "seal").resolve()
SEAL_PASSWORD = os.environ.get("ERASDU_SEAL_PASSWORD", "")
TSA_URL = os.environ.get("ERASDU_TSA_URL", "")
SIGN_SERVICES = sign_services(os.environ.get("ERASDU_SIGN_SERVICES", ""), SITE_URL, demo=DEMO)

# --- security ------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "erasdu.ground.look.views.csrf_failure"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https:")
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *sign_in_origins(SOCIALACCOUNT_PROVIDERS), *sign_origins(SIGN_SERVICES)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "erasdu.config.logs.Plain", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"erasdu": {"level": "INFO"}},
}
