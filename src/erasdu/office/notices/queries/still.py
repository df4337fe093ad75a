"""What is asked once more before it is told: nobody reads a question that nobody has to answer any more.

A letter of the night goes in the morning, one whose mail server is down days later, and news wait for the next digest.
When in doubt it is told.
"""

from collections.abc import Iterable
from datetime import datetime

from erasdu.ground.journal.models import Line
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import DRAFT
from erasdu.journey.matching.models import Answer
from erasdu.office.notices.models import News

OF_FILE = {"place_granted": ("granted", "granted_at"), "file_returned": ("returned", "returned_at")}
TO_FILL_IN = ("invited_to_apply", "form_reopened")
ASKED, OF_PARTNER = "place_asked", "place_asked_partner"


def still_asked(letter: Letter, at: datetime) -> str | None:
    """As it is, as long as the place waits for an answer, the file is returned, the form is to be filled in.

    Of two about the same the newest goes: it says the day that counts.
    """
    text = letter.template.rpartition("/")[2]
    if letter.about_kind != Candidacy._meta.label_lower:
        return letter.text
    if text in OF_FILE:
        state, since = OF_FILE[text]
        files = CandidateFile.objects.filter(candidacy=letter.about_pk, state=state)
        return letter.text if files.exclude(**{f"{since}__gt": letter.created_at}).exists() else None
    if text in TO_FILL_IN:
        return letter.text if Candidacy.objects.filter(pk=letter.about_pk or 0, state=DRAFT).exists() else None
    return letter.text


def still_news(news: Iterable[News]) -> list[News]:
    """Without the places that wait for no yes of that side any more. Two queries when such places are among them."""
    kept = list(news)
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
