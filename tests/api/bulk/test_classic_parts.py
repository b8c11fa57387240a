"""Bulk 1.0: queries cut by their ids (PK chunking), and foreign columns mapped by a spec."""

from collections.abc import Callable

import pytest

from headwater.api.bulk import chunking
from headwater.api.bulk.job import BulkBatch, BulkJob
from headwater.records.models import Lead
from tests.api.bulk.test_classic import XML_JOB, Classic, between
from tests.api.conftest import Program

Work = Callable[[], None]


@pytest.fixture
def classic(api: Program) -> Classic:
    return Classic(api)


@pytest.fixture
def chunked(api: Program) -> Callable[[str, bytes], str]:
    """A job of a query with the header of PK chunking; returns its id."""

    def made(said: str, operation: bytes = b"query") -> str:
        answer = api.client.generic(
            "POST", "/services/async/60.0/job", XML_JOB % (operation, b"CSV"),
            content_type="application/xml",
            headers={"X-SFDC-Session": api.token, chunking.HEADER: said},
        )  # fmt: skip
        return between(answer.content, "id")

    return made


def _states(classic: Classic, job: str) -> list[str]:
    parts = classic("GET", f"/{job}/batch").content.decode().split("<state>")[1:]
    return [part.partition("<")[0] for part in parts]


def _rows(classic: Classic, job: str) -> list[list[str]]:
    """What each completed batch found, without the line of names."""
    found = []
    for batch in BulkBatch.objects.filter(state="Completed").order_by("pk"):
        listed = classic("GET", f"/{job}/batch/{batch.sf_id}/result").content
        answer = classic("GET", f"/{job}/batch/{batch.sf_id}/result/{between(listed, 'result')}")
        found.append(answer.content.decode().splitlines()[1:])
    return found


def test_pk_chunking_makes_a_batch_for_each_range_of_ids(
    classic: Classic, chunked: Callable[[str], str], work: Work, make_lead: Callable[..., Lead]
) -> None:
    leads = [make_lead(last_name=f"L{number}") for number in range(5)]
    job = chunked("chunkSize=2")
    classic("POST", f"/{job}/batch", b"SELECT LastName FROM Lead WHERE LastName != 'L4'")
    work()
    assert _states(classic, job) == ["NotProcessed", "Queued", "Queued", "Queued"]
    work()
    assert _states(classic, job) == ["NotProcessed", "Completed", "Completed", "Completed"]
    assert [len(rows) for rows in _rows(classic, job)] == [2, 2, 0]
    assert sorted(row for rows in _rows(classic, job) for row in rows) == [
        '"L0"',
        '"L1"',
        '"L2"',
        '"L3"',
    ]
    told = classic("GET", f"/{job}").content
    assert (between(told, "numberBatchesTotal"), between(told, "numberRecordsProcessed")) == (
        "4", "4",
    )  # fmt: skip
    begun = chunked(f"chunkSize=250000; startRow={leads[3].sf_id}")
    BulkBatch.objects.all().delete()
    classic("POST", f"/{begun}/batch", b"SELECT LastName FROM Lead")
    work()
    work()
    assert [sorted(rows) for rows in _rows(classic, begun)] == [['"L3"', '"L4"']]


@pytest.mark.parametrize(
    ("said", "query"),
    [("false", b"SELECT Name FROM Organization"), ("", b"SELECT Name FROM Organization"),
     ("true", b"SELECT Name FROM Organization LIMIT 1")],
)  # fmt: skip
def test_what_cannot_be_cut_comes_whole(
    said: str, query: bytes, classic: Classic, chunked: Callable[[str], str], work: Work
) -> None:
    job = chunked(said)
    classic("POST", f"/{job}/batch", query)
    work()
    assert _states(classic, job) == ["Completed"]
    assert len(_rows(classic, job)[0]) == 1


def test_an_object_without_rows_has_one_empty_batch_and_bad_sizes_are_bounded(
    classic: Classic, chunked: Callable[[str], str], work: Work
) -> None:
    job = chunked("chunkSize=0; parent=Account; startRow=nonsense0000000")
    classic("POST", f"/{job}/batch", b"SELECT Id FROM Campaign")
    work()
    work()
    assert _states(classic, job) == ["NotProcessed", "Completed"]
    assert _rows(classic, job) == [[]]


