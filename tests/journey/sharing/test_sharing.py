"""A partner sees an agreed snapshot of a learner, as long as it is not taken back; each view is kept."""

import re
from datetime import timedelta

import pypdfium2
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from erasdu.ground.look.tongues import ABROAD, EVERYWHERE
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.words.content import LANGUAGES, OCCUPATIONS, TICKS
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import actions, queries, rules
from erasdu.journey.sharing.forms import CopyForm
from erasdu.journey.sharing.models import Share, View
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import CandidateFileFactory
from tests.factories.candidacies import COMPLETE
from tests.factories.organisations import PartnerFactory, RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEVER = ("Kanarie", "+32470123456", "Kerkstraat", "El Amrani", "kanarie@example.org", "2008")


@pytest.fixture
def stay():
    file = CandidateFileFactory(
        granted=True, candidacy__learner__family_name="Kanarie", candidacy__learner__email="kanarie@example.org"
    )
    Profile.objects.filter(pk=file.candidacy.profile_id).update(**COMPLETE)
    return Mobility.objects.get(pk=file.mobility_id)


@pytest.fixture
def partner():
    return RoleFactory(organisation=PartnerFactory(name="Camino", country="ES"))


@pytest.fixture
def office():
    return RoleFactory(coordinator=True)


@pytest.mark.requirement("R05")
def test_the_snapshot_holds_what_is_allowed_and_nothing_else(stay, partner, office, at) -> None:
    made = actions.share(stay, partner.organisation, by=actor_of(office), at=at)
    assert made.snapshot["given_name"] == stay.person.given_name
    assert made.snapshot["occupation"] == "Cook"
    assert made.snapshot["languages"] == ["English A2"]
    assert made.snapshot["learn_work"] == "the local kitchen"
    assert all(canary not in str(made.snapshot) for canary in NEVER)


def test_it_stays_as_it_was_agreed_until_it_is_shared_again(stay, partner, office, at) -> None:
    by, abroad = actor_of(office), partner.organisation
    first = actions.share(stay, abroad, by=by, at=at)
    assert actions.share(stay, abroad, by=by, at=at) == first
    Profile.objects.filter(pk=stay.profile_id).update(smokes="yes")
    assert queries.visible_to(actor_of(partner), at).get().snapshot["smokes"] == "no"
    stay = Mobility.objects.get(pk=stay.pk)
    second = actions.share(stay, abroad, by=by, at=at)
    assert queries.visible_to(actor_of(partner), at).get() == second
    assert Share.objects.count() == 2


def test_who_may_share_and_with_whom(stay, partner, office, at) -> None:
    school = RoleFactory(organisation=stay.sending)
    actions.share(stay, partner.organisation, by=actor_of(school), at=at)
    for by in (RoleFactory(), partner):
        with pytest.raises(Refused, match="not_your_role"):
            actions.share(stay, partner.organisation, by=actor_of(by), at=at)
    with pytest.raises(Refused, match="shared_with_partners"):
        actions.share(stay, stay.sending, by=actor_of(office), at=at)
    other = RoleFactory(organisation=PartnerFactory())
    assert not queries.visible_to(actor_of(other), at).exists()
    assert not queries.visible_to(actor_of(school), at).exists()


def test_taken_back_cancelled_or_over_it_is_seen_no_more(stay, partner, office, at) -> None:
    seen, by = actor_of(partner), actor_of(office)
    made = actions.share(stay, partner.organisation, by=by, at=at)
    assert queries.visible_to(seen, at).exists()
    assert not queries.visible_to(seen, at + timedelta(days=400)).exists()
    Mobility.objects.filter(pk=stay.pk).update(state="cancelled")
    assert not queries.visible_to(seen, at).exists()
    Mobility.objects.filter(pk=stay.pk).update(state="planned")
    actions.revoke(made, by=by, at=at)
    assert not queries.visible_to(seen, at).exists()
    with pytest.raises(Refused, match="share_revoked"):
        actions.revoke(made, by=by, at=at)


