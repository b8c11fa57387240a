"""SOSL and its parameters: words looked for in many objects."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from headwater.records.models import Contact, Lead
from tests.api.conftest import Program


@pytest.fixture
def people(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> SimpleNamespace:
    lead = make_lead(
        first_name="Ada", last_name="Brook", company="North Mill", email="ada@mill.example",
        phone="+47 (22) 55-10-99",
    )  # fmt: skip
    other = make_lead(last_name="Adams", company="Brooklyn Ltd", email="x@else.example", phone="")
    contact = Contact.objects.create(last_name="Brook", owner=cast.mara)
    return SimpleNamespace(lead=lead, other=other, contact=contact)


def found(api: Program, text: str) -> list[dict[str, Any]]:
    answer = api("GET", f"search?q={quote(text)}")
    records: list[dict[str, Any]] = answer["searchRecords"]
    return records


SEARCHES = [
    ("FIND {Brook}", ["Lead", "Contact"]),
    ("FIND {brook} IN NAME FIELDS RETURNING Lead(Id, Name)", ["Lead"]),
    (
        "FIND {Brook*} RETURNING Lead(LastName ORDER BY LastName), Contact",
        ["Lead", "Lead", "Contact"],
    ),
    ("FIND {ada@mill.example} IN ALL FIELDS RETURNING Lead(Id, Email)", ["Lead"]),
    ("FIND {mill.example} IN EMAIL FIELDS RETURNING Lead", ["Lead"]),
    ("FIND {22551099} IN PHONE FIELDS RETURNING Lead(Phone)", ["Lead"]),
    ('FIND {"North Mill"} RETURNING Lead', ["Lead"]),
    ("FIND {Mill AND NOT Ada} RETURNING Lead", []),
    ("FIND {Adams OR (Ada AND Mill)} RETURNING Lead LIMIT 5", ["Lead", "Lead"]),
    ("FIND {Ad?ms} RETURNING Lead(Name WHERE Company LIKE 'Brook%' LIMIT 1)", ["Lead"]),
    ("FIND {Ada\\}} RETURNING Lead", []),
    ("FIND {Mara} IN NAME FIELDS RETURNING User(Name)", ["User"]),
    ("find {Adams} in all fields returning Lead(Id) with metadata limit 3", ["Lead"]),
]


@pytest.mark.parametrize(("text", "kinds"), SEARCHES)
def test_finds_words(api: Program, people: SimpleNamespace, text: str, kinds: list[str]) -> None:
    assert [record["attributes"]["type"] for record in found(api, text)] == kinds


def test_what_is_returned_is_what_was_asked_for(api: Program, people: SimpleNamespace) -> None:
    (record,) = found(api, "FIND {Brook} RETURNING Lead(Email, Owner.Name WHERE Score >= 0)")
    assert (record["Email"], record["Owner"]["Name"]) == ("ada@mill.example", "Mara Lind")
    bare = api("GET", f"/services/data/v36.0/search?q={quote('FIND {Brook} RETURNING Lead')}")
    assert [each["Id"] for each in bare] == [people.lead.sf_id]


def test_an_outsider_finds_nothing(
    program: Callable[..., Program], cast: SimpleNamespace, people: SimpleNamespace
) -> None:
    assert found(program(cast.owen), "FIND {Brook OR Adams} RETURNING Lead") == []


def test_parameters_say_the_same(api: Program, people: SimpleNamespace) -> None:
    asked = "q=Brook&sobject=Lead&Lead.fields=Id,Name&Lead.limit=5&sobject=Contact&in=NAME"
    told = api("GET", f"parameterizedSearch?{asked}")["searchRecords"]
    assert [each["attributes"]["type"] for each in told] == ["Lead", "Contact"]
    body = {
        "q": "Adams", "fields": ["Id"], "overallLimit": 10,
        "sobjects": [{"name": "Lead", "fields": ["Company"], "where": "Score >= 0", "limit": 1}],
    }  # fmt: skip
    told = api("POST", "parameterizedSearch", body, expect=200)["searchRecords"]
    assert [each["Company"] for each in told] == ["Brooklyn Ltd"]


MISTAKES = [
    ("", "MALFORMED_SEARCH"), ("FIND", "MALFORMED_SEARCH"), ("FIND {}", "MALFORMED_SEARCH"),
    ("FIND {a}", "MALFORMED_SEARCH"), ("FIND {ab", "MALFORMED_SEARCH"),
    ("FIND {(ab} RETURNING Lead", "MALFORMED_SEARCH"), ("FIND {ab OR}", "MALFORMED_SEARCH"),
    ("FIND {ab} RETURNING Lead(Id", "MALFORMED_SEARCH"),
    ("FIND {ab} RETURNING Lead(Id WHERE x)", "MALFORMED_SEARCH"),
    ("FIND {ab} nonsense", "MALFORMED_SEARCH"), ("FIND {ab} RETURNING Nothing", "INVALID_TYPE"),
    ("FIND {ab} RETURNING LeadStatus", "INVALID_TYPE"),
    ("FIND {ab} RETURNING Lead(Nope)", "INVALID_FIELD"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), MISTAKES)
def test_mistakes_are_told(api: Program, text: str, code: str) -> None:
    (told,) = api("GET", f"search?q={quote(text)}", expect=400)
    assert told["errorCode"] == code


def test_counts_and_tools(api: Program, people: SimpleNamespace) -> None:
    assert api("GET", "limits/recordCount?sObjects=Lead,Task,Nothing") == {
        "sObjects": [{"count": 2, "name": "Lead"}]
    }
    assert api("GET", "limits/")["DailyApiRequests"]["Max"] > 0
    (told,) = api("GET", "tooling/query?q=SELECT+Id+FROM+SandboxProcess", expect=400)
    assert told["errorCode"] == "INVALID_TYPE"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"fields": 9}, 400), ({"sobjects": [{"name": "Lead", "fields": {"a": 1}}]}, 400),
        ({"fields": "Id, Name"}, 200), ({"in": "  "}, 200),
    ],
)  # fmt: skip
def test_parameters_of_other_shapes_are_answered(
    api: Program, said: dict[str, Any], status: int
) -> None:
    body = {"q": "Ada Quist", "sobjects": [{"name": "Lead"}]} | said
    api("POST", "parameterizedSearch", body, expect=status)
