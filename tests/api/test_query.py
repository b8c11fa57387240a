"""SOQL by the API: shapes of records, pages, and mistakes with their place."""

from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from headwater.records.models import Lead
from tests.api.conftest import Program


@pytest.fixture
def leads(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> list[Lead]:
    """450 leads of Mara's."""
    rows = [Lead(last_name=f"L{n:03d}", company="Cold", owner=cast.mara) for n in range(450)]
    return Lead.objects.bulk_create(rows)


def test_pages_follow_each_other_without_gap_or_overlap(api: Program, leads: list[Lead]) -> None:
    query = "SELECT Id, LastName FROM Lead WHERE Company = 'Cold' ORDER BY LastName DESC"
    page = api.query(query, Sforce_Query_Options="batchSize=200")
    names = [record["LastName"] for record in page["records"]]
    assert (page["totalSize"], page["done"], len(names)) == (450, False, 200)
    assert page["nextRecordsUrl"].startswith("/services/data/v60.0/query/")
    while not page["done"]:
        page = api("GET", page["nextRecordsUrl"] + "?q=ignored")
        names += [record["LastName"] for record in page["records"]]
        assert page["totalSize"] == 450
    assert names == sorted(names, reverse=True)
    assert len(names) == 450


def test_a_locator_is_its_owner_s_alone(
    api: Program, program: Callable[..., Program], cast: SimpleNamespace, leads: list[Lead]
) -> None:
    first = api.query("SELECT Id FROM Lead", Sforce_Query_Options="batchSize=200")
    url = first["nextRecordsUrl"]
    for caller, path in ((program(cast.mara), url), (api, url.replace("-", "x", 1)),
                         (api, "query/01g000000000000-2000")):  # fmt: skip
        told = caller("GET", path, expect=400)
        assert told[0]["errorCode"] == "INVALID_QUERY_LOCATOR"


def test_a_query_too_long_for_an_address_has_its_pages(api: Program, leads: list[Lead]) -> None:
    names = ", ".join(f"'{seed:x}'" for seed in (hash(str(n)) for n in range(600)))
    text = f"SELECT Id FROM Lead WHERE Company NOT IN ({names}) ORDER BY CreatedDate DESC"
    first = api.query(text, Sforce_Query_Options="batchSize=200")
    assert len(first["nextRecordsUrl"]) < 200
    assert len(api("GET", first["nextRecordsUrl"])["records"]) == 200


def test_a_limit_counts_and_counting_counts(api: Program, leads: list[Lead]) -> None:
    assert api.query("SELECT Id FROM Lead LIMIT 3")["totalSize"] == 3
    assert api.query("SELECT COUNT() FROM Lead") == {
        "totalSize": 450, "done": True, "records": [],
    }  # fmt: skip


def test_parents_are_nested_and_absent_ones_null(
    api: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead()
    query = "SELECT owner.name, ConvertedAccount.Name, OwnerId FROM Lead"
    (record,) = api.query(query)["records"]
    assert record == {
        "attributes": {"type": "Lead", "url": f"/services/data/v60.0/sobjects/Lead/{lead.sf_id}"},
        "Owner": {
            "attributes": {
                "type": "Name", "url": f"/services/data/v60.0/sobjects/User/{record['OwnerId']}",
            },
            "Name": "Mara Lind",
        },
        "ConvertedAccount": None,
        "OwnerId": record["OwnerId"],
    }  # fmt: skip


def test_deleted_ones_are_in_query_all_only(api: Program, make_lead: Callable[..., Lead]) -> None:
    lead = make_lead(is_deleted=True)
    assert api.query("SELECT Id FROM Lead")["records"] == []
    found = api("GET", f"queryAll?q={quote('SELECT Id, IsDeleted FROM Lead')}")
    assert [(r["Id"], r["IsDeleted"]) for r in found["records"]] == [(lead.sf_id, True)]


def test_fields_may_be_asked_for_in_bulk(api: Program, make_lead: Callable[..., Lead]) -> None:
    make_lead()
    (record,) = api.query("SELECT FIELDS(ALL) FROM Lead LIMIT 200")["records"]
    assert record["Company"] == "Harbor Cold Storage"


@pytest.mark.parametrize("name", ["Organization", "User", "Group", "LeadStatus", "Opportunity",
                                  "OpportunityStage", "Task", "CampaignMember"])  # fmt: skip
def test_every_kind_of_object_can_be_asked(api: Program, name: str) -> None:
    api.query(f"SELECT FIELDS(ALL) FROM {name} LIMIT 5")


MISTAKES = [
    ("SELEKT", "MALFORMED_QUERY", "Column:1"),
    ("", "MALFORMED_QUERY", ""),
    ("SELECT Nope__x FROM Lead", "INVALID_FIELD", "Row:1:Column:8"),
    ("SELECT Id,\nNope FROM Lead", "INVALID_FIELD", "Row:2:Column:1"),
    ("SELECT Id FROM Nothing", "INVALID_TYPE", "Column:16"),
    ("SELECT Id FROM Owner", "INVALID_TYPE", ""),
    ("SELECT Id FROM Lead WHERE CreatedDate = 'x'", "INVALID_QUERY_FILTER_OPERATOR", ""),
    ("SELECT Id FROM Lead OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", ""),
    ("SELECT Id FROM Lead WHERE (((", "MALFORMED_QUERY", ""),
    ("SELECT Id FROM Lead; DROP TABLE records_lead", "MALFORMED_QUERY", ""),
    ("SELECT Id FROM Lead WHERE " + " AND ".join(["(" * 90] * 9), "MALFORMED_QUERY", ""),
]


@pytest.mark.parametrize(("text", "code", "place"), MISTAKES)
def test_a_mistake_is_told_with_its_place(api: Program, text: str, code: str, place: str) -> None:
    told = api("GET", f"query?q={quote(text)}", expect=400)
    assert told[0]["errorCode"] == code
    assert place in told[0]["message"]
