"""The OpenAPI document says what the door does, custom fields included."""

from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import validate

from headwater.api import openapi, tokens
from headwater.api.openapi_parts import EXAMPLE
from headwater.catalog import custom
from tests.api.test_intake import Poster


def test_it_is_a_valid_document_that_knows_custom_fields(cast: SimpleNamespace) -> None:
    custom.define("Lead", "Roof area", "double", help_text="Square metres")
    post = Poster(tokens.issue(cast.mara))
    answer = post.client.get("/api/openapi.json", headers={"Authorization": f"Bearer {post.token}"})
    found = orjson.loads(answer.content)
    validate(_fewer(found))
    assert found["openapi"].startswith("3.1")
    properties = found["components"]["schemas"]["Lead"]["properties"]
    assert properties["Roof_area__c"]["type"] == "number"
    assert "Square metres" in properties["Roof_area__c"]["description"]
    assert set(properties) >= {"last_name", "email", "source", "campaign", "utm_source", "consent"}
    assert not set(properties) & {"id", "score", "is_converted", "created_at"}
    assert "lead.converted" in found["webhooks"]


def test_what_it_promises_is_what_is_answered(cast: SimpleNamespace) -> None:
    document = openapi.document("https://crm.example")
    post = Poster(tokens.issue(cast.ada))
    _fits(document, "Lead", EXAMPLE)
    _fits(document, "Submission", post(EXAMPLE, expect=202))
    _fits(document, "Submission", post.wait({"last_name": "Hopper"}))
    _fits(document, "Submission", post.ask(post(EXAMPLE, expect=202)["id"]))
    _fits(document, "Problem", post({}, expect=422, path="/api/leads?wait=1"))
    _fits(document, "Problem", post(b"nonsense", expect=400))


@pytest.mark.django_db
def test_strangers_learn_no_names_of_fields() -> None:
    assert Client().get("/api/openapi.json").status_code == 401


def test_every_object_is_in_it_as_the_caller_may_use_it(cast: SimpleNamespace) -> None:
    whole = openapi.document_for(cast.ada, "https://crm.example")
    lead = whole["paths"]["/services/data/v66.0/sobjects/Lead/{id}"]
    assert set(lead) == {"get", "patch", "delete"}
    written = whole["components"]["schemas"]["LeadValues"]["properties"]
    assert written["LastName"]["maxLength"] == 80
    assert "Id" not in written
    assert "post" not in whole["paths"]["/services/data/v66.0/sobjects/User"]
    assert openapi.document("https://crm.example")["paths"] is whole["paths"]  # kept in memory
    reader = openapi.document_for(cast.rhea, "https://crm.example")
    assert all(set(each) == {"get"} for each in reader["paths"].values())
    key = openapi.document_for(None, "https://crm.example")
    assert set(key["paths"]) == {"/api/leads", "/api/submissions/{id}"}
    assert "LeadRecord" not in key["components"]["schemas"]


def _fewer(found: dict[str, Any]) -> dict[str, Any]:
    """Of fifty objects that are told alike two are enough to be looked through."""
    here = "/services/data/v66.0/sobjects/"
    paths = {
        path: each for path, each in found["paths"].items()
        if not path.startswith(here) or path.removeprefix(here).split("/")[0] in ("Lead", "User")
    }  # fmt: skip
    schemas = {
        name: each for name, each in found["components"]["schemas"].items()
        if not name.endswith(openapi.RECORDS) or name.startswith(("Lead", "User"))
    }  # fmt: skip
    return found | {"paths": paths, "components": found["components"] | {"schemas": schemas}}


def _fits(document: dict[str, object], name: str, value: object) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema).validate(value)
