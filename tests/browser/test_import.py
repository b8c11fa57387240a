"""A list comes in by keyboard, and goes again: upload, columns, dry run, run, undo."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser
LIST = b"""Vorname;Nachname;E-Mail;Lieblingsfarbe\r
Greta;Sturm;greta@sturm.example.com;blau\r
Ravi;Sturm;ravi@sturm.example.com;rot\r
"""


def test_a_list_comes_in_and_goes_again(open_page: Open, juniper: Juniper) -> None:
    page = open_page("/imports", who="admin")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()
    file = FilePayload(name="people.csv", mimeType="text/csv", buffer=LIST)
    other = FilePayload(name="people.pages", mimeType="text/csv", buffer=LIST)
    page.wait_for_load_state("load")  # a person is slower than the page's scripts
    page.locator("#file").set_input_files(other)
    expect(page.get_by_text("“people.pages” cannot be read here")).to_be_visible()
    page.locator("#file").set_input_files(file)

    colour = page.get_by_label("What Lieblingsfarbe becomes")
    expect(colour).to_have_value("")
    colour.focus()
    page.keyboard.type("descr")
    expect(page.get_by_role("option", name=re.compile("^Description"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#ready")).to_contain_text("4 of 4 columns come in")
    page.reload()
    expect(colour).to_have_value("Description")

    page.get_by_role("button", name="Try all 2 rows").click()
    expect(page.get_by_text("Nothing is brought in yet.")).to_be_visible()
    assert juniper.query("SELECT 1 FROM records_lead WHERE last_name = 'Sturm'") == []
    page.wait_for_load_state("load")
    page.keyboard.press("b")
    expect(page.get_by_role("link", name="Open the 2 leads")).to_be_visible()
    page.keyboard.press("o")
    expect(page.get_by_role("link", name="Greta Sturm")).to_be_visible()
    page.go_back()

    page.get_by_role("link", name="Take it back").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Nobody has worked on any of it since.")).to_be_visible()
    dialog.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Nothing of it is left.")).to_be_visible()
    assert juniper.query("SELECT 1 FROM records_lead WHERE last_name = 'Sturm'") == []


def test_the_same_without_scripts(open_page: Open, juniper: Juniper) -> None:
    page = open_page("/imports", who="admin", scripts=False)
    page.get_by_role("link", name=re.compile("^Import a file")).first.click()
    page.locator("#file").set_input_files(
        FilePayload(name="plain.csv", mimeType="text/csv", buffer=LIST.replace(b"Sturm", b"Still"))
    )
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_label("What Lieblingsfarbe becomes").fill("Description")
    page.get_by_label("Letters").select_option("utf-8")
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_label("What Lieblingsfarbe becomes")).to_have_value("Description")
    expect(page.locator("#ready")).to_contain_text("4 of 4 columns come in")

    page.get_by_role("button", name="Try all 2 rows").click()
    look_again(page, "Nothing is brought in yet.")
    page.get_by_role("button", name="Bring in 2 rows").click()
    look_again(page, "Open the 2 leads")
    assert juniper.query("SELECT 1 FROM records_lead WHERE last_name = 'Still'") == [(1,), (1,)]

    page.get_by_role("link", name="Take it back").click()
    expect(page.get_by_text("Nobody has worked on any of it since.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    look_again(page, "Nothing of it is left.")
    assert juniper.query("SELECT 1 FROM records_lead WHERE last_name = 'Still'") == []


def look_again(page: Page, words: str) -> None:
    """Until it is done, by the link that stands there for whoever has no scripts."""
    for _ in range(60):
        if page.get_by_text(words).count():
            return
        page.get_by_role("link", name="Look again").click(timeout=2_000)
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text())
