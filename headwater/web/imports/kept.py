"""What an undo leaves as it is, told for people: the record, what of it, who and why."""

from collections.abc import Iterable
from typing import Any

from headwater.capture.verdicts import CAMPAIGN
from headwater.records.models import ImportKept
from headwater.web.imports.differences import field_of
from headwater.web.records import kinds, words


def lines(kept: Iterable[ImportKept]) -> list[dict[str, Any]]:
    """One for each; `what` is a field or the whole record."""
    return [
        {
            "name": each.name or each.object_name,
            "url": kinds.page_at(each.object_name, each.record_id),
            "what": _what(each), "why": each.why, "by": each.by, "at": each.at,
        }
        for each in kept
    ]  # fmt: skip


def _what(each: ImportKept) -> str:
    if not each.field:
        return f"The whole {each.object_name.lower()}"
    if each.field == CAMPAIGN:
        return "Campaign"
    field = field_of(each.object_name, each.field)
    return words.label(field) if field else each.field
