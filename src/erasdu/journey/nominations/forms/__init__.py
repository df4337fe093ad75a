"""What partners say of learners, and learners of themselves."""

from erasdu.journey.nominations.forms.nominees import CopyForm, NomineeForm, WithdrawForm
from erasdu.journey.nominations.forms.profiles import PartForm

__all__ = ["CopyForm", "NomineeForm", "PartForm", "WithdrawForm"]
