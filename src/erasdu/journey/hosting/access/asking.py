"""Who informs a network, follows the answers, answers for a host by telephone, and sees who came in by the door."""

from datetime import date

from django.db.models import QuerySet

from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting import access
from erasdu.journey.hosting.models import Ask, Campaign, Company, Home, ImportBatch, Interest
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def campaigns_for(actor: Actor) -> QuerySet[Campaign]:
    rows = Campaign.objects.filter(keeper__in=access.keepers_for(actor))
    return rows.select_related("keeper", "call", "by")


def asks_for(actor: Actor) -> QuerySet[Ask]:
    rows = Ask.objects.filter(campaign__in=campaigns_for(actor))
    return rows.select_related(
        "campaign__call", "campaign__keeper", "company__organisation", "company__keeper", "home__keeper", "person"
    )


def interests_for(actor: Actor) -> QuerySet[Interest]:
    return Interest.objects.filter(keeper__in=access.keepers_for(actor)).select_related("keeper", "person")


def imports_for(actor: Actor) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(keeper__in=access.keepers_for(actor)).select_related("keeper", "by")


def company_at_door(actor: Actor, pk: int) -> Company | None:
    """The company of a personal link, while its holder is still the contact there."""
    return access.companies_for(actor).filter(pk=pk, withdrawn_at=None).first() if actor.via == "link" else None


def home_at_door(actor: Actor, pk: int) -> Home | None:
    return access.homes_for(actor).filter(pk=pk, withdrawn_at=None).first() if actor.via == "link" else None


def receives_in(keeper: Organisation, call: Call) -> bool:
    """Schools receive in calls that bring learners in; partners in calls that send to their country."""
    if keeper.kind == organisations.PARTNER:
        return call.outgoing and call.destinations.filter(country=keeper.country).exists()
    return call.incoming


def may_inform(actor: Actor, keeper: Organisation, call: Call, *, on: date) -> Verdict:
    return all_of(
        access.may_keep(actor, keeper),
        YES if call.state == Call.State.PUBLISHED else no("call_not_published"),
        YES if receives_in(keeper, call) else no("call_not_of_keeper"),
        YES if call.stay_until >= on else no("call_is_over"),
    )


def may_follow(actor: Actor, ask: Ask) -> Verdict:
    """Remind, copy the link, answer by telephone."""
    return access.may_keep(actor, ask.campaign.keeper)


def may_answer(actor: Actor, row: Company | Home) -> Verdict:
    """Decline, pause, stop: the host itself by link, or its keeper for it."""
    return access.may_edit_company(actor, row) if isinstance(row, Company) else access.may_edit_home(actor, row)


def may_come_in(keeper: Organisation) -> Verdict:
    """Leave a name at the open door of a school or partner: anybody, while it keeps a network."""
    here = keeper.kind in access.KEEPING and keeper.closed_at is None
    return YES if here else no("keeper_closed")


def may_decide(actor: Actor, interest: Interest) -> Verdict:
    """Confirm or refuse who came in by the door."""
    return access.may_keep(actor, interest.keeper)


def may_undo_import(actor: Actor, batch: ImportBatch) -> Verdict:
    return all_of(access.may_keep(actor, batch.keeper), no("hosts_import_undone") if batch.undone_at else YES)
