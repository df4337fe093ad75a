from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.candidacies.rules import trust
from erasdu.journey.candidacies.rules.trust import Attested, Contact, Other, Proposed, SignatureFacts, Trust
from erasdu.kernel.addresses import mail_key, phone_key
from tests.journey.candidacies.rules.families import PUPIL_DOMAINS as PUPILS
from tests.journey.candidacies.rules.families import contacts, households
from tests.journey.candidacies.rules.tricks import HOME, LENA, MOTHER, OTHERS, PUPIL_DOMAINS, TRICKS, Trick

pytestmark = pytest.mark.requirement("R25")

ON = date(2026, 10, 1)
ATTESTED = Attested("pupil_record", date(2026, 9, 15), MOTHER.mail, MOTHER.phone)
HONEST = SignatureFacts("text_message", MOTHER, LENA, ON, Trust(), ATTESTED)


def vouched(contact: Contact, how: trust.How = "pupil_record") -> Attested:
    return Attested(how, date(2026, 9, 15), contact.mail, contact.phone)


def suspected(trick: Trick, attested: Attested | None = None) -> Trust:
    proposed = Proposed(trick.contact, "learner", attested)
    return trust.check_guardian(proposed, trick.learner, OTHERS, pupil_domains=PUPIL_DOMAINS)


def signed(trick: Trick, attested: Attested | None) -> SignatureFacts:
    facts = SignatureFacts(
        trick.channel, trick.contact, trick.learner, ON, suspected(trick, attested), attested  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(facts, **trick.signature)


# -- forty tricks ----------------------------------------------------------------------------------


def test_there_are_forty_different_tricks() -> None:
    assert len({trick.name for trick in TRICKS}) == len(TRICKS) == 40


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.name)
def test_no_trick_is_a_valid_consent_without_the_school(trick: Trick) -> None:
    facts = signed(trick, None)
    against = suspected(trick)
    assert not trust.is_valid_consent(facts)
    assert trick.stopped_by in {*trust.consent_lacks(facts), *against.refused, *against.asks}
    assert trust.assurance(facts.channel, None) == "low"
    assert not against.verdict("I am sure")


def test_a_careless_school_that_vouches_for_anything_still_stops_all_but_three() -> None:
    passed = [trick for trick in TRICKS if trust.is_valid_consent(signed(trick, vouched(trick.contact)))]
    assert {trick.stopped_by for trick in passed} == {"consent_not_attested"}
    assert [trick.name for trick in passed] == [
        "a cousin whom nobody knows",
        "a made-up mother with a prepaid card",
        "a photo of a signature that she drew",
    ]


@pytest.mark.parametrize("channel", trust.CHANNELS)
@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.name)
def test_no_other_way_for_the_code_helps(trick: Trick, channel: trust.Channel) -> None:
    assert not trust.is_valid_consent(signed(replace(trick, channel=channel), None))


# -- five hundred families -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_500_honest_families_at_most_one_in_twenty_is_asked_why(seed: int) -> None:
    everybody = households(500, seed)
    known = contacts(everybody)
    codes: Counter[str] = Counter()
    alarmed = 0
    for place, family in enumerate(everybody):
        found: set[str] = set()
        for guardian in family.guardians:
            keys = {mail_key(guardian.mail), phone_key(guardian.phone)} - {""}
            others = [other for key in keys for home, other in known[key] if home != place]
            proposed = Proposed(guardian, "school", vouched(guardian))
            against = trust.check_guardian(proposed, family.learner, others, pupil_domains=PUPILS)
            found |= {*against.refused, *against.asks}
        codes.update(found)
        alarmed += bool(found)
    assert alarmed <= 25, codes
    assert alarmed >= 5, "families this smooth would prove nothing"


# -- contact data ----------------------------------------------------------------------------------

MAILS = st.sampled_from(
    [MOTHER.mail, LENA.mail, "lena.zeewolk2@gmail.com", "x@mailinator.com", "noor.aydin@post.example", ""]
)
PHONES = st.sampled_from([MOTHER.phone, LENA.phone, "0470 00 00 21", "", "mama"])
CONTACT = st.builds(Contact, st.just("Marie"), st.just("Claes"), MAILS, PHONES, st.sampled_from([HOME, ""]))
ATTEST = st.none() | st.builds(
    Attested, st.sampled_from(trust.HOWS), st.dates(date(2026, 9, 1), date(2026, 10, 20)), MAILS, PHONES
)
PROPOSED = st.builds(Proposed, CONTACT, st.sampled_from(["school", "learner"]), ATTEST)
FACTS = st.builds(
    SignatureFacts,
    st.sampled_from(trust.CHANNELS),
    CONTACT,
    st.just(LENA),
    st.just(ON),
    st.builds(Trust, st.sampled_from([(), ("mail_of_learner",)]), st.sampled_from([(), ("mail_disposable",)])),
    ATTEST,
    st.sampled_from(["", "spoke to the mother"]),
    st.sampled_from(["guardian", "company"]),
    *[st.booleans()] * 5,
)


