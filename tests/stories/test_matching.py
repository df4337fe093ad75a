"""A school matches five learners: one by hand, the others with the optimiser, until a family says no."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from erasdu.ground.jobs.models import Job
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Answer, Lock, Match
from tests.browser import OpenPage, axe
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, PlacementFactory, RoomFactory
from tests.journey.matching.scene import Scene
from tests.stories.hands import Hands, row_of

pytestmark = [pytest.mark.django_db(transaction=True)]
FIVE = ("Rita", "Tiago", "Marta", "Nuno", "Carla")


def made() -> Scene:
    """Five learners, three bakeries for two each, and six families with a room each."""
    scene = Scene(5)
    for stay, name in zip(scene.stays, FIVE, strict=True):
        stay.person.given_name, stay.person.family_name = name, "Faro"
        stay.person.save()
    for name in ("Bakkerij Zon", "Bakkerij Maan", "Bakkerij Ster"):
        firm = PlacementFactory(
            company__keeper=scene.school, company__town=scene.company.town, occupation="baker", places=2
        ).company.organisation
        firm.name = name
        firm.save()
    for name in ("Aalst", "Boom", "Ciney", "Damme"):
        RoomFactory(home=HomeFactory(keeper=scene.school, town=scene.company.town, name=f"Familie {name}"))
    return scene


def job(page: Page, kind: str = "matching.run") -> None:
    """What the background worker does; the page hears of it by itself."""
    actions.run_job(Job.objects.filter(kind=kind).latest("pk"))


def drag(page: Page, name: str, to: str) -> None:
    """By the pointer: the sign of moving is taken along until the drawer has what one drops on."""
    grip = row_of(page, name).locator("[data-move]")
    grip.hover()
    page.mouse.down()
    page.mouse.move(400, 300, steps=3)
    target = page.locator("#match-drawer [data-target]").filter(has_text=to).first
    expect(target).to_be_visible()
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 10, steps=3)
    page.mouse.move(box["x"] + 34, box["y"] + 12)
    page.mouse.up()


@pytest.mark.slow
@pytest.mark.requirement("R14")
def test_a_school_matches_by_hand_and_with_the_optimiser(
    open_page: OpenPage, transactional_db: None, story_clock
) -> None:
    cache.clear()
    scene = made()
    desk = Hands(open_page(role=scene.role))
    page, board = desk.page, reverse("matching:board", args=[scene.board.key])

    def of(name: str) -> str:
        return f"{board}{scene.stays[FIVE.index(name)].key}/"

    # by hand, with a suggestion
    page.goto(of("Rita"))
    desk.button("Choose this").first.click()
    desk.sees("Why this one")

    # the optimiser, stopped
    page.goto(board)
    desk.press("Let the optimiser propose")
    desk.press("Stop, and keep the best so far")
    job(page)
    expect(page.locator(".page-aside")).to_contain_text(desk.says("Proposal %(number)s", number=1))
    axe(page)

    # why not the other family; pinned and ruled out
    page.goto(of("Tiago"))
    page.locator("#why-not select[name=home]").select_option(label="Familie Damme")
    desk.press("Look it up")
    expect(page.locator("#why-not .notice")).to_be_visible()
    axe(page)
    desk.unfold("Pin, or rule out")
    page.locator("details[open] select[name=home]").select_option(label="Familie Damme")
    desk.press("Pin: this one and no other")
    page.goto(of("Marta"))
    desk.unfold("Pin, or rule out")
    page.locator("details[open] select[name=home]").select_option(label="Familie Boom")
    desk.press("Rule out: never this one")
    expect(page.locator(".page-aside")).to_contain_text("Familie Boom")
    assert Lock.objects.count() == 2

    # by the pointer, and taken back
    page.goto(board)
    before = Match.objects.get(ended_at=None).placement
    drag(page, "Rita Faro", "Bakkerij Ster" if before.company.organisation.name != "Bakkerij Ster" else "Bakkerij Zon")
    expect(page.locator("main .notice-met").first).to_contain_text("Rita Faro")
    assert Match.objects.get(ended_at=None).placement != before
    desk.press("Undo")
    expect(page.locator("main")).to_contain_text(desk.says("That was taken back."))
    assert Match.objects.get(ended_at=None).placement == before

    # again, compared, taken over, asked
    desk.press("Run the optimiser again")
    expect(page.locator("#running")).to_be_visible()
    job(page)
    expect(page.locator(".page-aside")).to_contain_text(desk.says("Proposal %(number)s", number=2))
    desk.follow("Compare with the one before")
    desk.sees("Two proposals side by side")
    page.goto(board)
    page.locator("button[formaction$='/adopt/']").click()
    desk.press("Ask everybody for their yes")
    expect(row_of(page, "Tiago")).to_contain_text("Familie Damme")
    assert Match.objects.filter(state="asked", ended_at=None).count() == 5

    # all say yes but one family: only who must moves
    no = Answer.objects.get(party="family", match__room__home__name="Familie Damme")
    actions.answer(no, yes=False, reason="Away", by=scene.coordinator, at=AT)
    for row in Answer.objects.filter(what=""):
        actions.answer(row, yes=True, by=scene.coordinator, at=AT)
    Lock.objects.update(lifted_at=AT)
    page.goto(board)
    desk.press("Mend: move only who must")
    job(page)
    expect(page.locator(".page-aside")).to_contain_text(desk.says("Proposal %(number)s", number=3))
    assert [line.mobility for line in queries.latest(scene.board).lines.all()] == [scene.stays[1]]
    page.locator("button[formaction$='/adopt/']").click()
    expect(row_of(page, "Tiago")).not_to_contain_text("Familie Damme")
    desk.press("Confirm where all said yes")
    expect(row_of(page, "Rita").locator(".status-met")).to_be_visible()
    assert Match.objects.filter(state="confirmed", ended_at=None).count() == 4
