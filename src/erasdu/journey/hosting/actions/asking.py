"""Informing a network: one campaign, a letter with a personal link for each, a reminder once, and a link to copy."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import address
from erasdu.ground.look.tongues import EVERYWHERE, speaking
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.actions import hasten_notice
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import compose, write
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.access import asking as access
from erasdu.journey.hosting.models import Ask, Campaign, Company, Home
from erasdu.journey.hosting.queries import asking as queries
from erasdu.journey.hosting.queries.asking import Contact
from erasdu.journey.hosting.rules.asking import AT_ONCE, LINK_DAYS, text_for
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

OFFER = "hosting.offer"
HOST = "host"  # the privacy notice of who receives
KIND = "hosting.inform"
LETTER, REMINDER = "hosting/letters/asked", "hosting/letters/reminded"
BED = "_bed"  # behind the name of a letter: the one to who offers a bed


@transaction.atomic
def inform(
    keeper: Organisation,
    *,
    call: Call,
    what: str,
    texts: Mapping[str, str],
    reply_by: date | None,
    contacts: Sequence[Contact],
    by: Actor,
    at: datetime,
) -> Campaign:
    """Ask these contacts for places or beds. Who may not be asked any more is left out; many go in the background."""
    on = brussels_date(at)
    access.may_inform(by, keeper, call, on=on).require()
    if not any(text.strip() for text in texts.values()):
        no("text_to_network_lacks").require()
    askable = [each for each in contacts if each.verdict]
    if not askable:
        no("nobody_to_ask").require()
    campaign = Campaign.objects.create(
        keeper=keeper, call=call, what=what, text=dict(texts), reply_by=reply_by, at=at, by_id=by.person
    )
    Ask.objects.bulk_create(_ask(campaign, each, at) for each in askable)
    journal.record("campaign.sent", subjects=[campaign, keeper], by=by, at=at, number=len(askable), call=call.pk)
    _in_the_background(campaign, LETTER, len(askable), at)
    return campaign


def _ask(campaign: Campaign, contact: Contact, at: datetime) -> Ask:
    row, person = contact.row, contact.person
    assert person is not None, "who may be asked is known"
    home, company = (row, None) if isinstance(row, Home) else (None, row)
    return Ask(campaign=campaign, company=company, home=home, person=person, asked_at=at)


def _in_the_background(campaign: Campaign, letter: str, number: int, at: datetime) -> None:
    if number <= AT_ONCE:
        write_letters(campaign, letter, at=at)
        return
    payload: dict[str, object] = {"campaign": campaign.pk, "letter": letter}
    enqueue(KIND, once=f"{queries.job_of(campaign)}{letter.rpartition('/')[2]}", payload=payload, due=at)


def inform_job(job: Job) -> None:
    """The letters of one campaign; those that exist are not written twice."""
    campaign = Campaign.objects.select_related("call", "keeper", "by").get(pk=job.payload["campaign"])
    write_letters(campaign, str(job.payload["letter"]), at=clock.now(), job=job)


def write_letters(campaign: Campaign, letter: str, *, at: datetime, job: Job | None = None) -> int:
    """One letter for each who did not answer, each in a transaction of its own; how many were looked at."""
    asks = list(queries.with_rows(Ask.objects.filter(campaign=campaign, answer="").order_by("pk")))
    if letter == REMINDER:
        asks = [line.ask for line in queries.results(campaign, brussels_date(at)) if line.may_remind]
    for done, ask in enumerate(asks):
        if job is not None and done % 10 == 0:
            Job.objects.filter(pk=job.pk).update(progress=done, total=len(asks))
        _letter(campaign, ask, letter, at)
    return len(asks)


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as it would go out, in one language, and how many read it."""

    language: str
    subject: str
    text: str
    readers: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a campaign would reach by mail, whom only by telephone, who is left out and why, and the letters."""

    by_mail: list[Contact]
    by_phone: list[Contact]
    left_out: list[Contact]
    letters: list[Shown]


def preview(
    keeper: Organisation,
    *,
    call: Call,
    what: str,
    texts: Mapping[str, str],
    reply_by: date | None,
    contacts: Sequence[Contact],
    by: Actor,
    at: datetime,
) -> Preview:
    """What `inform` would do with the same; nothing is kept."""
    sender = Person.objects.filter(pk=by.person or 0).first()
    draft = Campaign(keeper=keeper, call=call, what=what, text=dict(texts), reply_by=reply_by, at=at, by=sender)
    askable = [each for each in contacts if each.verdict]
    by_mail = [each for each in askable if each.by_mail]
    spoken = Counter(_read_by(each) for each in by_mail)
    reader = {_read_by(each): each for each in reversed(by_mail)}
    letters = []
    for language, readers in sorted(spoken.items(), key=lambda pair: EVERYWHERE.index(pair[0])):
        first = reader[language]
        context = {"person": first.person, **_context(draft, first.row, language)}
        subject, text = compose(_named(LETTER, draft), language, context)
        letters.append(Shown(language, subject, text, readers))
    return Preview(
        by_mail=by_mail,
        by_phone=[each for each in askable if not each.by_mail],
        left_out=[each for each in contacts if not each.verdict],
        letters=letters,
    )


def _read_by(contact: Contact) -> str:
    language = contact.person.language if contact.person else "en"
    return language if language in EVERYWHERE else "en"


def _context(campaign: Campaign, row: Company | Home, language: str) -> dict[str, object]:
    """A company is named, since one person may answer for several; a family is not: its name is a person's."""
    return {
        "company": str(row) if isinstance(row, Company) else "",
        "text": text_for(campaign.text, language),
        "campaign": campaign,
        "school": campaign.keeper.name,
        "signature": signature(campaign.by, campaign.keeper),
        "first": campaign.call.stay_from,
        "last": campaign.call.stay_until,
    }


