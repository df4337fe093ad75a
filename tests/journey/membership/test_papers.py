"""A school is a member because its papers are signed: sending, signing, changing and taking back."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.journey.membership import access, actions, queries, states
from erasdu.journey.membership.models import Cover, Membership
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.factories.calls import CallFactory
from tests.factories.membership import GrantAgreementFactory, MembershipFactory
from tests.factories.organisations import BoardFactory, PartnerFactory, RoleFactory, SchoolFactory
from tests.factories.paperwork import paper
from tests.journey.membership import scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R22", "R23")]
TODAY = date(2026, 11, 23)


def is_active(membership: Membership, on: date = TODAY) -> bool:
    return queries.is_active(membership.organisation, membership.grant_agreement, on)


@pytest.fixture
def office():
    return scene.office()


def test_a_school_is_active_when_everybody_signed_both_papers_and_since_the_later_signature(office, at) -> None:
    membership = scene.joining()
    agreement, mandate = scene.send(membership, office, at, scene.MARC, scene.ILSE)
    membership.refresh_from_db()
    assert (membership.state, access.standing_of(membership, TODAY)) == ("signing", "signing")
    scene.sign(agreement, at + timedelta(hours=1))
    assert not is_active(membership)
    scene.sign(mandate, at + timedelta(hours=2), "board", "board_second")
    assert not is_active(membership)
    scene.sign(mandate, at + timedelta(hours=3), "coordinator")
    assert is_active(membership)
    assert not is_active(membership, TODAY - timedelta(days=1))
    assert not is_active(membership, scene.UNTIL + timedelta(days=1))
    row = access.standing_on(Membership.objects.filter(pk=membership.pk), TODAY).get()
    assert (row.standing, row.active_since) == ("active", at + timedelta(hours=3))
    assert "membership.papers_sent" in set(Line.objects.values_list("code", flat=True))


def test_who_signs_in_which_order_and_where_the_authority_stands(office, at) -> None:
    agreement, mandate = scene.send(scene.joining(), office, at, scene.MARC, scene.ILSE)
    for envelope in (agreement, mandate):
        asked = dict(envelope.signers.values_list("role", "state"))
        assert asked == {"board": "asked", "board_second": "asked", "coordinator": "waiting"}
    there = {clause["code"]: clause["blocks"] for clause in agreement.data["clauses"]}
    assert there["authority_board"] == [
        {"pairs": [["Marc Dewaele, voorzitter", "statuten, artikel 12"],
                   ["Ilse Van Acker, bestuurder", "beslissing van 14 september 2026"]]}
    ]  # fmt: skip
    assert there["authority_coordinator"] == [{"pairs": [["Annelies Verhoeven, directeur", "statuten, artikel 9"]]}]
    kept = {clause["code"]: clause["blocks"] for clause in mandate.data["clauses"]}
    assert "statuten, artikel 12; beslissing van 14 september 2026" in kept["authority_board"][0]["text"]


def test_one_agreement_counts_for_each_school_that_it_covers(office, at) -> None:
    first = scene.joining()
    sister = SchoolFactory(board=first.organisation.board)
    second = MembershipFactory(interest=True, organisation=sister, grant_agreement=first.grant_agreement)
    agreement, mandate = scene.send(first, office, at, schools=[sister])
    scene.sign(agreement, at)
    scene.sign(mandate, at)
    assert (is_active(first), is_active(second)) == (True, False)
    same, own = scene.send(second, office, at, schools=[first.organisation])
    assert same == agreement  # nothing changed: nobody signs it again
    scene.sign(own, at)
    assert (is_active(first), is_active(second)) == (True, True)
    found = queries.active_members(first.grant_agreement_id, TODAY)
    assert found == {first.organisation_id, sister.pk}


def test_another_school_makes_a_version_that_all_sign_again_and_none_is_in_force_meanwhile(office, at) -> None:
    membership = scene.joining()
    agreement, mandate = scene.send(membership, office, at)
    scene.sign(agreement, at)
    scene.sign(mandate, at)
    sister = SchoolFactory(board=membership.organisation.board)
    later, same = scene.send(membership, office, at + timedelta(days=1), schools=[sister])
    assert (later.version, same) == (2, mandate)
    assert set(later.signers.values_list("state", flat=True)) == {"asked", "waiting"}
    assert not is_active(membership)
    scene.sign(later, at + timedelta(days=2))
    assert is_active(membership, TODAY + timedelta(days=2))
    assert {cover.organisation for cover in Cover.objects.filter(envelope=later)} == {membership.organisation, sister}


def test_a_new_representative_of_the_board_signs_alone(office, at) -> None:
    membership = scene.joining()
    for envelope in scene.send(membership, office, at):
        scene.sign(envelope, at)
    for later in scene.send(membership, office, at + timedelta(days=1), scene.HANNE):
        assert dict(later.signers.values_list("role", "state")) == {"board": "asked", "coordinator": "signed"}
        scene.sign(later, at + timedelta(days=1), "board")
    assert is_active(membership, TODAY + timedelta(days=1))


@pytest.mark.parametrize("how", ["revoked", "frozen", "withdrawn"])
def test_a_paper_that_is_taken_back_or_held_up_ends_what_rested_on_it(office, at, how: str) -> None:
    membership = scene.joining()
    agreement, mandate = scene.send(membership, office, at)
    scene.sign(agreement, at)
    scene.sign(mandate, at)
    assert is_active(membership)
    signer = Signer.objects.select_related("envelope__document", "person").get(envelope=mandate, role="board")
    holder = Actor(signer.person_id, "holder", via="link")
    if how == "revoked":
        paperwork.revoke(signer, reason="Wij stoppen.", by=holder, at=at)
    elif how == "frozen":
        paperwork.not_me(signer, by=holder, at=at)
    else:
        mandate.refresh_from_db()
        paperwork.withdraw(mandate, reason="Fout", by=actor_of(office), at=at)
    assert not is_active(membership)
    assert access.standing_of(membership, TODAY) == "signing"
    if how == "frozen":
        paperwork.lift(Document.objects.get(pk=mandate.document_id), reason="Nagevraagd.", by=actor_of(office), at=at)
        assert is_active(membership)


def test_by_hand_it_stays_active_whatever_becomes_of_the_papers(office, at) -> None:
    membership = scene.joining()
    with pytest.raises(Refused) as refused:
        actions.activate(membership, reason=" ", by=actor_of(office), at=at)
    assert refused.value.verdict.code == "activation_reason_needed"
    actions.activate(membership, reason="Op papier getekend.", by=actor_of(office), at=at)
    scene.send(membership, office, at)
    assert is_active(membership)
    actions.end(membership, reason="De school stopt.", by=actor_of(office), at=at)
    assert not is_active(membership)


def test_what_had_ended_begins_anew_when_its_papers_are_sent(office, at) -> None:
    membership = scene.joining()
    for envelope in scene.send(membership, office, at):
        scene.sign(envelope, at)
    actions.end(membership, reason="De school stopt.", by=actor_of(office), at=at)
    assert not is_active(membership)
    again = at + timedelta(days=3)
    scene.send(membership, office, again)
    row = access.standing_on(Membership.objects.filter(pk=membership.pk), TODAY + timedelta(days=3)).get()
    assert (row.standing, row.active_since) == ("active", again)
    assert not is_active(membership, TODAY + timedelta(days=1))


def test_a_school_of_another_board_is_not_covered(office, at) -> None:
    with pytest.raises(Refused) as refused:
        scene.send(scene.joining(), office, at, schools=[SchoolFactory(board=BoardFactory())])
    assert refused.value.verdict.code == "school_of_another_board"
    assert not Envelope.objects.exists()


def test_every_list_and_count_says_the_same(at) -> None:
    """All stored states × how agreement and mandate are × open or closed: SQL, rule, lists and counts agree."""
    call = CallFactory()
    grant, expected = call.grant_agreement, {}
    ways = ("none", "open", "signed", "revoked", "run out")
    for stored, agreed, mandated, closed in product(sorted(states.MEMBERSHIP.states), ways, ways[:4], (False, True)):
        school = SchoolFactory(closed_at=at - timedelta(days=1) if closed else None)
        row = MembershipFactory(
            organisation=school, grant_agreement=grant, state=stored, signing_since=at - timedelta(days=20),
            activated_at=at - timedelta(days=9) if stored == "active" else None,
        )  # fmt: skip
        if agreed != "none":
            until = TODAY - timedelta(days=1) if agreed == "run out" else TODAY
            envelope = _paper(school, "membership.cooperation", agreed, at)
            Cover.objects.create(envelope=envelope, organisation=school, valid_until=until)
        if mandated != "none":
            _paper(row, "membership.mandate", mandated, at)
        expected[school.pk] = states.standing(
            stored, agreed=agreed == "signed", mandated=mandated == "signed", closed=closed
        )
    active = {pk for pk, state in expected.items() if state == "active"}
    assert len(active) > 20
    assert queries.active_members(grant.pk, TODAY) == active
    assert queries.states_of(grant.pk, expected, TODAY) == expected
    assert {row.pk: row.state for row in queries.schools_under(grant, TODAY)} == expected
    from erasdu.journey.calls.queries import schools_of

    assert {row.pk: row.membership_state for row in schools_of(call, TODAY)} == expected
    counted = queries.with_figures(type(grant).objects.all(), Actor(None, "coordinator"), TODAY).get()
    number = {state: list(expected.values()).count(state) for state in ("active", "signing", "interest")}
    assert (counted.active, counted.signing, counted.waiting) == tuple(number.values())


def _paper(subject, kind: str, how: str, at) -> Envelope:
    envelope = paper(subject, kind, "board", signed=how in ("signed", "run out", "revoked"), at=at - timedelta(days=9))
    if how == "revoked":
        envelope.signers.update(state="revoked")
    return envelope


# -- pages -----------------------------------------------------------------------------------------


def filled(membership: Membership, office, **changes: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "form": "mandate",
        "language": "nl",
        "due_on": "2027-01-15",
        "valid_until": "2028-08-31",
    }
    for role, one in (("board", scene.MARC), ("coordinator", scene.of_office(office))):
        typed |= {
            f"{role}_given_name": one.given_name, f"{role}_family_name": one.family_name, f"{role}_email": one.email,
            f"{role}_function": one.function, f"{role}_authority": one.authority,
        }  # fmt: skip
    return typed | changes


def test_the_form_sends_both_papers_in_one_step_and_shows_them_grow(client_as, office) -> None:
    membership = scene.joining()
    client, address = client_as(office), reverse("membership:send_papers", args=[membership.key])
    begin = client.get(address).context["form"]
    assert begin["coordinator_email"].value() == "annelies@coordinatie.example"
    page = client.post(address, filled(membership, office), follow=True)
    assert page.redirect_chain[-1][0] == reverse("membership:papers", args=[membership.key])
    assert "Marc Dewaele" in page.content.decode()
    assert set(Document.objects.values_list("kind", flat=True)) == {"membership.cooperation", "membership.mandate"}
    again = client.get(address).context["form"]
    assert (again["board_authority"].value(), again["board_email"].value()) == (scene.MARC.authority, scene.MARC.email)


def test_before_a_changed_version_goes_out_it_shows_the_diff_and_who_signs_again(client_as, office, at) -> None:
    membership = scene.joining()
    sister = SchoolFactory(board=membership.organisation.board, name="Zusterschool")
    for envelope in scene.send(membership, office, at):
        scene.sign(envelope, at)
    client, address = client_as(office), reverse("membership:send_papers", args=[membership.key])
    typed = filled(membership, office, schools=[membership.organisation.key, sister.key])
    looked = client.post(address, typed)
    assert "Zusterschool" in looked.content.decode()
    [changed] = looked.context["foreseen"]
    assert [name for _role, name in changed.asks] == ["Marc Dewaele", "Annelies Verhoeven"]
    assert not changed.keeps
    assert Envelope.objects.count() == 2
    client.post(address, typed | {"step": "change"})
    assert Envelope.objects.count() == 2
    client.post(address, typed | {"step": "send"})
    assert Envelope.objects.filter(state="open").get().version == 2
    unchanged = client.post(address, typed)
    assert unchanged.status_code == 302
    assert Envelope.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("board_email", "geen adres"), ("board_authority", ""), ("due_on", "2026-11-23"), ("valid_until", "gisteren"),
        ("board_second_function", ""), ("coordinator_email", "marc@schoolbestuur.example"), ("language", "xx"),
        ("form", ""), ("board_given_name", "\u202e"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client_as, office, field: str, typed: str) -> None:
    membership = scene.joining()
    second = {"board_second_given_name": "Ilse"} if field.startswith("board_second") else {}
    answer = client_as(office).post(
        reverse("membership:send_papers", args=[membership.key]), filled(membership, office, **second, **{field: typed})
    )
    assert field in answer.context["form"].errors
    assert not Envelope.objects.exists()


def test_the_school_reads_its_own_papers_and_sends_none(client_as, office, at) -> None:
    membership = scene.joining()
    scene.send(membership, office, at)
    page = reverse("membership:papers", args=[membership.key])
    own = client_as(RoleFactory(organisation=membership.organisation))
    board = client_as(RoleFactory(organisation=membership.organisation.board))
    for client in (own, board):
        shown = client.get(page)
        assert [one.document.kind for one in shown.context["papers"]] == [
            "membership.cooperation",
            "membership.mandate",
        ]
        assert client.get(reverse("membership:send_papers", args=[membership.key])).status_code == 404
    for stranger in (RoleFactory(), RoleFactory(administrator=True), RoleFactory(learner=True)):
        assert client_as(stranger).get(page).status_code == 404
    other = MembershipFactory(organisation=SchoolFactory(board=membership.organisation.board))
    apart = client_as(RoleFactory(organisation=other.organisation))
    assert apart.get(reverse("membership:papers", args=[other.key])).context["papers"] == []


def test_a_partner_abroad_signs_first_and_payments_are_none(client_as, office, at) -> None:
    partner = PartnerFactory(name="Ponte Verde", country="PT")
    client, address = client_as(office), reverse("membership:send_partner", args=[partner.key])
    assert "companies" in client.get(address).context["form"]["tasks"].value()
    typed = filled(None, office, role="hosting", tasks="- Receive\n\nShow the way", language="en")  # type: ignore[arg-type]
    typed |= {name.replace("board_", "partner_"): value for name, value in typed.items() if name.startswith("board_")}
    client.post(address, typed)
    envelope = Envelope.objects.get()
    assert dict(envelope.signers.values_list("role", "state")) == {"partner": "asked", "coordinator": "waiting"}
    there = {clause["code"]: clause["blocks"] for clause in envelope.data["clauses"]}
    assert there["tasks"] == [{"items": ["Receive", "Show the way"]}]
    again = client.get(address).context["form"]
    assert (again["role"].value(), again["tasks"].value()) == ("hosting", "Receive\nShow the way")
    page = client.get(reverse("membership:agreement", args=[partner.key]))
    assert "Marc Dewaele" in page.content.decode()
    school = reverse("membership:send_partner", args=[SchoolFactory().key])
    assert client.get(school).status_code == 409


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_papers_cost_the_same_for_one_and_three(
    client_as, office, at, django_assert_max_num_queries, number: int
) -> None:
    grant, board = GrantAgreementFactory(), BoardFactory()
    for _ in range(number):
        school = SchoolFactory(board=board)
        row = MembershipFactory(organisation=school, grant_agreement=grant, state="signing", signing_since=at)
        _paper(row, "membership.mandate", "signed", at)
    envelope = _paper(board, "membership.cooperation", "signed", at)
    Cover.objects.create(envelope=envelope, organisation=school, valid_until=TODAY)
    client = client_as(office)
    with django_assert_max_num_queries(8):
        client.get(reverse("membership:show", args=[grant.key]))
    with django_assert_max_num_queries(24):
        client.get(reverse("membership:papers", args=[row.key]))
    with django_assert_max_num_queries(16):
        client.get(reverse("membership:agreement", args=[board.key]))


def test_the_coordinator_reads_on_the_home_page_that_it_is_its_turn(client_as, office, at) -> None:
    client = client_as(office)
    envelopes = scene.send(scene.joining(), office, at)
    waiting = f'href="{reverse("paperwork:own")}">'
    before = client.get(reverse("home")).content.decode().count(waiting)
    for envelope in envelopes:
        scene.sign(envelope, at, "board")
    assert client.get(reverse("home")).content.decode().count(waiting) == before + 1
    Document.objects.update(frozen_at=at)
    assert client.get(reverse("home")).content.decode().count(waiting) == before
