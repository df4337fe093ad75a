"""What each side types of a plan."""

from erasdu.journey.agreements.forms.amending import AmendForm, NoForm
from erasdu.journey.agreements.forms.assessing import AssessForm, JudgeForm
from erasdu.journey.agreements.forms.host import HostForm
from erasdu.journey.agreements.forms.many import CommonForm
from erasdu.journey.agreements.forms.parts import PartForm, SchoolForm, SignedForm

__all__ = [
    "FORMS", "AmendForm", "AssessForm", "CommonForm", "HostForm", "JudgeForm", "NoForm", "PartForm", "SchoolForm",
    "SignedForm",
]  # fmt: skip

FORMS: dict[str, type[PartForm]] = {"school": SchoolForm, "host": HostForm}
