"""Where an existing record and the lead differ: keep, take, or both; and what goes where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from headwater.catalog import objects
from headwater.convert import filling
from headwater.convert.filling import CONSENT, Difference, is_blank, value_of
from headwater.convert.leftover import mapped_in, unmapped_fields
from headwater.convert.mapping import Line
from headwater.people.organization import organization
from headwater.records.models import Lead
from headwater.web.convert.asked import Asked
from headwater.web.records import words

KEEP, TAKE, BOTH = "keep", "lead", "both"
BREAKS = re.compile(r"(?<=[@.])(?=\w)")
# A name that is written out says more than its first letters: it is offered to be taken.
GROWING = frozenset({"first_name", "last_name"})


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A field in which lead and record differ, and what was chosen."""

    name: str
    attribute: str
    label: str
    held: str
    lead_value: str
    choice: str
    may_both: bool
    where: str = ""  # a second value would be kept

    @property
    def held_parts(self) -> list[str]:
        """Where a long word may break: after an at sign or a dot."""
        return BREAKS.split(self.held)

    @property
    def lead_parts(self) -> list[str]:
        return BREAKS.split(self.lead_value)


@dataclass(frozen=True, slots=True)
class Going:
    """One mapped field: its value, where it goes, and what that does there."""

    label: str
    value: str
    target: str
    what: str
    tone: str = ""


@dataclass
class Values:
    """What the map does with a lead and the chosen records (object → record, None: a new one)."""

    lead: Lead
    asked: Asked
    lines: Mapping[str, Sequence[Line]]
    records: Mapping[str, Any]
    names: Mapping[str, str]  # of new records, as they are typed or by the pattern

    @cached_property
    def rows(self) -> dict[str, list[ValueRow]]:
        """The differing fields by object."""
        return {
            name: self._rows_of(name, record) for name, record in self.records.items() if record
        }

    def chosen(self, choice: str) -> dict[str, list[str]]:
        """Object → attributes in which this was chosen, as conversion takes it."""
        return {
            name: [row.attribute for row in rows if row.choice == choice]
            for name, rows in self.rows.items()
        }

    def goings(self) -> list[tuple[str, list[Going]]]:
        """Every mapped field of which the lead says something, by the object that it goes to."""
        return [
            (name, [going for line in self.lines[name] if (going := self._going(name, line))])
            for name in self.records
        ]

    def stays(self) -> list[tuple[str, str]]:
        """(label, value) of what has no place in the new records; it stays readable with them."""
        found = [
            (words.label(field), words.said(field, value_of(self.lead, field), self._currency))
            for field in unmapped_fields(mapped_in(self.lines))
            if not (is_blank(value := value_of(self.lead, field)) or value is False)
        ]
        return [(label, said) for label, said in found if said]

    @property
    def _currency(self) -> str:
        return organization().currency

    def _rows_of(self, name: str, record: Any) -> list[ValueRow]:
        lines = {line.target.attribute: line for line in self.lines[name]}
        found = filling.differences(self.lead, record, self.lines[name])
        rows = [self._row(name, record, lines[each.attribute], each) for each in found]
        # A number that is only written otherwise is no choice.
        return [row for row in rows if row.held != row.lead_value]

    def _row(self, name: str, record: Any, line: Line, each: Difference) -> ValueRow:
        field_name = f"take-{name}-{each.attribute}"
        usual = TAKE if each.attribute in GROWING and _grows(each) else KEEP
        given, where = self.asked.text(field_name, usual), self._beside(record, line)
        choices = (KEEP, TAKE, BOTH) if where else (KEEP, TAKE)
        return ValueRow(
            name=field_name,
            attribute=each.attribute,
            label=words.label(line.source),
            held=words.said(line.target, each.held, self._currency),
            lead_value=words.said(line.target, each.lead_value, self._currency),
            choice=given if given in choices else KEEP,
            may_both=bool(where),
            where=where,
        )

    def _beside(self, record: Any, line: Line) -> str:
        """In which field a second value would be kept; '' where only one can be."""
        attribute = line.target.attribute
        found = filling.for_existing(self.lead, record, [line], both=[attribute])
        return ", ".join(_label_of(type(record).__name__, key) for key in found)

    def _going(self, name: str, line: Line) -> Going | None:
        value = value_of(self.lead, line.source)
        if is_blank(value) or value is False:
            return None
        said = words.said(line.source, value, self._currency)
        what, tone = self._what(name, line, value)
        target = words.label(line.target)
        if self.records[name] is None and line.target.attribute == "name" and name in self.names:
            said = self.names[name]
        return Going(words.label(line.source), said, target, what, tone)

    def _what(self, name: str, line: Line, value: Any) -> tuple[str, str]:
        record, attribute = self.records[name], line.target.attribute
        if record is None:
            return "new", "good"
        row = next((row for row in self.rows[name] if row.attribute == attribute), None)
        if row:
            return {KEEP: (f"{row.held} is kept", ""), TAKE: (f"instead of {row.held}", "accent"),
                    BOTH: (f"beside {row.held}, in {row.where}", "accent")}[row.choice]  # fmt: skip
        if attribute in CONSENT:
            return (
                ("a no stays a no", "") if getattr(record, attribute) else ("from now on", "good")
            )
        is_gap = is_blank(value_of(record, line.target)) and line.target.type != "boolean"
        return ("fills a gap", "good") if is_gap else ("the same already", "")


def _grows(each: Difference) -> bool:
    held = str(each.held).strip().rstrip(".").casefold()
    return bool(held) and str(each.lead_value).casefold().startswith(held)


def _label_of(object_name: str, attribute: str) -> str:
    return words.label(objects.get(object_name).by_attribute(attribute))
