"""Whose companies and homes somebody sees, and who keeps, checks and books them.

A network is kept by one school or partner. The coordinator sees all of them; who acts for the keeper its own; a host
that came by personal link its own row. Nobody else sees a network: a learner hears of place and home by
`queries.what_learner_sees`, once both said yes.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.module_loading import import_string

from erasdu.ground.journal import clock
from erasdu.ground.links.models import Link
from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.hosting.models import Booking, Company, Evaluation, Home, Placement
from erasdu.journey.hosting.states import CONFIRMED, PLACEMENT, WITHDRAWN
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing.access import receivers
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

KEEPING = organisations.SENDING | {organisations.PARTNER}
STAY_LINK = "hosting.stay"  # of parents, and of who comes here: where somebody works and sleeps
HOLDER = "holder"  # of a personal link that stands for no role: it acts for its person alone

# -- rows ------------------------------------------------------------------------------------------


def keepers_for(actor: Actor) -> QuerySet[Organisation]:
    """The open schools and partners whose network the actor keeps or sees."""
    keepers = Organisation.objects.filter(kind__in=KEEPING, closed_at=None)
    if actor.is_coordinator:
        return keepers
    return keepers.filter(pk__in=actor.scope) if actor.is_contact_point else keepers.none()


def companies_for(actor: Actor) -> QuerySet[Company]:
    return Company.objects.filter(_own(actor)).select_related("organisation", "keeper", "contact", "town")


def placements_for(actor: Actor) -> QuerySet[Placement]:
    rows = Placement.objects.filter(_own(actor, "company__"))
    return rows.select_related("company__organisation", "company__keeper", "mentor")


def homes_for(actor: Actor) -> QuerySet[Home]:
    return Home.objects.filter(_own(actor)).select_related("keeper", "contact", "town")


def bookings_for(actor: Actor) -> QuerySet[Booking]:
    """What is taken in the networks that the actor keeps; a host by link does not see who comes here."""
    rows = naming(actor, Booking.objects.all()).select_related(
        "mobility__person", "placement__company__organisation", "placement__company__keeper", "room__home__keeper"
    )
    if actor.is_coordinator:
        return rows
    if not actor.is_contact_point:
        return rows.none()
    mine = Q(placement__company__keeper__in=actor.scope) | Q(room__home__keeper__in=actor.scope)
    return rows.filter(mine)


def known_to(actor: Actor) -> Q:
    """Of which bookings the actor reads who it is. Of who would go abroad a partner reads that only once all agreed,
    and for as long as data of learners may be there."""
    if not actor.is_partner:
        return Q(pk__isnull=False)
    here = Q(mobility__direction=Mobility.Direction.INCOMING) | Q(mobility__sending__in=actor.scope)
    there = receivers(actor, clock.today())
    agreed = Q(placement__company__keeper__in=there) | Q(room__home__keeper__in=there)
    return here | Q(state=CONFIRMED) & agreed


def naming(actor: Actor, rows: QuerySet[Booking]) -> QuerySet[Booking]:
    """Each with `known`."""
    named: QuerySet[Booking] = rows.annotate(known=ExpressionWrapper(known_to(actor), output_field=BooleanField()))
    return named


def stays_by_link(actor: Actor, *, at: datetime) -> QuerySet[Mobility]:
    """The live stay that the link in this actor's hand opens. Of parents only while they may still be told."""
    link = Link.objects.filter(pk=actor.link, purpose=STAY_LINK, revoked_at=None).first() if actor.link else None
    if link is None:
        return Mobility.objects.none()
    told = link.audience != "guardian" or mobilities.check_telling(link.subject_kind, link.subject_pk, "guardian_1", at)
    rows = Mobility.objects.filter(pk=link.subject_pk, cancelled_at=None)
    return rows.select_related("person", "call", "sending", "receiving") if told else rows.none()


def evaluations_for(actor: Actor) -> QuerySet[Evaluation]:
    """What was found of companies and homes; hosts do not read it."""
    if actor.is_coordinator:
        return Evaluation.objects.all()
    if not actor.is_contact_point:
        return Evaluation.objects.none()
    return Evaluation.objects.filter(Q(company__keeper__in=actor.scope) | Q(home__keeper__in=actor.scope))


