"""What stood in the way of a record, as SOAP's results tell it."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from headwater.api.soap_reading import elements, record_xml


def success(is_done: bool) -> str:
    """The last element of every result."""
    return f"<success>{str(is_done).lower()}</success>"


def errors(problems: Sequence[Mapping[str, Any]], *, is_typed: bool = False) -> str:
    """One element for each problem; what a duplicate rule has found stands in its own."""
    return "".join(_error(each, is_typed) for each in problems)


def _error(told: Mapping[str, Any], is_typed: bool) -> str:
    named = "".join(f"<fields>{escape(name)}</fields>" for name in told.get("fields", ()))
    code = told.get("errorCode") or told.get("statusCode", "")
    inner = (
        f"{named}<message>{escape(told['message'])}</message>"
        f"<statusCode>{escape(code)}</statusCode>"
    )
    found = told.get("duplicateResult")
    if not found:
        return f"<errors>{inner}</errors>"
    result = f"<duplicateResult>{duplicate_xml(found, is_typed)}</duplicateResult>"
    return f'<errors xsi:type="DuplicateError">{inner}{result}</errors>'


def duplicate_xml(told: dict[str, Any], is_typed: bool) -> str:
    """A DuplicateResult: its records are sObjects, all else is as JSON has it."""
    head = {name: value for name, value in told.items() if name != "matchResults"}
    parts = []
    for each in told["matchResults"]:
        matched = "".join(_match(one, is_typed) for one in each["matchRecords"])
        before = {name: each[name] for name in ("entityType", "errors", "matchEngine")}
        after = {name: each[name] for name in ("rule", "size", "success")}
        parts.append(f"<matchResults>{elements(before)}{matched}{elements(after)}</matchResults>")
    return elements(head) + "".join(parts)


def _match(told: dict[str, Any], is_typed: bool) -> str:
    head = {name: value for name, value in told.items() if name != "record"}
    record = record_xml("record", told["record"], is_typed)
    return f"<matchRecords>{elements(head)}{record}</matchRecords>"
