"""Up to 200 records in one call: each has its own answer, and many cost no more than few."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.catalog import ids
from headwater.records.models import Lead, Submission, TrailEntry
from headwater.records.submission import State
from tests.api.conftest import Program

PATH = "composite/sobjects"


def lead(name: str, **fields: Any) -> dict[str, Any]:
    return {"attributes": {"type": "Lead"}, "LastName": name, "Company": f"{name} Inc"} | fields


def posted(api: Program, records: list[dict[str, Any]], **said: Any) -> Any:
    return api("POST", PATH, {"records": records} | said, expect=200)


def test_records_are_made_changed_and_deleted_together(api: Program, external_id: str) -> None:
    made = posted(api, [lead("One"), {"attributes": {"type": "Account"}, "Name": "Engines"}])
    assert [each["success"] for each in made] == [True, True]
    assert [each["id"][:3] for each in made] == ["00Q", "001"]
    changed = [
        {"attributes": {"type": "Lead"}, "id": made[0]["id"], "Title": "CTO"},
        {"attributes": {"type": "Account"}, "Id": made[1]["id"], "Industry": "Energy"},
    ]
    told = api("PATCH", PATH, {"records": changed}, expect=200)
    assert [each["success"] for each in told] == [True, True]
    assert Lead.objects.get().title == "CTO"
    both = ",".join(each["id"] for each in made)
    told = api("DELETE", f"{PATH}?ids={both}", expect=200)
    assert [each["id"] for each in told] == [each["id"] for each in made]
    assert Lead.objects.get().is_deleted


def test_one_that_is_refused_leaves_its_neighbours(api: Program) -> None:
    nameless = {"attributes": {"type": "Lead"}, "Company": "No name"}
    strange = {"attributes": {"type": "Nothing"}, "Name": "x"}
    told = posted(api, [lead("One"), nameless, strange, lead("Two", Nope="x")])
    assert [each["success"] for each in told] == [True, False, False, False]
    codes = [each["errors"][0]["statusCode"] for each in told[1:]]
    assert codes == ["REQUIRED_FIELD_MISSING", "INVALID_TYPE", "INVALID_FIELD"]
    assert told[1]["errors"][0]["fields"] == ["LastName"]
    assert "id" not in told[1]
    assert Submission.objects.filter(state=State.REJECTED).count() == 1


def test_all_or_none_takes_everything_back(api: Program) -> None:
    told = posted(api, [lead("One"), {"attributes": {"type": "Lead"}}], allOrNone=True)
    codes = [each["errors"][0]["statusCode"] for each in told]
    assert codes == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]
    assert not Lead.objects.exists()


def test_an_external_id_says_who_is_changed_and_who_is_new(api: Program, external_id: str) -> None:
    posted(api, [lead("One", **{external_id: "a"})])
    records = [lead("One", Title="CTO", **{external_id: "a"}), lead("Two", **{external_id: "b"}),
               lead("Three"), lead("Four", **{external_id: "c"}),
               lead("Five", **{external_id: "c"})]  # fmt: skip
    told = api("PATCH", f"{PATH}/Lead/{external_id}", {"records": records}, expect=200)
    assert [each["success"] for each in told] == [True, True, False, False, False]
    assert [each["created"] for each in told[:2]] == [False, True]
    codes = [each["errors"][0]["statusCode"] for each in told[2:]]
    assert codes == ["MISSING_ARGUMENT", "DUPLICATE_VALUE", "DUPLICATE_VALUE"]
    assert Lead.objects.get(last_name="One").title == "CTO"
    by_id = [{"attributes": {"type": "Lead"}, "Id": told[0]["id"], "Title": "CEO"},
             lead("Six", Id=None)]  # fmt: skip
    told = api("PATCH", f"{PATH}/Lead/Id", {"records": by_id}, expect=200)
    assert [each["created"] for each in told] == [False, True]


def test_records_are_read_in_the_order_of_their_ids(api: Program) -> None:
    made = [each["id"] for each in posted(api, [lead("One"), lead("Two")])]
    nobody = ids.encode("00Q", 999_999)
    asked = {"ids": [made[1], nobody, made[0]], "fields": ["LastName"]}
    told = api("POST", f"{PATH}/Lead", asked, expect=200)
    assert [each and each["LastName"] for each in told] == ["Two", None, "One"]
    assert told == api("GET", f"{PATH}/Lead?ids={made[1]},{nobody},{made[0]}&fields=LastName")
    api("POST", f"{PATH}/Lead", asked | {"fields": ["Nope"]}, expect=400)


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([lead("x")] * 201, "EXCEEDED_ID_LIMIT"),
        ("x", "JSON_PARSER_ERROR"),
        (["x"], "JSON_PARSER_ERROR"),
        (None, "JSON_PARSER_ERROR"),
    ],
)
def test_what_is_no_collection_is_refused(api: Program, records: Any, code: str) -> None:
    told = api("POST", PATH, {"records": records}, expect=400)
    assert told[0]["errorCode"] == code


def test_what_the_caller_does_not_see_is_not_there(
    program: Callable[..., Program], cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    hidden = make_lead(owner=cast.mara)
    outsider = program(cast.otto)
    records = [{"attributes": {"type": "Lead"}, "id": hidden.sf_id, "Title": "x"}]
    told = outsider("PATCH", PATH, {"records": records}, expect=200)
    assert told[0]["errors"][0]["statusCode"] == "NOT_FOUND"
    told = outsider("DELETE", f"{PATH}?ids={hidden.sf_id}", expect=200)
    assert not told[0]["success"]
    assert outsider("GET", f"{PATH}/Lead?ids={hidden.sf_id}&fields=Name") == [None]


def test_a_parent_is_named_by_its_external_id(api: Program, cast: SimpleNamespace) -> None:
    api("POST", "sobjects/Account", {"Name": "Engines"})
    told = posted(api, [{"attributes": {"type": "Contact"}, "LastName": "Ada",
                         "Account": {"Nope__c": "x"}}])  # fmt: skip
    assert told[0]["errors"][0]["statusCode"] == "INVALID_FIELD"


def test_many_cost_no_more_queries_than_few(api: Program) -> None:
    made: dict[int, list[str]] = {}
    counts: dict[str, list[int]] = {}

    def counted(name: str, work: Any) -> Any:
        with CaptureQueriesContext(connection) as queries:
            told = work()
        counts.setdefault(name, []).append(len(queries))
        assert all(each["success"] for each in told), told
        return told

    posted(api, [lead("First")])
    for number in (3, 12):
        records = [lead(f"N{number}x{each}") for each in range(number)]
        told = counted("create", lambda records=records: posted(api, records))
        made[number] = [each["id"] for each in told]
    for keys in made.values():
        records = [{"attributes": {"type": "Lead"}, "id": key, "Title": f"T{key}"} for key in keys]
        counted("change", lambda r=records: api("PATCH", PATH, {"records": r}, expect=200))
    for keys in made.values():
        path = f"{PATH}?ids={','.join(keys)}"
        counted("delete", lambda path=path: api("DELETE", path, expect=200))
    assert all(many <= few for few, many in counts.values()), counts
    assert TrailEntry.objects.filter(event="lead.deleted").count() == 15
