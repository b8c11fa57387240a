"""The part of the OpenAPI document about converting leads."""

from typing import Any

from headwater.api.openapi_shapes import KEY, answer, body, problem, structure

LEAD = {
    "name": "id", "in": "path", "required": True, "schema": KEY,
    "description": "The lead: our number, or Salesforce's id",
}  # fmt: skip
REFUSED = {
    "400": problem("The body or the address does not make sense"),
    "413": problem("The body is too large"),
    "401": problem("No token, or one that does not hold"),
    "403": problem("Not yours to convert, or an intake key"),
    "404": problem("No such lead, or it is not converted"),
}
POST = {
    "operationId": "postConversion",
    "summary": "Make account, contact and opportunity of a lead",
    "parameters": [LEAD, {
        "name": "even_duplicates", "in": "query", "schema": {"type": "string", "enum": ["1"]},
        "description": "Also where a duplicate rule asks about a new account or contact",
    }],
    "requestBody": body("ConversionWish", is_needed=False),
    "responses": REFUSED | {
        "200": answer("Conversion", "It was converted just so before; nothing was done"),
        "201": answer("Conversion", "Converted"),
        "409": problem("Converted before, otherwise than asked now; or a duplicate rule asks"),
        "422": problem("Every reason why not: a rule that is not met, a status, an owner, …"),
    },
}  # fmt: skip
GET = {
    "operationId": "getConversion",
    "summary": "What a lead became",
    "parameters": [LEAD],
    "responses": REFUSED | {"200": answer("Conversion", "As it stands")},
}
DELETE = {
    "operationId": "deleteConversion",
    "summary": "Undo a conversion, at any time",
    "parameters": [
        LEAD,
        {
            "name": "even_touched", "in": "query", "schema": {"type": "string", "enum": ["1"]},
            "description": "Also where somebody has worked on the records since",
        },
    ],
    "responses": REFUSED | {
        "200": answer("Conversion", "Undone"),
        "409": problem("Worked on since: `touches` says how; or it came here converted"),
    },
}  # fmt: skip
PATHS = {"/api/leads/{id}/conversion": {"post": POST, "get": GET, "delete": DELETE}}

TEXT = {"type": "string"}
BY_OBJECT = {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}
DEAL = structure(
    name=TEXT, stage=TEXT, amount={"type": ["number", "string"]},
    close_on={"type": "string", "format": "date"},
)  # fmt: skip
MADE = {"oneOf": [{"type": "null"}, structure(
    id={"type": "integer"}, salesforce_id=TEXT, is_new={"type": "boolean"}, url=TEXT,
)]}  # fmt: skip
SCHEMAS: dict[str, Any] = {
    "ConversionWish": structure(
        account=KEY, contact=KEY,
        opportunity={
            "oneOf": [KEY, DEAL, {"const": False}],
            "description": "An existing one, what a new one says, or false for none",
        },
        no_opportunity_because=TEXT, owner=KEY, role=TEXT, status=TEXT,
        overwrite_lead_source={"type": "boolean"}, notify={"type": "boolean"},
        take=BY_OBJECT | {"description": "Object → fields in which the lead's value wins"},
        both=BY_OBJECT | {"description": "Object → fields in which it is kept beside the other"},
        given={
            "type": "object", "additionalProperties": {"type": "object"},
            "description": "Object → field → value of the new record",
        },
        override_reason=TEXT | {"description": "Why it is converted although a rule is not met"},
    ),
    "Conversion": structure(
        id={"type": ["integer", "null"],
            "description": "null: the lead came here converted, by another system"},
        lead=structure(id={"type": "integer"}, salesforce_id=TEXT),
        account=MADE, contact=MADE, opportunity=MADE,
        at={"type": ["string", "null"]},
        undone_at={"type": ["string", "null"], "format": "date-time"},
        unmapped={
            "type": "object", "additionalProperties": True,
            "description": "What the lead said that had no place: label → value",
        },
        url=TEXT,
    )
    | {"required": ["id", "lead", "at", "url"]},
}  # fmt: skip
