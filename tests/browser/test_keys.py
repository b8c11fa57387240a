"""Work by keyboard alone: the list, the call, the help and the palette."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser


def current(page: Page) -> str:
    """The id of the chosen row."""
    return page.locator("a[data-row][aria-current=true]").get_attribute("id") or ""


def test_today_by_keys(open_page: Open) -> None:
    page = open_page("/", who="rep1")
    rows = [row.get_attribute("id") for row in page.locator("a[data-row]").all()]
    assert len(rows) >= 2
    assert current(page) == rows[0]
    page.keyboard.press("j")
    assert current(page) == rows[1]
    page.keyboard.press("k")
    assert current(page) == rows[0]
    page.keyboard.press("j")
    assert current(page) == rows[1]
    key = (rows[1] or "").split("-")[-1]
    expect(page.locator(f"#peek [name=current][value$='-{key}']")).to_have_count(1)

    page.keyboard.press("l")
    expect(page.get_by_label("Log a call with")).to_be_focused()
    page.keyboard.type("just looking")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    help_page = page.get_by_role("dialog")
    expect(help_page).to_be_visible()
    expect(help_page).to_contain_text("Log a call with")
    page.keyboard.press("Escape")
    expect(help_page).not_to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/leads/*")


def test_duplicates_by_keys(open_page: Open) -> None:
    page = open_page("/duplicates?kind=Contact", who="admin")
    rows = page.locator("li[data-row]")
    expect(rows).to_have_count(1)
    page.keyboard.press("2")
    expect(page.locator("[name=master]:checked")).to_have_attribute("data-key", "2")
    page.keyboard.press("m")
    expect(page.locator(".toast")).to_contain_text("2 contacts are one now")
    expect(page.get_by_text("No pair fits")).to_be_visible()
    page.wait_for_load_state()  # the page is another one, and its scripts come last
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("1 merge taken back")
    expect(rows).to_have_count(1)


def test_the_palette_finds_and_opens_a_lead(open_page: Open, juniper: Juniper) -> None:
    ((key, name),) = juniper.query(
        "SELECT id, name FROM records_lead WHERE NOT is_deleted AND NOT is_converted"
        " ORDER BY id DESC LIMIT 1"
    )
    page = open_page("/reports", who="manager")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find or do")).to_be_focused()
    page.keyboard.type(name)
    expect(page.get_by_role("option").filter(has_text=name).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/leads/{key}")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
