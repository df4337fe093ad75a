"""The forms of applying; each only parses."""

from erasdu.journey.candidacies.forms.approvals import CompanySignerForm, GuardiansForm, LiftForm, ObjectionForm
from erasdu.journey.candidacies.forms.parts import PartForm
from erasdu.journey.candidacies.forms.school import (
    COLUMNS,
    CorrectionsForm,
    DetailsForm,
    EligibilityForm,
    JoinForm,
    LearnerForm,
    ReasonForm,
    row_check,
)

__all__ = [
    "COLUMNS",
    "CompanySignerForm",
    "CorrectionsForm",
    "DetailsForm",
    "EligibilityForm",
    "GuardiansForm",
    "JoinForm",
    "LearnerForm",
    "LiftForm",
    "ObjectionForm",
    "PartForm",
    "ReasonForm",
    "row_check",
]
