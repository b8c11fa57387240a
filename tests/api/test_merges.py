"""Merging by programs, and what the id of a merged record answers."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from headwater.api import openapi, tokens
from headwater.merge.merge import merge
from headwater.records.models import Lead, Task
from tests.api.conftest import Program
from tests.api.test_openapi import _fits


@pytest.fixture
def pair(make_lead: Callable[..., Lead]) -> tuple[Lead, Lead]:
    return make_lead(first_name="Tom"), make_lead(first_name="Thomas", email="t@harbor.example")


class Merger:
    """One program at our own addresses."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __call__(self, method: str, path: str, data: Any = None, *, expect: int) -> Any:
        body = b"" if data is None else orjson.dumps(data)
        answer = self.program.client.generic(
            method, path, body, content_type="application/json",
            headers={"Authorization": f"Bearer {self.program.token}"},
        )  # fmt: skip
        assert answer.status_code == expect, answer.content
        return orjson.loads(answer.content)


def test_the_id_of_a_merged_record_leads_on(
    api: Program, pair: tuple[Lead, Lead], cast: SimpleNamespace
) -> None:
    tom, thomas = pair
    merge(tom, [thomas], by=cast.ada)
    answer = api.raw("GET", f"sobjects/Lead/{thomas.sf_id}")
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (404, "ENTITY_IS_DELETED")
    assert answer.headers["Headwater-Merged-Into"] == tom.sf_id
    answer = api.raw("GET", f"sobjects/Lead/{thomas.sf_id}", Headwater_Follow_Merged="true")
    assert answer.status_code == 200
    assert orjson.loads(answer.content)["Id"] == tom.sf_id
    assert answer.headers["Headwater-Merged-Into"] == tom.sf_id
    assert "Headwater-Merged-Into" not in api.raw("GET", f"sobjects/Lead/{tom.sf_id}").headers
    answer = api.raw("PATCH", f"sobjects/Lead/{thomas.sf_id}", {"Title": "Boss"})
    assert answer.status_code == 204
    assert answer.headers["Headwater-Merged-Into"] == tom.sf_id
    tom.refresh_from_db()
    assert tom.title == "Boss"
    made = api("POST", "sobjects/Task", {"Subject": "Call", "WhoId": thomas.sf_id})
    assert Task.objects.get().lead == tom
    assert made["success"]
    # To delete takes the right id: a stale one must not cost the survivor.
    gone = api("DELETE", f"sobjects/Lead/{thomas.sf_id}", expect=404)
    assert gone[0]["errorCode"] == "ENTITY_IS_DELETED"


def test_query_all_tells_where_it_went(
    api: Program, pair: tuple[Lead, Lead], cast: SimpleNamespace
) -> None:
    tom, thomas = pair
    merge(tom, [thomas], by=cast.ada)
    text = f"SELECT Id, IsDeleted, MasterRecordId FROM Lead WHERE Id = '{thomas.sf_id}'"
    assert api.query(text)["totalSize"] == 0
    rows = orjson.loads(
        api.client.get(
            "/services/data/v60.0/queryAll/", {"q": text},
            headers={"Authorization": f"Bearer {api.token}"},
        ).content
    )["records"]  # fmt: skip
    assert (rows[0]["IsDeleted"], rows[0]["MasterRecordId"]) == (True, tom.sf_id)
    asked = api("GET", "sobjects/Lead/describe")["fields"]
    field = next(each for each in asked if each["name"] == "MasterRecordId")
    assert field["referenceTo"] == ["Lead"]
    assert not field["updateable"]


def test_external_ids_of_both_find_and_change_the_survivor(
    api: Program, external_id: str, cast: SimpleNamespace
) -> None:
    for name in ("x-1", "x-2"):
        api("POST", "sobjects/Lead", {"LastName": name, "Company": name, external_id: name})
    one, two = Lead.objects.order_by("pk")
    merge(one, [two], by=cast.ada)
    for name in ("x-1", "x-2"):
        assert api("GET", f"sobjects/Lead/{external_id}/{name}")["Id"] == one.sf_id
    done = api("PATCH", f"sobjects/Lead/{external_id}/x-2", {"Title": "Boss"}, expect=200)
    assert (done["id"], done["created"]) == (one.sf_id, False)
    assert Lead.objects.get(pk=one.pk).title == "Boss"
    assert Lead.objects.alive().count() == 1
    api("DELETE", f"sobjects/Lead/{external_id}/x-2", expect=404)


def test_a_program_merges_looks_and_takes_apart(
    cast: SimpleNamespace, pair: tuple[Lead, Lead]
) -> None:
    tom, thomas = pair
    call = Merger(Program(cast.ines))
    wish = {"object": "Lead", "master": tom.sf_id, "others": [thomas.pk],
            "values": {"FirstName": "Tommy"}}  # fmt: skip
    made = call("POST", "/api/merges", wish, expect=201)
    assert made["merged"] == [{"id": thomas.pk, "salesforce_id": thomas.sf_id}]
    tom.refresh_from_db()
    assert (tom.first_name, tom.email) == ("Tommy", "t@harbor.example")
    Task.objects.create(lead=tom, owner=cast.mara, subject="Send a quote")
    where = f"/api/merges/{made['id']}"
    found = call("GET", where, expect=200)
    assert found["undoing"]["questions"][0]["words"].startswith("Task “Send a quote”")
    document = openapi.document("https://crm.example")
    _fits(document, "Merge", found)
    asked = call("DELETE", where, expect=409)
    assert asked["questions"][0]["proposed"] == str(tom.pk)
    answers = {asked["questions"][0]["key"]: thomas.pk}
    done = call("DELETE", where, {"answers": answers}, expect=200)
    assert done["undone_at"]
    assert thomas.tasks.get().subject == "Send a quote"
    thomas.refresh_from_db()
    assert not thomas.is_deleted
    assert "undoing" not in call("GET", where, expect=200)


def test_what_a_program_gets_wrong_is_told(cast: SimpleNamespace, pair: tuple[Lead, Lead]) -> None:
    tom, thomas = pair
    call, outsider = Merger(Program(cast.ines)), Merger(Program(cast.otto))
    wish: dict[str, Any] = {"object": "Lead", "master": tom.pk, "others": [thomas.pk]}
    call("POST", "/api/merges", wish | {"object": "Task"}, expect=400)
    call("POST", "/api/merges", wish | {"others": []}, expect=400)
    call("POST", "/api/merges", wish | {"master": "001000000000001AAA"}, expect=400)
    call("POST", "/api/merges", wish | {"others": [2**62]}, expect=404)
    call("POST", "/api/merges", wish | {"values": {"Nonsense": 1}}, expect=422)
    call("POST", "/api/merges", wish | {"values": {"LastName": ""}}, expect=422)
    call("POST", "/api/merges", wish | {"stamp": "another"}, expect=409)
    outsider("POST", "/api/merges", wish, expect=404)
    Merger(Program(cast.rhea))("POST", "/api/merges", wish, expect=403)
    Merger(Program(cast.mara))("POST", "/api/merges", wish, expect=201)
    outsider("GET", f"/api/merges/{Lead.objects.count()}", expect=404)
    call("POST", "/api/merges", wish, expect=404)
    call("GET", "/api/merges/99999999999999999999", expect=404)
    assert tokens.issue(cast.mara)