@given(PROPOSED)
def test_contact_data_are_judged_by_known_codes_and_without_a_word_of_staff_they_hold(proposed: Proposed) -> None:
    found = trust.check_guardian(proposed, LENA, OTHERS)
    assert set(found.refused) <= set(trust.REFUSES)
    assert set(found.asks) <= set(trust.ASKS)
    assert found.verdict().allowed == (not found.refused and not found.asks)
    assert found.verdict("looked it up").allowed == ("contact_only_from_learner" not in found.refused)


@given(CONTACT, ATTEST)
def test_what_the_learner_gives_waits_for_the_school(contact: Contact, attested: Attested | None) -> None:
    of_learner = trust.check_guardian(Proposed(contact, "learner", attested), LENA, OTHERS)
    of_school = trust.check_guardian(Proposed(contact, "school", attested), LENA, OTHERS)
    assert set(of_learner.refused) - set(of_school.refused) <= {"contact_only_from_learner"}
    assert "contact_only_from_learner" not in of_school.refused
    if attested is None:
        assert "contact_only_from_learner" in of_learner.refused


def test_an_honest_mother_is_not_suspected() -> None:
    assert trust.check_guardian(Proposed(MOTHER, "school", ATTESTED), LENA, OTHERS) == Trust()
    assert trust.check_guardian(Proposed(MOTHER, "learner", ATTESTED), LENA, OTHERS) == Trust()


@pytest.mark.parametrize(
    ("name", "home", "asks"),
    [
        ("Zeewolk", "", ()),
        ("Zeewolk-Claes", "", ()),
        ("Aydin", HOME, ()),
        ("Aydin", "kerkstraat 5 9000", ()),
        ("Aydin", "", ("contact_of_unrelated_guardian",)),
        ("Aydin", "Molenweg 2, 9040", ("contact_of_unrelated_guardian",)),
        ("", "", ("contact_of_unrelated_guardian",)),
    ],
)
def test_one_parent_for_two_pupils_is_asked_about_unless_they_are_family(
    name: str, home: str, asks: tuple[str, ...]
) -> None:
    other = Other(Contact("Marie", "Claes", MOTHER.mail, "", home), "guardian", name)
    assert trust.check_guardian(Proposed(MOTHER, "school", ATTESTED), LENA, [other]).asks == asks


def test_a_mother_with_her_daughters_name_may_have_it_in_her_address() -> None:
    namesake = Contact("Lena", "Zeewolk", "zeewolk.lena@post.example", "+32470000011")
    stranger = replace(namesake, given_name="Marie")
    assert "mail_names_learner" not in trust.check_guardian(Proposed(namesake, "school"), LENA).asks
    assert "mail_names_learner" in trust.check_guardian(Proposed(stranger, "school"), LENA).asks
    family = Contact("Marie", "Claes", "zeewolk@post.example")
    assert trust.check_guardian(Proposed(family, "school"), replace(LENA, given_name="")).asks == ()


@pytest.mark.requirement("R34")
@pytest.mark.parametrize(
    ("contact", "entered_by", "number", "refused", "asks"),
    [
        (Contact("An", "Vos", "an@bakkerij.example", "+3292000000"), "school", "0403.170.701", (), ()),
        (Contact("An", "Vos", "an@bakkerij.example"), "learner", "0403.170.701", ("contact_only_from_learner",), ()),
        (replace(LENA, given_name="An"), "school", "0403170701", ("mail_of_learner", "phone_of_learner"), ()),
        (Contact("An", "Vos", "an@bakkerij.example"), "school", "0403170702", (), ("enterprise_number_unchecked",)),
        (Contact("An", "Vos", "an@bakkerij.example"), "school", "", (), ("enterprise_number_unchecked",)),
        (Contact("An", "Vos", "an@trashmail.com"), "school", "0403170701", (), ("mail_disposable",)),
        (Contact("An", "Vos", MOTHER.mail), "school", "0403170701", (), ("contact_of_own_guardian",)),
        (Contact("An", "Vos", "lenazeewolk@bakkerij.example"), "school", "0403170701", (), ("mail_alike_learner", "mail_names_learner")),
    ],
)  # fmt: skip
def test_a_learner_does_not_sign_for_the_training_company(
    contact: Contact, entered_by: trust.Source, number: str, refused: tuple[str, ...], asks: tuple[str, ...]
) -> None:
    found = trust.check_company(Proposed(contact, entered_by), LENA, [MOTHER], number=number)
    assert (found.refused, found.asks) == (refused, asks)


