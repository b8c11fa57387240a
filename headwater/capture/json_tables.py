"""Salesforce's exported JSON (an sfdx tree, a query's answer) as rows; values keep their type."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from headwater.capture.unreadable import Unreadable


def is_json(text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def rows(path: Path, encoding: str) -> Iterator[dict[str, Any]]:
    """Every record, those nested in another behind it; raises Unreadable."""
    try:
        with path.open(encoding=encoding) as file:
            given = json.load(file)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The file is not valid JSON: {error}.") from None
    records = given.get("records") if isinstance(given, dict) else given
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise Unreadable("The JSON has no list of records, as an export of Salesforce has.")
    for record in records:
        yield from _with_children(record)


def _with_children(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A record, then those nested in it, each pointing back to it."""
    nested = {k: v for k, v in record.items() if isinstance(v, dict) and "records" in v}
    yield {key: value for key, value in record.items() if key not in nested}
    about = record.get("attributes") or {}
    parent = {f"{about.get('type')}Id": f"@{about.get('referenceId')}"}
    for children in nested.values():
        for child in children["records"]:
            yield from _with_children(parent | child)