SPEC = (
    b"Salesforce Field,Csv Header,Value,Hint\nName,Full Name,,\nTitle,Job Title,,\n"
    b"LeadSource,Lead Source,Other,\nDescription,,Imported from XYZ.csv,\n"
    b"HasOptedOutOfEmail,No mail,,^(yes|ja)$\nCompany,Firm,,\n"
)
FILE = (
    b"Full Name,Job Title,Lead Source,No mail,Firm,Whatever\n"
    b"Dr. Ada Lovelace,Countess,Web,ja,Engines,x\nGrace Hopper,,,no,Navy,y\n"
)


def test_a_spec_maps_a_foreign_file(classic: Classic, work: Work) -> None:
    job = between(classic("POST", "", XML_JOB % (b"insert", b"CSV")).content, "id")
    nothing = classic("GET", f"/{job}/spec")
    assert (nothing.status_code, between(nothing.content, "exceptionCode")) == (
        400, "InvalidMapping",
    )  # fmt: skip
    assert classic("POST", f"/{job}/spec", SPEC, "text/csv").status_code == 201
    assert classic("GET", f"/{job}/spec").content == SPEC
    batch = between(classic("POST", f"/{job}/batch", FILE, "text/csv").content, "id")
    work()
    told = classic("GET", f"/{job}/batch/{batch}/result").content
    assert told.count(b'"true","true"') == 2, told
    ada, grace = Lead.objects.order_by("pk")
    assert (ada.first_name, ada.last_name, ada.title) == ("Ada", "Lovelace", "Countess")
    assert (ada.lead_source, grace.lead_source) == ("Web", "Other")
    assert (ada.has_opted_out_of_email, grace.has_opted_out_of_email) == (True, False)
    assert grace.description == "Imported from XYZ.csv"
    late = classic("POST", f"/{job}/spec", SPEC, "text/csv")
    assert between(late.content, "exceptionCode") == "InvalidJobState"


def test_a_date_as_the_hint_has_it(classic: Classic, work: Work) -> None:
    job = between(
        classic("POST", "", XML_JOB.replace(b"Lead", b"Contact") % (b"insert", b"CSV")).content,
        "id",
    )
    spec = b"Salesforce Field,Csv Header,Value,Hint\nLastName,N,,\nBirthdate,Born,,dd.MM.yyyy\n"
    assert classic("POST", f"/{job}/spec", spec, "text/csv").status_code == 201
    batch = between(
        classic("POST", f"/{job}/batch", b"N,Born\nAda,10.12.1815\nEve,soon\n").content, "id"
    )
    work()
    told = classic("GET", f"/{job}/batch/{batch}/result").content.decode().splitlines()
    assert '"true","true"' in told[1]
    assert '"false","false"' in told[2]
    assert BulkJob.objects.get().operation == "insert"


@pytest.mark.parametrize(
    "spec",
    [
        b"Salesforce Field,Csv Header\nName,N",
        b"Salesforce Field,Csv Header,Value,Hint\nNope,N,,",
        b"Salesforce Field,Csv Header,Value,Hint\nTitle,,,",
        b"Salesforce Field,Csv Header,Value,Hint\nHasOptedOutOfEmail,N,,(a+)+$",
        b"Salesforce Field,Csv Header,Value,Hint\nCreatedDate,N,,qq",
        b"x" * 9_000,
    ],
)
def test_a_spec_that_makes_no_sense_is_refused(spec: bytes, classic: Classic) -> None:
    job = between(classic("POST", "", XML_JOB % (b"insert", b"CSV")).content, "id")
    answer = classic("POST", f"/{job}/spec", spec, "text/csv")
    assert (answer.status_code, between(answer.content, "exceptionCode")) == (
        400, "InvalidMapping",
    )  # fmt: skip


def test_a_column_of_the_spec_that_is_not_there_fails_the_batch(
    classic: Classic, work: Work
) -> None:
    job = between(classic("POST", "", XML_JOB % (b"insert", b"CSV")).content, "id")
    classic("POST", f"/{job}/spec", SPEC, "text/csv")
    batch = between(classic("POST", f"/{job}/batch", b"Full Name\nAda\n").content, "id")
    work()
    told = classic("GET", f"/{job}/batch/{batch}").content
    assert between(told, "stateMessage") == "InvalidBatch : Field name not found : Job Title"
