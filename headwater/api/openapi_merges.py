"""The part of the OpenAPI document about merging."""

from typing import Any

from headwater.api.openapi_shapes import KEY, answer, body, problem, structure
from headwater.records.tombstone import MERGEABLE

NUMBER = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


REFUSED = {
    "400": problem("The body or the address does not make sense"),
    "413": problem("The body is too large"),
    "401": problem("No token, or one that does not hold"),
    "403": problem("Not yours to merge, or an intake key"),
    "404": problem("One of them is not there, or was merged before"),
}
POST = {
    "operationId": "postMerge",
    "summary": "Make one record of several; what was merged away leads on to it",
    "requestBody": body("MergeWish", is_needed=True),
    "responses": REFUSED | {
        "201": answer("Merge", "Merged"),
        "409": problem("Somebody has changed one of them since the stamp"),
        "422": problem("A value that does not fit, a converted lead, …"),
    },
}  # fmt: skip
GET = {
    "operationId": "getMerge",
    "summary": "What was merged, and what taking it apart would do",
    "parameters": [NUMBER],
    "responses": REFUSED | {"200": answer("Merge", "As it stands now")},
}
DELETE = {
    "operationId": "deleteMerge",
    "summary": "Take a merge apart, at any time",
    "parameters": [
        NUMBER,
        {
            "name": "answers", "in": "query", "schema": {"type": "string", "enum": ["proposed"]},
            "description": "Answer every question as proposed",
        },
    ],
    "requestBody": body("MergeAnswers", is_needed=False),
    "responses": REFUSED | {
        "200": answer("Merge", "Apart again; `left` says what stays and what cannot be known"),
        "422": problem("An answer that is none"),
        "409": problem("Questions have to be answered, or another merge undone, first"),
    },
}  # fmt: skip
PATHS = {"/api/merges": {"post": POST}, "/api/merges/{id}": {"get": GET, "delete": DELETE}}

WORDS = {"type": "array", "items": {"type": "string"}}
RECORD = structure(id={"type": "integer"}, salesforce_id={"type": "string"})
QUESTION = structure(
    key={"type": "string"}, words={"type": "string"}, proposed={"type": "string"},
    options={"type": "array", "items": structure(value={"type": "string"},
                                               label={"type": "string"})},
)  # fmt: skip
SCHEMAS: dict[str, Any] = {
    "MergeWish": structure(
        object={"enum": sorted(MERGEABLE)}, master=KEY, others={"type": "array", "items": KEY},
        values={
            "type": "object", "additionalProperties": True,
            "description": "Field → the value that is kept; elsewhere the master's, and where it "
            "has none the best of the others'",
        },
        fills={"type": "boolean", "description": "false: the master's blanks stay blank"},
        stamp={"type": "string", "description": "Of the preview that was shown"},
    )
    | {"required": ["object", "master", "others"]},
    "MergeAnswers": structure(
        answers={
            "type": "object", "additionalProperties": {"type": ["string", "integer"]},
            "description": "Key of a question → the number of the record whose it is",
        }
    ),
    "Merge": structure(
        id={"type": "integer"}, object={"enum": sorted(MERGEABLE)}, master=RECORD,
        merged={"type": "array", "items": RECORD}, url={"type": "string"},
        at={"type": "string", "format": "date-time"},
        undone_at={"type": ["string", "null"], "format": "date-time"}, left=WORDS,
        undoing=structure(
            first=WORDS, returns=WORDS, stays=WORDS, unknown=WORDS,
            goes_back={"type": "object", "additionalProperties": {"type": "integer"}},
            questions={"type": "array", "items": QUESTION},
        ),
    )
    | {"required": ["id", "object", "master", "merged", "url"]},
}  # fmt: skip
