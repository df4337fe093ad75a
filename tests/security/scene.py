"""Two schools in the same two calls, with everything a dossier may hold, and a browser for everybody.

School A's learners are called Qanary, so that one word tells whether anything of them came out.
In the first call the selection is open; in the second it is told and closed, and a file is granted.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import JSONField, Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from erasdu.ground.jobs.models import Job
from erasdu.ground.links import actions as links
from erasdu.ground.links import doors
from erasdu.ground.links.models import Link
from erasdu.ground.meetings.models import Reason
from erasdu.ground.organisations.models import ImportBatch as OrganisationsBatch
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.paperwork.models import Sheet
from erasdu.ground.people.actions import give_notice
from erasdu.ground.vault.queries import keyring
from erasdu.journey.agreements.models import DaysAsked, LearningPlan
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy, Correction, ImportBatch
from erasdu.journey.candidacies.rules import FIELDS
from erasdu.journey.hosting.actions.asking import link_of
from erasdu.journey.hosting.models import Ask, Campaign, Company, Home, Interest
from erasdu.journey.hosting.models import ImportBatch as HostsBatch
from erasdu.journey.insurance.models import Cover, DocumentRule
from erasdu.journey.matching.models import Answer, Board, Match, Run
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Division, Loan
from erasdu.journey.nominations.models import ImportBatch as NominationBatch
from erasdu.journey.preparation.models import ArrivalCheck, EntryRule, Support, TravelPaper
from erasdu.journey.preparation.queries import about as about_support
from erasdu.journey.readiness.models import LetPass, OwnRequirement, Said
from erasdu.journey.selection.models import Complaint, Lot, Report, Selection
from erasdu.journey.sharing.models import Share
from erasdu.kernel.keys import new_key
from erasdu.office.notices.models import Stop
from erasdu.office.outreach.models import Message, Note
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory, GuardianFactory, ProfileFactory
from tests.factories.hosting import BookingFactory, HomeFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.meetings import InvitationFactory, MeetingFactory
from tests.factories.membership import MembershipFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import (
    CoordinatorOrganisationFactory,
    PartnerFactory,
    PersonFactory,
    RoleFactory,
    SchoolFactory,
)
from tests.factories.paperwork import paper
from tests.factories.post import LetterFactory
from tests.factories.selection import (
    AssessmentFactory,
    InputFactory,
    InterviewFactory,
    PanellistFactory,
    PracticalFactory,
    PublicityFactory,
    SelectionFactory,
)

CANARY = "Qanary"
EARLIER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class House:
    """One school with its people and dossiers. `keys`: kind of thing → keys of it that are this school's alone."""

    school: Organisation
    contact: Role
    teacher: Role
    assessor: Role
    open: Enrolment
    done: Enrolment
    selection: Selection
    learners: dict[str, Candidacy] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def has(self, kind: str, *rows: Any) -> None:
        self.keys.setdefault(kind, []).extend(row.key for row in rows)


@dataclass
class World:
    a: House
    b: House
    calls: tuple[Call, Call]
    coordinator: Role
    administrator: Role
    partner: Role  # of another partner than the one whose learners come
    abroad: "Abroad"


@dataclass
class Abroad:
    """A partner with a learner whom it nominated, called as those of school A are."""

    contact: Role
    keys: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = NominationFactory(partner=self.contact.organisation, mobility__person__family_name=CANARY)
        batch = NominationBatch.objects.create(call=made.call, partner=made.partner, at=EARLIER)
        batch.nominations.add(made)
        link = links.issue(made.mobility.person, "nominations.profile", subject=made, audience="incoming", at=AT)
        give_notice(made.mobility.person, "incoming", "screen", at=EARLIER)
        self.links = {"nominations.profile": link}
        self.keys = {"partner": [made.partner.key], "nomination": [made.key], "nomination batch": [batch.key]}

    def is_shown(self, house: House) -> None:
        """The profile of a learner of school A, whom it sends, is shared with this partner."""
        stay = Mobility.objects.get(key=house.keys["mobility"][0])
        shared = Share.objects.create(
            mobility=stay, partner=self.contact.organisation, snapshot={"given_name": "Noor"}, shared_at=EARLIER,
        )  # fmt: skip
        self.keys["share"] = [shared.key]
        comes = NominationFactory(accepted=True, mobility__person__family_name=CANARY, mobility__receiving=house.school)
        house.has("incoming of a", comes)
        division = Division.objects.create(call=comes.call, at=EARLIER)
        loan = Loan.objects.create(
            call=comes.call, keeper=SchoolFactory(), to_school=house.school, home=HomeFactory(), at=EARLIER
        )
        self.keys |= {"division": [division.key], "loan": [loan.key]}
        house.has("share of a", shared)


