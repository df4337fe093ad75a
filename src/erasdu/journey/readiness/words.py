"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {"not_ready": _("Not in order yet: %(lacking)s.")}
