"""The page in Setup, a lead's visits, the folded line of the timeline."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import engagement
from headwater.records.models import BotRule, Engagement, Visitor
from headwater.tracking.models import KeyPage, TrackingSettings
from headwater.web.records import timeline, visits
from tests.tracking.conftest import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in() -> Any:
    from django.test import Client

    def of(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return of


def _looks(lead: Any, *pages: str, ago: int = 60, agent: str = BROWSER) -> list[Engagement]:
    visitor, _ = Visitor.objects.get_or_create(key="a" * 32, defaults={"lead": lead})
    keys = set(KeyPage.objects.values_list("path", flat=True))
    rows = [
        Engagement(
            at=timezone.now() - timedelta(minutes=ago - place), lead=lead, visitor=visitor,
            kind="key_page" if page in keys else "page_view", what=page, agent=agent,
            key=f"visit:{agent}:{ago}:{place}",
        )
        for place, page in enumerate(pages)
    ]  # fmt: skip
    engagement.note(rows)
    return rows


def test_a_visit_is_one_line_of_the_timeline(
    make_lead: Any, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    KeyPage.objects.create(name="Pricing", path="/prices")
    lead = make_lead()
    _looks(lead, "/", "/products", "/prices", "/prices", "/about", ago=300)
    _looks(lead, "/", ago=60)
    _looks(lead, "/", "/prices", agent="Googlebot")
    told = timeline.story([lead], cast.mara, kind="web").entries
    whats = [entry.what for entry in told if entry.url]
    assert whats == ["Looked at 1 page", "Looked at 5 pages, among them Pricing"]
    assert told[1].fold == "/\n/products\n/prices\n/about"
    with django_assert_max_num_queries(2):  # one looks whether the key pages are still the same
        visits.told([lead.pk], None, 60)


def test_setup_shows_the_script_and_counts_with_and_without_machines(
    sign_in: Any, cast: SimpleNamespace, make_lead: Any
) -> None:
    lead = make_lead()
    _looks(lead, "/", "/prices")
    _looks(lead, "/robots", agent="Googlebot")
    page = sign_in(cast.mia).get("/setup/tracking").content.decode()
    assert "/static/web/embed/track.js" in page
    assert "It calls itself a crawler." in page
    assert "/robots" in page
    assert 'name="says"' not in page
    others = sign_in(cast.rhea).get("/setup/tracking").content.decode()
    assert "/robots" not in others  # what people do whom she may not see
    assert sign_in(cast.mara).post("/setup/tracking/settings", {}).status_code == 403
    assert sign_in(cast.mara).post("/setup/tracking/rules", {}).status_code == 403


def test_an_admin_sets_sites_key_pages_and_rules(sign_in: Any, cast: SimpleNamespace) -> None:
    ada = sign_in(cast.ada)
    settings = {"is_on": "on", "sites": "https://www.Juniper.example/x", "keep_days": "90"}
    assert ada.post("/setup/tracking/settings", settings).status_code == 302
    assert TrackingSettings.current().sites == "juniper.example"
    assert ada.post("/setup/tracking/settings", settings | {"sites": "!"}).status_code == 422
    assert ada.post("/setup/tracking/settings", settings | {"keep_days": "0"}).status_code == 422
    page = {"name": "Pricing", "path": "/prices*", "interest": "Battery"}
    assert ada.post("/setup/tracking/pages", page).status_code == 302
    assert ada.post("/setup/tracking/pages", page).status_code == 422
    assert ada.post("/setup/tracking/pages", {"name": "x", "path": "prices"}).status_code == 422
    ada.post(f"/setup/tracking/pages/{KeyPage.objects.get().pk}/removal")
    assert not KeyPage.objects.exists()
    rule = {"sign": "network", "value": "203.0.113.0/24", "says": "person"}
    ada.post("/setup/tracking/rules", rule)
    added = BotRule.objects.get(is_standard=False)
    assert added.is_person
    for bad in ({"value": "nowhere"}, {"sign": "speed", "value": "5"}, {"value": "1.2.3.0/24\x00"}):
        ada.post("/setup/tracking/rules", rule | bad)
    assert BotRule.objects.filter(is_standard=False).count() == 1
    ada.post(f"/setup/tracking/rules/{added.pk}", {"remove": "1"})
    standard = BotRule.objects.get(sign="speed")
    ada.post(f"/setup/tracking/rules/{standard.pk}", {"remove": "1"})
    ada.post(f"/setup/tracking/rules/{standard.pk}", {"value": "9"})
    ada.post(f"/setup/tracking/rules/{standard.pk}", {"switch": "off"})
    standard.refresh_from_db()
    assert (standard.value, standard.is_active) == ("9", False)
    assert BotRule.objects.filter(is_standard=False).count() == 0
    assert "Website tracking" in ada.get("/setup").content.decode()


def test_a_leads_visits_are_judged_and_deleted_by_who_may_see_it(
    sign_in: Any, cast: SimpleNamespace, make_lead: Any
) -> None:
    lead = make_lead()
    _looks(lead, "/people")
    (row,) = _looks(lead, "/crawled", agent="Googlebot")
    mara, otto, url = sign_in(cast.mara), sign_in(cast.otto), f"/leads/{lead.pk}/visits"
    row = Engagement.objects.get(what="/crawled")
    assert otto.get(url).status_code == 404
    assert otto.post(f"/visits/{row.pk}/verdict", {"verdict": "person"}).status_code == 404
    assert otto.post(f"{url}/erasure").status_code == 404
    assert sign_in(cast.rhea).post(f"{url}/erasure").status_code in (403, 404)
    page = mara.get(url).content.decode()
    assert "/people" in page
    assert "/crawled" not in page
    assert "It calls itself a crawler." in mara.get(f"{url}?machines").content.decode()
    assert mara.post(f"/visits/{row.pk}/verdict", {"verdict": "person"}).status_code == 302
    row.refresh_from_db()
    assert row.bot_reason == ""
    assert mara.post(f"/visits/{row.pk}/verdict", {"verdict": "x"}).status_code == 404
    mara.post(f"{url}/erasure")
    assert not lead.engagements.exists()
