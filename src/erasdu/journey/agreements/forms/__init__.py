"""What each side types of a plan."""

from erasdu.journey.agreements.forms.assessing import AssessForm, JudgeForm
from erasdu.journey.agreements.forms.many import CommonForm
from erasdu.journey.agreements.forms.parts import FORMS, AmendForm, HostForm, PartForm, SchoolForm, SignedForm

__all__ = [
    "FORMS", "AmendForm", "AssessForm", "CommonForm", "HostForm", "JudgeForm", "PartForm", "SchoolForm", "SignedForm",
]  # fmt: skip
