"""Bulk 1.0: XML, JSON and CSV to the letter, as old clients compare it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from headwater.api import tokens
from headwater.records.models import Lead
from tests.api.conftest import Program

Work = Callable[[], None]
JOB = "/services/async/60.0/job"
XML_JOB = (
    b'<?xml version="1.0"?><jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">'
    b"<operation>%b</operation><object>Lead</object><contentType>%b</contentType></jobInfo>"
)


class Classic:
    """A client of Bulk 1.0."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __call__(self, method: str, path: str, data: bytes = b"", kind: str = "") -> Any:
        return self.program.client.generic(
            method, f"{JOB}{path}", data, content_type=kind or "application/xml",
            headers={"X-SFDC-Session": self.program.token},
        )  # fmt: skip


@pytest.fixture
def classic(api: Program) -> Classic:
    return Classic(api)


def between(text: bytes, tag: str) -> str:
    return text.decode().partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


def test_xml_and_csv(classic: Classic, work: Work) -> None:
    made = classic("POST", "", XML_JOB % (b"insert", b"CSV"))
    assert (made.status_code, made.headers["Content-Type"]) == (201, "application/xml")
    job = between(made.content, "id")
    added = classic("POST", f"/{job}/batch", b"LastName,Company\nAda,Engines\n,x\n", "text/csv")
    assert added.status_code == 201
    batch = between(added.content, "id")
    assert between(added.content, "state") == "Queued"
    work()
    looked = classic("GET", f"/{job}/batch/{batch}")
    assert between(looked.content, "state") == "Completed"
    assert between(looked.content, "numberRecordsFailed") == "1"
    told = classic("GET", f"/{job}/batch/{batch}/result")
    assert told.headers["Content-Type"] == "text/csv"
    key = Lead.objects.get().sf_id
    assert told.content.decode().splitlines()[:2] == [
        '"Id","Success","Created","Error"', f'"{key}","true","true",""',
    ]  # fmt: skip
    sent = classic("GET", f"/{job}/batch/{batch}/request")
    assert sent.content.startswith(b"LastName")
    ended = classic("POST", f"/{job}", b"<jobInfo><state>Closed</state></jobInfo>")
    assert between(ended.content, "state") == "Closed"
    assert b"InvalidJobState" in classic("POST", f"/{job}/batch", b"x").content


