"""What is typed about insurance: covers, cards that were seen, and the coordinator's own rules."""

from erasdu.journey.insurance.forms.covers import CoverForm, DeclareForm, OwnCoverForm, SeenForm
from erasdu.journey.insurance.forms.ruling import AskedForm, RuleForm

__all__ = ["AskedForm", "CoverForm", "DeclareForm", "OwnCoverForm", "RuleForm", "SeenForm"]