def world() -> World:
    calls = CallFactory(), CallFactory()
    office = CoordinatorOrganisationFactory()
    coordinator = RoleFactory(coordinator=True, organisation=office)
    administrator = RoleFactory(administrator=True, organisation=office)
    a, b = house(calls, CANARY, coordinator), house(calls, "Peeters", coordinator)
    partner = RoleFactory(organisation=PartnerFactory())
    abroad = Abroad(RoleFactory(organisation=PartnerFactory()))
    abroad.is_shown(a)
    made = World(a, b, calls, coordinator, administrator, partner, abroad)
    for role in (coordinator, administrator, a.contact, b.contact, partner, abroad.contact):
        give_notice(role.person, role.kind, "screen", at=EARLIER)
    return made


def house(calls: tuple[Call, Call], family_name: str, coordinator: Role) -> House:
    school = SchoolFactory(name=f"Atheneum {family_name[0]}")
    contact = RoleFactory(organisation=school)
    teacher = RoleFactory(organisation=school, teacher=True)
    assessor = RoleFactory(organisation=school, interviewer=True)
    grant = calls[0].grant_agreement
    first = EnrolmentFactory(call=calls[0], school=school, contact=contact.person, remark="Wij willen graag.")
    second = EnrolmentFactory(call=calls[1], school=school, contact=contact.person)
    selection = SelectionFactory(enrolment=first, lead=contact.person)
    made = House(school, contact, teacher, assessor, first, second, selection)
    made.has("organisation", school)
    made.has("role", contact, teacher, assessor)
    made.has("enrolment", first, second)
    made.has("selection", selection)
    made.keys["join"] = [first.join_code]
    made.has("membership", MembershipFactory(organisation=SchoolFactory(), grant_agreement=grant, interest=True))
    _open(made, family_name)
    _done(made, family_name, coordinator)
    _links(made)
    _received(made, calls[0], family_name)
    _asking(made, family_name)
    return made


def _received(made: House, call: Call, family_name: str) -> None:
    """A foreign learner whom the school receives, on its board, with a match that a company and a family were asked."""
    stay = StayFactory(
        call=call, direction="incoming", sending=PartnerFactory(), receiving=made.school,
        person__family_name=family_name, profile=ProfileFactory(occupation="cook"),
    )  # fmt: skip
    board = Board.objects.create(call=call, direction="incoming", receiving=made.school)
    place = PlacementFactory(company__keeper=made.school)
    room = RoomFactory(home__keeper=made.school)
    match = Match.objects.create(
        mobility=stay, placement=place, room=room, starts_on=call.stay_from, ends_on=call.stay_until, state="asked",
        at=EARLIER,
    )  # fmt: skip
    family = Answer.objects.create(match=match, party="family", person=room.home.contact, asked_at=EARLIER)
    made.has("board", board)
    made.has("stay", stay)
    made.has("answer", family)
    made.has("run", Run.objects.create(board=board, asked_at=EARLIER))
    host = room.home.contact
    made.links["matching.answer"] = links.issue(host, "matching.answer", subject=family, audience="host", at=EARLIER)
    give_notice(host, "host", "screen", at=EARLIER)
    made.links["hosting.stay"] = links.issue(
        stay.person, "hosting.stay", subject=stay, audience="incoming", at=EARLIER
    )  # fmt: skip
    give_notice(stay.person, "incoming", "screen", at=EARLIER)


def _learner(made: House, enrolment: Enrolment, name: str, family_name: str, **traits: Any) -> Candidacy:
    row: Candidacy = CandidacyFactory(
        enrolment=enrolment, learner__family_name=family_name, learner__phone="+32470998877", **traits
    )
    made.learners[name] = row
    made.has("candidacy", row)
    give_notice(row.learner, "learner", "screen", at=EARLIER)
    return row