@pytest.mark.parametrize(
    ("contact", "closed"),
    [
        (MOTHER, {"mail"}),
        (replace(MOTHER, phone="0470 00 00 01"), {"mail", "text_message"}),
        (replace(MOTHER, phone="", home=""), {"mail", "text_message", "letter"}),
    ],
)
def test_the_code_never_goes_through_the_learner(contact: Contact, closed: set[str]) -> None:
    assert set(trust.CHANNELS) - set(trust.code_channels(contact, LENA)) == closed


# -- consent ---------------------------------------------------------------------------------------


@given(FACTS)
def test_a_consent_without_the_school_never_counts(facts: SignatureFacts) -> None:
    assert not trust.is_valid_consent(replace(facts, attested=None))
    assert set(trust.consent_lacks(facts)) <= set(trust.LACKS)
    if trust.is_valid_consent(facts):
        assert facts.attested is not None
        assert trust.assurance(facts.channel, facts.attested) != "low" or facts.party == "company"
        assert facts.channel != "mail" or facts.party == "company"


@given(FACTS, st.sampled_from(["denied", "withdrawn"]))
def test_a_no_afterwards_outweighs_everything(facts: SignatureFacts, no: str) -> None:
    assert not trust.is_valid_consent(replace(facts, **{no: True}))


@given(FACTS)
def test_a_better_proof_never_takes_a_consent_away(facts: SignatureFacts) -> None:
    better = replace(
        facts, own_link=True, code_fresh=True, same_paper=True, denied=False, withdrawn=False, reason="looked it up"
    )
    assert set(trust.consent_lacks(better)) <= set(trust.consent_lacks(facts))


@pytest.mark.parametrize("channel", ["text_message", "letter", "in_person", "parents_account", "paper", "eid"])
def test_an_honest_signature_counts_by_every_other_way(channel: trust.Channel) -> None:
    assert trust.consent_lacks(replace(HONEST, channel=channel)) == ()


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        (replace(HONEST, attested=replace(ATTESTED, on=ON + timedelta(days=1))), ("consent_attested_later",)),
        (replace(HONEST, attested=replace(ATTESTED, on=ON)), ()),
        (replace(HONEST, channel="paper", attested=replace(ATTESTED, on=ON + timedelta(days=1))), ()),
        (replace(HONEST, contact=replace(MOTHER, phone="+32470000099")), ("consent_other_contact",)),
        (replace(HONEST, contact=replace(MOTHER, mail="MARIE.claes+x@Telenet.example")), ()),
        (replace(HONEST, trust=Trust(asks=("mail_disposable",))), ("consent_contact_in_doubt",)),
        (replace(HONEST, trust=Trust(asks=("mail_disposable",)), reason="called her"), ()),
        (replace(HONEST, trust=Trust(("contact_only_from_learner",)), reason="sure"), ("consent_contact_in_doubt",)),
        (replace(HONEST, party="company", channel="mail"), ()),
    ],
)
def test_what_a_consent_lacks(facts: SignatureFacts, lacks: tuple[str, ...]) -> None:
    assert trust.consent_lacks(facts) == lacks


def test_a_shared_network_or_device_is_no_signal() -> None:
    known = {field.name for facts in (SignatureFacts, Contact, Proposed, Other) for field in fields(facts)}
    assert not known & {"ip", "network", "device", "user_agent", "session"}


def test_a_family_that_shares_a_telephone_gets_its_code_another_way() -> None:
    shared = replace(MOTHER, phone=LENA.phone)
    found = trust.check_guardian(Proposed(shared, "school", vouched(shared)), LENA)
    assert found == Trust(("phone_of_learner",))
    facts = replace(HONEST, contact=shared, attested=vouched(shared), trust=found, reason="one telephone at home")
    assert trust.consent_lacks(facts) == ("consent_code_to_learner",)
    assert trust.is_valid_consent(replace(facts, channel="in_person"))


@pytest.mark.parametrize(
    ("channel", "how", "level"),
    [
        ("mail", "identity_seen", "low"),
        ("text_message", "pupil_record", "medium"),
        ("letter", "identity_seen", "medium"),
        ("parents_account", "called", "medium"),
        ("in_person", "pupil_record", "medium"),
        ("in_person", "identity_seen", "high"),
        ("paper", "identity_seen", "high"),
        ("paper", "known_in_person", "medium"),
        ("eid", "pupil_record", "high"),
    ],
)
def test_how_sure_one_may_be(channel: trust.Channel, how: trust.How, level: str) -> None:
    assert trust.assurance(channel, vouched(MOTHER, how)) == level
