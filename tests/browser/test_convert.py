"""The convert dialog by keyboard alone: choose, compare, convert with Enter, undo with u."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser
TOM = "name = 'Tom Okafor' AND title = 'Operations manager'"


def opened(open_page: Open, juniper: Juniper) -> Page:
    page = open_page(f"/leads/{juniper.key('records_lead', TOM)}", who="rep1")
    page.wait_for_load_state()
    page.keyboard.press("x")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def test_choices_by_keys_then_enter_converts_and_u_undoes(
    open_page: Open, juniper: Juniper
) -> None:
    page = opened(open_page, juniper)
    expect(page.locator("#convert-now")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("[name=contact]:checked")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # over the look-up to the first value
    expect(page.locator("[name=take-Contact-first_name]:checked")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    title = page.locator("[name=take-Contact-title]")
    expect(title.and_(page.locator(":checked"))).to_have_value("lead")
    page.keyboard.press("ArrowRight")
    expect(title.and_(page.locator(":checked"))).to_have_value("both")
    expect(page.locator("#convert-said")).to_contain_text("keeps both of 1 value")
    expect(page.locator("#take-Contact-title-both")).to_be_focused()  # drawn anew, and still there
    page.keyboard.press("o")
    expect(page.locator("[name=opportunity]:checked")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Converted. Tom Okafor is now a contact")
    ((description,),) = juniper.query(
        "SELECT description FROM records_contact WHERE name = 'Tom Okafor' AND NOT is_deleted"
    )
    assert "Title: Operations manager" in description
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("are open leads again")


def test_what_is_typed_stays_while_the_columns_are_drawn_anew(
    open_page: Open, juniper: Juniper
) -> None:
    page = opened(open_page, juniper)
    page.locator("#follow-up").check()
    page.locator("#follow-up-subject").fill("Send a quote")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{date.today():%m%d%Y}")
    page.locator("#opportunity-new").check()
    page.locator("#deal-name").fill("Evening peak")
    page.keyboard.press("w")  # in a box it is a letter
    expect(page.locator("#deal-name")).to_have_value("Evening peakw")
    page.locator("#opportunity-none").check()
    expect(page.locator("#no-deal")).to_be_visible()
    expect(page.locator("#follow-up-subject")).to_have_value("Send a quote")
    page.get_by_text("No field is lost").click()
    expect(page.get_by_text("Stays on the lead")).to_be_in_viewport()
    page.locator("#opportunity-none").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    ((is_converted,),) = juniper.query(f"SELECT is_converted FROM records_lead WHERE {TOM}")
    assert not is_converted


def test_another_account_is_looked_up(open_page: Open, juniper: Juniper) -> None:
    ((name,),) = juniper.query(
        "SELECT name FROM records_account WHERE NOT is_deleted AND NOT is_person_account"
        " AND name NOT LIKE 'Harbor%%' AND type <> 'Household' ORDER BY length(name) DESC LIMIT 1"
    )
    page = opened(open_page, juniper)
    page.locator("#account-named").press_sequentially(name)
    expect(page.locator("#account-named-list [role=option]").first).to_contain_text(name)
    page.keyboard.press("Enter")  # takes the option, and does not convert
    expect(page.locator("[name=account]:checked + span")).to_contain_text(name)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_it_works_without_scripts(open_page: Open, juniper: Juniper) -> None:
    """The same form as a page: choose, look again, convert; then undo."""
    url = f"/leads/{juniper.key('records_lead', TOM)}/conversion"
    page = open_page(url, who="rep1", width=390, scripts=False)
    page.locator("#opportunity-none").check()
    page.get_by_role("button", name="Look again").click()
    page.locator("#no-deal").select_option("For nurture")
    page.locator("#convert-now").click()
    page.wait_for_url("**/contacts/*")
    ((key, why),) = juniper.query(
        "SELECT c.id, c.no_deal_reason FROM records_conversion c JOIN records_lead l"
        " ON l.id = c.lead_id WHERE c.undone_at IS NULL AND l.title = 'Operations manager'"
        " AND l.name = 'Tom Okafor'"
    )
    assert why == "For nurture"
    page.goto(f"{juniper.address}/conversions/{key}/undo")
    page.get_by_role("button", name="Undo the conversion").click()
    page.wait_for_url("**/leads/*")
