"""Mail that does not arrive: who follows the learner hears of it, because nobody else can."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from erasdu.ground.post.queries import lost_among
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.states import LIVE
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import Item


def came_back(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Learners and guardians of running candidacies whose newest mail came back from the address they still have."""
    rows = Candidacy.objects.filter(state__in=LIVE, call__stay_until__gte=on, learner__erased_at=None)
    rows = rows.exclude(call__state=Call.State.ARCHIVED).select_related("learner", "call")
    about = {row.learner_id: row for row in rows}
    by_pk = {row.pk: row for row in about.values()}
    for guardian in Guardian.objects.filter(candidacy__in=by_pk).select_related("person"):
        about.setdefault(guardian.person_id, by_pk[guardian.candidacy_id])
    lost = lost_among(about if pks is None else about.keys() & set(pks))
    acting, coordinating = acting_for({about[pk].school_id for pk in lost}), office()
    found = []
    for pk in sorted(lost):
        row = about[pk]
        relations = {"self": acting.get(row.school_id, ()) or coordinating, "coordinator": coordinating}
        item = Item("mail_came_back", "people.person", pk, UNKNOWN, None, relations, until=row.call.stay_until)
        page = reverse("dossier", args=[row.key])
        schools = frozenset({row.school_id})
        found.append(Thing(item, schools, row.learner.given_name, page, call=row.call, dossier=row.key))
    return found
