"""Where who works with the site does what several people lack alike: the list that holds just these."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, PARTNER
from erasdu.office.notices.queries.things import Thing

OF_STAY = "mobilities.mobility"
STARTS = "/"
STAGES = {"complete_file": "returned", "cv_complete": "draft", "learner_confirmed": "unconfirmed"}
"""What waits of a candidate → where one stands of whom it does; what else holds up a file, once one is selected."""


def page_of_all(group: Sequence[Thing], person: int) -> str:
    """The one page that all of these have for this reader, else the list of their call."""
    pages = {thing.page_of(person) for thing in group}
    if len(pages) == 1:
        return pages.pop()
    first = group[0]
    if first.item.what == "mail_came_back":
        return reverse("notices:index")
    if first.call is None:
        return STARTS
    if first.requirement is not None and first.stay is not None:
        return _of_stays(first, first.stay, person)
    return LISTS.get(first.item.what, _of_candidates)(first)


def _of_stays(first: Thing, stay: Mobility, person: int) -> str:
    """The board for who has it; a partner's own list of whom it sends."""
    need = first.requirement
    assert need is not None
    if need.who == PARTNER and not first.instead and not _follows(first, person):
        incoming = stay.direction == Mobility.Direction.INCOMING
        return reverse("nominations:index", args=[stay.call.key]) if incoming else STARTS
    if not (_follows(first, person) or first.instead or need.who in (COORDINATOR, CONTACT_POINT)):
        return STARTS
    asked = {"show": "here" if first.safe is not None else "left", "code": need.code}
    return f"{reverse('readiness:board', args=[stay.call.key])}?{urlencode(asked)}"


def _follows(first: Thing, person: int) -> bool:
    """Whether it is told to this reader as one who looks after it."""
    return any(person in first.item.readers.get(relation, ()) for relation in (COORDINATOR, CONTACT_POINT))


def _of_candidates(first: Thing) -> str:
    stage = STAGES.get(first.item.what, "selected")
    return f"{_of_call('candidates')(first)}?{urlencode({'stage': stage})}"


def _of_papers(first: Thing) -> str:
    """Of a stay the list of its papers; of a candidate that of the candidates."""
    ofstay = first.paper is not None and first.paper.document.subject_kind == OF_STAY
    return _of_call("mobilities:papers" if ofstay else "candidates")(first)


def _of_call(name: str) -> Callable[[Thing], str]:
    def page(first: Thing) -> str:
        assert first.call is not None
        return reverse(name, args=[first.call.key])

    return page


LISTS: Mapping[str, Callable[[Thing], str]] = {
    "sign_paper": _of_papers,
    "answer_invitation": _of_call("preparation:index"),
    "fill_in_plan": _of_call("agreements:index"),
    "assess_stay": _of_call("agreements:index"),
}