def _own(actor: Actor, path: str = "") -> Q:
    if actor.is_coordinator:
        return Q()
    if actor.is_contact_point:
        return Q(**{f"{path}keeper__in": actor.scope})
    if actor.via == "link" and actor.role == HOLDER and actor.person is not None:
        return Q(**{f"{path}contact": actor.person})
    return Q(pk__in=())


# -- networks --------------------------------------------------------------------------------------


def may_keep(actor: Actor, keeper: Organisation) -> Verdict:
    """Put companies and homes in the network of a school or partner: its contact point, and the coordinator."""
    return all_of(
        _keeps(actor, keeper.pk),
        YES if keeper.kind in KEEPING else no("keeps_no_network"),
        YES if keeper.closed_at is None else no("keeper_closed"),
    )


def may_see_networks(actor: Actor) -> Verdict:
    """The pages of hosting at all."""
    return YES if actor.is_coordinator or actor.is_contact_point else no("not_your_role")


# -- companies and their places --------------------------------------------------------------------


def may_edit_company(actor: Actor, company: Company) -> Verdict:
    return all_of(_keeps_or_is(actor, company), _company_live(company))


def may_pause_company(actor: Actor, company: Company) -> Verdict:
    """Not asked and not proposed for now; what is booked stands."""
    return all_of(_keeps_or_is(actor, company), _company_live(company), _not(company.paused_at, "company_paused"))


def may_resume_company(actor: Actor, company: Company) -> Verdict:
    paused = YES if company.paused_at else no("company_not_paused")
    return all_of(_keeps_or_is(actor, company), _company_live(company), paused)


def may_withdraw_company(actor: Actor, company: Company) -> Verdict:
    """For good, with all its places; what was booked there is released."""
    return all_of(_keeps_or_is(actor, company), _company_live(company))


def may_offer(actor: Actor, company: Company) -> Verdict:
    """A new place at a company."""
    return all_of(_keeps_or_is(actor, company), _company_live(company))


def may_edit_placement(actor: Actor, placement: Placement) -> Verdict:
    gone = no("placement_withdrawn") if placement.state == WITHDRAWN else YES
    return all_of(_keeps_or_is(actor, placement.company), _company_live(placement.company), gone)


def may_pause_placement(actor: Actor, placement: Placement) -> Verdict:
    return _step(actor, placement, "pause")


def may_resume_placement(actor: Actor, placement: Placement) -> Verdict:
    return _step(actor, placement, "resume")


def may_withdraw_placement(actor: Actor, placement: Placement) -> Verdict:
    """For good; what was booked there is released."""
    return _step(actor, placement, "withdraw")


def may_renew_placement(actor: Actor, placement: Placement) -> Verdict:
    """Offer the same again for another window, also when it was withdrawn since."""
    return all_of(_keeps_or_is(actor, placement.company), _company_live(placement.company))


def may_evaluate_company(actor: Actor, company: Company) -> Verdict:
    """Say how it was there: who keeps it, not the company itself."""
    return _keeps(actor, company.keeper_id)


# -- homes -----------------------------------------------------------------------------------------


def may_edit_home(actor: Actor, home: Home) -> Verdict:
    """What it is like there, its rooms and nights: the keeper, or the household by its own link."""
    return all_of(_keeps_or_is(actor, home), _home_live(home))


def may_pause_home(actor: Actor, home: Home) -> Verdict:
    """Not asked and not proposed for now; what is booked stands."""
    return all_of(_keeps_or_is(actor, home), _home_live(home), _not(home.paused_at, "home_paused"))


def may_resume_home(actor: Actor, home: Home) -> Verdict:
    paused = YES if home.paused_at else no("home_not_paused")
    return all_of(_keeps_or_is(actor, home), _home_live(home), paused)


def may_withdraw_home(actor: Actor, home: Home) -> Verdict:
    """For good; what was booked there is released."""
    return all_of(_keeps_or_is(actor, home), _home_live(home))


def may_check_home(actor: Actor, home: Home) -> Verdict:
    """Write down visit, interview, and that extracts were seen: never the household about itself."""
    return all_of(_keeps(actor, home.keeper_id), _home_live(home))


def may_know_checks(actor: Actor, home: Home) -> Verdict:
    """Read why a home is not proposable; everybody else hears only that it is not available."""
    return may_know_checks_of(actor, home.keeper_id)


