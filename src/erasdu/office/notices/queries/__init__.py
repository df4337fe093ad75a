"""Who is written to about a line of the journal, and what the letter may say: a first name, dates, a link."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import EVERYWHERE, OWN
from erasdu.ground.look.words import collected
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import coordinators, who_acts_for
from erasdu.ground.paperwork import queries as papers
from erasdu.ground.paperwork.models import Document
from erasdu.ground.paperwork.models import Reader as PaperReader
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call, DeadlineChange, Enrolment
from erasdu.journey.calls.queries import enrolled_schools, join_address, shown_code
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.membership.queries import active_members
from erasdu.journey.selection.models import Selection
from erasdu.kernel.memory import remembered
from erasdu.kernel.periods import brussels_date


@dataclass(frozen=True, slots=True)
class Reader:
    """A person to write to, about which dossier, and the letter's own words.

    `link`: of who has no account; the letter then says `{link}`, and exists in the languages of links.
    `variant`: of the text, one of those that the table names.
    """

    person: Person
    about: Model
    context: dict[str, object] = field(default_factory=dict)
    link: Link | None = None
    variant: str = ""

    def text(self, of: str) -> str:
        """The text that this reader gets, of one of the table."""
        return f"{of}_{self.variant}" if self.variant else of

    @property
    def languages(self) -> tuple[str, ...]:
        return EVERYWHERE if "link" in self.context else OWN


Who = Callable[[Line], Iterable[Reader]]


def learner(line: Line) -> Iterator[Reader]:
    """The candidate, also when they did it themselves: then it is a receipt."""
    for candidacy in _candidacies(line):
        yield Reader(candidacy.learner, candidacy, _of_candidacy(candidacy, candidacy.learner))


def told_learner(line: Line) -> Iterator[Reader]:
    """The candidate, with how and until when to complain."""
    for candidacy in _candidacies(line):
        selection = Selection.objects.filter(enrolment=candidacy.enrolment_id).first()
        complaint = {"how": selection.complaint_how, "by": selection.complaint_by} if selection else {}
        yield Reader(candidacy.learner, candidacy, _of_candidacy(candidacy, candidacy.learner) | complaint)


def learner_by_other(line: Line) -> Iterator[Reader]:
    """The candidate, when somebody else did it."""
    return (reader for reader in learner(line) if reader.person.pk != line.person)


def learner_by_day(line: Line) -> Iterator[Reader]:
    """The candidate with a file: by when to answer."""
    for candidacy in _candidacies(line):
        yield Reader(candidacy.learner, candidacy, _of_candidacy(candidacy, candidacy.learner) | _of_file(candidacy))


def school(line: Line) -> Iterator[Reader]:
    """The contact points of the candidate's school, but not who did it; with the way to the dossier."""
    for candidacy in _candidacies(line):
        extra = _of_file(candidacy) | {"site": settings.SITE_URL + reverse("dossier", args=[candidacy.key])}
        for person in _others(candidacy.school, line):
            yield Reader(person, candidacy, _of_candidacy(candidacy, person) | extra)


def members(line: Line) -> Iterator[Reader]:
    """The contact points of every active member under the call's grant agreement."""
    for call in _calls(line):
        ids = active_members(call.grant_agreement_id, brussels_date(line.at))
        yield from _of_schools(Organisation.objects.filter(pk__in=ids).order_by("pk"), call, line)


def enrolled(line: Line) -> Iterator[Reader]:
    """The contact points of every enrolled school, with the deadline that moved."""
    change = DeadlineChange.objects.filter(pk=line.data.get("change_id")).first()
    if change is None:
        return
    moved: dict[str, object] = {
        "which": collected("DEADLINES")[change.which], "old": change.old, "new": change.new, "reason": change.reason,
    }  # fmt: skip
    for call in _calls(line):
        yield from _of_schools(enrolled_schools(call), call, line, **moved)


def own_school(line: Line) -> Iterator[Reader]:
    """The contact points of a school that enrolled, or withdrew: a receipt for who did it too."""
    ids = pks(line, Enrolment)
    for enrolment in Enrolment.objects.filter(pk__in=ids).select_related("call", "school", "school__board"):
        for person in who_acts_for(enrolment.school):
            context = _of_call(enrolment.call, person) | {
                "school": enrolment.school.name,
                "code": shown_code(enrolment),
                "join": join_address(enrolment),
                "files_opening": enrolment.call.files_opening,
                "files_deadline": enrolment.call.files_deadline,
            }
            yield Reader(person, enrolment.call, context)


def paper_followers(line: Line) -> Iterator[Reader]:
    """Who follows a paper for the organisations that read it, but not who did it."""
    for document in _documents(line):
        for person in _following(document):
            if person.pk != line.person:
                yield Reader(person, document, _of_paper(document, person, line))


