"""What the page of the map shows: a row for each field of a lead, and where it goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.convert import counting
from headwater.convert import proposals as proposing
from headwater.convert.fitting import SAID, Lists, misfit, strangers
from headwater.convert.leftover import is_content
from headwater.convert.mapping import CONSENTS, NAMES, TARGETS, Line, lines
from headwater.web.records import words


@dataclass(frozen=True, slots=True)
class Goal:
    """One target in a cell; `strangers` are values that its list does not know."""

    label: str
    name: str
    strangers: list[str]
    is_locked: bool


@dataclass(slots=True)
class Row:
    """A lead's field; `cells` has its targets for account, contact and opportunity in turn.

    `makeable`: the objects that have no such field yet, where it can be made.
    """

    source: FieldDef
    label: str
    kind: str
    cells: list[tuple[str, list[Goal]]]
    makeable: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def is_mapped(self) -> bool:
        return any(goals for _, goals in self.cells)


@dataclass(slots=True)
class Page:
    """The whole map: what goes nowhere (most told first), and what goes on.

    `unfed`: object and label of what a new record must say and no lead feeds.
    """

    staying: list[Row] = field(default_factory=list)
    going: list[Row] = field(default_factory=list)
    proposals: list[proposing.Proposal] = field(default_factory=list)
    unfed: list[tuple[str, str]] = field(default_factory=list)
    is_exact: bool = True
    has_counts: bool = False


def page(*, counts: bool) -> Page:
    """The map as it stands; `counts` also says how many leads fill what goes nowhere."""
    drawn, lists = lines(), picklists.lists()
    rows = [_row(each, drawn, lists) for each in _shown(drawn)]
    found = Page(
        staying=[row for row in rows if not row.is_mapped],
        going=[row for row in rows if row.is_mapped],
        proposals=proposing.proposals(drawn, lists),
        unfed=unfed(drawn),
    )
    if counts:
        told = counting.filled([row.source for row in found.staying])
        for row in found.staying:
            row.count = told.of[row.source.name]
            row.makeable = [each for each in TARGETS if not proposing.cannot_make(row.source, each)]
        found.staying.sort(key=lambda row: (-row.count, not row.source.is_custom))
        found.is_exact, found.has_counts = told.is_exact, True
    return found


def unfed(drawn: Mapping[str, Sequence[Line]]) -> list[tuple[str, str]]:
    """Own fields that a new record must fill and that no lead feeds: conversions ask for them."""
    fed = {(name, line.target.name) for name, some in drawn.items() for line in some}
    return [
        (name, target.label)
        for name in TARGETS
        for target in objects.get(name).fields.values()
        if target.is_custom and target.is_required and (name, target.name) not in fed
        and target.default is None
    ]  # fmt: skip


def options(source: FieldDef, object_name: str) -> list[dict[str, Any]]:
    """Every field that the object has, those that fit first, with the reason where one does not."""
    lists = picklists.lists()
    found = [
        {"name": each.name, "label": words.label(each), "why": misfit(source, each, lists)}
        for each in objects.get(object_name).fields.values()
        if each.is_createable
    ]
    return sorted(found, key=lambda each: (bool(each["why"]), str(each["label"]).lower()))


def kind_said(each: FieldDef) -> str:
    """“Text, 80”, “Picklist”."""
    said = SAID.get(each.type, each.type).removeprefix("a ").removeprefix("an ").capitalize()
    return f"{said}, {each.length}" if each.type == "string" and each.length else said


def _shown(drawn: Mapping[str, Sequence[Line]]) -> Iterable[FieldDef]:
    """Fields with content, and whatever else is mapped; own ones first."""
    mapped = {line.source.name for some in drawn.values() for line in some}
    fields = objects.get("Lead").fields.values()
    found = [each for each in fields if is_content(each) or each.name in mapped]
    return sorted(found, key=lambda each: not each.is_custom)


def _row(source: FieldDef, drawn: Mapping[str, Sequence[Line]], lists: Lists) -> Row:
    cells = [
        (
            name,
            [_goal(name, line, lists) for line in drawn[name] if line.source.name == source.name],
        )
        for name in TARGETS
    ]
    return Row(source, words.label(source), kind_said(source), cells)


def _goal(object_name: str, line: Line, lists: Lists) -> Goal:
    is_locked = (object_name, line.target.name) in NAMES | CONSENTS
    unknown = strangers(line.source, line.target, lists)
    return Goal(words.label(line.target), line.target.name, unknown, is_locked)
