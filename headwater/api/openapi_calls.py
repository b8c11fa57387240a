"""How one call of Salesforce's addresses is said in the OpenAPI document."""

from typing import Any

from headwater.api.openapi_shapes import content, ref, structure

TEXT = {"type": "string"}
REFUSALS = {
    "400": "What is asked does not make sense; `errorCode` and `message` say why",
    "401": "No token, or one that does not hold",
    "403": "Not yours, or more calls than the client may make today",
    "404": "No such thing, or none that you see",
}
WRITING = {
    "409": "Somebody else holds it at this moment",
    "413": "The body is too large",
    "415": "Not in this format",
    "422": "An idempotency key that belongs to another request",
}
ERROR = structure(message=TEXT, errorCode=TEXT, fields={"type": "array", "items": TEXT})
SCHEMAS: dict[str, Any] = {
    "Refusal": {"type": "array", "items": ERROR},
    "Saved": structure(
        id=TEXT, success={"type": "boolean"}, created={"type": "boolean"},
        errors={"type": "array", "items": ERROR},
    ),
    "Results": {"type": "array", "items": ref("Saved")},
    "Found": structure(
        totalSize={"type": "integer"}, done={"type": "boolean"}, nextRecordsUrl=TEXT,
        records={"type": "array", "items": {"type": "object"}},
    ) | {"required": ["totalSize", "done"]},
    "Any": {"type": "object", "additionalProperties": True},
}  # fmt: skip


def call(  # noqa: PLR0917  # read as a sentence: name, what it does, where, what comes
    name: str,
    summary: str,
    tag: str,
    answers: dict[str, Any],
    parameters: list[dict[str, Any]] | None = None,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One operation; how it can be refused is the same everywhere."""
    told = REFUSALS | (WRITING if body else {})
    refused = {status: content(ref("Refusal"), words) for status, words in told.items()}
    found: dict[str, Any] = {
        "operationId": name, "summary": summary, "tags": [tag], "responses": refused | answers,
    }  # fmt: skip
    if parameters:
        found["parameters"] = parameters
    if body:
        found["requestBody"] = body
    return found


def said(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    """A body that is needed."""
    return {"required": True, "content": {kind: {"schema": schema}}}


def query(name: str, text: str, *, is_needed: bool = False, **schema: Any) -> dict[str, Any]:
    """A parameter behind the `?`."""
    shape = schema or {"type": "string"}
    return {
        "name": name, "in": "query", "required": is_needed, "schema": shape, "description": text,
    }  # fmt: skip


def within(name: str, text: str, pattern: str = r"^\w+$") -> dict[str, Any]:
    """A parameter that is a part of the path."""
    return {
        "name": name, "in": "path", "required": True, "description": text,
        "schema": {"type": "string", "pattern": pattern, "minLength": 1},
    }  # fmt: skip


EMPTY = {"description": "Done; there is nothing to say"}
