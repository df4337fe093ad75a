"""What a link's holder types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

HELP = {
    "mail": _("6 digits, from the mail that we just sent."),
    "text": _("6 digits, from the text message that we just sent."),
    "hand": _("6 digits, on the paper that the school gave you."),
    "post": _("6 digits, in the letter that came by post."),
    "portal": _("6 digits, in the message on the parents' account of the school."),
}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("6 digits, from the mail that we just sent."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Type the 6 digits.")},
    )
    shared = forms.BooleanField(label=_("This is a shared computer: ask for a code again next time."), required=False)

    def __init__(self, *given: Any, channel: str = "mail", remembers: bool = True, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["code"].help_text = HELP[channel]
        if not remembers:
            del self.fields["shared"]