def paper_no(line: Line) -> Iterator[Reader]:
    """A paper was declined: who follows it reads that; a parent's no holds up a departure, so the coordinator too."""
    if not _by_guardian(line):
        yield from paper_followers(line)
        return
    for reader in paper_alarm(line):
        yield replace(reader, variant="guardian")


def _by_guardian(line: Line) -> bool:
    return settings.PAPER_AUDIENCES.get(str(line.data.get("role"))) == "guardian"


def school_and_coordinators(line: Line) -> Iterator[Reader]:
    """Who acts for the candidate's school, and every coordinator, besides who did it."""
    for candidacy in _candidacies(line):
        people = {person.pk: person for person in [*who_acts_for(candidacy.school), *coordinators()]}
        for person in people.values():
            if person.pk != line.person:
                yield Reader(person, candidacy, _of_candidacy(candidacy, person))


def paper_alarm(line: Line) -> Iterator[Reader]:
    """The same, and every coordinator: something is wrong with a paper."""
    for document in _documents(line):
        people = {person.pk: person for person in [*_following(document), *coordinators()]}
        for person in people.values():
            if person.pk != line.person:
                yield Reader(person, document, _of_paper(document, person, line))


def _documents(line: Line) -> list[Document]:
    return list(Document.objects.filter(pk__in=pks(line, Document)).order_by("pk"))


def _following(document: Document) -> list[Person]:
    rows = PaperReader.objects.filter(document=document, until=None).exclude(organisation=None)
    people: dict[int, Person] = {}
    for reader in rows.select_related("organisation__board").order_by("pk"):
        assert reader.organisation is not None
        people |= {person.pk: person for person in who_acts_for(reader.organisation)}
    return list(people.values())


def _of_paper(document: Document, reader: Person, line: Line) -> dict[str, object]:
    envelope = papers.latest(document)
    return {
        "short": papers.short_for(envelope, reader.language) if envelope else document.kind,
        "about": papers.data_of(envelope).get("about", "") if envelope else "",
        "site": settings.SITE_URL + reverse("paperwork:show", args=[document.key]),
    }


def pks(line: Line, model: type[Model]) -> list[int]:
    return [subject.pk_of for subject in line.subjects.all() if subject.kind == model._meta.label_lower]


def _candidacies(line: Line) -> list[Candidacy]:
    """The candidacies of a line, less those whose learner's data is gone."""
    return list(_known(tuple(pks(line, Candidacy))))


KNOWN = Prepared(
    lambda: Candidacy.objects.filter(pk__in=THESE, learner__erased_at=None).select_related("learner").order_by("pk")
)


@remembered
def _known(candidacies: tuple[int, ...]) -> list[Candidacy]:
    found = KNOWN.of(candidacies)
    for row in found:  # many of one call, and some of one school
        row.call, row.school = _call(row.call_id), _school(row.school_id)
    return found


@remembered
def _call(pk: int) -> Call:
    return Call.objects.get(pk=pk)


@remembered
def _school(pk: int) -> Organisation:
    return Organisation.objects.select_related("board").get(pk=pk)


def _calls(line: Line) -> list[Call]:
    return list(Call.objects.filter(pk__in=pks(line, Call)).order_by("pk"))


def _others(of: Organisation, line: Line) -> list[Person]:
    return [person for person in who_acts_for(of) if person.pk != line.person]


def _of_schools(schools: Iterable[Organisation], call: Call, line: Line, **extra: object) -> Iterator[Reader]:
    """One letter a person, also for who acts for several schools."""
    seen: set[int] = set()
    for each in schools:
        for person in who_acts_for(each):
            if person.pk not in seen:
                seen.add(person.pk)
                yield Reader(person, call, _of_call(call, person) | extra)


def _of_call(call: Call, reader: Person) -> dict[str, object]:
    title = call.title_nl if reader.language == "nl" else call.title_en
    days = {"enrolment_deadline": call.enrolment_deadline, "stay_from": call.stay_from, "stay_until": call.stay_until}
    return {"call": title, "site": settings.SITE_URL, **days}


def _of_candidacy(candidacy: Candidacy, reader: Person) -> dict[str, object]:
    names = {"learner": candidacy.learner.given_name, "school": candidacy.school.name}
    return _of_call(candidacy.call, reader) | names


def _of_file(candidacy: Candidacy) -> dict[str, object]:
    return _days_of_file(candidacy.pk)


@remembered
def _days_of_file(candidacy: int) -> dict[str, object]:
    days = CandidateFile.objects.filter(candidacy=candidacy).values("answer_by", "grace_until").first()
    return dict(days) if days else {}