def _open(made: House, family_name: str) -> None:
    """The first call: a selection at work."""
    given = {"applied": True, "eligible": True, "minor": True}
    for name in ("one", "two"):
        row = _learner(made, made.open, name, family_name, **given)
        GuardianFactory(candidacy=row, person__family_name=f"{family_name}-Ouder", person__phone="+32470112233")
        InterviewFactory(candidacy=row, by=made.contact.person, notes=f"Gesprek met {family_name}.")
        asked = InputFactory(candidacy=row, role=made.teacher, given=name == "one")
        PracticalFactory(candidacy=row)
        PublicityFactory(candidacy=row)
        made.has("input", asked)
    PanellistFactory(selection=made.selection, role=made.contact)
    PanellistFactory(selection=made.selection, role=made.assessor)
    made.has("assessment", AssessmentFactory(candidacy=made.learners["one"], role=made.contact, final=True, values=7))
    made.has("assessment", AssessmentFactory(candidacy=made.learners["one"], role=made.assessor, values=6))
    Lot.objects.create(candidacy=made.learners["two"], selection=made.selection, number=3, at=EARLIER)
    draft = _learner(made, made.open, "draft", family_name, complete=True)
    correction = Correction.objects.create(
        profile=draft.profile, field="texts_en.motivation", before="I want to learn.", after="I would like to learn.",
        by=made.teacher.person, at=EARLIER,
    )  # fmt: skip
    made.has("correction", correction)
    made.has("reader", _learner(made, made.open, "unconfirmed", family_name, unconfirmed=True).learner)
    batch = ImportBatch.objects.create(enrolment=made.open, by=made.contact.person, at=EARLIER)
    batch.candidacies.add(_learner(made, made.open, "imported", family_name, way="import"))
    made.has("batch", batch)
    _papers(made, family_name)
    _network(made, family_name)


def _network(made: House, family_name: str) -> None:
    """A company with a place and a family with a bed, both booked."""
    placement = PlacementFactory(company__keeper=made.school, company__contact__family_name=f"{family_name}-Zaak")
    home = HomeFactory(keeper=made.school, name=f"Familie {family_name}", contact__family_name=family_name)
    room = RoomFactory(home=home)
    made.has("company", placement.company)
    made.has("placement", placement)
    made.has("home", home)
    made.has("adult", home.adults.get().person)
    stay = StayFactory(sending=made.school, person__family_name=family_name, call=made.open.call)
    made.has("booking", BookingFactory(placement=placement, mobility=stay))
    made.has("booking", BookingFactory(placement=None, room=room, mobility=stay))


def _papers(made: House, family_name: str) -> None:
    """A paper that a parent signs, on which nobody at the school has said anything, and a scan of it."""
    parent = made.learners["one"].guardians.get().person
    envelope = paper(
        made.learners["one"], "candidacies.guardian_approval", "guardian_1", person=parent, reader=made.school
    )
    made.has("document", envelope.document)
    signer = envelope.signers.get()
    made.has("signer", signer)
    for purpose in ("paperwork.sign", "paperwork.own"):
        made.links[purpose] = links.issue(parent, purpose, subject=signer, audience="guardian", channel="text", at=AT)
    sheet = Sheet.objects.create(
        file="none", sha256="0" * 64, envelope=envelope, page=1, at=EARLIER, school=made.school, batch=new_key()
    )
    made.has("sheet", sheet)
    made.keys["scan"] = [sheet.batch]


def _done(made: House, family_name: str, coordinator: Role) -> None:
    """The second call: told, closed, handed in and granted."""
    told = SelectionFactory(enrolment=made.done, lead=made.contact.person, told=True)
    made.has("selection", told)
    for name, trait in (("granted", "granted"), ("handed in", "handed_in"), ("returned", "returned")):
        row = _learner(made, made.done, name, family_name, applied=True, eligible=True)
        file = CandidateFileFactory(candidacy=row, outcome="selected", **{trait: True})
        made.has("file", file)
        if file.mobility:
            made.has("mobility", file.mobility)
            _plan(made, file.mobility)
            _insured(made, file.mobility)
            _prepared(made, file.mobility)
    row = made.learners["granted"]
    Selection.objects.filter(pk=told.pk).update(told_on=date(2026, 11, 20))
    made.has("report", *Report.objects.filter(selection=told))
    complaint = Complaint.objects.create(candidacy=row, text=f"{family_name} klaagt.", received_at=EARLIER)
    made.has("complaint", complaint)
    call_of = Note.objects.create(
        candidacy=row, by=coordinator.person, at=EARLIER, text=f"{family_name} belt terug.", follow_up_on=date(2026, 11, 24)
    )  # fmt: skip
    made.has("note", call_of)
    message = Message.objects.create(
        by=coordinator.person, at=EARLIER, role="learner", subject=f"Aan {family_name}", text="Dag", recipients=1
    )
    message.candidacies.add(row)
    made.has("message", message)
    made.has("letter", LetterFactory(person=row.learner, subject="Uw mening", failed=True))
    waits = {
        "template": "paperwork/letters/sign",
        "subject": "Te tekenen",
        "due": EARLIER + timedelta(days=9),
    }
    made.has("letter waiting", LetterFactory(person=row.learner, **waits))
    quiet = {"reason": "De school belt zelf.", "at": EARLIER}
    made.has("stop", Stop.objects.get_or_create(call=row.call, row="enrol/self/enrol/digest", defaults=quiet)[0])


