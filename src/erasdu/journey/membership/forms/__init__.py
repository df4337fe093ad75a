"""What one fills in about grant agreements, memberships and their papers."""

from erasdu.journey.membership.forms.grants import ActivateForm, EndForm, GrantAgreementForm
from erasdu.journey.membership.forms.papers import PapersForm, PartnerForm

__all__ = ["ActivateForm", "EndForm", "GrantAgreementForm", "PapersForm", "PartnerForm"]
