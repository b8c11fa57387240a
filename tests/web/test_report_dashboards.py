"""Conversion, outcome, campaigns, early stage, forecast, nurture: pages, files, lists behind."""

import csv
import io
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.measure import funnel
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.web.reports import reached
from tests.measure.histories import history

PAGES = ("conversion", "outcome", "campaigns", "early-stage", "forecast", "nurture")


@pytest.fixture
def ines(cast: SimpleNamespace, client: Client) -> Client:
    """Her team has a history."""
    history(4, cast)
    client.force_login(cast.ines)
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def listed(client: Client, url: str) -> int:
    """How many records a list says it has."""
    found = re.search(r"(?:of )?(\d[\d,]*) leads?\b", page(client, url))
    return int(found[1].replace(",", "")) if found else 0


def test_each_page_shows_and_gives_its_files(ines: Client) -> None:
    for name in PAGES:
        text = page(ines, f"/reports/{name}?period=all")
        for chart in set(re.findall(r"chart=([a-z]+)&amp;format=csv", text)):
            answer = ines.get(f"/reports/{name}?period=all&chart={chart}&format=csv")
            assert answer["Content-Type"].startswith("text/csv"), (name, chart)
    assert ines.get("/reports/conversion?chart=none&format=csv").status_code == 404


def test_the_steps_open_their_leads(ines: Client, cast: SimpleNamespace) -> None:
    text = page(ines, "/reports/conversion?period=90&by=campaign")
    found = funnel.funnel(cast.ines, Filters(Period(90)), axis="campaign")
    urls = {unescape(url) for url in re.findall(r'href="(/leads\?view=reached-[^"]+)"', text)}
    for step in funnel.STEPS:
        whole = next(url for url in urls if f"reached-{step}&" in url and "3E" not in url)
        assert listed(ines, whole) == found.all.count(step)
    key, passage = next((key, each) for key, each in found.keys.items() if each.mql)
    [mine] = [url for url in urls if f"reached-mql.campaign-{key}&" in url]
    assert listed(ines, mine) == passage.mql
    assert reached.view("reached-nonsense", cast.ines) is None
    assert reached.view("reached-mql.campaign-x", cast.ines) is None


def test_the_file_has_the_numbers(ines: Client, cast: SimpleNamespace) -> None:
    answer = ines.get("/reports/conversion?period=all&by=source&chart=by&format=csv")
    head, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert head[:3] == ["Source", "Inquiries", "MQL"]
    every = funnel.funnel(cast.ines, Filters(Period(None)), axis="source").all
    assert sum(int(row[1]) for row in rows) == every.inquiry


def test_outsiders_see_their_own_and_queries_do_not_grow(
    ines: Client, cast: SimpleNamespace
) -> None:
    here = cast.organization
    here.lead_access = here.opportunity_access = here.account_access = "private"
    here.save()
    ines.force_login(cast.petra)
    before = {}
    for name in PAGES:
        with CaptureQueriesContext(connection) as queries:
            text = page(ines, f"/reports/{name}?period=all")
        before[name] = len(queries)
        assert "Mara" not in text
    history(5, cast, leads=60)
    for name in PAGES:
        with CaptureQueriesContext(connection) as queries:
            page(ines, f"/reports/{name}?period=all")
        assert len(queries) <= before[name] + 1, name
