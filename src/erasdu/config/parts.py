"""What the program is made of: its apps in the order of the road, and what every request passes through."""

GROUND = ["look", "journal", "jobs", "people", "organisations", "places", "links", "post", "vault", "paperwork"]
JOURNEY = [
    "membership",
    "calls",
    "candidacies",
    "mobilities",
    "sharing",
    "hosting",
    "insurance",
    "selection",
    "nominations",
    "admissions",
    "matching",
    "agreements",
    "readiness",
]
OFFICE = ["notices", "outreach", "retention"]

INSTALLED = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *[f"erasdu.ground.{name}" for name in GROUND],
    *[f"erasdu.journey.{name}" for name in JOURNEY],
    *[f"erasdu.office.{name}" for name in OFFICE],
    "erasdu.config",
    "erasdu.web",
    "erasdu.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "erasdu.ground.people.smartschool",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "erasdu.ground.look.middleware.KeptNowhere",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "erasdu.ground.organisations.middleware.ActorMiddleware",
    "erasdu.ground.people.middleware.FirstThings",
    "erasdu.ground.journal.middleware.OncePerForm",
    "erasdu.ground.look.middleware.Refusals",
]
