"""What the pages of applying need besides the tags of every page."""

from django import template
from django.utils.translation import get_language, gettext_lazy

from erasdu.ground.look.words import because
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.queries import Dossier, Line
from erasdu.journey.candidacies.rules.guardians import for_learner
from erasdu.journey.candidacies.words.approvals import FOR_LEARNER, LINES
from erasdu.kernel.verdict import no

register = template.Library()


@register.filter
def call_title(call: Call) -> str:
    """The call's title in the reader's language."""
    english = (get_language() or "nl").startswith("en")
    return call.title_en if english and call.title_en else call.title_nl


BADGES = {"signed": "met", "na": "na", "asked": "waiting", "opened": "waiting", "to_ask": "info", "lacks": "info"}
PAPERS = {
    "candidacies.cv": gettext_lazy("CV"),
    "candidacies.participant_approval": gettext_lazy("The learner"),
    "candidacies.company_approval": gettext_lazy("Training company"),
    "candidacies.guardian_approval": gettext_lazy("Parent or guardian"),
}


@register.filter
def line_badge(line: Line) -> str:
    """The kind of badge of a paper in a list; what went wrong stands out."""
    return BADGES.get(line.state, "blocking")


@register.filter
def line_word(line: Line) -> str:
    return str(LINES[line.state])


@register.filter
def paper_of(line: Line) -> str:
    """Whose paper it is, or which."""
    return str(PAPERS[line.kind])


@register.filter
def lacking_word(code: str) -> str:
    """What must be settled first, in words."""
    return because(no(code))


@register.filter
def lacking_place(code: str) -> str:
    """The page on which it is settled: a name of an address."""
    if code in ("agreement_unknown", "company_unknown"):
        return "candidacies:eligibility"
    if code == "company_signer_unknown":
        return "candidacies:company_signer"
    return "" if code in ("form_not_handed_in", "contact_point_unknown") else "candidacies:guardians"


@register.filter
def why_on_hold(papers: Dossier) -> list[str]:
    """For the school and the coordinator."""
    return [because(no(code)) for code in papers.guardians.codes] if papers.guardians.state == "frozen" else []


@register.filter
def guardians_for_learner(papers: Dossier) -> str:
    """Where the parents stand; of what is on hold a learner reads no more than that the school will contact them."""
    return str(FOR_LEARNER[for_learner(papers.guardians)])
