"""What a new user does, word by word: from a visitor's form to revenue on the dashboard."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Juniper, Open, sign_in

pytestmark = pytest.mark.browser
numbers = count(1)


def ask_for_a_quote(page: Page, last_name: str) -> None:
    """A visitor on the company's own page."""
    page.get_by_label("First name").first.fill("Nora")
    page.get_by_label("Last name").first.fill(last_name)
    page.get_by_label("Company").first.fill(f"{last_name} Cold Storage")
    page.get_by_label("Email").first.fill(f"nora@{last_name.lower()}.example.com")
    page.get_by_label("Phone").first.fill("(303) 555-0142")
    page.get_by_label("Property").select_option("Business")
    page.get_by_label("Yearly use").fill("900")
    page.wait_for_timeout(1100)  # nobody fills it in within a second; robots do
    page.get_by_role("button", name="Ask for a quote").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def arrives(open_page: Open, juniper: Juniper) -> str:
    """Somebody new has asked, and is Mara's by the rule for businesses with much use."""
    last_name = f"Visitor{next(numbers)}"
    ask_for_a_quote(open_page("/company"), last_name)
    return last_name


def chosen(page: Page, name: str) -> Page:
    """Today with the row of `name` chosen and shown beside the list."""
    row = page.locator("a[data-row]").filter(has_text=name)
    row.click()
    expect(page.locator("#peek h2.name")).to_have_text(f"Nora {name}")
    return page


def revenue(page: Page, juniper: Juniper) -> dict[str, int]:
    """What the dashboard says was won by the source "Web" and by the campaign of the form."""
    page.goto(f"{juniper.address}/reports?period=7")
    won = {}
    for figure, name in (("Won by source", "Web"), ("Won by campaign", "Get a quote")):
        row = page.get_by_role("region", name=figure).get_by_role("row").filter(has_text=name)
        money = row.get_by_role("cell").last.inner_text() if row.count() else "0"
        won[name] = int(re.sub(r"\D", "", money))
    return won


