"""What partners say of learners, and learners of themselves."""

from erasdu.journey.nominations.forms.nominees import NomineeForm, WithdrawForm
from erasdu.journey.nominations.forms.profiles import PartForm

__all__ = ["NomineeForm", "PartForm", "WithdrawForm"]