def _asking(made: House, family_name: str) -> None:
    """The company and the home of the network were asked, somebody stands at the open door, and there was an import."""
    call = CallFactory(incoming=True, title_nl=f"Ontvangen {family_name[0]}")
    company = Company.objects.get(key=made.keys["company"][0])
    home = Home.objects.get(key=made.keys["home"][0])
    text = {"nl": f"Groeten van {family_name}"}
    for what, row in (("place", company), ("bed", home)):
        campaign = Campaign.objects.create(keeper=made.school, call=call, what=what, text=text, at=EARLIER)
        ask = Ask.objects.create(campaign=campaign, person=row.contact, asked_at=EARLIER, **{row._meta.model_name: row})
        made.has("campaign", campaign)
        made.has(f"ask {what}", ask)
        made.links[f"hosting.offer {what}"] = link_of(row, at=EARLIER)
        give_notice(row.contact, "host", "screen", at=EARLIER)
    person = PersonFactory(family_name=family_name)
    made.has(
        "interest", Interest.objects.create(keeper=made.school, what="bed", person=person, town="Lier", at=EARLIER)
    )
    batch = HostsBatch.objects.create(keeper=made.school, what="companies", at=EARLIER)
    batch.companies.add(company)
    made.has("hosts batch", batch)
    made.keys["door"] = [made.school.key]


def _plan(made: House, stay: Mobility) -> None:
    """The learning agreement of a stay, with the links of host and school."""
    plan = LearningPlan.objects.create(mobility=stay, started_at=EARLIER, mentor_name=f"Mentor van {stay.person}")
    made.has("plan", plan)
    days = {"first": date(2027, 3, 1), "last": date(2027, 3, 12), "why": f"Voor {stay.person}"}
    made.has("asked days", DaysAsked.objects.create(plan=plan, at=EARLIER, **days))
    host = PersonFactory()
    made.links["agreements.host"] = links.issue(host, "agreements.host", subject=plan, audience="host", at=EARLIER)
    give_notice(host, "host", "screen", at=EARLIER)
    made.links["agreements.assess"] = links.issue(host, "agreements.assess", subject=plan, audience="host", at=EARLIER)
    role = made.contact
    made.links["agreements.school"] = links.issue(role.person, "agreements.school", subject=plan, role=role, at=EARLIER)


def _insured(made: House, stay: Mobility) -> None:
    """An insurance of one stay, and one of the school for all its learners."""
    days = {
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "territory": ["world"],
        "activities": ["work"],
    }
    insurer = f"Verzekeraar {stay.person.family_name}"
    made.has("cover", Cover.objects.create(mobility=stay, kind="accident", insurer=insurer, entered_at=EARLIER, **days))
    policy = Cover.objects.create(
        organisation=made.school, kind="liability", insurer=insurer, entered_at=EARLIER, **days
    )
    made.has("policy", policy)
    reason = f"{stay.person.family_name} slaapt bij familie."
    asks = {"title_nl": "Kopie", "title_en": "Copy", "who": "learner", "days_before": 9, "added_at": EARLIER}
    word = {"role": "learner", "remark": f"Van {stay.person}", "by": stay.person, "at": EARLIER}
    asked = OwnRequirement.objects.create(call=stay.call, **asks)
    made.has("said", Said.objects.create(own=asked, mobility=stay, **word))
    made.has("let pass", LetPass.objects.create(mobility=stay, code="bed", gate="depart", reason=reason, at=EARLIER))


def _prepared(made: House, stay: Mobility) -> None:
    """A passport that was seen, support that was agreed, and a session of the school to which a parent is invited."""
    on, name = date(2026, 11, 20), stay.person.family_name
    paper = TravelPaper.objects.create(
        mobility=stay, kind="passport", seen_by=name, seen_on=on, valid_until=date(2030, 1, 1), entered_at=EARLIER
    )
    made.has("travel paper", paper)
    check = ArrivalCheck.objects.create(
        mobility=stay, kind="presence_notice", seen_by=name, seen_on=on, entered_at=EARLIER
    )
    made.has("arrival check", check)
    key = new_key()
    closed = keyring().close_json(name, about_support(key))
    made.has("support", Support.objects.create(key=key, mobility=stay, closed=closed, agreed_at=EARLIER))
    meeting = MeetingFactory(organiser=made.school, about_pk=stay.call_id, title_nl=f"Avond van {name}")
    guest = InvitationFactory(meeting=meeting, person__family_name=name)
    Reason.objects.create(invitation=guest, role="guardian", subject_kind="mobilities.mobility", subject_pk=stay.pk)
    made.has("meeting", meeting)
    made.has("guest", guest)
    made.links["meetings.answer"] = links.issue(
        guest.person, "meetings.answer", subject=guest, audience="guardian", at=EARLIER
    )
    give_notice(guest.person, "guardian", "screen", at=EARLIER)


