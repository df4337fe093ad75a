"""What the coordinator types about a stay."""

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import DateField, PlainForm


class DatesForm(PlainForm):
    """Both days included. Whether they fit the call is for the action."""

    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))

    def clean(self) -> dict[str, object]:
        typed = super().clean() or {}
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return typed