def may_know_checks_of(actor: Actor, keeper: int) -> Verdict:
    """The same of every home that this organisation keeps."""
    return _keeps(actor, keeper)


def may_evaluate_home(actor: Actor, home: Home) -> Verdict:
    """Say how it was there: who keeps it, not the household itself."""
    return _keeps(actor, home.keeper_id)


# -- bookings --------------------------------------------------------------------------------------


def may_book_place(actor: Actor, placement: Placement) -> Verdict:
    """The coordinator, the keeper, and the background work of the matching."""
    company = placement.company
    return all_of(
        _books(actor, company.keeper_id),
        _company_live(company),
        _not(company.paused_at, "company_paused"),
        YES if placement.state in PLACEMENT.sources("pause") else no("placement_not_offered"),
    )


def may_book_bed(actor: Actor, home: Home) -> Verdict:
    """The same; whether the home is proposable for this learner is asked when it is booked."""
    return all_of(_books(actor, home.keeper_id), _home_live(home))


def may_confirm(actor: Actor, booking: Booking) -> Verdict:
    """All parties said yes: it is no longer only held."""
    return all_of(_books(actor, keeper_of(booking)), _booked(booking), _by_hand(actor, booking))


def may_release(actor: Actor, booking: Booking) -> Verdict:
    return all_of(_books(actor, keeper_of(booking)), _booked(booking), _by_hand(actor, booking))


def may_move(actor: Actor, booking: Booking) -> Verdict:
    """To the other days of its stay: who sets those, the coordinator and the background work."""
    sets = actor.is_coordinator or actor.role == SYSTEM_ROLE
    return all_of(YES if sets else no("not_your_role"), _booked(booking))


def _by_hand(actor: Actor, booking: Booking) -> Verdict:
    """What a match joins is confirmed and let go with it: there everybody says yes, and everybody hears it."""
    on_board = actor.role != SYSTEM_ROLE and bool(matched([booking.mobility_id]))
    return no("decided_on_board") if on_board else YES


def matched(stays: Iterable[int]) -> frozenset[int]:
    """Of these stays those that have a match; the step after this one knows."""
    found: frozenset[int] = import_string(settings.STAY_MATCHED)(stays)
    return found


def keeper_of(booking: Booking) -> int:
    """The organisation in whose network the place or bed is."""
    if booking.placement is not None:
        return booking.placement.company.keeper_id
    assert booking.room is not None, "a booking is of a place or of a room"
    return booking.room.home.keeper_id


def may_ask_commitment(actor: Actor, host: Company | Home) -> Verdict:
    """Have the host sign before somebody comes: who keeps it, and the background work once a place is certain."""
    live = _home_live(host) if isinstance(host, Home) else _company_live(host)
    return all_of(_books(actor, host.keeper_id), live)


# -- parts -----------------------------------------------------------------------------------------


def _keeps(actor: Actor, keeper: int) -> Verdict:
    if actor.is_coordinator:
        return YES
    if not actor.is_contact_point:
        return no("not_your_role")
    return YES if keeper in actor.scope else no("network_not_yours")


def _keeps_or_is(actor: Actor, row: Company | Home) -> Verdict:
    own = actor.via == "link" and actor.role == HOLDER and actor.person is not None
    return YES if own and row.contact_id == actor.person else _keeps(actor, row.keeper_id)


def _books(actor: Actor, keeper: int) -> Verdict:
    return YES if actor.role == SYSTEM_ROLE else _keeps(actor, keeper)


def _step(actor: Actor, placement: Placement, name: str) -> Verdict:
    fits = placement.state in PLACEMENT.sources(name)
    here = YES if fits else no("placement_not_so")
    return all_of(_keeps_or_is(actor, placement.company), _company_live(placement.company), here)


def _company_live(company: Company) -> Verdict:
    return _not(company.withdrawn_at, "company_withdrawn")


def _home_live(home: Home) -> Verdict:
    return _not(home.withdrawn_at, "home_withdrawn")


def _booked(booking: Booking) -> Verdict:
    return _not(booking.released_at, "booking_released")


def _not(moment: object, code: str) -> Verdict:
    return YES if moment is None else no(code)
