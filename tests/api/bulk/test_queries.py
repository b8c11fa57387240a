"""Bulk 2.0, rows out: what was found is kept, and fetched page by page."""

import csv
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.api.bulk import asking
from headwater.records import writing
from headwater.records.models import Lead
from tests.api.conftest import Program

Work = Callable[[], None]


def asked(api: Program, query: str, **said: Any) -> str:
    return str(api("POST", "jobs/query", {"query": query} | said, expect=200)["id"])


def page(api: Program, job: str, **params: Any) -> tuple[list[list[str]], str, str]:
    text = "&".join(f"{name}={value}" for name, value in params.items())
    answer = api.raw("GET", f"jobs/query/{job}/results?{text}")
    assert answer.status_code == 200, answer.content
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    return rows, answer.headers["Sforce-Locator"], answer.headers["Sforce-NumberOfRecords"]


def test_rows_come_page_by_page(
    api: Program, work: Work, make_lead: Callable[..., Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    for name in "ABCDE":
        make_lead(last_name=name)
    job = asked(api, "SELECT Id, LastName, Owner.Name, IsConverted, CreatedDate FROM Lead "
                     "ORDER BY LastName")  # fmt: skip
    api("GET", f"jobs/query/{job}/results", expect=400)
    work()
    told = api("GET", f"jobs/query/{job}")
    assert (told["state"], told["numberRecordsProcessed"]) == ("JobComplete", 5)
    rows, locator, count = page(api, job, maxRecords=3)
    assert rows[0] == ["Id", "LastName", "Owner.Name", "IsConverted", "CreatedDate"]
    assert [row[1] for row in rows[1:]] == ["A", "B", "C"]
    assert rows[1][3] == "false"
    assert rows[1][4].endswith("Z")
    assert (locator, count) == ("3", "3")
    rows, locator, count = page(api, job, maxRecords=3, locator=locator)
    assert [row[1] for row in rows[1:]] == ["D", "E"]
    assert (locator, count) == ("null", "2")
    api("DELETE", f"jobs/query/{job}")


def test_query_all_has_what_was_deleted(
    api: Program, work: Work, make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    writing.delete([make_lead()], by=cast.ada)
    plain = asked(api, "SELECT Id FROM Lead")
    whole = asked(api, "SELECT Id, IsDeleted FROM Lead", operation="queryAll")
    work()
    assert page(api, plain)[2] == "0"
    assert page(api, whole)[0][1][1] == "true"


def test_rows_are_those_that_the_caller_sees(
    program: Callable[..., Program], cast: SimpleNamespace, work: Work,
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    make_lead(owner=cast.mara)
    outsider = program(cast.otto)
    job = asked(outsider, "SELECT Id FROM Lead")
    work()
    assert page(outsider, job)[2] == "0"
    program(cast.mara)("GET", f"jobs/query/{job}/results", expect=404)


@pytest.mark.parametrize(
    "query",
    ["SELECT COUNT() FROM Lead", "SELECT Status, COUNT(Id) FROM Lead GROUP BY Status", "SELEKT",
     "SELECT Nope FROM Lead", "SELECT Id FROM Nothing", ""],
)  # fmt: skip
def test_what_these_jobs_do_not_take_is_refused_at_once(
    api: Program, query: str, work: Work
) -> None:
    answer = api.raw("POST", "jobs/query", {"query": query})
    if answer.status_code == 200:  # a field is looked up when the job runs
        work()
        assert api("GET", f"jobs/query/{answer.json()['id']}")["state"] == "Failed"
    else:
        assert answer.status_code == 400


def test_a_client_that_cannot_read_the_form_of_the_answer_is_not_told_it(
    api: Program, work: Work, make_lead: Callable[..., Lead]
) -> None:
    """What Airbyte's connector sends for the rows; everybody else is told `text/csv`."""
    make_lead(last_name="Ada")
    job = asked(api, "SELECT LastName FROM Lead")
    work()
    its = {"User-Agent": "python-requests/2.32.5", "Accept": "*/*", "Accept-Encoding": "gzip"}
    answer = api.raw("GET", f"jobs/query/{job}/results", **its)
    assert "Content-Type" not in answer.headers
    assert answer.getvalue() == b'"LastName"\n"Ada"\n'
    answer = api.raw("GET", f"jobs/query/{job}/results", **(its | {"Accept-Encoding": "gzip, br"}))
    assert answer.headers["Content-Type"] == "text/csv; charset=UTF-8"
