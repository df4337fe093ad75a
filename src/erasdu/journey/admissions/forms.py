"""What the school, the coordinator and the learner type here."""

from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import DateField, LineField, NumberField, PlainForm, TextField


class LateForm(PlainForm):
    """Why one file is accepted after the deadline: it is printed in the selection report."""

    reason = TextField(
        label=_("Reason"),
        help_text=_("This is printed in the selection report. Name no illness and no other learner."),
        max_length=500,
        rows=3,
    )


class WithdrawForm(PlainForm):
    reason = TextField(label=_("Reason"), max_length=300, rows=2)


class DeclineForm(PlainForm):
    """A learner may say why, and need not."""

    reason = LineField(label=_("Why not (you need not say)"), max_length=300, required=False)


class PrecheckForm(PlainForm):
    note = TextField(label=_("Remarks for the school"), max_length=2000, rows=4)


class ReturnForm(PlainForm):
    reason = TextField(label=_("What is missing, and what the school must do"), max_length=2000, rows=4)
    days = NumberField(label=_("Days to complete it"), min_value=1, max_value=30)


class GraceForm(PlainForm):
    until = DateField(label=_("New last day"))


class SeatsForm(PlainForm):
    """`revision`: of the allotment that was seen, 0 when there was none."""

    seats = NumberField(label=_("Places"), min_value=0, max_value=500)
