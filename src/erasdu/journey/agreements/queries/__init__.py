"""Reading learning plans: what they say, what lacks, how their papers stand."""

from erasdu.journey.agreements.queries.assessing import (
    Reached,
    assessed,
    assessment_of,
    assessor,
    counts_as_working,
    days_there,
    reached,
    to_assess,
    to_assess_of,
)
from erasdu.journey.agreements.queries.by_hand import pages_waiting
from erasdu.journey.agreements.queries.content import (
    asked_at_home,
    candidacy_of,
    code_reaches,
    composed,
    fetcher,
    home_guardians,
    host_signer,
    invited_on,
    is_minor_then,
    keeper_to_ask,
    lacks,
    learner_contact,
    outcome_said,
    place_of,
    tasks_of,
    told,
    told_like,
    unconfirmed,
)
from erasdu.journey.agreements.queries.days import closed_at, days_of, holidays_of, is_moved
from erasdu.journey.agreements.queries.host_part import FILL_IN, SIGN, HostPart, host_parts
from erasdu.journey.agreements.queries.many import (
    COMMON,
    batches_of,
    earlier_texts,
    is_invited,
    latest_batch,
    to_begin,
    to_send,
    unread_to_send,
)
from erasdu.journey.agreements.queries.mentor import Mentor, mentor_of
from erasdu.journey.agreements.queries.pages import (
    STAGES,
    Page,
    days_asked,
    edits_of,
    exported_of,
    own_paper_of,
    page,
    plan_of,
    rows_of,
    stays_of_call,
)
from erasdu.journey.agreements.queries.standing import facts, standing_of, terms_of
from erasdu.journey.agreements.queries.tongues import Reader, Unread, best_pair, readers_to_sign, unread
from erasdu.journey.agreements.queries.week import faults_of, work_days_of
from erasdu.journey.mobilities.queries import stay_of

__all__ = [
    "COMMON", "FILL_IN", "SIGN", "STAGES", "HostPart", "Mentor", "Page", "Reached", "Reader", "Unread",
    "asked_at_home", "assessed", "assessment_of", "assessor", "batches_of", "best_pair", "candidacy_of", "closed_at",
    "code_reaches", "composed", "counts_as_working", "days_asked", "days_of", "days_there", "earlier_texts", "edits_of",
    "exported_of", "facts", "faults_of", "fetcher", "holidays_of", "home_guardians", "host_parts",
    "host_signer", "invited_on", "is_invited", "is_minor_then", "is_moved", "keeper_to_ask", "lacks", "latest_batch",
    "learner_contact",
    "mentor_of", "outcome_said", "own_paper_of", "page", "pages_waiting", "place_of", "plan_of", "reached",
    "readers_to_sign", "rows_of", "standing_of", "stay_of", "stays_of_call", "tasks_of", "terms_of",
    "to_assess", "to_assess_of", "to_begin", "to_send", "told", "told_like", "unconfirmed", "unread", "unread_to_send",
    "work_days_of",
]  # fmt: skip