def _links(made: House) -> None:
    one, draft = made.selection, made.learners["draft"]
    for purpose, subject, role in (
        ("selection.input", one, made.teacher),
        ("selection.assess", one, made.assessor),
        ("candidacies.correct", draft, made.teacher),
    ):
        made.links[purpose] = links.issue(role.person, purpose, subject=subject, role=role, at=EARLIER)
        give_notice(role.person, role.kind, "screen", at=EARLIER)


def office_things(made: World) -> dict[str, list[str]]:
    """What belongs to no school."""
    batch = OrganisationsBatch.objects.create(what="schools", at=EARLIER)
    rule = DocumentRule.objects.create(
        country="PT", nationalities="all", document="ehic", source="brief", since=EARLIER.date(), entered_at=EARLIER
    )
    entry = EntryRule.objects.create(
        nationals="MA",
        home="BE",
        to="schengen",
        outcome="visa",
        source="brief",
        since=EARLIER.date(),
        entered_at=EARLIER,
    )
    own = OwnRequirement.objects.create(
        call=made.calls[0],
        title_nl="Pasfoto",
        title_en="Photo",
        who="learner",
        days_before=9,
        gates=["depart"],
        added_at=EARLIER,
    )
    job = Job.objects.create(kind="notices.again", once="once", due=EARLIER, failed_at=EARLIER)
    return {
        "office batch": [batch.key],
        "job": [job.key],
        "document rule": [rule.key],
        "entry rule": [entry.key],
        "own": [own.key],
        "grant": [made.calls[0].grant_agreement.key],
        "call": [call.key for call in made.calls],
    }


# -- browsers --------------------------------------------------------------------------------------


def signed_in(role: Role, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(role.person.account)
    session = client.session
    session["role"] = role.pk
    session.pop("first_things", None)
    session.save()
    return client


def learner(candidacy: Candidacy, **options: Any) -> Client:
    return signed_in(Role.objects.get(person=candidacy.learner_id, kind="learner", until=None), **options)


def by_links(*given: Link, **options: Any) -> Client:
    """A browser in which these personal links were opened."""
    client = Client(**options)
    session = client.session
    session[doors.VISITS] = {link.key: AT.isoformat() for link in given}
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


# -- every address ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Route:
    """One pattern of the real configuration: its name with namespace, its arguments, and the view."""

    name: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]
    pattern: str

    def address(self, **values: str) -> str:
        return reverse(self.name, kwargs=values)

    @property
    def shown(self) -> bool:
        """Whether looking may find a page: not where the view takes a POST only."""
        at: Any = self.view
        while at is not None:
            if at.__code__.co_filename.endswith("django/views/decorators/http.py"):
                told = dict(zip(at.__code__.co_freevars, at.__closure__ or (), strict=True))
                if "request_method_list" in told:
                    return "GET" in told["request_method_list"].cell_contents
            at = getattr(at, "__wrapped__", None)
        return True


def routes() -> list[Route]:
    return ROUTES


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, pattern, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            arguments = tuple(each.pattern.converters) or tuple(each.pattern.regex.groupindex)
            yield Route(space + (each.name or ""), arguments, each.callback, pattern)


ROUTES = list(_walk(get_resolver(), "", ""))  # read at once: what the demo adds depends on the settings of that moment


def ours() -> list[Route]:
    """Routes of our own pages that take an argument; not those of the sign-in library."""
    return [r for r in routes() if not r.pattern.startswith("accounts/") and ":" in r.name + ":"]


