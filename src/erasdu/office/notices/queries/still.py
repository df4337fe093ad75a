"""What is asked once more before it is told: nobody reads a question that nobody has to answer any more.

A letter of the night goes in the morning, one whose mail server is down days later, and news wait for the next digest.
When in doubt it is told.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from erasdu.ground.journal.models import Line
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import DRAFT, LIVE
from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.selection.models import Decision
from erasdu.office.notices.models import News
from erasdu.office.notices.queries.stops import letter_is_stopped, without_stopped

ASKED, OF_PARTNER = "place_asked", "place_asked_partner"


def still_asked(letter: Letter, at: datetime) -> str | None:
    """As it is, as long as what it tells of a candidacy is so, and its row of the table is not stopped for its call.

    Of two about the same the newest goes: it says the day that counts.
    """
    if letter_is_stopped(letter):
        return None
    if letter.about_kind == Mobility._meta.label_lower:
        return letter.text if _goes(letter) else None
    holds = HOLDS.get(letter.template.rpartition("/")[2])
    if holds is None or letter.about_kind != Candidacy._meta.label_lower or holds(letter):
        return letter.text
    return None


def _goes(letter: Letter) -> bool:
    """Of the days of a stay nobody reads any more who heard meanwhile that there is no stay."""
    cancelled = Mobility.objects.filter(pk=letter.about_pk or 0).exclude(cancelled_at=None)
    return "/days_" not in letter.template or not cancelled.exists()


def _of_file(state: str, since: str) -> Callable[[Letter], bool]:
    """The file is in this state, and did not come to it once more after the letter."""

    def holds(letter: Letter) -> bool:
        files = CandidateFile.objects.filter(candidacy=letter.about_pk, state=state)
        return files.exclude(**{f"{since}__gt": letter.created_at}).exists()

    return holds


def _in_state(*states: str) -> Callable[[Letter], bool]:
    def holds(letter: Letter) -> bool:
        return _candidacy(letter, *states).exists()

    return holds


def _candidacy(letter: Letter, *states: str) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(pk=letter.about_pk or 0, state__in=states)


def _lapsed(letter: Letter) -> bool:
    """Who got a place after all, or does not want to go any more, is not asked whether they still do."""
    return CandidateFile.objects.filter(
        candidacy=letter.about_pk, state="lapsed", candidacy__state__in=LIVE
    ).exists()  # fmt: skip


def _selected(letter: Letter) -> bool:
    """The school decides no otherwise, as far as it decided here."""
    others = Decision.objects.filter(candidacy=letter.about_pk).exclude(outcome=Decision.Outcome.SELECTED)
    return _candidacy(letter, *LIVE).exists() and not others.exists()


def _confirmed(letter: Letter) -> bool:
    """Who handed the form to the school since then need not be told to fill it in."""
    return _candidacy(letter, *LIVE).exclude(applied_at__gt=letter.created_at).exists()


def _proposed(letter: Letter) -> bool:
    """Some of the English still waits for a yes or no."""
    return _candidacy(letter, *LIVE).filter(profile__corrections__answer="").exists()


# Text of a letter about a candidacy → whether it is still so.
HOLDS: Mapping[str, Callable[[Letter], bool]] = {
    "place_granted": _of_file("granted", "granted_at"),
    "file_returned": _of_file("returned", "returned_at"),
    "invited_to_apply": _in_state(DRAFT),
    "form_reopened": _in_state(DRAFT),
    "lapsed_learner": _lapsed,
    "selected": _selected,
    "learner_confirmed": _confirmed,
    "correction_proposed": _proposed,
}


def still_news(news: Iterable[News]) -> list[News]:
    """Without the places that wait for no yes of that side any more, and without what is stopped for a call.

    Two queries when such places are among them.
    """
    kept = without_stopped(list(news))
    lines = {one.pk: int(one.once.split(":")[1]) for one in kept if _text(one) in (ASKED, OF_PARTNER)}
    if not lines:
        return kept
    told = Line.objects.filter(pk__in=lines.values())
    matches = {line.pk: line.data["match"] for line in told if line.data.get("match")}
    open_ones = Answer.objects.filter(match__in=matches.values(), match__ended_at=None, what="")
    waiting = {
        (match, OF_PARTNER if party == Answer.Party.PARTNER else ASKED)
        for match, party in open_ones.values_list("match", "party")
        if party in (Answer.Party.PARTNER, Answer.Party.SCHOOL, Answer.Party.RECEIVER)
    }
    return [
        one for one in kept if (match := matches.get(lines.get(one.pk, 0))) is None or (match, _text(one)) in waiting
    ]


def _text(one: News) -> str:
    return one.once.partition(":")[0]
