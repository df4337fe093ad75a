"""What one fills in about companies, places, homes and beds."""

from erasdu.journey.hosting.forms.companies import CompanyForm, EvaluateForm
from erasdu.journey.hosting.forms.homes import (
    AdultForm,
    ChecksForm,
    ExtractForm,
    GuestsForm,
    HouseForm,
    RoomsForm,
    WhoForm,
)
from erasdu.journey.hosting.forms.parts import ReasonForm, in_error
from erasdu.journey.hosting.forms.placements import HoursForm, OccupationForm, PlacementForm, RenewForm

__all__ = [
    "AdultForm", "ChecksForm", "CompanyForm", "EvaluateForm", "ExtractForm", "GuestsForm", "HoursForm",
    "HouseForm", "OccupationForm", "PlacementForm", "ReasonForm", "RenewForm", "RoomsForm", "WhoForm", "in_error",
]  # fmt: skip
