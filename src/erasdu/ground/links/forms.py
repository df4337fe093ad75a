"""What a link's holder types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("6 digits, from the mail that we just sent."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Type the 6 digits from the mail.")},
    )
    shared = forms.BooleanField(label=_("This is a shared computer: ask for a code again next time."), required=False)