def test_json(classic: Classic, work: Work) -> None:
    said = {"operation": "insert", "object": "Lead", "contentType": "JSON", "concurrencyMode": 1}
    made = classic("POST", "", orjson.dumps(said), "application/json").json()
    assert (made["concurrencyMode"], made["state"]) == ("Serial", "Open")
    rows = orjson.dumps([{"LastName": "Ada", "Company": "E"}, {"Company": "x"}])
    batch = classic("POST", f"/{made['id']}/batch", rows, "application/json").json()
    work()
    told = classic("GET", f"/{made['id']}/batch/{batch['id']}/result").json()
    assert [each["success"] for each in told] == [True, False]
    assert told[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert told[1]["id"] is None
    asked = {"operation": "query", "object": "Lead", "contentType": "JSON"}
    job = classic("POST", "", orjson.dumps(asked), "application/json").json()["id"]
    query = b"SELECT Id, Owner.Name, CreatedDate FROM Lead"
    batch = classic("POST", f"/{job}/batch", query, "application/json").json()["id"]
    work()
    [result] = classic("GET", f"/{job}/batch/{batch}/result").json()
    answer = classic("GET", f"/{job}/batch/{batch}/result/{result}")
    assert answer.headers["Content-Type"] == "application/json"
    [row] = answer.json()
    assert row["attributes"]["type"] == "Lead"
    assert isinstance(row["CreatedDate"], int)
    assert row["Owner"]["Name"]


def test_xml_records_and_a_query_of_a_csv_job(classic: Classic, work: Work) -> None:
    job = between(classic("POST", "", XML_JOB % (b"insert", b"XML")).content, "id")
    rows = b"<sObjects><sObject><LastName>Ada</LastName><Company>E</Company></sObject></sObjects>"
    batch = between(classic("POST", f"/{job}/batch", rows).content, "id")
    work()
    told = classic("GET", f"/{job}/batch/{batch}/result").content
    assert between(told, "success") == "true"
    job = between(classic("POST", "", XML_JOB % (b"query", b"CSV")).content, "id")
    batch = between(classic("POST", f"/{job}/batch", b"SELECT LastName FROM Lead").content, "id")
    work()
    listed = classic("GET", f"/{job}/batch/{batch}/result")
    assert listed.headers["Content-Type"] == "application/xml"
    answer = classic("GET", f"/{job}/batch/{batch}/result/{between(listed.content, 'result')}")
    assert answer.content == b'"LastName"\n"Ada"\n'
    bad = between(classic("POST", f"/{job}/batch", b"SELEKT").content, "id")
    work()
    failed = classic("GET", f"/{job}/batch/{bad}").content
    assert between(failed, "state") == "Failed"
    assert between(failed, "stateMessage").startswith("InvalidBatch")


def test_who_has_no_session_is_told_so_as_clients_expect(
    program: Callable[..., Program], cast: SimpleNamespace, classic: Classic
) -> None:
    answer = Classic(program(None))("GET", "/7500000000000AB")
    assert (answer.status_code, between(answer.content, "exceptionCode")) == (
        400, "InvalidSessionId",
    )  # fmt: skip
    job = between(classic("POST", "", XML_JOB % (b"insert", b"CSV")).content, "id")
    other = Classic(program(cast.otto))("GET", f"/{job}")
    assert between(other.content, "exceptionCode") == "InvalidJob"
    reader = Classic(program(cast.rhea))
    assert b"FeatureNotEnabled" in reader("POST", "", XML_JOB % (b"insert", b"CSV")).content
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><jobInfo><object>&a;</object></jobInfo>'
    assert classic("POST", "", bomb).status_code == 400


def test_who_may_only_read_asks_and_does_not_write(
    cast: SimpleNamespace, classic: Classic, work: Work, make_lead: Callable[..., Lead]
) -> None:
    make_lead(last_name="Ada")
    writing = between(classic("POST", "", XML_JOB % (b"insert", b"CSV")).content, "id")
    classic.program.token = tokens.issue(cast.ada, scopes="read")
    refused = classic("POST", "", XML_JOB % (b"insert", b"CSV"))
    assert refused.status_code == 400
    assert between(refused.content, "exceptionCode") == "FeatureNotEnabled"
    added = classic("POST", f"/{writing}/batch", b"LastName\nGrace\n", "text/csv; charset=UTF-8")
    assert between(added.content, "exceptionCode") == "FeatureNotEnabled"
    job = between(classic("POST", "", XML_JOB % (b"query", b"XML")).content, "id")
    query = b"SELECT LastName, CreatedDate FROM Lead"
    batch = between(classic("POST", f"/{job}/batch", query).content, "id")
    work()
    listed = classic("GET", f"/{job}/batch/{batch}/result")
    answer = classic("GET", f"/{job}/batch/{batch}/result/{between(listed.content, 'result')}")
    assert between(answer.content, "LastName") == "Ada"
    assert between(answer.content, "CreatedDate").endswith("+0000")


def test_an_upsert_by_what_is_no_external_id_is_told_so(classic: Classic) -> None:
    told = b"<operation>upsert</operation><externalIdFieldName>Nope__c</externalIdFieldName>"
    job = XML_JOB.replace(b"<operation>%b</operation>", told) % b"CSV"
    answer = classic("POST", "", job)
    assert between(answer.content, "exceptionCode") == "InvalidJob"
    assert "does not match an External ID for Lead" in answer.content.decode()


def test_a_body_that_is_not_zipped_as_it_says_is_refused_in_the_words_of_bulk(
    classic: Classic,
) -> None:
    job = between(classic("POST", "", XML_JOB % (b"insert", b"CSV")).content, "id")
    answer = classic.program.client.generic(
        "POST", f"{JOB}/{job}/batch", b"LastName\nAda\n", content_type="text/csv",
        headers={"X-SFDC-Session": classic.program.token, "Content-Encoding": "gzip"},
    )  # fmt: skip
    assert (answer.status_code, between(answer.content, "exceptionCode")) == (
        400, "ClientInputError",
    )  # fmt: skip
