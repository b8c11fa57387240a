"""How a timeline tells that records became one, or several again, and what was decided of pairs."""

from collections.abc import Mapping
from typing import Any

from headwater.catalog import objects
from headwater.records.models import TrailEntry
from headwater.web.records.sentences import EVENTS, Said

NOUNS = ("lead", "contact", "account")


def _by(entry: TrailEntry) -> str:
    return f"by {entry.by}" if entry.by else "by itself"


def _merged(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    names = ", ".join(each["name"] for each in because.get("others", ()))
    kept = len(entry.changes)
    why = _by(entry) + (f"; {kept} of its fields took a value" if kept else "")
    return Said("merge", f"{names or 'Another'} merged into it", why, "accent", "decisions")


def _merged_away(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    into = because.get("into", {}).get("name", "another")
    return Said("merge", f"Merged into {into}", _by(entry), "", "decisions")


def _unmerged(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("undo-2", "Unmerged", _by(entry), "", "decisions")


def _different(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    name = because.get("object", "")
    noun = objects.get(name).label.lower() if name else "record"
    what = f"Not the same as another {noun}"
    return Said("split", what, because.get("words", "") or _by(entry), "", "decisions")


def _asked_again(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("copy", "A possible duplicate waits again", _by(entry), "", "decisions")


EVENTS.update(
    {f"{noun}.merged": _merged for noun in NOUNS}
    | {f"{noun}.merged_away": _merged_away for noun in NOUNS}
    | {f"{noun}.unmerged": _unmerged for noun in NOUNS}
    | {"duplicate.refused": _different, "duplicate.reopened": _asked_again}
)
