"""A visitor's browser counts while the form is filled in; the page stays quick, a lead comes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser


def test_the_browser_proves_its_work_before_it_sends(juniper: Juniper, open_page: Open) -> None:
    page = open_page("/forms/quote")
    page.get_by_label("Last Name").fill("Prover")
    page.get_by_label("Email").fill("prover@mill.example.org")
    page.wait_for_timeout(1_100)  # nobody is faster than the token allows
    page.get_by_role("button", name="Ask for a quote").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    (proof,) = juniper.query(
        "SELECT payload -> 'altcha' ->> 0 FROM records_submission ORDER BY id DESC LIMIT 1"
    )[0]
    assert len(proof) > 200
    assert juniper.query("SELECT count(*) FROM records_submission WHERE payload ? 'altcha'")
