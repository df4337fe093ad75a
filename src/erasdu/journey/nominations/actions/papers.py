"""Papers of the partner's own: sent, a card that was seen, and the coordinator's check against the list of clauses."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.vault import actions as vault
from erasdu.journey.nominations import access, queries, rules
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

PURPOSE = "nominations.paper"
SENT, ACCEPTED, RETURNED = HomePaper.State.SENT, HomePaper.State.ACCEPTED, HomePaper.State.RETURNED


def send_paper(
    nomination: Nomination, kind: str, upload: bytes, *, name: str, valid_from: date | None = None,
    valid_until: date | None = None, by: Actor, at: datetime,
) -> HomePaper:  # fmt: skip
    """An upload takes the place of an earlier one and waits for the coordinator. `Refused` when it cannot be kept.

    `valid_from`, `valid_until`: of an insurance and a consent the days for which it holds, as it says itself.
    """
    access.may_send_paper(by, nomination).require()
    if kind not in rules.CLAUSES:  # of a card nothing is kept
        no("card_is_not_kept").require()
    if kind in rules.DATED and (valid_from is None or valid_until is None):
        no("paper_without_days").require()
    if valid_from and valid_until and valid_until < valid_from:
        no("wished_turned").require()
    prepared = vault.prepare(upload, name=name, by=by)
    with transaction.atomic():
        paper, _made = HomePaper.objects.get_or_create(nomination=nomination, kind=kind, defaults={"sent_at": at})
        file = vault.attach(
            prepared, subject=paper, purpose=PURPOSE, keep="grant_file", delete_after=None,
            about=nomination.mobility.person, by=by, at=at,
        )  # fmt: skip
        HomePaper.objects.filter(pk=paper.pk).update(
            file=file.key, state=SENT, lacks=[], note="", sent_at=at, sent_by=by.person, checked_at=None,
            checked_by=None, valid_from=valid_from, valid_until=valid_until, present=None, agreed_for=None,
        )  # fmt: skip
        journal.record("nomination.paper_sent", subjects=[nomination, nomination.mobility], by=by, at=at, kind=kind)
    paper.refresh_from_db()
    return paper


@transaction.atomic
def see_card(
    nomination: Nomination, *, seen_by: str, seen_on: date, valid_until: date, by: Actor, at: datetime
) -> HomePaper:
    """Somebody looked at the health card: who, when, and until when it holds. Nothing else of it is kept."""
    access.may_send_paper(by, nomination).require()
    rules.check_card(valid_until, queries.last_day(nomination)).require()
    values = {"seen_by": seen_by, "seen_on": seen_on, "valid_until": valid_until, "state": ACCEPTED, "sent_at": at}
    paper, _made = HomePaper.objects.update_or_create(
        nomination=nomination, kind=rules.CARD, defaults={**values, "sent_by_id": by.person}
    )
    journal.record("nomination.card_seen", subjects=[nomination, nomination.mobility], by=by, at=at)
    return paper


@transaction.atomic
def check_paper(paper: HomePaper, *, present: Collection[str], note: str = "", by: Actor, at: datetime) -> bool:
    """Accepted when all that must stand in it does and it holds on all days of the stay that are known by now, else
    returned with what lacks. Of a newer one nothing is said."""
    access.may_check_paper(by, paper.nomination).require()
    lacks = list(rules.lacks(paper.kind, present, minor=queries.details(paper.nomination).minor))
    undated = paper.kind in rules.DATED and paper.valid_from is None  # sent before these were asked for
    if undated or queries.bare_days(paper.nomination, paper):
        lacks.append(rules.DAYS)
    state = RETURNED if lacks else ACCEPTED
    seen = HomePaper.objects.filter(pk=paper.pk, file=paper.file).exclude(file="")
    agreed_for = queries.terms_now(paper.nomination) if paper.kind == rules.AGREEMENT and not lacks else None
    values = {"state": state, "lacks": lacks, "present": sorted(present), "agreed_for": agreed_for}
    if not seen.update(**values, note=note[:300], checked_at=at, checked_by=by.person):
        no("changed_meanwhile").require()
    paper.refresh_from_db()
    subjects = [paper.nomination, paper.nomination.mobility]
    if lacks:
        journal.record("nomination.paper_returned", subjects=subjects, by=by, at=at, kind=paper.kind)
    else:
        journal.record("nomination.paper_accepted", subjects=subjects, by=by, at=at, kind=paper.kind)
    return not lacks
