"""Bulk 2.0, records in: a job is made, filled, closed; each record has its result."""

import csv
import gzip
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.api.bulk import pieces, running
from headwater.api.bulk.job import BulkBatch, BulkJob, BulkPiece
from headwater.records.models import Lead, Submission, TrailEntry
from tests.api.conftest import Program, V

Work = Callable[[], None]


def opened(api: Program, operation: str = "insert", **said: Any) -> str:
    job = {"object": "Lead", "operation": operation} | said
    return str(api("POST", "jobs/ingest", job, expect=200)["id"])


def filled(api: Program, job: str, text: str | bytes, **headers: str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return api.raw("PUT", f"jobs/ingest/{job}/batches", data, **headers)


def closed(api: Program, job: str, state: str = "UploadComplete") -> Any:
    return api("PATCH", f"jobs/ingest/{job}", {"state": state}, expect=200)


def lines(api: Program, job: str, which: str) -> list[list[str]]:
    answer = api.raw("GET", f"jobs/ingest/{job}/{which}/")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.getvalue().decode())))


def test_a_job_from_its_beginning_to_its_end(api: Program, work: Work) -> None:
    job = opened(api)
    told = api("GET", f"jobs/ingest/{job}")
    assert (told["state"], told["contentUrl"]) == (
        "Open", f"services/data/v60.0/jobs/ingest/{job}/batches",
    )  # fmt: skip
    text = 'LastName,Company,Title\nAda,Engines,"Chief, of all"\n,Nobody,\nGrace,Compilers,\n'
    assert filled(api, job, text).status_code == 201
    assert closed(api, job)["state"] == "UploadComplete"
    work()
    told = api("GET", f"jobs/ingest/{job}/")
    assert told["state"] == "JobComplete"
    assert (told["numberRecordsProcessed"], told["numberRecordsFailed"]) == (3, 1)
    header, *rows = lines(api, job, "successfulResults")
    assert header == ["sf__Id", "sf__Created", "LastName", "Company", "Title"]
    assert [row[1:] for row in rows] == [
        ["true", "Ada", "Engines", "Chief, of all"], ["true", "Grace", "Compilers", ""],
    ]  # fmt: skip
    assert {row[0] for row in rows} == {lead.sf_id for lead in Lead.objects.all()}
    [bad] = lines(api, job, "failedResults")[1:]
    assert bad[:2] == [
        "", "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --",
    ]  # fmt: skip
    assert lines(api, job, "unprocessedrecords") == [["LastName", "Company", "Title"]]
    assert Submission.objects.balance()["received"] == 3
    assert TrailEntry.objects.filter(event="lead.created").count() == 2
    api("DELETE", f"jobs/ingest/{job}")
    assert not BulkPiece.objects.exists()


def test_update_upsert_and_delete(api: Program, work: Work, external_id: str) -> None:
    job = opened(api, "upsert", externalIdFieldName=external_id, lineEnding="CRLF",
                 columnDelimiter="SEMICOLON")  # fmt: skip
    filled(api, job, f"{external_id};LastName;Company\r\na;Ada;Engines\r\nb;Bob;Looms\r\n")
    closed(api, job)
    work()
    ada = Lead.objects.get(last_name="Ada")
    second = opened(api, "upsert", externalIdFieldName=external_id)
    filled(api, second, f"{external_id},Title\na,CTO\n")
    closed(api, second)
    third = opened(api, "update")
    filled(api, third, f"Id,Company,Title\n{ada.sf_id},,#N/A\n00Q000000000000,x,y\n")
    closed(api, third)
    work()
    assert lines(api, second, "successfulResults")[1][1] == "false"
    assert lines(api, third, "failedResults")[1][1].startswith("NOT_FOUND")
    ada.refresh_from_db()
    assert (ada.company, ada.title) == ("Engines", "")
    fourth = opened(api, "delete")
    filled(api, fourth, f"Id\n{ada.sf_id}\n")
    closed(api, fourth)
    work()
    assert Lead.objects.get(pk=ada.pk).is_deleted


def test_what_comes_zipped_and_in_parts_is_stored_in_pieces(
    api: Program, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "SIZE", 64)
    monkeypatch.setattr(running, "CHUNK", 3)
    rows = "".join(f"Lead{number},Company{number}\n" for number in range(10))
    job = opened(api)
    data = gzip.compress(b"\xef\xbb\xbfLastName,Company\n" + rows.encode())
    assert filled(api, job, data, Content_Encoding="gzip").status_code == 201
    assert BulkPiece.objects.count() > 2
    closed(api, job)
    work()
    assert Lead.objects.count() == 10
    assert len(lines(api, job, "successfulResults")) == 11


