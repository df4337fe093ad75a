"""Reading candidacies: lists, where a form stands, its CV, and how their papers stand."""

from erasdu.journey.candidacies.queries.asking import Dossier, Line, company_signer_of, dossier, dossiers
from erasdu.journey.candidacies.queries.consents import lacks_when_signed
from erasdu.journey.candidacies.queries.contacts import company_trust, guardians_trust
from erasdu.journey.candidacies.queries.cv import cv, cv_parts, cv_words, texts_of
from erasdu.journey.candidacies.queries.holds import held_up
from erasdu.journey.candidacies.queries.lists import (
    Counts,
    FormState,
    applied_in,
    companies,
    correctors_at,
    counts,
    enrolment_by_code,
    facts,
    form_state,
    guardians_of,
    imports_of,
    learners_known,
    open_corrections,
    own,
    rows,
    school_rows,
    waits_for_school,
    with_form,
    with_other_task,
)
from erasdu.journey.candidacies.queries.renewing import to_renew

__all__ = [
    "Counts",
    "Dossier",
    "FormState",
    "Line",
    "applied_in",
    "companies",
    "company_signer_of",
    "company_trust",
    "correctors_at",
    "counts",
    "cv",
    "cv_parts",
    "cv_words",
    "dossier",
    "dossiers",
    "enrolment_by_code",
    "facts",
    "form_state",
    "guardians_of",
    "guardians_trust",
    "held_up",
    "imports_of",
    "lacks_when_signed",
    "learners_known",
    "open_corrections",
    "own",
    "rows",
    "school_rows",
    "texts_of",
    "to_renew",
    "waits_for_school",
    "with_form",
    "with_other_task",
]