def test_from_the_form_to_revenue_on_the_dashboard(open_page: Open, juniper: Juniper) -> None:
    visitor = open_page("/company")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Power from your own roof")
    last_name = f"Story{next(numbers)}"
    ask_for_a_quote(visitor, last_name)

    page = open_page("/")
    sign_in(page, "rep1")
    before = revenue(page, juniper)
    page.get_by_role("link", name="Today").click()
    row = page.locator("a[data-row]").filter(has_text=last_name)
    expect(row).to_be_visible()
    expect(page.locator("a[data-row] response-clock").first).to_be_visible()
    chosen(page, last_name)
    beside = page.locator("#peek")
    expect(beside.get_by_text("Why you")).to_be_visible()
    expect(beside.get_by_text("Businesses with much use").first).to_be_visible()
    clock = beside.locator("response-clock")
    expect(clock).not_to_have_text(clock.inner_text(), timeout=15_000)  # it runs

    beside.get_by_label("Log a call with").fill("Wants storage for three cold rooms")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=f"Convert Nora {last_name}")).to_be_visible()
    expect(dialog.locator("#convert-now")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/*")
    expect(page.get_by_text("Early, 0 %")).to_be_visible()

    page.keyboard.press("w")
    won = page.get_by_role("dialog")
    won.get_by_label("Amount").fill("48200")
    won.get_by_role("button", name="Win it").click()
    expect(page.locator(".badge.good").filter(has_text="Won")).to_be_visible()

    gained = {name: money - before[name] for name, money in revenue(page, juniper).items()}
    assert gained == {"Web": 48_200, "Get a quote": 48_200}


def test_a_dead_end_is_closed_with_a_reason_and_undone(open_page: Open, juniper: Juniper) -> None:
    name = arrives(open_page, juniper)
    page = chosen(open_page("/", who="rep1"), name)
    page.keyboard.press("d")
    page.get_by_role("button", name=re.compile("^Not a fit|^No budget|^No interest")).first.click()
    toast = page.locator(".toast").filter(has_text="is closed")
    expect(toast).to_be_visible()
    expect(page.locator("a[data-row]").filter(has_text=name)).to_have_count(0)
    where = "last_name = %s"
    ask = f"SELECT status, closed_reason <> '' FROM records_lead WHERE {where}"
    assert juniper.query(ask, name) == [("Closed - Not Converted", True)]
    page.keyboard.press("u")
    expect(page.locator("a[data-row]").filter(has_text=name)).to_be_visible()
    assert juniper.query(ask, name) == [("Open - Not Contacted", False)]


def test_undo_is_offered_also_when_news_has_taken_the_button_away(
    open_page: Open, juniper: Juniper
) -> None:
    page = chosen(open_page("/", who="rep1"), arrives(open_page, juniper))
    page.keyboard.press("d")
    page.evaluate(
        "document.addEventListener('htmx:beforeOnLoad', ({ detail }) => detail.elt.remove(),"
        " { once: true })"
    )
    page.get_by_role("button", name=re.compile("^Not a fit|^No budget|^No interest")).first.click()
    expect(page.locator(".toast").filter(has_text="is closed")).to_be_visible()


def test_call_again_makes_a_follow_up_with_a_date(open_page: Open, juniper: Juniper) -> None:
    name = arrives(open_page, juniper)
    page = chosen(open_page("/", who="rep1"), name)
    page.keyboard.press("l")
    page.keyboard.type("On the roof until tomorrow")
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    page.get_by_role("button", name=re.compile("^Tomorrow")).first.click()
    expect(page.locator(".toast").filter(has_text=f"Call Nora {name} again")).to_be_visible()
    found = juniper.query(
        "SELECT l.status, t.is_closed, t.due_at IS NOT NULL OR t.due_on IS NOT NULL"
        " FROM records_task t JOIN records_lead l ON l.id = t.lead_id WHERE l.last_name = %s"
        " ORDER BY t.is_closed DESC",
        name,
    )
    assert found[0][:2] == ("Working - Contacted", True)
    assert found[1] == ("Working - Contacted", False, True)
    assert juniper.query(
        "SELECT stopped_at IS NOT NULL FROM records_clock c JOIN records_lead l ON l.id = c.lead_id"
        " WHERE l.last_name = %s", name,
    ) == [(True,)]  # fmt: skip


def test_a_clear_opportunity_is_converted_and_taken_back(open_page: Open, juniper: Juniper) -> None:
    name = arrives(open_page, juniper)
    page = chosen(open_page("/", who="rep1"), name)
    page.locator("#peek").get_by_role("button", name="Convert").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Convert").click()
    page.wait_for_url("**/opportunities/*")
    ask = "SELECT is_converted, status FROM records_lead WHERE last_name = %s"
    assert juniper.query(ask, name)[0][0] is True
    page.keyboard.press("u")
    expect(page.locator(".toast").first).to_be_visible()
    assert juniper.query(ask, name)[0][0] is False
    made = "SELECT count(*) FROM records_account WHERE name = %s AND NOT is_deleted"
    assert juniper.query(made, f"{name} Cold Storage") == [(0,)]
    page.goto(f"{juniper.address}/leads/{juniper.key('records_lead', 'NOT is_deleted')}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_new_lead_appears_on_today_without_reload(open_page: Open, juniper: Juniper) -> None:
    page = open_page("/", who="rep1")
    page.evaluate("window.notReloaded = true")
    page.wait_for_timeout(2500)  # the first poll has begun to listen
    name = arrives(open_page, juniper)
    row = page.locator("a[data-row]").filter(has_text=name)
    expect(row).to_be_visible()
    assert page.evaluate("window.notReloaded") is True
    expect(page.locator("p[data-arrivals]")).to_contain_text(name)


def test_the_board_moves_a_deal_by_keyboard(open_page: Open, juniper: Juniper) -> None:
    page = open_page("/opportunities/board?whose=all", who="manager")
    card = page.locator("section.early [data-stage]").first.locator(".deal").first
    key = card.get_attribute("id")
    card.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("section.early [data-stage]").nth(1).locator(f"#{key}")).to_be_visible()
    expect(page.locator(".toast").first).to_be_visible()
