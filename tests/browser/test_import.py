"""A list comes in by keyboard, and goes again: upload, columns, dry run, run, undo."""

import re

import pytest
from playwright.sync_api import FilePayload, expect

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