def signature(sender: Person | None, keeper: Organisation) -> str:
    return f"{sender}\n{keeper.name}" if sender else keeper.name


def _named(letter: str, campaign: Campaign) -> str:
    return letter + BED if campaign.what == Campaign.What.BED else letter


@transaction.atomic
def _letter(campaign: Campaign, ask: Ask, letter: str, at: datetime) -> None:
    row = ask.home or ask.company
    assert row is not None
    link = link_of(row, at=at)
    once = f"{letter.rpartition('/')[2]}:{ask.key}"
    context = _context(campaign, row, ask.person.language)
    hasten_notice(ask.person, HOST, at=at)
    write(
        _named(letter, campaign),
        to=ask.person,
        once=once,
        at=at,
        about=ask,
        link=link,
        languages=EVERYWHERE,
        context=context,
    )


def link_of(row: Company | Home | None, *, at: datetime) -> Link:
    """The one personal link of who answers for a company or home; it stays the same while they do."""
    assert row is not None
    assert row.contact is not None, "who has a link is known"
    channel = "mail" if row.contact.email else "text"
    return links.issue(row.contact, OFFER, subject=row, audience=HOST, channel=channel, at=at, days=LINK_DAYS)


@transaction.atomic
def remind(campaign: Campaign, *, by: Actor, at: datetime, only: Iterable[int] | None = None) -> int:
    """One reminder for who did not answer, never a second one; how many. `only`: of these asks."""
    access.may_inform(by, campaign.keeper, campaign.call, on=brussels_date(at)).require()
    chosen = None if only is None else set(only)
    lines = [line for line in queries.results(campaign, brussels_date(at)) if line.may_remind]
    lines = [line for line in lines if chosen is None or line.ask.pk in chosen]
    if not lines:
        no("nobody_to_remind").require()
    journal.record("campaign.reminded", subjects=[campaign], by=by, at=at, number=len(lines))
    if chosen is None and len(lines) > AT_ONCE:
        _in_the_background(campaign, REMINDER, len(lines), at)
    else:
        for line in lines:
            _letter(campaign, line.ask, REMINDER, at)
    return len(lines)


@transaction.atomic
def copy_link(ask: Ask, *, by: Actor, at: datetime) -> str:
    """The address of the personal link, to send by another channel; a code is still needed to open it."""
    access.may_follow(by, ask).require()
    link = link_of(ask.home or ask.company, at=at)
    journal.record("ask.link_copied", subjects=[ask], by=by, at=at)
    return address(link)


def text_to_send(ask: Ask, address: str) -> str:
    """What to paste in a message, in the language of who gets it."""
    language = ask.person.language
    with speaking(language):
        hello = _("Hello %(name)s,") % {"name": ask.person.given_name}
        here = _("Answer here, on your phone and without an account. It takes two minutes:")
    return f"{hello}\n\n{text_for(ask.campaign.text, language)}\n\n{here}\n{address}"
