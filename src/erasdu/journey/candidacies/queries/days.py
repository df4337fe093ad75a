"""For which days an approval was asked, and for which it is asked next: a stay outside them is asked about again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from erasdu.ground.paperwork.queries import SomeSigner
from erasdu.ground.paperwork.states import LIVE, REFUSED, REVOKED
from erasdu.journey.candidacies.rules.approvals import ApprovalFacts
from erasdu.journey.candidacies.rules.company import covers
from erasdu.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Days:
    """What a version is about: `exact` when these are the final days, otherwise the stay lies somewhere in them."""

    period: Period
    exact: bool = False


def final_stays(candidacies: Iterable[int]) -> Mapping[int, Period]:
    """Candidacy → its final days, once they are set: the step that plans stays tells them. One query."""
    found: Mapping[int, Period] = import_string(settings.CANDIDACY_STAYS)(list(candidacies))
    return found


def days_of(signer: SomeSigner) -> Period | None:
    """The days that this version is about; None when it does not say."""
    terms: Mapping[str, str] = signer.terms or {}  # type: ignore[union-attr]
    try:
        return Period(date.fromisoformat(terms["from"]), date.fromisoformat(terms["until"]))
    except (KeyError, ValueError):
        return None


def leaves_out(facts: ApprovalFacts, signer: SomeSigner) -> bool:
    """Whether the final days lie outside those that this version is about; who said no is not asked by itself."""
    held = days_of(signer)
    declined = signer.state in (REFUSED, REVOKED)
    return not declined and facts.stay is not None and held is not None and not held.contains(facts.stay)


def days_to_ask(facts: ApprovalFacts, signer: SomeSigner | None) -> Days:
    """Those of the call; once the final days are known and what was asked does not hold them, exactly those.

    `signer`: of the newest version, which keeps its days as long as they hold the stay.
    """
    if facts.stay is None:
        return Days(facts.window)
    final = Days(facts.stay, exact=True)
    held = days_of(signer) if signer is not None and signer.envelope.state in LIVE else None
    if signer is None or held is None:
        return Days(facts.window) if facts.window.contains(facts.stay) else final
    if not held.contains(facts.stay) or (signer.role == "company" and _excepted(facts)):
        return final
    return Days(held, exact=signer.terms.get("exact") == "yes")  # type: ignore[union-attr]


def _excepted(facts: ApprovalFacts) -> bool:
    """Whether the training company said yes, but not for all of these days."""
    approved = facts.answer.approved if facts.answer else None
    return approved is not None and facts.stay is not None and not covers(approved, facts.stay)
