"""The calls of the OpenAPI document, as a page shows them."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

METHODS = ("get", "post", "patch", "put", "delete")
OURS = "Intake, conversion and merges"


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a field: name, type in words, what it means."""

    name: str
    type: str
    text: str = ""
    is_needed: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `curl` is an example, `fields` what its body may say."""

    name: str
    group: str
    method: str
    path: str
    summary: str
    curl: str
    parameters: list[Line] = field(default_factory=list)
    fields: list[Line] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def can_be_tried(self) -> bool:
        return self.method == "GET" and self.path.startswith("/services/data/") and (
            "/jobs/" not in self.path
        )  # fmt: skip


def calls(document: dict[str, Any]) -> list[Call]:
    """Every call, in the order of the document."""
    here = document["servers"][0]["url"]
    return [
        _call(document, here, path, method, each[method])
        for path, each in document["paths"].items()
        for method in METHODS
        if method in each
    ]


def address(call: Call, given: dict[str, str]) -> str:
    """The path of a call with these values in it."""
    path = call.path
    asked = {}
    for each in call.parameters:
        value = given.get(each.name, "").strip()
        if each.where == "path":
            path = path.replace(f"{{{each.name}}}", quote(value or "-", safe=""))
        elif each.where == "query" and value:
            asked[each.name] = value
    return f"{path}?{urlencode(asked)}" if asked else path


def _call(document: dict[str, Any], here: str, path: str, method: str, said: Any) -> Call:
    parameters = [
        Line(each["name"], _type(each["schema"]), each.get("description", ""),
             bool(each.get("required")), each["in"])
        for each in said.get("parameters", [])
    ]  # fmt: skip
    return Call(
        name=said["operationId"], group=(said.get("tags") or [OURS])[0], method=method.upper(),
        path=path, summary=said["summary"], curl=_curl(here, path, method, said),
        parameters=parameters, fields=_fields(document, said),
        answers=[(status, each["description"]) for status, each in said["responses"].items()],
    )  # fmt: skip


def _fields(document: dict[str, Any], said: Any) -> list[Line]:
    for content in said.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        if "oneOf" in schema:
            schema = schema["oneOf"][0]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        needed = schema.get("required", ())
        return [
            Line(name, _type(each), each.get("description") or each.get("title", ""),
                 name in needed)
            for name, each in schema.get("properties", {}).items()
        ]  # fmt: skip
    return []


def _type(schema: dict[str, Any]) -> str:
    said = schema.get("type", "")
    names = [said] if isinstance(said, str) else [each for each in said if each != "null"]
    told = " or ".join(names) or ("one of a list" if "enum" in schema else "object")
    longest = schema.get("maxLength")
    return f"{told}, up to {longest}" if longest else told


def _curl(here: str, path: str, method: str, said: Any) -> str:
    lines = [f"curl -H 'Authorization: Bearer TOKEN' '{here}{path}'"]
    if method != "get":
        lines[0] = lines[0].replace("curl ", f"curl -X {method.upper()} ")
    for kind in said.get("requestBody", {}).get("content", {}):
        body = "{…}" if kind == "application/json" else "@rows.csv"
        lines.append(f"  -H 'Content-Type: {kind}' --data-binary '{body}'")
    return " \\\n".join(lines)