@pytest.mark.parametrize("days", [-60, 60])
def test_its_last_day_is_a_month_after_the_stay_as_it_is_planned_now(stay, partner, office, at, days) -> None:
    seen, last = actor_of(partner), brussels_date(at) + timedelta(days=100)
    Mobility.objects.filter(pk=stay.pk).update(planned_from=last - timedelta(days=90), planned_until=last)
    made = actions.share(Mobility.objects.get(pk=stay.pk), partner.organisation, by=actor_of(office), at=at)
    moved = last + timedelta(days=days)
    Mobility.objects.filter(pk=stay.pk).update(planned_until=moved)
    ends = Share.objects.get(pk=made.pk).until
    assert ends == moved + timedelta(days=30)
    until = at + timedelta(days=(ends - brussels_date(at)).days)
    assert queries.visible_to(seen, until).exists()
    assert not queries.visible_to(seen, until + timedelta(days=1)).exists()


def test_outside_the_eea_nothing_goes_until_a_ground_is_recorded(stay, office, at) -> None:
    abroad, by = PartnerFactory(country="TR"), actor_of(office)
    with pytest.raises(Refused, match="transfer_without_ground"):
        actions.share(stay, abroad, by=by, at=at)
    on = brussels_date(at)
    actions.record_ground(abroad, text="Clauses", since=on, until=on, by=by, at=at)
    actions.share(stay, abroad, by=by, at=at)
    with pytest.raises(Refused, match="transfer_without_ground"):
        actions.share(stay, abroad, by=by, at=at + timedelta(days=1))


# -- pages -----------------------------------------------------------------------------------------


def test_opening_and_printing_are_kept(client_as, stay, partner, office, at) -> None:
    made = actions.share(stay, partner.organisation, by=actor_of(office), at=at)
    client = client_as(partner)
    listed = client.get(reverse("sharing:index")).content.decode()
    assert stay.person.given_name in listed
    shown = {text for one in queries.lines(made.snapshot) for text in one.texts if len(text) > 3}
    assert [
        text for text in shown - {stay.person.given_name} if text in listed
    ] == []  # what is not kept as a look is not shown
    page = reverse("sharing:show", args=[made.key])
    assert "my first" not in client.get(page).content.decode()
    unnamed = client.post(reverse("sharing:copy", args=[made.key]), {"copy_for": "", "language": "en"})
    assert (unnamed.status_code, unnamed.headers["Location"]) == (302, page)
    assert not View.objects.exists()
    opened = client.post(reverse("sharing:open", args=[made.key]), follow=True).content.decode()
    assert "the local kitchen" in opened
    assert all(canary not in opened for canary in NEVER)
    assert client.post(reverse("sharing:copy", args=[made.key]), {"copy_for": "", "language": "en"}).status_code == 422
    file = client.post(reverse("sharing:copy", args=[made.key]), {"copy_for": "Bar Sol", "language": "en"})
    document = pypdfium2.PdfDocument(file.content)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert "Bar Sol" in text
    assert all(canary not in text for canary in NEVER)
    assert list(View.objects.order_by("pk").values_list("copy_for", flat=True)) == ["", "Bar Sol"]


def test_the_coordinator_shares_and_takes_back_on_the_page_of_the_learner(client_as, stay, partner, office) -> None:
    client, address = client_as(office), reverse("sharing:of_mobility", args=[stay.key])
    Mobility.objects.filter(pk=stay.pk).update(destination=None)
    client.post(reverse("sharing:share", args=[stay.key]), {"partner": partner.organisation.key})
    made = Share.objects.get()
    assert "Camino" in client.get(address).content.decode()
    client.post(reverse("sharing:revoke", args=[made.key]))
    assert Share.objects.get().revoked_at


def test_a_ground_is_recorded_on_its_page(client_as, office) -> None:
    abroad = PartnerFactory(country="TR")
    client, address = client_as(office), reverse("sharing:ground", args=[abroad.key])
    assert (
        client.post(address, {"text": "Clauses", "since": "2026-11-01", "until": "2026-10-01"}).context["form"].errors
    )
    client.post(address, {"text": "Standard contractual clauses", "since": "2026-11-01"})
    assert "Standard contractual clauses" in client.get(address).content.decode()


def test_what_our_lists_say_is_read_in_the_language_of_the_reader_and_own_sentences_as_they_stand() -> None:
    snapshot = {
        "given_name": "Yes", "occupation": OCCUPATIONS["cook"].en, "languages": [f"{LANGUAGES['en'][1]} B1"],
        "good_at": "no", "pets": "rather not",
    }  # fmt: skip
    dutch = {line.code: line.texts for line in queries.lines(snapshot, "nl")}
    assert dutch == {
        "given_name": ["Yes"], "occupation": [OCCUPATIONS["cook"].nl], "languages": [f"{LANGUAGES['en'][0]} B1"],
        "good_at": ["no"], "pets": ["liever niet"],
    }  # fmt: skip
    english = {line.code: line.texts for line in queries.lines(snapshot, "en")}
    assert english == {code: [value] if isinstance(value, str) else value for code, value in snapshot.items()}