# What each argument of each page is; a new page with an argument must be put in.
_CANDIDACIES = {
    "candidacies:import_done": "batch", "candidacies:undo_import": "batch",
    "candidacies:candidates": "enrolment", "candidacies:enter": "enrolment", "candidacies:import": "enrolment",
    "candidacies:correct_by_link": "link candidacies.correct",
}  # fmt: skip
_SIGNERS = (
    "sign", "paper", "copy", "picture", "decline", "pass_on", "question", "wrong_address", "not_me", "mail_own", "revoke",
    "remind", "resend", "copy_link", "hand_out_code", "staff_mail_own", "own_code", "attest", "correct", "seen", "choose",
    "record", "sign_elsewhere",
)  # fmt: skip
_DOCUMENTS = (
    "scanned", "read_scans", "refuse_scans", "file_record", "show", "read", "lift", "file", "printed", "evidence", "withdraw",
)  # fmt: skip
_OF_A_HOME = ("home", "rooms", "checks", "add_adult", "remove_adult", "extract", "take_back")
_PLACES, _BEDS = (
    ("", "_place", "_same_place", "_place_back", "_change_place", "_no"),
    ("_beds", "_same_beds", "_beds_back"),
)
KINDS: dict[str, str] = {
    **{f"paperwork:{name}": "signer" for name in _SIGNERS},
    **{f"paperwork:{name}": "document" for name in _DOCUMENTS},
    "paperwork:loose": "sheet", "paperwork:take_away": "sheet",
    "paperwork:sign_by_link": "link paperwork.sign", "paperwork:own_by_link": "link paperwork.own",
    "paperwork:own_printed": "link paperwork.own",
    **{f"mobilities:{name}": "mobility" for name in ("ask_papers", "permission", "card", "card_file", "tell_guardians", "about", "describe", "tell_needs",
                                                       "take_needs_back")},
    "agreements:assess_by_link": "link agreements.assess", "agreements:host_by_link": "link agreements.host", "agreements:school_by_link": "link agreements.school",
    **{f"nominations:{name}": "link nominations.profile" for name in ("profile_by_link", "needs_by_link", "needs_back_by_link")},
    "admissions:call_up": "call", "reserve": "board", "nominations:undo_division": "division", "nominations:end_loan": "loan",
    **dict.fromkeys(("nominations:incoming_learner", "nominations:incoming_open", "nominations:incoming_copy"), "incoming of a"),
    "sharing:revoke": "share of a", **dict.fromkeys(("sharing:show", "sharing:open", "sharing:copy"), "share"),
    "sharing:ground": "partner", "sharing:end_grounds": "partner",
    **dict.fromkeys(("nominations:import_done", "nominations:undo_import"), "nomination batch"),
    "board": "call", "candidates": "call", "dossier": "candidacy", "send_again": "letter", "try_again": "job", "rehearsal:stop": "job",
    "post:letter": "letter",
    "organisations:import_done": "office batch", "organisations:undo_import": "office batch",
    "organisations:edit_contact": "role", "organisations:end_role": "role", "organisations:show": "organisation",
    "organisations:edit": "organisation", "organisations:close": "organisation", "organisations:reopen": "organisation",
    "organisations:add_contact": "organisation",
    "membership:activate": "membership", "membership:end": "membership", "membership:show": "grant",
    "membership:edit": "grant", "membership:remove": "grant", "membership:take_in": "grant",
    "membership:papers": "membership", "membership:send_papers": "membership",
    "membership:agreement": "organisation", "membership:send_partner": "organisation",
    **dict.fromkeys(("calls:enrolment", "calls:change_enrolment", "calls:learner_deadline", "calls:withdraw_enrolment",
                     "calls:renew_code", "calls:poster"), "enrolment"),
    **dict.fromkeys(("calls:show", "calls:edit", "calls:delete", "calls:publish", "calls:archive", "calls:move_deadline",
                     "calls:schools", "calls:enrol"), "call"),
    "mobilities:show": "mobility", "mobilities:plan": "mobility",
    **_CANDIDACIES,
    "selection:start": "enrolment", "selection:input_by_link": "link selection.input",
    "selection:assess_by_link": "link selection.assess",
    **{f"selection:own{end}": "candidacy" for end in ("", "_practical", "_publicity", "_scores", "_complaint")},
    **{f"hosting:{name}": "company" for name in ("company", "offer")},
    **{f"hosting:{verb}_company": "company" for verb in ("edit", "pause", "resume", "withdraw", "evaluate", "commit")},
    **{f"hosting:{verb}_placement": "placement" for verb in ("edit", "pause", "resume", "withdraw", "renew")},
    **{f"hosting:{verb}_home": "home" for verb in ("edit", "pause", "resume", "withdraw", "evaluate", "commit")},
    **{f"hosting:{name}": "home" for name in _OF_A_HOME},
    **{f"hosting:{name}": "organisation" for name in ("network", "add_company", "add_home")},
    "insurance:edit": "cover", "insurance:end": "cover", "insurance:policy": "policy", "insurance:end_policy": "policy", "insurance:bring_back": "policy",
    "insurance:end_rule": "document rule", "preparation:end_entry_rule": "entry rule",
    "readiness:stay": "mobility", "readiness:let_pass": "mobility", "readiness:end_let_pass": "let pass",
    **dict.fromkeys(("readiness:confirm_said", "readiness:not_yet", "readiness:take_back"), "said"),
    **dict.fromkeys(("readiness:asked_by_link", "readiness:say_by_link", "readiness:take_back_by_link"), "link paperwork.own"),
    "readiness:file": "candidacy", "readiness:let_pass_file": "candidacy",
    **dict.fromkeys(("readiness:end", "readiness:bring_back", "readiness:done", "readiness:undone"), "own"),
    "hosting:stay": "mobility", "hosting:confirm": "booking", "hosting:release": "booking",
    **dict.fromkeys(("matching:index", "matching:whole", "matching:destination", "matching:school"), "call"),
    "matching:answer": "answer", "matching:family": "answer", "matching:answer_by_link": "link matching.answer", "hosting:stay_by_link": "link hosting.stay",
    **dict.fromkeys(("matching:stop", "matching:progress"), "run"),
    **dict.fromkeys(("hosting:take_in", "hosting:turn_away"), "interest"),
    **dict.fromkeys(("hosting:import_done", "hosting:undo_import"), "hosts batch"),
    **dict.fromkeys(("hosting:campaign", "hosting:remind"), "campaign"), "hosting:copy_link": "ask place",
    **{f"hosting:own{page}": "link hosting.offer place" for page in _PLACES},
    **{f"hosting:own{page}": "link hosting.offer bed" for page in _BEDS},
    **{f"hosting:ask{page}": "ask place" for page in _PLACES}, **{f"hosting:ask{page}": "ask bed" for page in _BEDS},
    **{f"meetings:{name}": "meeting" for name in ("show", "edit", "cancel", "screen", "material", "door")},
    **{f"meetings:{name}": "guest" for name in ("present", "absent", "withdraw", "invitation", "file")},
    **{
        f"meetings:{name}": "link meetings.answer"
        for name in (
            "answer_by_link", "file_by_link", "mine_by_link", "make_calendar_by_link", "end_calendar_by_link",
            "other_by_link", "other_file_by_link",
        )
    },
    "meetings:calendar_by_link": "link hosting.stay",
    **{f"notices:{name}": "letter waiting" for name in ("letter", "stop", "rewrite", "let_go")}, "notices:start_kind": "stop", "preparation:invite": "meeting", "preparation:end_paper": "travel paper", "preparation:end_check": "arrival check",
    **dict.fromkeys(("preparation:arrange_support", "preparation:end_support"), "support"),
    "outreach:sent": "message", "outreach:done": "note", "links:notice": "link selection.input",
}  # fmt: skip
BY_NAMESPACE = {
    "candidacies": "candidacy", "selection": "selection", "admissions": "file", "nominations": "nomination",
    "matching": "board",
    "agreements": "plan",
}  # fmt: skip
BY_ARGUMENT = {
    "enrolment": "enrolment", "candidacy": "candidacy", "candidate": "candidacy", "call": "call",
    "correction": "correction", "report": "report", "signer": "signer", "organisation": "organisation", "code": "join", "batch": "scan",
    "partner": "partner", "mobility": "mobility", "adult": "adult", "stay": "stay", "school": "organisation",
    "keeper": "organisation", "door": "door", "invitation": "guest", "place": "placement", "person": "reader",
    "asked": "asked days", "own": "own", "said": "said",
}  # fmt: skip
# Arguments that name no row: each with its possible values.
WORDS: dict[str, tuple[str, ...]] = {
    "language": ("nl", "en"),
    "paper": ("ehic", "consent"),
    "on": ("2026-11-28",),  # five days after the learner with a draft was seen
    "text": ("selected", "sign_paper"),
    "service": ("voorbeeld",),
    "thing": ("emergency_contact",),
    "version": ("1",),
    "page": ("1",),
    "token": ("A" * 43,),
    "day": ("2026-11-22",),
    "destination": ("999999",),
    "direction": ("outgoing", "incoming"),
    "how": ("refuse", "withdraw"),
    "side": ("school", "host"),
    "signed": ("nl", "en"),
    "beside": ("pt",),
    "part": tuple(FIELDS),
    "subject": ("who", "house", "guests"),
    "what": ("schools", "contacts", "partners", "place", "bed", "companies", "homes"),
    "kind": ("school", "board", "group", "company", "partner", "training_centre"),
    "audience": ("learner", "contact_point", "teacher"),
}


