"""The forms of applying; each only parses."""

from erasdu.journey.candidacies.forms.parts import PartForm
from erasdu.journey.candidacies.forms.school import (
    COLUMNS,
    CorrectionsForm,
    DetailsForm,
    EligibilityForm,
    GuardiansForm,
    JoinForm,
    LearnerForm,
    ReasonForm,
    row_check,
)

__all__ = [
    "COLUMNS",
    "CorrectionsForm",
    "DetailsForm",
    "EligibilityForm",
    "GuardiansForm",
    "JoinForm",
    "LearnerForm",
    "PartForm",
    "ReasonForm",
    "row_check",
]
