"""Marketing makes a form by keyboard and by hand, and sees what a visitor will see meanwhile."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser


def order(page: Page) -> list[str]:
    """The fields as they will be posted."""
    boxes = page.locator("#asks input[name=field]")
    return [str(each.get_attribute("value")) for each in boxes.all()]


def test_a_form_is_made_and_shared(juniper: Juniper, open_page: Open) -> None:
    page = open_page("/forms/new", who="marketing")
    preview = page.frame_locator("iframe[name=preview]")
    expect(preview.get_by_label("Last Name")).to_be_visible()
    page.get_by_label("Title").fill("Ask us anything")
    expect(preview.get_by_role("heading", name="Ask us anything")).to_be_visible()

    page.get_by_role("button", name="Add a field").click()
    find = page.locator("#more-to-ask [data-find]")
    expect(find).to_be_focused()
    find.fill("yearly")
    page.keyboard.press("Enter")
    expect(page.locator("#row-field-Yearly_Use__c")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Yearly use is added.")
    expect(preview.get_by_label("Yearly use")).to_be_visible()
    find.fill("Yearly")
    expect(page.get_by_text("No field is called so.").first).to_be_visible()
    page.keyboard.press("Escape")

    before = order(page)
    assert before[-2:] == ["Description", "Yearly_Use__c"]
    page.locator("#ask-Yearly_Use__c summary").focus()
    page.keyboard.press("Alt+ArrowUp")
    assert order(page)[-2:] == ["Yearly_Use__c", "Description"]
    expect(page.locator("#ask-Yearly_Use__c summary")).to_be_focused()
    page.get_by_role("button", name="Move Email up").click()
    assert order(page).index("Email") == before.index("Email") - 1
    page.locator("#row-field-Phone .grip").drag_to(page.locator("#row-field-FirstName"))
    assert order(page).index("Phone") <= 1
    page.get_by_role("button", name="Remove Company").click()
    assert "Company" not in order(page)
    expect(preview.get_by_label("Company")).to_have_count(0)

    page.locator("#ask-Phone summary").click()
    page.locator("#label-Phone").fill("Where do we reach you?")
    page.locator("#placeholder-Phone").fill("303 555 0100")
    expect(preview.get_by_label("Where do we reach you?")).to_have_attribute(
        "placeholder", "303 555 0100"
    )
    page.get_by_text("Desktop").click()
    expect(preview.get_by_label("Where do we reach you?")).to_be_visible()

    final = order(page)
    page.get_by_role("button", name="Make the form").click()
    page.wait_for_url("**/forms/ask-us-anything/share")
    rows = juniper.query("SELECT fields FROM capture_webform WHERE slug = 'ask-us-anything'")
    kept = rows[0][0] if isinstance(rows[0][0], list) else json.loads(rows[0][0])
    assert [row["name"] for row in kept] == final

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").nth(1).click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f'<script src="{juniper.address}/forms/ask-us-anything.js" async></script>'


def test_undo_takes_a_duplicate_away(juniper: Juniper, open_page: Open) -> None:
    page = open_page("/forms", who="marketing")
    page.get_by_role("button", name="Duplicate The cold-store guide").click()
    page.wait_for_url("**/edit")
    expect(page.get_by_label("Title")).to_have_value("The cold-store guide (copy)")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is gone again")).to_be_visible()
