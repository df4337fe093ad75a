"""In which language each reads the mail of the day, and that all that is required has a name in it.

Parents, training companies, hosts, host families and learners from abroad come by a personal link, and read the
languages of links. Schools, partners, coordinators and learners with an account sign in, and read those of the site.
"""

import re

import pytest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override

from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import ABROAD, EVERYWHERE, OWN, speaking
from erasdu.ground.look.words import collected, duty_of, say
from erasdu.ground.paperwork import actions as papers
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.people.models import Person
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART, Requirement
from erasdu.office.notices.queries import catalogue, digests
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import Thing
from erasdu.office.notices.rules import Item
from tests.conftest import AT
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory
from tests.journey.mobilities.staying import candidacy_of, stay_of_minor
from tests.journey.selection.test_access import by_link


@pytest.mark.django_db
@pytest.mark.parametrize("language", ABROAD)
def test_who_comes_by_a_link_reads_their_own_language_and_who_signs_in_that_of_the_site(language: str) -> None:
    parent = PersonFactory(language=language)
    partner = RoleFactory(kind="contact_point", organisation=PartnerFactory(), person__language=language).person
    pupil = RoleFactory(learner=True, person__language=language).person
    assert digests.languages_of(parent) == EVERYWHERE
    assert digests.languages_of(partner) == digests.languages_of(pupil) == OWN


@pytest.mark.parametrize("language", ABROAD)
def test_a_text_that_is_known_abroad_has_no_sentence_left_in_english(language: str) -> None:
    texts = (*catalogue.letters(), *catalogue.presses(), *catalogue.lines())
    known = [text for text in texts if language in catalogue.languages_of(text)]
    own = {"matching-confirmed_parent", "matching-confirmed_guest", "matching-fell_parent", "matching-fell_guest"}
    assert own <= set(known), "parents and guests from abroad come by a link to a page in their language"
    for text in known:
        here, english = catalogue.shipped(text, language), catalogue.shipped(text, "en")
        said = [part for part in english.body.split("\n\n") if re.sub(r"\{\w+\}|\W", "", part)]
        assert [part for part in said if part in here.body.split("\n\n")] == [], text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ABROAD)
def test_all_that_is_required_has_a_name_in_the_languages_of_who_comes_by_a_link(language: str) -> None:
    """Every code, for a parent reads on the own page what holds up leaving, whoever must act."""
    reader = PersonFactory(language=language)
    for code in sorted(
        set(collected("REQUIREMENTS")) - {row.what for row in table().waits}
    ):  # those are of learners here
        with override("en"):
            english = capfirst(duty_of(code))
        with speaking(language):
            name, met = capfirst(duty_of(code)), say("REQUIREMENTS", code)
        assert name not in (code, english), f"{code} is no duty in {language}"
        with override("en"):
            assert met not in (code, say("REQUIREMENTS", code)), f"{code} has no name in {language}"
        need = Requirement(code, "open", "learner", None, frozenset({DEPART}))
        item = Item(code, "mobilities.mobility", 1, AT.date(), None, {"self": (reader.pk,)})
        thing = Thing(item, frozenset(), "Noor", link="{link:x}", requirement=need)
        _subject, text = digests.words("digest", reader, [thing], [], "", AT.date())
        assert name in text
        assert english not in text


# Of what is in order, or holds up something else than leaving: no parent reads these.
NOT_READ = {
    "form_is_signed", "assessed_after_stay", "document_valid", "entry_free", "session_none", "session_there", "session_of_age",
    "risk_seen",
}  # fmt: skip


@pytest.mark.parametrize("language", ABROAD)
def test_why_somebody_cannot_leave_is_said_in_these_languages(language: str) -> None:
    for code in set(collected("REASONS")) - NOT_READ:
        with override("en"):
            english = str(collected("REASONS")[code])
        with speaking(language):
            why = str(collected("REASONS")[code])
        assert why != english, f"{code} is not said in {language}"
        assert set(re.findall(r"%\(\w+\)s", why)) == set(re.findall(r"%\(\w+\)s", english))


@pytest.mark.django_db
def test_what_a_call_asks_of_its_own_is_named_in_english_where_its_words_are_not_read() -> None:
    need = Requirement("own_x", "open", "guardian", None, frozenset(), titles=(("nl", "Pasfoto"), ("en", "Photo")))
    for language, name in (("nl", "Pasfoto"), ("en", "Photo"), *((each, "Photo") for each in ABROAD)):
        reader = PersonFactory(language=language)
        item = Item("own_x", "mobilities.mobility", 1, AT.date(), None, {"self": (reader.pk,)})
        thing = Thing(item, frozenset(), "Noor", requirement=need)
        assert name in digests.words("digest", reader, [thing], [], "", AT.date())[1]


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("language", "heading"), [("fr", "Ce qu’il reste à faire avant"), ("pt", "O que falta fazer antes")]
)
def test_the_page_behind_a_parents_link_is_in_that_language_too(language: str, heading: str) -> None:
    stay = stay_of_minor()
    parent = candidacy_of(stay).guardians.get().person
    Person.objects.filter(pk=parent.pk).update(language=language)
    signer = Signer.objects.filter(person=parent, state="signed").latest("pk")
    papers.mail_own_page(signer, by=Actor(parent.pk, "holder"), at=AT)
    link = Link.objects.get(purpose="paperwork.own", person=parent)
    page = by_link(link, AT).get(reverse("paperwork:own_by_link", args=[link.key])).text
    assert heading in page
    with speaking(language):
        assert capfirst(duty_of("bed")) in page
        assert str(collected("REASONS")["sleeps_there"]) in page