def test_a_killed_worker_leaves_nothing_twice(
    api: Program, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    job = opened(api)
    filled(api, job, "LastName,Company\nA,x\nB,x\nC,x\nD,x\nE,x\n")
    closed(api, job)
    store, calls = running._store, []

    def dies(*given: Any) -> bool:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return store(*given)

    monkeypatch.setattr(running, "_store", dies)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert Lead.objects.count() == 2
    monkeypatch.setattr(running, "_store", store)
    BulkBatch.objects.update(modified_at="2020-01-01T00:00Z")
    running.take_up.func()
    work()
    assert sorted(Lead.objects.values_list("last_name", flat=True)) == list("ABCDE")
    assert api("GET", f"jobs/ingest/{job}")["numberRecordsProcessed"] == 5


def test_an_aborted_job_does_nothing_more(api: Program, work: Work) -> None:
    job = opened(api)
    filled(api, job, "LastName,Company\nA,x\n")
    closed(api, job)
    closed(api, job, "Aborted")
    work()
    assert not Lead.objects.exists()
    assert lines(api, job, "unprocessedRecords")[1] == ["A", "x"]
    api("PATCH", f"jobs/ingest/{job}", {"state": "UploadComplete"}, expect=400)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "no CSV"),
        (b'LastName,Company\n"open', "no CSV"),
        (b"", "first line"),
        (b"LastName,lastname\nA,B", "twice"),
        (b"LastName,Surname\nA,B", "InvalidBatch : Field name not found : Surname"),
        (b"LastName,Company\nA,B,C", "3 values under 2 names"),
    ],
)
def test_what_cannot_be_read_fails_the_job(
    api: Program, work: Work, data: bytes, words: str
) -> None:
    job = opened(api)
    filled(api, job, data)
    closed(api, job)
    work()
    told = api("GET", f"jobs/ingest/{job}")
    assert told["state"] == "Failed"
    assert words in told["errorMessage"]
    assert api.raw("GET", f"jobs/ingest/{job}/failedResults").status_code == 200


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"object": "Nothing"}, "INVALIDENTITY"),
        ({"operation": "explode"}, "INVALIDJOB"),
        ({"operation": "upsert"}, "INVALIDJOB"),
        ({"columnDelimiter": "DOT"}, "INVALIDJOB"),
        ({"contentType": "XML"}, "INVALIDJOB"),
        ({"object": "LeadStatus"}, "INVALID_TYPE_FOR_OPERATION"),
    ],
)
def test_a_job_that_makes_no_sense_is_refused(
    api: Program, said: dict[str, str], code: str
) -> None:
    told = api("POST", "jobs/ingest", {"object": "Lead", "operation": "insert"} | said, expect=400)
    assert told[0]["errorCode"] == code


def test_nobody_sees_the_jobs_of_others(
    program: Callable[..., Program], cast: SimpleNamespace
) -> None:
    job = opened(program(cast.mara))
    outsider = program(cast.otto)
    outsider("GET", f"jobs/ingest/{job}", expect=404)
    assert filled(outsider, job, "LastName\nx").status_code == 404
    assert outsider("GET", "jobs/ingest")["records"] == []
    assert program(cast.ada)("GET", "jobs/ingest")["records"][0]["id"] == job
    assert program(cast.rhea).raw("POST", "jobs/ingest", {}).status_code == 403


def test_a_job_with_its_content_in_one_request(api: Program, work: Work) -> None:
    parts = {
        "job": '{"object": "Lead", "operation": "insert"}',
        "content": "LastName,Company\nAda,Engines\n",
    }
    answer = api.client.post(
        f"{V}/jobs/ingest", parts, headers={"Authorization": f"Bearer {api.token}"}
    )
    assert answer.json()["state"] == "UploadComplete"
    work()
    assert Lead.objects.get().last_name == "Ada"
    assert BulkJob.objects.get().state == "JobComplete"


def test_a_csv_as_people_save_it(api: Program, work: Work) -> None:
    """A mark before it, CRLF, quotes within quotes, lines without anything, commas at the end."""
    job = opened(api, lineEnding="CRLF", columnDelimiter="SEMICOLON")
    text = (
        '\ufeff"LastName";Company;Description;Title;\r\n'
        '"O""Hara; Ms";Engines;"two\r\nlines";#N/A;\r\n'
        "\r\n"
        "Blé;Açaí\r\n"
    )
    filled(api, job, text)
    closed(api, job)
    work()
    told = api("GET", f"jobs/ingest/{job}")
    assert (told["state"], told["numberRecordsProcessed"]) == ("JobComplete", 2)
    assert told["numberRecordsFailed"] == 0, lines(api, job, "failedResults")
    found = [(lead.last_name, lead.company, lead.title) for lead in Lead.objects.order_by("pk")]
    assert found == [('O"Hara; Ms', "Engines", ""), ("Blé", "Açaí", "")]
