"""The part of the OpenAPI document about merging."""

from typing import Any

from headwater.records.tombstone import MERGEABLE

KEY = {"type": ["integer", "string"], "description": "Our number, or Salesforce's id"}
NUMBER = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(name: str, text: str, kind: str = "application/json") -> dict[str, Any]:
    return {"description": text, "content": {kind: {"schema": _ref(name)}}}


def _problem(text: str) -> dict[str, Any]:
    return _answer("Problem", text, "application/problem+json")


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _body(name: str, *, is_needed: bool) -> dict[str, Any]:
    return {"required": is_needed, "content": {"application/json": {"schema": _ref(name)}}}


REFUSED = {
    "401": _problem("No token, or one that does not hold"),
    "403": _problem("Not yours to merge, or an intake key"),
    "404": _problem("One of them is not there, or was merged before"),
}
POST = {
    "operationId": "postMerge",
    "summary": "Make one record of several; what was merged away leads on to it",
    "requestBody": _body("MergeWish", is_needed=True),
    "responses": REFUSED | {
        "201": _answer("Merge", "Merged"),
        "409": _problem("Somebody has changed one of them since the stamp"),
        "422": _problem("A value that does not fit, a converted lead, …"),
    },
}  # fmt: skip
GET = {
    "operationId": "getMerge",
    "summary": "What was merged, and what taking it apart would do",
    "parameters": [NUMBER],
    "responses": REFUSED | {"200": _answer("Merge", "As it stands now")},
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
    "requestBody": _body("MergeAnswers", is_needed=False),
    "responses": REFUSED | {
        "200": _answer("Merge", "Apart again; `left` says what stays and what cannot be known"),
        "409": _problem("Questions have to be answered, or another merge undone, first"),
    },
}  # fmt: skip
PATHS = {"/api/merges": {"post": POST}, "/api/merges/{id}": {"get": GET, "delete": DELETE}}

WORDS = {"type": "array", "items": {"type": "string"}}
RECORD = _object(id={"type": "integer"}, salesforce_id={"type": "string"})
QUESTION = _object(
    key={"type": "string"}, words={"type": "string"}, proposed={"type": "string"},
    options={"type": "array", "items": _object(value={"type": "string"},
                                               label={"type": "string"})},
)  # fmt: skip
SCHEMAS: dict[str, Any] = {
    "MergeWish": _object(
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
    "MergeAnswers": _object(
        answers={
            "type": "object", "additionalProperties": {"type": ["string", "integer"]},
            "description": "Key of a question → the number of the record whose it is",
        }
    ),
    "Merge": _object(
        id={"type": "integer"}, object={"enum": sorted(MERGEABLE)}, master=RECORD,
        merged={"type": "array", "items": RECORD}, url={"type": "string"},
        at={"type": "string", "format": "date-time"},
        undone_at={"type": ["string", "null"], "format": "date-time"}, left=WORDS,
        undoing=_object(
            first=WORDS, returns=WORDS, stays=WORDS, unknown=WORDS,
            goes_back={"type": "object", "additionalProperties": {"type": "integer"}},
            questions={"type": "array", "items": QUESTION},
        ),
    )
    | {"required": ["id", "object", "master", "merged", "url"]},
}  # fmt: skip