@pytest.mark.parametrize("language", EVERYWHERE)
def test_a_copy_holds_what_that_host_needs_in_its_language(client_as, stay, partner, office, at, language) -> None:
    made = actions.share(stay, partner.organisation, by=actor_of(office), at=at)
    client, address = client_as(partner), reverse("sharing:copy", args=[made.key])

    def printed(host: str) -> str:
        sent = {"copy_for": "Bar Sol", "language": language, "host": host}
        document = pypdfium2.PdfDocument(client.post(address, sent).content)
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())

    company, family = printed("company"), printed("family")
    headings = {code: queries._heading(code, language) for code in rules.FIELDS}
    for code in ("smokes", "pets", "shares_room", "hobbies", "character", "transport"):
        assert headings[code] not in company
    for code in ("occupation", "tasks_can", "tasks_want", "learn_work"):
        assert headings[code] not in family
    assert headings["tasks_can"] in company
    assert headings["smokes"] in family
    assert set(rules.NEEDED["company"]) | set(rules.NEEDED["family"]) <= set(rules.FIELDS)
    if language not in ("nl", "en"):
        assert "Profile of a learner" not in company


@pytest.mark.parametrize("language", ABROAD)
def test_every_text_of_our_lists_is_there_in_the_languages_of_hosts(language) -> None:
    known = queries._abroad(language)
    ticked = [pair for name in ("expectations", "character", "hobbies", "transport") for pair in TICKS[name].values()]
    occupations = [pair for each in OCCUPATIONS.values() for pair in [(each.nl, each.en), *each.tasks.values()]]
    lacking = [english for _dutch, english in [*ticked, *occupations] if english not in known]
    assert not lacking
    assert all(
        queries._heading(code, language) != rules.FIELDS[code][1] for code in rules.FIELDS if code != "given_name"
    )
    spoken = [LANGUAGES[code][1] for code in EVERYWHERE]
    assert not [name for name in spoken if name not in known]


def test_the_language_of_the_country_of_the_host_is_filled_in() -> None:
    asked = {country: CopyForm(country=country)["language"].value() for country in ("PT", "ES", "AT", "PL")}
    assert asked == {"PT": "pt", "ES": "es", "AT": "de", "PL": "en"}


def test_when_the_ground_ends_a_partner_outside_the_eea_sees_nothing_more(stay, office, at, client_as) -> None:
    abroad = RoleFactory(organisation=PartnerFactory(name="Kaap", country="ZA"))
    by, on = actor_of(office), brussels_date(at)
    actions.record_ground(abroad.organisation, text="Clauses", since=on, until=on + timedelta(days=1), by=by, at=at)
    actions.share(stay, abroad.organisation, by=by, at=at)
    assert queries.visible_to(actor_of(abroad), at).exists()
    assert not queries.visible_to(actor_of(abroad), at + timedelta(days=2)).exists()
    client = client_as(office)
    page = client.get(reverse("sharing:ground", args=[abroad.organisation.key]), headers={"Accept-Language": "en"}).text
    assert "may be shared with this partner on the ground below" in page
    assert client.post(reverse("sharing:end_grounds", args=[abroad.organisation.key])).status_code == 302
    assert not queries.visible_to(actor_of(abroad), at).exists()
    with pytest.raises(Refused, match="no_ground_stands"):
        actions.end_grounds(abroad.organisation, by=by, at=at)


def test_only_what_stays_english_is_marked_as_english() -> None:
    snapshot = {
        "given_name": "Ana", "age_band": "16–17", "occupation": OCCUPATIONS["cook"].en, "pets": "a thing of no list",
    }  # fmt: skip
    dutch = queries.lines(snapshot, "nl")
    page = render_to_string("sharing/lines.html", {"lines": dutch})
    assert re.findall(r'lang="([^"]+)">([^<]+)<', page) == [("en", "a thing of no list")]
    assert f"<dd>{OCCUPATIONS['cook'].nl}</dd>" in page
    assert "lang=" not in render_to_string("sharing/lines.html", {"lines": queries.lines(snapshot, "en")})
