"""Who must do what a call asks says that it is done; the school looks at it, or their word is enough."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.journal.models import Line
from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.readiness import actions, queries, rules
from erasdu.journey.readiness.models import Done, Said
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART, Requirement
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.followers import take
from erasdu.office.notices.queries.things import things
from erasdu.web.queries import homes
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.mobilities.staying import learner_of
from tests.journey.selection.test_access import by_link
from tests.office.notices.test_asked_by_a_call import Doors, asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ON = AT.date()
ENGLISH = {"Accept-Language": "en"}


def holder(person: Person) -> Actor:
    return Actor(person.pk, "holder", via="link")


def state(own: Any, stay: Any) -> Requirement:
    return next(one for one in queries.requirements_of([stay], ON)[stay.pk] if one.code == rules.PREFIX + own.key)


def waits(own: Any) -> list[Any]:
    return [one for one in things(ON) if one.item.what.startswith(rules.PREFIX + own.key)]


@pytest.mark.requirement("R34")
@pytest.mark.parametrize("who", ["guardian", "training_company", "host", "family"])
def test_behind_a_link_it_is_said_in_one_press_and_the_school_looks_at_it(who: str, client_as) -> None:
    found = Doors()
    own, link = asked(found.stay, who), found.open(who)
    client, here = by_link(link, AT), reverse("readiness:asked_by_link", args=[link.key])
    start = client.get(
        reverse("hosting:own" if who in ("host", "family") else "paperwork:own_by_link", args=[link.key])
    )
    assert here in start.text
    say = reverse("readiness:say_by_link", args=[link.key, own.key, found.stay.key])
    assert client.post(say, {"remark": "Gisteren afgegeven."}).url == here
    item = state(own, found.stay)
    assert (item.state, item.who, item.why, item.met) == ("waiting", "contact_point", "own_said", False)
    (told,) = waits(own)
    assert (told.item.readers["self"], told.item.under) == ((found.contact.pk,), "look_at_said")
    school = actor_of(found.contact.roles.get(kind="contact_point"))
    assert ("look_at_said", 1) in [(one.code, one.number) for one in homes.contact_point(school, AT, "title_nl").todos]
    desk = client_as(found.contact.roles.get(kind="contact_point"))
    assert "Gisteren afgegeven." in desk.get(reverse("readiness:to_look_at")).text
    (row,) = Said.objects.all()
    desk.post(reverse("readiness:confirm_said", args=[row.key]), {"back": "stay"})
    assert state(own, found.stay).met
    page = desk.get(reverse("readiness:stay", args=[found.stay.key]), headers=ENGLISH).text
    assert "Gisteren afgegeven." in page
    assert str(row.by) in page
    assert not waits(own)
    back = reverse("readiness:take_back_by_link", args=[link.key, row.key])
    assert client.post(back).status_code == 409
    assert state(own, found.stay).met


@pytest.mark.parametrize("who", ["guardian", "host"])
def test_each_thing_has_its_own_no_and_the_school_finds_another_way(who: str, client_as) -> None:
    found = Doors()
    own, other, link = asked(found.stay, who), asked(found.stay, who), found.open(who)
    type(own).objects.filter(pk=own.pk).update(word_enough=True)
    client, here = by_link(link, AT), reverse("readiness:asked_by_link", args=[link.key])
    assert client.get(here).text.count('value="cannot"') == 2
    say = reverse("readiness:say_by_link", args=[link.key, own.key, found.stay.key])
    assert client.post(say, {"remark": " ", "say": "cannot"}).status_code == 422
    assert state(own, found.stay).who == who
    assert client.post(say, {"remark": "Wij hebben geen auto.", "say": "cannot"}).url == here
    item = state(own, found.stay)
    assert (item.state, item.who, item.why, item.met) == ("open", "contact_point", "own_cannot", False)
    assert (state(other, found.stay).who, state(other, found.stay).why) == (who, "own_of_call")
    assert all(found.contact.pk in one.item.readers.get("self", ()) for one in waits(own)), "they hear no more of it"
    desk = client_as(found.contact.roles.get(kind="contact_point"))
    assert "Wij hebben geen auto." in desk.get(reverse("readiness:to_look_at")).text
    (row,) = Said.objects.all()
    with pytest.raises(Refused, match="own_cannot_be_done"):
        actions.confirm(row, by=actor_of(found.contact.roles.get(kind="contact_point")), at=AT)
    page = desk.get(reverse("readiness:stay", args=[found.stay.key]), headers=ENGLISH).text
    assert "It cannot be done, they say:" in page
    back = reverse("readiness:take_back_by_link", args=[link.key, row.key])
    assert client.post(back).status_code == 302
    assert (state(own, found.stay).who, state(own, found.stay).why) == (who, "own_of_call")
    client.post(say, {"remark": "Toch niet.", "say": "cannot"})
    row = Said.objects.latest("pk")
    desk.post(reverse("readiness:not_yet", args=[row.key]), {"reason": "De school rijdt."})
    assert state(own, found.stay).who == who
    client.post(say, {"remark": "Nog niet.", "say": "cannot"})
    desk.post(reverse("readiness:done", args=[own.key, found.stay.key]), {"evidence": "De school deed het."})
    assert state(own, found.stay).met
    assert Said.objects.latest("pk").answer == "confirmed"


def test_it_goes_back_with_a_reason_by_mail_and_is_said_again(client_as) -> None:
    found = Doors()
    own, link = asked(found.stay, "guardian"), found.open("guardian")
    actions.say_done(own, found.stay, remark="", by=holder(found.parent), at=AT)
    desk, row = client_as(found.contact.roles.get(kind="contact_point")), Said.objects.get()
    post = reverse("readiness:not_yet", args=[row.key])
    assert desk.post(post, {"reason": ""}).status_code == 422
    desk.post(post, {"reason": "De foto is niet leesbaar."})
    assert (state(own, found.stay).who, state(own, found.stay).state) == ("guardian", "open")
    take(Line.objects.get(code="own_requirement.not_yet"))
    letter = Letter.objects.get(template="notices/letters/own_not_yet", person=found.parent)
    assert "De foto is niet leesbaar." in letter.text
    assert found.stay.person.family_name not in letter.text
    page = by_link(link, AT).get(reverse("readiness:asked_by_link", args=[link.key])).text
    assert "De foto is niet leesbaar." in page
    actions.say_done(own, found.stay, remark="", by=holder(found.parent), at=AT)
    assert state(own, found.stay).why == "own_said"
    with pytest.raises(Refused, match="own_said_looked_at"):
        actions.confirm(row, by=actor_of(found.contact.roles.get()), at=AT)


@pytest.mark.parametrize(
    ("link", "email", "text"),
    [
        (True, "mama@example.org", "own_not_yet"),
        (False, "mama@example.org", "own_not_yet_by_phone"),
        (False, "", "own_not_yet_unreached"),
        (True, "", "own_not_yet_unreached"),
    ],
)
def test_whose_link_works_no_longer_reads_whom_to_call_and_without_an_address_the_school_telephones(
    link: bool, email: str, text: str
) -> None:
    found = Doors()
    own, _opened = asked(found.stay, "guardian"), found.open("guardian")
    actions.say_done(own, found.stay, remark="", by=holder(found.parent), at=AT)
    desk = found.contact.roles.get(kind="contact_point")
    Organisation.objects.filter(pk=found.stay.sending_id).update(phone="+3215123456")
    Person.objects.filter(pk=found.parent.pk).update(email=email)
    if not link:
        Link.objects.filter(person=found.parent).update(revoked_at=AT)
    actions.not_yet(Said.objects.get(), reason="De foto is niet leesbaar.", by=actor_of(desk), at=AT)
    take(Line.objects.get(code="own_requirement.not_yet"))
    letter = Letter.objects.get(template__startswith="notices/letters/own_not_yet")
    assert letter.template == f"notices/letters/{text}"
    assert letter.person == (found.parent if email else found.contact)
    assert ("{link}" in letter.text, letter.link is None) == (text == "own_not_yet", text != "own_not_yet")
    assert ("+3215123456" in letter.text) == (text == "own_not_yet_by_phone")
    assert "De foto is niet leesbaar." in letter.text


def test_their_word_is_enough_where_the_call_says_so_and_can_be_taken_back() -> None:
    found = Doors()
    own = asked(found.stay, "guardian", gates=(DEPART,))
    own.word_enough = True
    own.save()
    by = holder(found.parent)
    for _twice in range(2):
        actions.say_done(own, found.stay, remark="Betaald.", by=by, at=AT)
    assert state(own, found.stay).met
    assert (Done.objects.get().evidence, Said.objects.count()) == ("Betaald.", 1)
    assert not queries.to_look_at(actor_of(found.contact.roles.get())).exists()
    actions.take_back(Said.objects.get(), by=by, at=AT)
    assert state(own, found.stay).holds(DEPART)
    actions.say_done(own, found.stay, remark="", by=by, at=AT)
    actions.mark_undone(own, found.stay, by=actor_of(found.contact.roles.get()), at=AT)
    assert state(own, found.stay).who == "guardian"
    codes = Line.objects.filter(code__startswith="own_requirement.").order_by("pk").values_list("code", flat=True)
    assert [code.partition(".")[2] for code in codes] == ["said", "unsaid", "said", "undone"]


def test_nobody_says_it_for_another_role_another_learner_or_once_a_parent_is_not_told_any_more() -> None:
    found, other = Doors(), Doors()
    own = asked(found.stay, "guardian")
    for by in (holder(found.company), holder(other.parent), actor_of(learner_of(found.stay)), Actor(None, "nobody")):
        with pytest.raises(Refused, match="own_not_asked_of_you"):
            actions.say_done(own, found.stay, remark="", by=by, at=AT)
    with pytest.raises(Refused, match="own_not_of_call"):
        actions.say_done(asked(other.stay, "guardian"), found.stay, remark="", by=holder(found.parent), at=AT)
    actions.say_done(own, found.stay, remark="", by=holder(found.parent), at=AT)
    said = Said.objects.get()
    for by in (holder(found.company), holder(other.parent)):
        with pytest.raises(Refused, match="own_not_asked_of_you"):
            actions.take_back(said, by=by, at=AT)
    for by in (actor_of(learner_of(found.stay)), actor_of(other.contact.roles.get())):
        with pytest.raises(Refused, match="own_not_for_you"):
            actions.confirm(said, by=by, at=AT)
    actions.take_back(said, by=holder(found.parent), at=AT)
    Candidacy.objects.filter(profile=found.stay.profile_id).update(birth_date=ON - timedelta(days=7000))
    with pytest.raises(Refused, match="own_not_asked_of_you"):
        actions.say_done(own, found.stay, remark="", by=holder(found.parent), at=AT)


def test_a_link_shows_and_takes_nothing_of_another_family(client_as) -> None:
    found, other = Doors(), Doors()
    own, theirs = asked(found.stay, "guardian"), asked(other.stay, "guardian", name="Geheim")
    link = found.open("guardian")
    client = by_link(link, AT)
    page = client.get(reverse("readiness:asked_by_link", args=[link.key])).text
    assert own.title_nl in page
    assert "Geheim" not in page
    assert client.post(reverse("readiness:say_by_link", args=[link.key, theirs.key, other.stay.key])).status_code == 404
    elsewhere = asked(found.stay, "guardian", name="Alleen voor zorg")
    elsewhere.sector = "wood_and_construction"
    elsewhere.save()
    assert (
        client.post(reverse("readiness:say_by_link", args=[link.key, elsewhere.key, found.stay.key])).status_code == 404
    )
    number = {"remark": "85.07.30-033.28"}
    say = reverse("readiness:say_by_link", args=[link.key, own.key, found.stay.key])
    assert client.post(say, number).status_code == 422
    assert not Said.objects.exists()
    assert client_as(other.contact.roles.get()).get(reverse("readiness:to_look_at")).status_code == 200


@pytest.mark.parametrize("language", ABROAD)
def test_the_page_behind_the_link_speaks_the_language_of_its_reader(language: str) -> None:
    found = Doors()
    asked(found.stay, "guardian")
    Person.objects.filter(pk=found.parent.pk).update(language=language)
    link = found.open("guardian")
    page = by_link(link, AT).get(reverse("readiness:asked_by_link", args=[link.key])).text
    button = {"fr": "C’est fait", "de": "Das ist erledigt", "es": "Está hecho", "pt": "Está feito"}
    assert button[language] in page
    assert "Copy of the passport" in page


def test_a_learner_and_a_partner_say_it_by_their_account(client_as) -> None:
    found = Doors()
    own = asked(found.stay, "learner")
    client = client_as(learner_of(found.stay))
    assert reverse("readiness:asked") in client.get(reverse("readiness:stay", args=[found.stay.key])).text
    assert client.post(reverse("readiness:say", args=[own.key, found.stay.key])).url == reverse("readiness:asked")
    assert state(own, found.stay).why == "own_said"
    client.post(reverse("readiness:take_back", args=[Said.objects.get().key]))
    assert state(own, found.stay).who == "learner"
    host = RoleFactory(kind="contact_point", organisation__kind="partner")
    theirs = asked(found.stay, "partner")
    abroad = client_as(host)
    say = reverse("readiness:say", args=[theirs.key, found.stay.key])
    assert abroad.post(say).status_code == 404
    found.stay.receiving = host.organisation
    found.stay.save()
    assert abroad.post(say).status_code == 302
    assert state(theirs, found.stay).why == "own_said"


@given(st.booleans(), st.sampled_from(["", "said", "cannot"]), st.sampled_from(["guardian", "host", "learner"]))
def test_said_is_never_met_by_itself_and_done_is_whatever_was_said(done: bool, word: str, who: str) -> None:
    own, leaves = rules.Own("k", (), who, 10, frozenset({DEPART}), ON), rules.Touched(leaves_on=ON + timedelta(days=30))
    said, cannot = word == "said", word == "cannot"
    item = rules.requirement(own, leaves, ON, done=done, said=said, cannot=cannot)
    assert item.met == done
    if cannot and not done:
        assert (item.who, item.state, item.why, item.blocks) == ("contact_point", "open", "own_cannot", own.gates)
    if said and not done:
        assert (item.who, item.state, item.blocks) == ("contact_point", "waiting", own.gates)
