"""How a part of the OpenAPI document is said: references, answers, problems, bodies, objects."""

from typing import Any

# Describe types whose value is said alike everywhere → JSON Schema.
PLAIN: dict[str, dict[str, Any]] = {
    "int": {"type": "integer"},
    "double": {"type": "number"},
    "currency": {"type": "number"},
    "percent": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
KEY = {"type": ["integer", "string"], "description": "Our number, or Salesforce's id"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: dict[str, Any], text: str, kind: str = "application/json") -> dict[str, Any]:
    """An answer of that schema."""
    return {"description": text, "content": {kind: {"schema": schema}}}


def answer(name: str, text: str) -> dict[str, Any]:
    """An answer whose schema has a name."""
    return content(ref(name), text)


def problem(text: str) -> dict[str, Any]:
    """A refusal, as RFC 9457 writes it."""
    return content(ref("Problem"), text, "application/problem+json")


def body(name: str, *, is_needed: bool) -> dict[str, Any]:
    """What a request carries."""
    return {"required": is_needed, "content": {"application/json": {"schema": ref(name)}}}


def structure(**properties: Any) -> dict[str, Any]:
    """An object with these properties."""
    return {"type": "object", "properties": properties}
