"""Every page is readable for everybody: axe-core finds nothing serious, in light and in dark.

The window that a page opens in also fails the test when a request leaves the house, when the
Content Security Policy had to refuse something, or when a script broke (see conftest).
"""

import os
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Juniper, Open

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("HEADWATER_PICTURES", "")  # a folder to look at, where one is named
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# What is fine is not described node by node, and not carried over here.
RUN = """options => axe.run({resultTypes: ["violations"], ...options})
  .then(found => found.violations.filter(each => ["serious", "critical"].includes(each.impact)))"""
# Names what sticks out, where the page is wider than its window.
TOO_WIDE = """() => {
  const [room, has] = [window.innerWidth, document.documentElement.scrollWidth];
  if (has <= room) return [];
  const out = [...document.querySelectorAll("body *")].filter(
    (each) => each.getBoundingClientRect().right > room && each.checkVisibility());
  return [`${has - room} px too wide: ` + out.slice(-3).map((each) => each.outerHTML.slice(0, 90))];
}"""
SIGNED_OUT = (
    "/company", "/forms/quote", "/forms/quote/thanks", "/forms/site-visit/frame", "/sign-in",
    "/password/reset",
)  # fmt: skip
PAGES = {
    "rep1": (
        "/", "/leads", "/leads/{lead}", "/leads/{lead}/conversion", "/leads/new",
        "/leads/{converted}", "/opportunities/board?whose=all", "/opportunities/{opportunity}",
        "/accounts/{account}", "/contacts/{contact}", "/more", "/me", "/notifications",
        "/me/notifications", "/queues", "/queues/{queue}",
    ),
    "admin": (
        "/reports?period=all", "/accounts", "/contacts", "/opportunities", "/campaigns",
        "/duplicates", "/duplicates/{pair}", "/duplicates/runs",
        "/records/Lead/merge?id={lead}&id={other}", "/campaigns/{campaign}", "/forms",
        "/forms/new", "/forms/quote/edit",
        "/forms/quote/share", "/submissions", "/submissions/{submission}",
        "/submissions/{rejected}", "/submissions/{rejected}?correct", "/submissions/balance",
        "/submissions/replays", "/setup/spam", "/imports",
        "/imports/new", "/imports/{imported}", "/imports/{imported}?verdict=error",
        "/imports/{imported}/undo", "/conversions/runs", "/conversions/runs/{run}",
        "/setup", "/setup/rules/assignment", "/setup/rules/score",
        "/setup/rules/assignment?view=draft", "/setup/rules/assignment/version/2",
        "/setup/rules/assignment/cases/new", "/leads/{lead}/why",
        "/setup/rules/assignment/new", "/setup/fields", "/setup/users", "/setup/users/new",
        "/setup/organization", "/setup/files", "/setup/mailboxes", "/setup/mailboxes/new",
        "/setup/retention",
        "/setup/statuses", "/setup/answers", "/setup/answers/new", "/setup/intake-keys",
        "/setup/intake-keys/new", "/setup/webhooks", "/setup/webhooks/new",
        "/setup/webhooks/{webhook}", "/setup/webhooks/{webhook}/deliveries/{delivery}",
        "/setup/duplicates", "/setup/duplicates/{rule}", "/setup/duplicates/{rule}/history",
        "/setup/matching/new/Lead", "/setup/matching/{matching}", "/accounts/families",
        "/nothing/is/here",
    ),
}  # fmt: skip


@pytest.fixture
def keys(juniper: Juniper) -> dict[str, int]:
    """One record of each kind."""
    mine = "NOT is_deleted AND owner_id = (SELECT owner_ptr_id FROM people_user WHERE email = "
    mine += "'rep1@juniper.example')"
    return {
        "lead": juniper.key("records_lead", f"NOT is_converted AND NOT is_closed AND {mine}"),
        "other": juniper.key("records_lead", "NOT is_converted AND NOT is_deleted AND is_closed"),
        "pair": juniper.key("records_duplicatepair", "state = 'open' AND one_object = 'Account'"),
        "converted": juniper.key("records_lead", f"is_converted AND {mine}"),
        "opportunity": juniper.key("records_opportunity", mine),
        "account": juniper.key("records_account"),
        "contact": juniper.key("records_contact"),
        "campaign": juniper.key("records_campaign"),
        "submission": juniper.key("records_submission"),
        "run": juniper.key("records_conversionrun", "kind = 'mass'"),
        "imported": juniper.key("records_importjob"),
        "queue": juniper.key("people_owner", "kind = 'Group'"),
        "rule": juniper.key("match_duplicaterule"),
        "matching": juniper.key("match_matchingrule", "is_standard AND boolean_filter <> ''"),
        "webhook": juniper.key("api_webhook"),
        "delivery": juniper.key("api_webhookdelivery"),
        "rejected": juniper.key("records_submission", "state = 'rejected'"),
    }


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("who", ["", *PAGES])
def test_no_page_shuts_anybody_out(
    open_page: Open, keys: dict[str, int], juniper: Juniper, who: str, width: int
) -> None:
    page = open_page("/healthz", who=who, width=width)
    found = {}
    for url in PAGES.get(who, SIGNED_OUT):
        page.goto(juniper.address + url.format(**keys))
        page.wait_for_load_state("load")
        page.emulate_media(color_scheme="light")
        trouble = troubles(page) + page.evaluate(TOO_WIDE)
        keep_picture(page, f"{who or 'visitor'}{url}-{width}-light")
        page.emulate_media(color_scheme="dark")
        trouble += troubles(page, {"runOnly": ["color-contrast"]})
        keep_picture(page, f"{who or 'visitor'}{url}-{width}-dark")
        if trouble:
            found[url] = trouble
    assert not found, "\n".join(f"{url}: {trouble}" for url, trouble in found.items())


def troubles(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds serious or critical; it is put into the page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{each['id']} ({each['help']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in page.evaluate(RUN, options or {})
        for node in each["nodes"][:3]
    ]


def keep_picture(page: Page, name: str) -> None:
    if PICTURES:
        safe = "".join(letter if letter.isalnum() or letter == "-" else "_" for letter in name)
        page.screenshot(path=Path(PICTURES) / f"{safe}.png")
