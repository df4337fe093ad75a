"""What is typed about insurance: covers, cards that were seen, and the coordinator's own rules."""

from erasdu.journey.insurance.forms.covers import CoverForm, DeclareForm, OwnCoverForm, SeenForm
from erasdu.journey.insurance.forms.ruling import AskedForm, HomeForm, RuleForm, WhereForm

__all__ = ["AskedForm", "CoverForm", "DeclareForm", "HomeForm", "OwnCoverForm", "RuleForm", "SeenForm", "WhereForm"]
