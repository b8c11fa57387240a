"""The board of deals: by keys alone, by drag, and with what a stage asks first."""

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser
BOARD = "/opportunities/board?whose=all"


def _lane(page: Page, stage: str) -> str:
    return f'[data-stage="{stage}"]'


def _stage(juniper: Juniper, card: str) -> str:
    key = int(card.removeprefix("deal-"))
    ((stage,),) = juniper.query("SELECT stage_name FROM records_opportunity WHERE id = %s", key)
    return str(stage)


def _first_card(page: Page, stage: str) -> str:
    return page.locator(f"{_lane(page, stage)} .deal").first.get_attribute("id") or ""


def test_a_card_goes_on_by_keys_and_comes_back(open_page: Open, juniper: Juniper) -> None:
    page = open_page(BOARD, who="manager")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("k")
    assert first != second and page.evaluate("document.activeElement.id") == first
    assert _stage(juniper, first) == "Info Gathering"

    page.keyboard.press("ArrowRight")
    moved = page.locator(f"{_lane(page, 'Prospecting')} #{first}")
    expect(moved).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("is now in Prospecting")
    expect(page.locator("#board-news")).to_contain_text("is now in Prospecting")
    expect(page.locator(f"#{first}")).to_be_focused()
    assert _stage(juniper, first) == "Prospecting"

    page.keyboard.press("u")
    expect(page.locator(f"{_lane(page, 'Info Gathering')} #{first}")).to_be_visible()
    page.wait_for_load_state()  # the page is another one, and its scripts come last
    assert _stage(juniper, first) == "Info Gathering"

    page.locator(f"#{first}").focus()
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("document.activeElement.closest('[data-stage]').dataset.stage") != (
        "Info Gathering"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/*")


def test_what_a_stage_asks_for_is_asked_before(open_page: Open, juniper: Juniper) -> None:
    page = open_page(BOARD, who="manager")
    card = _first_card(page, "Prospecting") or _first_card(page, "Info Gathering")
    here = _stage(juniper, card)
    page.locator(f"#{card}").drag_to(page.locator(_lane(page, "Qualification")))
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Amount")).to_be_focused()
    expect(page.locator(f"{_lane(page, here)} #{card}")).to_have_count(1)  # not there yet
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()

    page.locator(f"#{card}").drag_to(page.locator(_lane(page, "Qualification")))
    sheet.get_by_label("Amount").fill("12,500")
    sheet.get_by_label("Close date").fill("2031-05-06")
    page.keyboard.press("Enter")
    expect(page.locator(f"{_lane(page, 'Qualification')} #{card}")).to_be_visible()
    assert _stage(juniper, card) == "Qualification"

    page.locator(f"#{card}").drag_to(page.locator(_lane(page, "Needs Analysis")))  # asks nothing
    expect(page.locator(f"{_lane(page, 'Needs Analysis')} #{card}")).to_be_visible()
    expect(page.locator(".toast").last).to_contain_text("is now in Needs Analysis")
    assert _stage(juniper, card) == "Needs Analysis"


def test_news_that_come_late_take_no_card_back(open_page: Open, juniper: Juniper) -> None:
    """The board is asked for before a move and answered after it, and while a card is held."""
    page = open_page(BOARD, who="manager")
    held: list[tuple[Route, APIResponse]] = []
    quiet = {"at": "", "missed": False, "changed": []}
    page.route("**/live?*", lambda route: route.fulfill(json=quiet))
    page.route("**/opportunities/board?*", lambda route: held.append((route, route.fetch())))
    change = "document.body.dispatchEvent(new CustomEvent('headwater:changed'))"

    def answer() -> None:
        for _ in range(1_000):
            if held:
                break
            page.wait_for_timeout(20)
        route, old = held.pop()
        with page.expect_event("requestfinished"):
            route.fulfill(response=old)

    card = _first_card(page, "Info Gathering")
    page.locator(f"#{card}").hover()
    page.evaluate(change)
    page.mouse.down()
    answer()
    page.locator(_lane(page, "Prospecting")).hover()
    page.locator(_lane(page, "Prospecting")).hover()
    page.mouse.up()
    expect(page.locator(f"{_lane(page, 'Prospecting')} #{card}")).to_be_focused()
    answer()  # what was held back is asked for anew

    page.evaluate(change)
    page.locator(f"#{card}").drag_to(page.locator(_lane(page, "Qualification")))
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Amount").fill("900")
    sheet.get_by_label("Close date").fill("2031-05-06")
    page.keyboard.press("Enter")
    expect(sheet).not_to_be_visible()
    answer()  # of before the move
    answer()
    expect(page.locator(f"{_lane(page, 'Qualification')} #{card}")).to_be_visible()
    assert _stage(juniper, card) == "Qualification"
