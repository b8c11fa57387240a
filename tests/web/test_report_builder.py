"""A report is put together, kept, shared, taken further; behind every number are its records."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from headwater.people.models import User
from headwater.records.models import (
    Clock,
    Lead,
    Notification,
    NotificationMail,
    Submission,
    TrailEntry,
)
from headwater.reporting import mailing, prepared
from headwater.reporting.models import ExportFile, Report
from headwater.reporting.standard import REPORTS

BY_SOURCE = [("kind", "Lead"), ("row", "LeadSource"), ("measure", "count"), ("chart", "bars")]


@pytest.fixture
def leads(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> None:
    make_lead(last_name="=cmd|calc", lead_source="Web", annual_revenue=1200)
    make_lead(last_name="Quill", lead_source="Partner")
    make_lead(last_name="Secret", lead_source="Trade Show", owner=cast.otto)


def body(answer: Any) -> str:
    return answer.content.decode()  # type: ignore[no-any-return]


def file_of(answer: Any) -> bytes:
    return b"".join(answer)


def workbook(made: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()


def test_a_report_is_put_together_kept_and_opened(
    mara: Client, cast: SimpleNamespace, leads: None
) -> None:
    page = body(mara.get("/reports/new", BY_SOURCE))
    assert "Trade Show" not in page.split('id="made"')[1], "Otto's lead is not hers to see"
    asked = {"name": "My sources", "asked": urlencode(BY_SOURCE)}
    assert mara.post("/reports/kept", asked).status_code == 302
    report = Report.objects.get()
    shown = body(mara.get(f"/reports/kept/{report.pk}"))
    behind = re.findall(r'class="num"><a href="([^"]+)">1</a>', shown)
    assert len(behind) == 2
    assert "Quill" in body(mara.get(behind[0].replace("&amp;", "&"))) + body(
        mara.get(behind[1].replace("&amp;", "&"))
    )
    assert TrailEntry.objects.filter(event="report.created").count() == 1
    gone = mara.post(f"/reports/kept/{report.pk}/deletion", follow=True)
    undo = re.search(r"/undo/[^\"']+", body(gone))
    assert undo
    mara.post(undo[0])
    assert mara.get(f"/reports/kept/{report.pk}").status_code == 200


def test_the_builder_draws_choices_and_answer_anew(mara: Client, leads: None) -> None:
    form = {
        "kind": "Lead", "was_kind": "Lead", "lines": "1", "field-0": "LeadSource",
        "operator-0": "=", "value-0": "Web", "row": "CreatedDate", "row_by": "week",
        "column": ["Name", "Company"], "measure": ["count", "sum:AnnualRevenue"],
    }  # fmt: skip
    answer = mara.get("/reports/new", form, headers={"HX-Request": "true"})
    where = "where=LeadSource+%3D+%27Web%27"
    assert where in answer.headers["HX-Replace-Url"]
    assert "row=CreatedDate%3Aweek" in answer.headers["HX-Replace-Url"]
    assert "Week of " in body(answer)
    assert "1,200" in body(answer)
    other = form | {"kind": "Opportunity", "row": "LeadSource"}
    changed = mara.get("/reports/new", other, headers={"HX-Request": "true"})
    assert "kind=Opportunity" in changed.headers["HX-Replace-Url"]
    assert "AnnualRevenue" not in changed.headers["HX-Replace-Url"]


def test_a_share_that_cannot_be_read_stays_in_its_fields(mara: Client, leads: None) -> None:
    asked = {"kind": "Lead", "row": "Status", "measure": "count", "add_share": "1"}
    asked |= {"share_label": "Hot", "share_where": "Score >"}
    page = body(mara.get("/reports/new", asked))
    assert 'value="Score &gt;"' in page and "ends where a value should stand" in page
    assert 'value="rate:Hot' not in page
    page = body(mara.get("/reports/new", asked | {"share_where": "Score > 50"}))
    assert 'value="rate:Hot:Score &gt; 50"' in page and 'value="Score &gt; 50"' not in page


def test_a_name_is_not_typed_twice(mara: Client, leads: None) -> None:
    here = "http://testserver/reports/new?kind=Lead"
    given = {"name": "Web leads", "asked": "kind=Lead&where=Score+%3E"}
    answer = mara.post("/reports/kept", given, HTTP_REFERER=here)
    assert 'value="Web leads"' in body(mara.get(answer["Location"]))


def test_a_report_is_text_too(mara: Client, leads: None) -> None:
    soql = "SELECT LeadSource, COUNT(Id), AVG(AnnualRevenue) FROM Lead GROUP BY LeadSource"
    page = body(mara.get("/reports/new", {"kind": "Lead", "run": "1", "soql": soql}))
    assert "Average annual revenue" in page
    assert "AVG(AnnualRevenue)" in page
    by_month = "CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate)"
    grouped = f"SELECT {by_month}, COUNT(Id) FROM Lead GROUP BY {by_month}"
    page = body(mara.get("/reports/new", {"kind": "Lead", "run": "1", "soql": grouped}))
    assert "Created (month)" in page
    for wrong in ("DELETE FROM Lead", "SELECT Nothing FROM Lead", "SELECT Id FROM User"):
        answer = mara.get("/reports/new", {"kind": "Lead", "run": "1", "soql": wrong})
        assert 'role="alert"' in body(answer)


@pytest.mark.parametrize("ready", REPORTS, ids=lambda ready: ready.key)
def test_every_ready_report_answers(mara: Client, leads: None, ready: Any) -> None:
    page = mara.get(f"/reports/ready/{ready.key}")
    assert page.status_code == 200
    assert 'role="alert"' not in body(page)
    assert "Secret" not in body(page)


def test_a_lead_report_has_its_twin_on_the_deals(mara: Client, leads: None) -> None:
    asked = [*BY_SOURCE, ("where", "LeadSource = 'Web' AND IsConverted = true")]
    answer = mara.get("/reports/twin", asked)
    assert answer.status_code == 302
    url = answer.headers["Location"]
    assert "kind=Opportunity" in url
    assert "row=LeadSource" in url
    assert "IsFromLead" in url
    assert "rate%3AWon" in url
    assert mara.get(url).status_code == 200


def test_sharing_opens_the_report_not_the_records(
    mara: Client, cast: SimpleNamespace, leads: None, sign_in: Callable[[User], Client]
) -> None:
    mara.post("/reports/kept", {"name": "Shared", "asked": urlencode(BY_SOURCE)})
    report = Report.objects.get()
    url, otto = f"/reports/kept/{report.pk}", sign_in(cast.otto)
    assert otto.get(url).status_code == 404
    mara.post(f"{url}/sharing", {"sharing": "named", "user": cast.otto.pk})
    page = body(otto.get(url))
    assert "Trade Show" in page
    assert "Partner" not in page
    assert otto.post(f"{url}/deletion").status_code == 403
    assert otto.post(url, {"name": "Mine", "asked": ""}).status_code == 403
    assert "Shared" in body(otto.get("/reports/library"))
    assert "Shared" not in body(otto.get("/reports/library?q=nothing"))
    otto.post(f"{url}/favourite")
    assert "Favourites" in body(otto.get("/reports/library"))


def test_a_planned_report_goes_to_each_as_they_may_see_it(
    mara: Client, cast: SimpleNamespace, leads: None
) -> None:
    mara.post("/reports/kept", {"name": "Monday", "asked": urlencode(BY_SOURCE)})
    report = Report.objects.get()
    plan = {"every": "week", "at_hour": "7", "on_weekday": "0", "user": cast.otto.pk,
            "team": cast.north.pk}  # fmt: skip
    mara.post(f"/reports/kept/{report.pk}/mails", plan)
    report.refresh_from_db()
    assert report.next_at
    assert report.next_at.weekday() == 0
    assert mailing.write(report.next_at) == len({cast.otto, cast.mara, cast.owen, cast.ines})
    assert mailing.write(report.next_at) == 0, "none goes out twice"
    mails = {mail.user_id: mail for mail in NotificationMail.objects.all()}
    assert "Trade Show | 1" in mails[cast.otto.pk].text
    assert "Partner" not in mails[cast.otto.pk].text
    assert "Partner | 1" in mails[cast.mara.pk].text


def test_files_keep_their_types_and_run_nothing(mara: Client, leads: None) -> None:
    asked = {"what": "report", "asked": "kind=Lead&column=Name&column=AnnualRevenue&"
             "column=CreatedDate&column=IsConverted"}  # fmt: skip
    text = file_of(mara.post("/exports/asked", asked | {"form": "csv"})).decode()
    assert "'=cmd|calc" in text
    assert "Secret" not in text
    made = file_of(mara.post("/exports/asked", asked | {"form": "xlsx"}))
    rows = workbook(made)
    assert rows[0] == ["Id", "Name", "Annual revenue", "Created", "Converted"]
    assert ["=cmd|calc", 1200.0] in [row[1:3] for row in rows]
    assert rows[1][4] is False
    assert isinstance(rows[1][3], datetime)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml"), "no cell is a formula"
    import pyarrow.parquet as pq

    answer = mara.post("/exports/asked", asked | {"form": "parquet"})
    assert re.search(r"Leads-\d{4}-\d\d-\d\d\.parquet", answer.headers["Content-Disposition"])
    found = pq.read_table(io.BytesIO(file_of(answer)))
    assert [str(field.type) for field in found.schema][2:] == [
        "double", "timestamp[us, tz=UTC]", "bool"
    ]  # fmt: skip
    assert found.num_rows == 2


def test_lists_are_files_in_all_forms(mara: Client, leads: None) -> None:
    asked = {"what": "list", "list": "leads", "asked": "view=all", "form": "xlsx"}
    assert len(workbook(file_of(mara.post("/exports/asked", asked)))) == 3
    assert "Quill" in file_of(mara.get("/leads?view=all&format=csv")).decode()


def test_a_large_file_is_made_by_a_job_for_one_person_alone(
    mara: Client, cast: SimpleNamespace, leads: None, sign_in: Callable[[User], Client]
) -> None:
    kept = prepared.prepare("report", {"kind": "Lead"}, "All leads", "csv", by=cast.mara)
    listed = {"list": "leads", "query": "view=all"}
    other = prepared.prepare("list", listed, "Leads", "xlsx", by=cast.mara)
    assert "Being prepared" in body(mara.get("/exports"))
    for file in (kept, other):
        prepared.make.func(file.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.row_count) == ("done", 2)
    assert Notification.objects.filter(user=cast.mara, url="/exports").count() == 2
    assert "Quill" in file_of(mara.get(reverse("export_file", args=[kept.pk]))).decode()
    assert sign_in(cast.otto).get(reverse("export_file", args=[kept.pk])).status_code == 404
    ExportFile.objects.update(created_at="2026-01-01T00:00Z")
    assert prepared.forget.func(0) > 0
    assert not ExportFile.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        "kind=Nope", "kind=Lead&row=Nope", "kind=Lead&row=CreatedDate:century", "kind=Lead&row=Id",
        "kind=Lead&measure=sum:Name&row=Status", "kind=Lead&measure=steal:Name&row=Status",
        "kind=Lead&where=Nope+%3D+1", "kind=Lead&where=%27", "kind=Lead&column=Nope",
        "kind=Lead&sort=-Nope", "kind=Lead&page=99999", "kind=Lead&row=Status&across=Description",
        "kind=LeadAndContact&where=Score+%3E+1", "kind=LeadAndContact&column=Score",
        "kind=Lead&where=Name+%3D+%27%00%27", "kind=Lead&row=Status&measure=rate:x:",
        "kind=Lead&field-0=Nope&operator-0=%3D&value-0=x&lines=1", "kind=Lead&run=1&soql=",
        "kind=Lead&where=" + "%28" * 200, "kind=Lead&lines=1&field-0=Score&operator-0=>&value-0=x",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_words(mara: Client, leads: None, asked: str) -> None:
    for page in ("/reports/new", "/reports/rows", "/reports/twin"):
        assert mara.get(f"{page}?{asked}").status_code in (200, 302, 400)
    assert mara.post("/reports/kept", {"name": "x", "asked": asked}).status_code == 302
    file = {"what": "report", "asked": asked, "form": "csv"}
    assert mara.post("/exports/asked", file).status_code in (200, 302)


def test_a_file_of_nothing_known_is_not_found(mara: Client, leads: None) -> None:
    for asked in ({"form": "exe"}, {"form": "csv", "what": "list", "list": "nope"}):
        assert mara.post("/exports/asked", asked).status_code == 404


def test_groups_say_what_people_call_a_value(mara: Client, leads: None) -> None:
    lead = Lead.objects.earliest("pk")
    at = lead.created_at
    Clock.objects.create(lead=lead, owner=lead.owner, minutes=5, started_at=at, due_at=at)
    page = body(mara.get("/reports/new", {"kind": "Clock", "row": "Kind"}))
    assert "First attempt" in page and ">first_attempt<" not in page


def test_lists_and_criteria_say_it_that_way_too(mara: Client, leads: None) -> None:
    lead = Lead.objects.earliest("pk")
    at = lead.created_at
    Clock.objects.create(lead=lead, owner=lead.owner, minutes=5, started_at=at, due_at=at)
    page = body(mara.get("/reports/new", {"kind": "Clock", "where": "Kind = 'first_attempt'"}))
    assert "<td>First attempt</td>" in page
    assert '<option value="first_attempt" selected>First attempt</option>' in page


def test_any_of_the_lines_is_enough(mara: Client, leads: None) -> None:
    form = {"kind": "Lead", "was_kind": "Lead", "lines": "1", "joined": "any"}
    form |= {"field-0": "LastName", "operator-0": "=", "value-0": "Quill"}
    form |= {"field-1": "LeadSource", "operator-1": "=", "value-1": "Web"}
    answer = mara.get("/reports/new", form, headers={"HX-Request": "true"})
    assert "2 leads" in body(answer), "one of each"
    opened = body(mara.get(answer.headers["HX-Replace-Url"]))
    assert '<option value="any" selected>' in opened, "an address is drawn as lines again"
    both = mara.get("/reports/new", form | {"joined": "all"}, headers={"HX-Request": "true"})
    assert "No records fit" in body(both)


def test_several_numbers_of_two_axes_stand_under_their_heads(mara: Client, leads: None) -> None:
    asked = {"kind": "Lead", "row": "LeadSource", "across": "Status"}
    page = body(mara.get("/reports/new", asked | {"measure": ["count", "sum:AnnualRevenue"]}))
    head, rows = re.search(r"<thead>(.*?)</thead>\s*<tbody>(.*?)</tr>", page, re.S).groups()  # type: ignore[union-attr]
    named, numbers = head.split("</tr>")[:2]
    spans = [int(each) for each in re.findall(r'colspan="(\d+)"', named)]
    assert 'rowspan="2"' in named and set(spans) == {2}
    assert numbers.count("<th") == sum(spans) == rows.count("<td")


def test_submissions_come_newest_first(mara: Client, leads: None, cast: SimpleNamespace) -> None:
    for day in (3, 9, 6):
        Submission.objects.create(
            door="form", payload={}, received_at=datetime(2026, 3, day, 12, tzinfo=UTC)
        )
    cast.mara.role = "admin"
    cast.mara.save()
    page = body(mara.get("/reports/new", {"kind": "Submission"}))
    assert page.index("9 Mar 2026") < page.index("6 Mar 2026") < page.index("3 Mar 2026")


def test_criteria_change_between_lines_and_text(mara: Client, leads: None) -> None:
    line = {"field-0": "LeadSource", "operator-0": "=", "value-0": "Web"}
    asked = {"kind": "Lead", "was_kind": "Lead", "lines": "1", "where": ""} | line
    page = body(mara.get("/reports/new", asked | {"as_text": "1"}))
    assert ">LeadSource = &#x27;Web&#x27;</textarea>" in page and 'name="as_lines"' in page
    text = {"kind": "Lead", "was_kind": "Lead", "as_text": "1", "where": "LeadSource = 'Web'"}
    assert 'name="field-0"' in body(mara.get("/reports/new", text | {"as_lines": "1"}))
    mixed = text | {"where": "LeadSource = 'Web' AND (City = 'A' OR City = 'B')"}
    page = body(mara.get("/reports/new", mixed))
    assert 'name="as_lines"' not in page, "what only text can say stays text"


def test_a_kept_report_is_kept_as_another_and_says_of_what_it_is(mara: Client, leads: None) -> None:
    asked = urlencode([*BY_SOURCE, ("where", "LeadSource = 'Web'")])
    mara.post("/reports/kept", {"name": "Web", "asked": asked})
    report = Report.objects.get()
    assert "Lead source is Web" in body(mara.get(f"/reports/kept/{report.pk}"))
    assert 'formaction="/reports/kept"' in body(mara.get(f"/reports/kept/{report.pk}/builder"))
