"""What every call pays: few queries for each; pages that go on where the last one ended."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.api import tokens
from headwater.records.models import Lead
from tests.api.conftest import Program

LEAD: dict[str, Any] = {"LastName": "Ferry", "Company": "Harbor", "Email": "f@harbor.example"}


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("sobjects/Lead/{}", 2),
        ("sobjects/Lead/{}?fields=LastName,Email", 2),
        ("query?q=SELECT+Id,LastName+FROM+Lead", 2),
        ("limits", 2),
        ("sobjects", 1),
    ],
)
def test_a_call_asks_for_its_token_and_its_rows(api: Program, path: str, most: int) -> None:
    address = path.format(api("POST", "sobjects/Lead", LEAD)["id"])
    api("GET", address)  # what is counted every few seconds, and compiled once, is behind us
    with CaptureQueriesContext(connection) as asked:
        api("GET", address)
    assert len(asked) <= most, [each["sql"] for each in asked]


def test_a_lead_is_made_with_few_statements(api: Program) -> None:
    api("POST", "sobjects/Lead", LEAD)
    other = LEAD | {"LastName": "Quay", "Company": "Pier", "Email": "q@pier.example"}
    with CaptureQueriesContext(connection) as asked:
        api("POST", "sobjects/Lead", other)
    said = [each["sql"] for each in asked]
    assert len(said) <= 14, said
    assert sum("records_submission" in each for each in said) <= 2, "it is written once"


def test_a_token_that_is_taken_back_ends_at_once(api: Program) -> None:
    api("GET", "limits")
    assert tokens.revoke(api.token)
    api("GET", "limits", expect=401)


def test_pages_of_what_changed_go_on_within_one_moment(api: Program, cast: SimpleNamespace) -> None:
    """A file brings in thousands at one time: they are neither told twice nor left out."""
    made = [Lead(last_name=f"N{number}", company="C", owner=cast.ada) for number in range(450)]
    Lead.objects.bulk_create(made)
    Lead.objects.update(modified_at=Lead.objects.latest("id").modified_at)
    text = "query?q=SELECT+Id+FROM+Lead+WHERE+SystemModstamp>=2020-01-01T00:00:00Z+ORDER+BY+"
    answer = api("GET", f"{text}SystemModstamp", Sforce_Query_Options="batchSize=200")
    found = [each["Id"] for each in answer["records"]]
    while not answer["done"]:
        place = answer["nextRecordsUrl"].partition("/query/")[2]
        with CaptureQueriesContext(connection) as asked:
            answer = api("GET", f"query/{place}", Sforce_Query_Options="batchSize=200")
        found += [each["Id"] for each in answer["records"]]
        assert '("t"."modified_at", "t"."id") >' in asked[-1]["sql"]
    assert len(found) == len(set(found)) == Lead.objects.count()