def kind_of(route: Route, argument: str) -> str:
    """Of which thing an argument is the key; "" when it names no row."""
    if argument in WORDS:
        return ""
    if argument == "key":
        space = route.name.partition(":")[0]
        return KINDS.get(route.name) or BY_NAMESPACE.get(space, "")
    return BY_ARGUMENT.get(argument, "")


def everybody(made: World, **options: Any) -> dict[str, tuple[Client, dict[str, list[str]]]]:
    """Who works in school A or above it: a browser, and the keys of what is theirs."""
    a, office = made.a, office_things(made)
    own = {**a.keys, "call": office["call"], "grant": office["grant"]}
    office = {**office, **made.abroad.keys}
    given = {**a.links, **made.abroad.links}
    by_link = {f"link {purpose}": [link.key] for purpose, link in given.items()}
    own_draft, own_place = a.learners["draft"], a.learners["granted"]
    return {
        "coordinator": (signed_in(made.coordinator, **options), {**own, **office}),
        "administrator": (signed_in(made.administrator, **options), {**office, "organisation": [a.school.key],
                          "role": [made.coordinator.key], "letter": a.keys["letter"]}),
        "contact point": (signed_in(a.contact, **options), own),
        "partner": (signed_in(made.abroad.contact, **options), {"organisation": made.abroad.keys["partner"],
                    "call": office["call"], **made.abroad.keys}),
        "learner with a draft": (learner(own_draft, **options), {"candidacy": [own_draft.key],
                                 "correction": a.keys["correction"], "call": office["call"]}),
        "learner in a selection": (learner(a.learners["one"], **options), {"candidacy": [a.learners["one"].key]}),
        "learner with a place": (learner(own_place, **options), {"candidacy": [own_place.key],
                                 "file": a.keys["file"][:1], "mobility": a.keys["mobility"],
                                 "plan": a.keys["plan"]}),
        "by link": (by_links(*given.values(), **options), {**by_link, "selection": [a.selection.key],
                    "candidacy": [a.learners["one"].key, a.learners["two"].key]}),
        "nobody": (Client(**options), {"call": office["call"], "join": a.keys["join"], "door": a.keys["door"]}),
    }  # fmt: skip


