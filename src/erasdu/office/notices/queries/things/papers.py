"""Papers that wait for somebody who signs by a personal link."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import reverse

from erasdu.ground.paperwork.access import signs_as_staff
from erasdu.ground.paperwork.models import Reader as PaperReader
from erasdu.ground.paperwork.models import Sheet, Signer
from erasdu.ground.paperwork.states import ASKED, OPEN
from erasdu.ground.post.queries import place_of
from erasdu.ground.prepared import DAY, THESE, THOSE, Prepared
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.rules import comes_of_age
from erasdu.journey.candidacies.rules.guardians import may_tell_guardian
from erasdu.journey.mobilities.access import is_guardian
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import Thing
from erasdu.office.notices.rules import Item

KIND = "paperwork.signer"
Dossier = tuple[Candidacy | None, Mobility | None]


def to_sign(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Every signature that is waited for, less those of parents who may not be told any more."""
    rows = WAITING.of(days=[on]) if pks is None else list(_waiting(on).filter(pk__in=pks))
    dossiers, readers = _dossiers(rows), _readers(rows)
    acting, coordinating = acting_for({pk for pks in readers.values() for pk in pks}), office()
    guardians = _guardians(dossiers.values())
    found = []
    for signer in rows:
        document = signer.envelope.document
        candidacy, mobility = dossiers.get((document.subject_kind, document.subject_pk), (None, None))
        if is_guardian(signer.role) and not _may_tell(candidacy, mobility, on):
            continue
        assert signer.link is not None
        assert signer.asked_at is not None
        others = guardians.get(candidacy.pk if candidacy else 0, ()) if is_guardian(signer.role) else ()
        relations = {
            "self": (signer.person_id,),
            "other_guardian": tuple(pk for pk in others if pk != signer.person_id),
            "contact_point": tuple(dict.fromkeys(pk for one in readers[document.pk] for pk in acting.get(one, ()))),
            "coordinator": coordinating,
        }
        if signs_as_staff(signer):
            relations["staff"] = (signer.person_id,)
        since, due = brussels_date(signer.asked_at), signer.envelope.due_on
        item = Item("sign_paper", KIND, signer.pk, since, due, relations, until=_until(signer, candidacy))
        learner = candidacy.learner if candidacy else mobility.person if mobility else None
        about = candidacy or mobility
        found.append(
            Thing(
                item, frozenset(readers[document.pk]), learner.given_name if learner else "",
                reverse("paperwork:show", args=[document.key]), place_of(signer.link), paper=signer.envelope,
                dossier=candidacy.key if candidacy else "", call=about.call if about else None,
            )
        )  # fmt: skip
    return found


def _until(signer: Signer, candidacy: Candidacy | None) -> date:
    """A parent signs nothing any more from the eighteenth birthday on."""
    due = signer.envelope.due_on
    if candidacy is None or candidacy.birth_date is None or not is_guardian(signer.role):
        return due
    return min(due, comes_of_age(candidacy.birth_date) - timedelta(days=1))


def _waiting(on: date) -> QuerySet[Signer]:
    """Asked, in time, by link; not while the paper is held up, or lies here as a scan."""
    scanned = Sheet.objects.filter(envelope=OuterRef("envelope"), state="ask")
    frozen = Q(envelope__document__frozen_at__isnull=False) & (
        Q(envelope__document__lifted_at=None) | Q(envelope__document__lifted_at__lt=F("envelope__document__frozen_at"))
    )
    rows = Signer.objects.filter(
        ~Exists(scanned), state=ASKED, envelope__state=OPEN, link__isnull=False, link__revoked_at=None,
        envelope__due_on__gte=on, person__erased_at=None,
    )  # fmt: skip
    return rows.exclude(frozen).select_related("envelope__document", "link", "organisation").order_by("pk")


WAITING = Prepared(lambda: _waiting(DAY))
READERS = Prepared(
    lambda: (
        PaperReader.objects.filter(document__in=THESE, until=None, organisation__isnull=False)
        .order_by("pk")
        .values_list("document", "organisation")
    )
)
STAYS = Prepared(
    lambda: (
        Mobility.objects.filter(Q(pk__in=THESE) | Q(profile__candidacy__in=THOSE, cancelled_at=None))
        .select_related("person")
        .order_by("pk")
    )
)
CANDIDACIES = Prepared(
    lambda: Candidacy.objects.filter(Q(pk__in=THESE) | Q(profile__in=THOSE)).select_related("learner")
)
GUARDIANS = Prepared(
    lambda: Guardian.objects.filter(candidacy__in=THESE).order_by("position").values_list("candidacy", "person")
)


def _readers(rows: Iterable[Signer]) -> dict[int, list[int]]:
    """Document → the organisations that follow it."""
    found: dict[int, list[int]] = {signer.envelope.document_id: [] for signer in rows}
    for document, organisation in READERS.of(found):
        found[document].append(organisation)
    return found


def _dossiers(rows: Iterable[Signer]) -> dict[tuple[str, int], Dossier]:
    """What a paper is about → the candidacy and the stay, in four queries."""
    about = {(row.envelope.document.subject_kind, row.envelope.document.subject_pk) for row in rows}
    stays = {pk for kind, pk in about if kind == "mobilities.mobility"}
    asked = {pk for kind, pk in about if kind == "candidacies.candidacy"}
    found: dict[tuple[str, int], Dossier] = {}
    mobilities = STAYS.of(stays, asked)
    candidacies = CANDIDACIES.of(asked, [row.profile_id for row in mobilities if row.profile_id])
    prefetch_related_objects(mobilities, "call")
    prefetch_related_objects(candidacies, "call")
    by_profile = {row.profile_id: row for row in candidacies}
    for row in by_profile.values():
        found["candidacies.candidacy", row.pk] = (row, None)
    for stay in mobilities:
        candidacy = by_profile.get(stay.profile_id or 0)
        found["mobilities.mobility", stay.pk] = (candidacy, stay)
        if candidacy is not None and stay.cancelled_at is None:
            found["candidacies.candidacy", candidacy.pk] = (candidacy, stay)
    return found


def _guardians(dossiers: Iterable[Dossier]) -> dict[int, tuple[int, ...]]:
    """Candidacy → the persons of its guardians."""
    pks = {candidacy.pk for candidacy, _ in dossiers if candidacy}
    found: dict[int, tuple[int, ...]] = {}
    for candidacy, person in GUARDIANS.of(pks):
        found[candidacy] = (*found.get(candidacy, ()), person)
    return found


def _may_tell(candidacy: Candidacy | None, mobility: Mobility | None, on: date) -> bool:
    agrees = mobility is not None and mobility.guardians_told_at is not None
    return bool(may_tell_guardian(candidacy.birth_date if candidacy else None, on, learner_agrees=agrees))
