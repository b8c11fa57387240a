"""`/api/openapi.json`: OpenAPI 3.1 of every REST resource, made from the catalog.

Custom fields are in it. Who may only look finds no calls that write; an intake key finds only
the doors that take it.
"""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from headwater import __version__
from headwater.api import (
    addresses,
    answers,
    openapi_asking,
    openapi_bulk,
    openapi_calls,
    openapi_conversions,
    openapi_merges,
    openapi_objects,
    openapi_parts,
    openapi_records,
    openapi_tools,
    programs,
)
from headwater.api.addresses import base
from headwater.api.gate import NEWEST
from headwater.api.openapi_shapes import PLAIN
from headwater.api.programs import client_of
from headwater.capture import json_post, visit
from headwater.catalog import custom, objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.people.models import User

# Salesforce's describe type → JSON Schema.
SCHEMAS: dict[str, dict[str, Any]] = {
    **PLAIN,
    "datetime": {"type": "string", "format": "date-time"},
    "email": {"type": "string", "format": "email"},
    "reference": {"type": ["integer", "string"]},
}
EXTRA_SCHEMAS: dict[str, dict[str, Any]] = {
    "campaign": {"type": ["integer", "string"]},
    "received_at": {"type": "string", "format": "date-time"},
    "consent": {"type": ["object", "array", "boolean", "string"]},
    "custom": {"type": "object", "additionalProperties": True},
}
RECORDS = ("Record", "Values")  # how the names of schemas of records end
INTERNAL = frozenset({"is_unread_by_owner", "snoozed_until", "closed_reason"})


def read(request: HttpRequest) -> HttpResponse:
    """GET /api/openapi.json, for who may call or is signed in: field names are nobody else's."""
    user = request.user if isinstance(request.user, User) else client_of(request).user
    return answers.json(document_for(user, base(request)))


def document_for(user: User | None, here: str) -> dict[str, Any]:
    """The document as this person (None: an intake key) can use it."""
    whole = document(here)
    if user is not None and user.can_edit:
        return whole
    paths = {path: each for path, each in whole["paths"].items() if user or _is_intake(path)}
    if user is not None:
        paths = {path: _read(each) for path, each in paths.items() if "get" in each}
    schemas = whole["components"]["schemas"]
    if user is None:
        schemas = {name: each for name, each in schemas.items() if not name.endswith(RECORDS)}
    return whole | {"paths": paths, "components": whole["components"] | {"schemas": schemas}}


def document(here: str) -> dict[str, Any]:
    """The whole document, for the server at this address."""
    said = tuple((name, tuple(values)) for name, values in picklists.lists().items())
    return _document(custom.edition(), said) | {"servers": [{"url": here}]}


@lru_cache(maxsize=2)
def _document(_edition: int, _lists: Any) -> dict[str, Any]:
    """Made anew when a field or a list has changed."""
    data = addresses.data(NEWEST)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Headwater",
            "version": __version__,
            "summary": "Leads, accounts, contacts, opportunities and all that belongs to them.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"bearer": []}],
        "paths": openapi_parts.PATHS | openapi_merges.PATHS | openapi_conversions.PATHS
        | openapi_asking.paths(data) | openapi_objects.paths(data) | openapi_tools.paths(data)
        | openapi_bulk.paths(data),
        "webhooks": openapi_parts.webhooks(),
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer",
                    "description": "An intake key made in Setup (hwk_…), or an OAuth token",
                }
            },
            "schemas": openapi_parts.SCHEMAS | openapi_merges.SCHEMAS
            | openapi_conversions.SCHEMAS | openapi_calls.SCHEMAS | openapi_records.schemas()
            | {"Lead": lead_schema()},
        },
    }  # fmt: skip


def _is_intake(path: str) -> bool:
    return path in openapi_parts.PATHS


def _read(each: dict[str, Any]) -> dict[str, Any]:
    return {"get": each["get"]}


def lead_schema() -> dict[str, Any]:
    """What one lead may say: the catalog's fields by their plain names, and what stands beside."""
    lists = picklists.lists()
    properties = {
        field.attribute: _schema(field, lists) for field in askable()
    } | {
        name: {"type": "string", **EXTRA_SCHEMAS.get(name, {}), "description": text}
        for name, text in json_post.EXTRA.items()
    } | {
        name: {"type": "string", "description": text} for name, text in visit.LABELS.items()
    }  # fmt: skip
    return {
        "type": "object",
        "description": "At least a name, an e-mail address, a phone number or a company. API names "
        "(LastName) are understood as well. What is unknown or does not fit is left out of the "
        "lead, told in `problems`, and kept in the submission.",
        "properties": properties,
        "additionalProperties": True,
        "anyOf": [
            {"required": [name]}
            for name in ("last_name", "name", "email", "phone", "mobile_phone", "company",
                         "first_name", "LastName", "Email", "Phone", "Company")
        ],
        "examples": [openapi_parts.EXAMPLE],
    }  # fmt: skip


def askable() -> list[FieldDef]:
    """The fields of a lead that a program may give."""
    fields = objects.get("Lead").fields.values()
    return [each for each in fields if each.is_createable and each.attribute not in INTERNAL]


def _schema(field: FieldDef, lists: dict[str, list[str]]) -> dict[str, Any]:
    schema = dict(SCHEMAS.get(field.type, {"type": "string"}))
    schema["title"] = field.label
    told = [field.help_text] if field.help_text else []
    if field.length and field.is_text:
        told.append(f"Up to {field.length} characters; a longer text is cut.")
    choices = lists.get(field.picklist) or list(field.choices)
    if choices and field.type == "multipicklist":
        schema |= {"type": ["array", "string"], "items": {"type": "string"}}
    if choices:
        # Most lists are suggestions: another word is taken too, so this is no enum.
        schema["examples"] = choices[:1]
        told.append(f"{'One of' if field.is_restricted else 'For example'} {', '.join(choices)}.")
    if told:
        schema["description"] = " ".join(told)
    return schema


view = programs.resource(GET=read)
