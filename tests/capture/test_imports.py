"""Files come in: any shape of CSV, Salesforce's exports, every row accounted for."""

import codecs
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headwater import journey
from headwater.capture import failures, mapping, tables
from headwater.catalog import custom
from headwater.importing import crew, deeds, run
from headwater.importing.chunk import bring_in
from headwater.records.models import (
    Account,
    Clock,
    Contact,
    ImportJob,
    Lead,
    Opportunity,
    Submission,
)
from headwater.records.submission import State

EXPORT = """Id,IsDeleted,LastName,FirstName,Company,Address,Email,Status,IsConverted,ConvertedDate,\
CreatedDate,OwnerId,Yearly_Use__c
00Q000000000001AAA,0,Lee,Ana,Mill House,"{""city"":""Oakland"",""street"":""1 Quay\nHall 3""}",\
ana@mill.example.org,New,0,,2024-01-22T20:36:47.000+0000,005000000000001AAA,1200.5
00Q000000000002AAA,0,Berg,Tom,Harbor,,tom@harbor.example.com,Closed - Converted,1,2024-02-01,\
2024-01-22T20:36:47.000+0000,005000000000001AAA,
00Q000000000003AAA,1,Gone,Gil,Harbor,,gil@harbor.example.com,New,0,,,,
"""
TREE = {
    "records": [
        {
            "attributes": {"type": "Account", "referenceId": "MillRef"},
            "Name": "Mill House", "Industry": "Retail",
            "Contacts": {"records": [
                {"attributes": {"type": "Contact", "referenceId": "AnaRef"}, "LastName": "Lee"},
            ]},
        },
        {
            "attributes": {"type": "Opportunity", "referenceId": "DealRef"}, "Name": "Roof",
            "StageName": "Closed Won", "AccountId": "@MillRef", "Amount": 9000,
            "CloseDate": "2026-03-01",
        },
        {"attributes": {"type": "Contact", "referenceId": "B"}, "AccountId": "@Nobody",
         "LastName": "Lone", "Birthdate": "not a day"},
        {"attributes": {"type": "Task", "referenceId": "T"}, "Subject": "Call"},
    ]
}  # fmt: skip


@pytest.fixture
def bring(cast: SimpleNamespace, tmp_path: Path) -> Any:
    def write(content: str | bytes, name: str = "people.csv", **more: Any) -> ImportJob:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return deeds.import_file(path, by=cast.mia, **more)

    return write


def test_an_export_of_salesforce_comes_in_row_by_row(bring: Any) -> None:
    custom.define("Lead", "Yearly Use", "double")
    told: list[str] = []
    job = bring(
        codecs.BOM_UTF8 + EXPORT.encode(), "Lead.csv", report=lambda words, _: told.append(words)
    )
    assert (job.state, job.object_name, job.row_count) == ("done", "Lead", 3)
    assert told[-1] == "3 of 3 rows"
    states = Submission.objects.order_by("import_row").values_list("state", flat=True)
    assert list(states) == [State.CREATED, State.CREATED, State.REJECTED]
    assert "deleted" in Submission.objects.get(import_row=3).reason

    ana, tom = Lead.objects.order_by("last_name").reverse()
    assert (ana.name, ana.status, ana.custom) == (
        "Ana Lee",
        "Open - Not Contacted",
        {"Yearly_Use__c": 1200.5},
    )
    assert ana.created_at.year == 2024
    assert (tom.is_converted, tom.status, str(tom.converted_on)) == (
        True, "Closed - Converted", "2024-02-01",
    )  # fmt: skip
    assert tom.converted_account is None, "what it became is not here, and nothing claims so"
    assert Clock.objects.count() == 0, "history starts no clock"


def test_the_same_file_twice_makes_no_second_leads(bring: Any) -> None:
    rows = EXPORT + ",0,Alone,,,,,,,,,,\n"
    bring(rows, "Lead.csv")
    made = Lead.objects.count()
    again = bring(rows, "Lead.csv")
    assert Lead.objects.count() == made == 3
    balance = Submission.objects.filter(import_job=again).balance()
    assert (balance["received"], balance["merged"], balance["rejected"]) == (4, 3, 1)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-16-le", ","),
     ("utf-8", "|")],
)  # fmt: skip
def test_any_usual_spreadsheet(bring: Any, encoding: str, delimiter: str) -> None:
    firm, note = '"Werk; GmbH, Köln"', '"eins\n""zwei"""'
    lines = [
        ["Vorname", "Nachname", "E-Mail", "Firma", "Notiz", "Umsatz"],
        ["Jörg", "Müller", "joerg@werk.example.org", firm, note, "1200"],
        ["", "", "", "", "", ""],
        ["Ana", "Lee"],
        ["Too", "Many", "a@b.example.org", "", "", "", "cells"],
    ]  # fmt: skip
    text = "\r\n".join(delimiter.join(cells) for cells in lines)
    job = bring(text.encode(encoding))
    assert (job.row_count, job.done_count) == (3, 3), "an empty line is no row"
    lead = Lead.objects.get(last_name="Müller")
    assert (lead.first_name, lead.company) == ("Jörg", "Werk; GmbH, Köln")
    assert lead.description == 'eins\n"zwei"'
    assert lead.annual_revenue == 1200
    reasons = dict(Submission.objects.exclude(reason="").values_list("import_row", "reason"))
    assert set(reasons) == {3}
    assert "more cells" in reasons[3]


