"""`composite/tree/X`: new records with their children, all or none of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from headwater.api import answers, many, rows
from headwater.api.composite.collections import kind_named
from headwater.api.gate import Call, resource
from headwater.api.many import Result
from headwater.api.problems import problem
from headwater.catalog import ids
from headwater.catalog.objects import ObjectDef, UnknownName

MOST, DEEPEST, MOST_KINDS = 200, 5, 5


@dataclass(slots=True)
class Node:
    """One record of a tree. `above` is the record that it belongs to, by the field `link`."""

    kind: ObjectDef
    reference: str
    fields: dict[str, Any]
    depth: int
    above: "Node | None" = None
    link: str = ""
    result: Result | None = None


def create(call: Call, name: str) -> HttpResponse:
    """POST composite/tree/X → 201 with the id behind each referenceId"""
    nodes = list(_nodes(kind_named(name), call.fields.get("records"), 1, None, ""))
    _refuse(nodes)
    done = many.all_or_none(lambda: _make(call, nodes), is_asked=True)
    pairs = list(zip(nodes, done, strict=True))
    failed = [(node, result) for node, result in pairs if _is_reason(result)]
    if failed:
        told = [
            {"referenceId": node.reference, "errors": many.shown(node.kind, result)["errors"]}
            for node, result in failed
        ]
        return answers.json({"hasErrors": True, "results": told}, 400)
    told = [
        {"referenceId": node.reference, "id": ids.encode(node.kind.prefix, result.key or 0)}
        for node, result in pairs
    ]
    return answers.json({"hasErrors": False, "results": told}, 201)


def _is_reason(result: Result) -> bool:
    """It was refused itself, not only taken back with the others."""
    codes = {each["errorCode"] for each in result.problems}
    return bool(codes - {many.ROLLED_BACK[0]})


def _make(call: Call, nodes: Sequence[Node]) -> list[Result]:
    """Level by level, the records of one object together; below a refusal nothing is tried."""
    for depth in range(1, DEEPEST + 1):
        level = [node for node in nodes if node.depth == depth and _may_be_made(node)]
        for kind in {node.kind.name: node.kind for node in level}.values():
            some = [node for node in level if node.kind.name == kind.name]
            told = many.create(call.caller, kind, [_said(node) for node in some])
            for node, result in zip(some, told, strict=True):
                node.result = result
    return [node.result or Result() for node in nodes]


def _may_be_made(node: Node) -> bool:
    return node.above is None or bool(node.above.result and node.above.result.is_done)


def _said(node: Node) -> dict[str, Any]:
    if node.above is None or node.above.result is None:
        return node.fields
    return node.fields | {node.link: ids.encode(node.above.kind.prefix, node.above.result.key or 0)}


def _nodes(
    kind: ObjectDef, records: Any, depth: int, above: Node | None, link: str
) -> Iterator[Node]:
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise problem(400, "JSON_PARSER_ERROR", "`records` is a list of records.")
    if depth > DEEPEST:
        raise problem(400, "INVALID_INPUT", f"A tree has up to {DEEPEST} levels.")
    for record in records:
        own, reference = _own(record)
        below = {name: each for name, each in record.items() if _is_below(each)}
        fields = {name: each for name, each in record.items() if name not in below}
        if own and own.lower() != kind.name.lower():
            message = f"The records here are of {kind.name}, not of {own[:40]}."
            raise problem(400, "INVALID_INPUT", message)
        node = Node(kind, reference, fields, depth, above, link)
        yield node
        for each in below.values():
            yield from _below(node, each["records"])


def _below(node: Node, records: Any) -> Iterator[Node]:
    first = records[0] if isinstance(records, list) and records else {}
    name, _ = _own(first if isinstance(first, dict) else {})
    try:
        kind = rows.kind_of(name)
    except UnknownName:
        message = f"sObject type '{name[:40]}' is not supported."
        raise problem(400, "INVALID_TYPE", message) from None
    yield from _nodes(kind, records, node.depth + 1, node, _link(kind, node.kind))


def _is_below(value: Any) -> bool:
    return isinstance(value, dict) and "records" in value


def _own(record: dict[str, Any]) -> tuple[str, str]:
    attributes = record.get("attributes")
    said = attributes if isinstance(attributes, dict) else {}
    return str(said.get("type") or ""), str(said.get("referenceId") or "")


def _link(child: ObjectDef, parent: ObjectDef) -> str:
    """The field of the child that names such a parent: `AccountId` of a contact."""
    leading = [
        field.name for field in child.fields.values()
        if field.is_createable and any(to.object_name == parent.name for to in field.targets)
    ]  # fmt: skip
    if not leading:
        message = f"{child.name} does not belong to {parent.name}."
        raise problem(400, "INVALID_INPUT", message)
    return f"{parent.name}Id" if f"{parent.name}Id" in leading else leading[0]


def _refuse(nodes: Sequence[Node]) -> None:
    if not nodes or len(nodes) > MOST:
        message = f"A tree has 1 to {MOST} records; this one has {len(nodes)}."
        raise problem(400, "LIMIT_EXCEEDED", message)
    if len({node.kind.name for node in nodes}) > MOST_KINDS:
        raise problem(400, "LIMIT_EXCEEDED", f"A tree has records of up to {MOST_KINDS} objects.")
    met: set[str] = set()
    for node in nodes:
        if not node.reference or node.reference in met:
            message = f"Every record has a referenceId of its own: {node.reference[:40]}"
            raise problem(400, "INVALID_INPUT", message)
        met.add(node.reference)


view = resource(POST=create)
