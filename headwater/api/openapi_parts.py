"""The parts of the OpenAPI document that do not depend on the organisation."""

from typing import Any

from headwater.api.openapi_shapes import content, problem, ref, structure
from headwater.api.webhooks.events import EVENTS
from headwater.records.submission import State

EXAMPLE = {
    "first_name": "Ada", "last_name": "Lovelace", "company": "Analytical Engines",
    "email": "ada@engines.example", "phone": "+44 20 7946 0958", "source": "Web",
    "utm_source": "newsletter",
}  # fmt: skip


SEVERAL = structure(submissions={"type": "array", "items": ref("Submission")})
ONE_OR_MORE = {"oneOf": [ref("Submission"), SEVERAL]}
BODY = {
    "oneOf": [
        ref("Lead"),
        {"type": "array", "items": ref("Lead"), "minItems": 1, "maxItems": 1000},
        structure(leads={"type": "array", "items": ref("Lead"), "minItems": 1, "maxItems": 1000})
        | {"required": ["leads"]},
    ]
}
PARAMETERS = [
    {
        "name": "Prefer", "in": "header", "schema": {"type": "string", "examples": ["wait"]},
        "description": "`wait`: run the journey now and answer what became of each lead",
    },
    {
        "name": "wait", "in": "query", "schema": {"type": "string", "enum": ["1"]},
        "description": "The same as `Prefer: wait`",
    },
    {
        "name": "Idempotency-Key", "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        "description": "The same key and body within 48 hours: nothing is done twice, the first "
        "answer is given again, marked `Idempotency-Replayed: true`",
    },
]  # fmt: skip
POST = {
    "operationId": "postLeads",
    "summary": "Bring in one lead or up to 1,000",
    "parameters": PARAMETERS,
    "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
    "responses": {
        "200": content(ONE_OR_MORE, "Waited: none of them made a new lead"),
        "201": content(ONE_OR_MORE, "Waited: at least one new lead"),
        "202": content(ONE_OR_MORE, "Received and committed; judged within moments"),
        "400": problem("The body is no JSON, or holds no lead"),
        "401": problem("No key or token, or one that does not hold"),
        "403": problem("This user may not add leads"),
        "413": problem("More than 1,000 leads, or 2.5 MB"),
        "422": problem("No lead came of it, or the idempotency key belongs to another request"),
        "429": problem("More leads a minute than the key may bring"),
    },
}
GET = {
    "operationId": "getSubmission",
    "summary": "What became of a submission; several ids joined by commas give a list",
    "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
    ],
    "responses": {
        "200": content(ONE_OR_MORE, "As it stands now"),
        "400": problem("An address that does not make sense"),
        "401": problem("No key or token, or one that does not hold"),
        "404": problem("This client sent no such submission"),
    },
}
PATHS = {"/api/leads": {"post": POST}, "/api/submissions/{id}": {"get": GET}}

OWNER = structure(
    id={"type": "integer"}, salesforce_id={"type": "string"},
    type={"enum": ["user", "queue"]}, name={"type": "string"},
)  # fmt: skip
LEAD_MADE = structure(
    id={"type": "integer"}, salesforce_id={"type": "string"}, url={"type": "string"},
    status={"type": "string"}, score={"type": "integer"},
)  # fmt: skip
ERROR = structure(field={"type": "string"}, code={"type": "string"}, message={"type": "string"})
SCHEMAS: dict[str, Any] = {
    "Submission": structure(
        id={"type": ["integer", "string"]},
        state={"enum": [state.value for state in State]},
        url={"type": "string"},
        reason={"type": "string", "description": "Why it was rejected, set aside, or waits"},
        received_at={"type": "string", "format": "date-time"},
        settled_at={"type": ["string", "null"], "format": "date-time"},
        lead={"oneOf": [LEAD_MADE, {"type": "null"}]},
        owner={"oneOf": [OWNER, {"type": "null"}]},
        why={"type": "array", "items": {"type": "string"}},
        problems={"type": "array", "items": ERROR},
    )
    | {"required": ["id", "state", "url"]},
    "Problem": structure(
        type={"type": "string"}, title={"type": "string"}, status={"type": "integer"},
        detail={"type": "string"}, errors={"type": "array", "items": ERROR},
        submission=ref("Submission"),
    )
    | {"required": ["title", "status", "detail"]},
    "Event": structure(
        type={"enum": list(EVENTS)},
        timestamp={"type": "string", "format": "date-time"},
        data=structure(
            id={"type": "integer"}, salesforce_id={"type": "string"},
            object={"const": "Lead"}, entry={"type": "integer"}, name={"type": "string"},
            company={"type": "string"}, status={"type": "string"}, score={"type": "integer"},
            lead_source={"type": "string"}, is_converted={"type": "boolean"}, owner=OWNER,
            by={"oneOf": [OWNER, {"type": "null"}]}, changes={"type": "object"},
            why={"type": "string"}, because={"type": "object"}, url={"type": ["string", "null"]},
        ),
    )
    | {"required": ["type", "timestamp", "data"]},
}  # fmt: skip


def webhooks() -> dict[str, Any]:
    """What Headwater itself posts, by Standard Webhooks."""
    body = {"required": True, "content": {"application/json": {"schema": ref("Event")}}}
    return {
        event: {
            "post": {
                "summary": words,
                "parameters": [
                    {"name": f"webhook-{part}", "in": "header", "required": True,
                     "schema": {"type": "string"}}
                    for part in ("id", "timestamp", "signature")
                ],
                "requestBody": body,
                "responses": {"2XX": {"description": "Taken. Anything else is tried again."}},
                "security": [],
            }
        }
        for event, words in EVENTS.items()
    }  # fmt: skip
