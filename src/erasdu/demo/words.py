"""What this app's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "demo_in_production": _("The demo does not run in production."),
    "demo_off": _("Demo mode is off."),
    "demo_real_accounts": _("There are accounts of real people here, so the demo is closed."),
}