WHO = (
    "coordinator", "administrator", "contact point", "partner", "learner with a draft", "learner in a selection",
    "learner with a place", "by link", "nobody",
)  # fmt: skip


def addresses(keys: dict[str, list[str]], *, each: bool = False, shown: bool = False) -> Iterator[str]:
    """Every page of ours that these keys fill, and the pages without argument; `each`: with each of the keys.
    `shown`: without what only takes a POST."""
    for route in routes():
        if shown and not route.shown:
            continue
        if not route.view.__module__.startswith("erasdu.") or not route.name or "(" in route.pattern:
            continue
        kinds = [(argument, kind_of(route, argument)) for argument in route.arguments]
        if route.name in ("links:door", "demo:enter", "people:nothing_here"):
            continue
        if any(kind not in keys if kind else a not in WORDS for a, kind in kinds):
            continue
        choices = [(keys[kind] if each else keys[kind][:1]) if kind else WORDS[a] for a, kind in kinds]
        for values in product(*choices):
            yield route.address(**dict(zip(route.arguments, values, strict=True)))


# -- the database before and after -----------------------------------------------------------------

# What looking may change: sessions, what a form sent twice needs, limits, and where a browser is signed in.
UNSEEN = {"sessions.Session", "journal.Receipt", "people.Session", "jobs.Heartbeat"}


def every_row(*, without: tuple[str, ...] = ()) -> dict[str, dict[int, tuple[Any, ...]]]:
    """Model → id → the row as the database has it, of all our tables; `named` says what stands where."""
    found = {}
    with connection.cursor() as cursor:
        for label, table, place in _tables():
            if label not in without:
                cursor.execute(f"SELECT * FROM {table}")
                found[label] = {row[place]: row for row in cursor.fetchall()}
    return found


@cache
def _tables() -> list[tuple[str, str, int]]:
    """Model, its quoted table, and where the id stands in a row."""
    found = [(m._meta.label, connection.ops.quote_name(m._meta.db_table)) for m in _models()]
    return [(label, table, _columns(table).index("id")) for label, table in found if label not in UNSEEN]


@cache
def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE 1 = 0")
        return [column[0] for column in cursor.description]


def named(label: str, row: tuple[Any, ...] | None) -> dict[str, Any]:
    """Column → value of one row of that model; what is stored as JSON is read."""
    if row is None:
        return {}
    fields = apps.get_model(label)._meta
    structured = {field.column for field in fields.concrete_fields if isinstance(field, JSONField)}
    columns = _columns(connection.ops.quote_name(fields.db_table))
    return {
        column: json.loads(value) if column in structured and isinstance(value, str) else value
        for column, value in zip(columns, row, strict=True)
    }


def _models() -> list[type[Model]]:
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return [m for m in found if any(f.name == "id" for f in m._meta.fields)]


def changes(before: Any, after: Any) -> dict[str, Any]:
    """What differs, in few words, for the message of a failing test."""
    found = {}
    for label in before:
        if before[label] != after[label]:
            ids = before[label].keys() | after[label].keys()
            found[label] = [pk for pk in ids if before[label].get(pk) != after[label].get(pk)]
    return found
