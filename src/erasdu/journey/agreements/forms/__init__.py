"""What each side types of a plan."""

from erasdu.journey.agreements.forms.parts import FORMS, AmendForm, HostForm, PartForm, SchoolForm, SignedForm

__all__ = ["FORMS", "AmendForm", "HostForm", "PartForm", "SchoolForm", "SignedForm"]