def test_a_full_name_is_taken_apart(bring: Any) -> None:
    bring("Full Name,mail\nDr. Ana María Lee,ana@mill.example.org\n")
    lead = Lead.objects.get()
    assert (lead.salutation, lead.last_name) == ("Dr.", "Lee")


def test_a_tree_of_records_keeps_its_references(bring: Any) -> None:
    job = bring(json.dumps(TREE), "tree.json")
    assert job.problem == ""
    account = Account.objects.get()
    assert Contact.objects.get(last_name="Lee").account == account
    deal = Opportunity.objects.get()
    assert (deal.account, deal.is_won) == (account, True)
    assert deal.probability == 100
    lone = Submission.objects.get(import_row=4)
    assert lone.state == State.CREATED
    assert "points to nothing" in lone.reason and "date" in lone.reason
    task = Submission.objects.get(import_row=5)
    assert (task.state, "cannot be imported" in task.reason) == (State.REJECTED, True)

    bring(json.dumps(TREE), "again.json")
    assert (Account.objects.count(), Contact.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 xlsx", "save it as CSV"), (b"%PDF-1.7", "PDF"), (b"", "empty"),
        (b"\xef\xbb\xbf\r\n ", "empty"), (b"\x00\x01\x02\x7f" * 30, "not a text file"),
        (b'{"records": [1]}', "no list of records"), (b'{"records": ', "not valid JSON"),
        (b'{"records": [{"attributes": {"type": "Task"}, "Subject": "x"}]}', "cannot be imported"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(bring: Any, content: bytes, says: str) -> None:
    job = bring(content)
    assert job.state == ImportJob.State.FAILED
    assert says in job.problem
    assert Submission.objects.count() == 0


def test_a_killed_import_goes_on_where_it_was(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    rows = "Last Name,Email\n" + "".join(f"P{n},p{n}@mill.example.org\n" for n in range(7))
    real, calls = bring_in, []

    def killed(job: ImportJob, chunk: Any) -> Any:
        calls.append(chunk)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(job, chunk)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(crew, "bring_in", killed)
        bring(rows)
    assert Lead.objects.count() == 4

    deeds.resume_all(0)
    assert (Lead.objects.count(), Submission.objects.count()) == (7, 7)
    assert ImportJob.objects.get().state == ImportJob.State.DONE


def test_a_row_that_stumbles_waits_and_the_others_come_in(
    bring: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = journey.run

    def stumble(batch: Any) -> Any:
        if any(draft.values.get("last_name") == "Bad" for draft in batch.live):
            raise ZeroDivisionError
        return real(batch)

    monkeypatch.setattr(journey, "run", stumble)
    bring("Last Name\nGood\nBad\nFine\n")
    assert set(Lead.objects.values_list("last_name", flat=True)) == {"Good", "Fine"}
    waiting = Submission.objects.waiting().get()
    assert (waiting.import_row, waiting.attempt_count) == (2, 1)


def test_columns_are_recognised(db: None) -> None:
    columns = [
        "LastName",
        "Given Name",
        "E-Mail",
        "Job Title",
        "Country/Region",
        "Shoe size",
        "Mail",
    ]
    assert mapping.guess(columns, "Lead") == {
        "LastName": "LastName", "Given Name": "FirstName", "E-Mail": "Email",
        "Job Title": "Title", "Country/Region": "Country", "Shoe size": "", "Mail": "",
    }  # fmt: skip
    assert mapping.problems({"a": "Email", "b": "Email"}, "Lead") == ["Email is mapped twice."]
    assert "No column says who" in mapping.problems({"a": "City"}, "Lead")[0]


def test_failed_rows_are_safe_for_a_spreadsheet_and_come_back() -> None:
    columns = ["Name", "Phone"]
    row = {"Name": '=HYPERLINK("http://x")', "Phone": "+49 30 1"}
    text = "".join(failures.lines(columns, [(row, "Why.")]))
    assert text == ('\ufeffName,Phone,Reason\r\n"\'=HYPERLINK(""http://x"")",\'+49 30 1,Why.\r\n')
    assert failures.unguarded("'+49 30 1") == "+49 30 1"
    assert failures.unguarded("'Aiea") == "'Aiea"


def test_a_header_that_stands_twice_is_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Phone,Phone,,\n1,2,3,\n")
    assert tables.look_at(path).columns == ["Phone", "Phone (2)", "Column 3"]
