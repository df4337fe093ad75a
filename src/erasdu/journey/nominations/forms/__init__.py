"""What partners say of learners, and learners of themselves."""

from erasdu.journey.mobilities.forms import NeedsForm
from erasdu.journey.nominations.forms.nominees import CheckForm, CopyForm, HomePaperForm, NomineeForm, WithdrawForm
from erasdu.journey.nominations.forms.profiles import PartForm

__all__ = ["CheckForm", "CopyForm", "HomePaperForm", "NeedsForm", "NomineeForm", "PartForm", "WithdrawForm"]
