"""Records beside each other: a column for each, a row for each field; what differs comes first.

For records that can become one the rows are those of the merge, each with the value that is
proposed and why; for a lead beside a contact or an account they only compare.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.merge.preview import Preview, preview
from headwater.merge.proposing import FieldChoice
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.web.duplicates import counted
from headwater.web.duplicates.heads import Head, heads
from headwater.web.records import words

# What a lead and a contact or an account both say: label → attribute by object.
COMPARED: tuple[tuple[str, dict[str, str]], ...] = (
    ("Name", {"Lead": "name", "Contact": "name", "Account": "name"}),
    ("Company", {"Lead": "company", "Contact": "account_id", "Account": "name"}),
    ("Title", {"Lead": "title", "Contact": "title"}),
    ("E-mail", {"Lead": "email", "Contact": "email"}),
    ("Phone", {"Lead": "phone", "Contact": "phone", "Account": "phone"}),
    ("Mobile", {"Lead": "mobile_phone", "Contact": "mobile_phone"}),
    ("Website", {"Lead": "website", "Account": "website"}),
    ("Street", {"Lead": "street", "Contact": "mailing_street", "Account": "billing_street"}),
    ("Town", {"Lead": "city", "Contact": "mailing_city", "Account": "billing_city"}),
    ("Postcode", {"Lead": "postal_code", "Contact": "mailing_postal_code",
                  "Account": "billing_postal_code"}),
    ("Country", {"Lead": "country", "Contact": "mailing_country", "Account": "billing_country"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """What one record says in one field; `is_chosen`: this value is kept."""

    record_id: int
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One field; `why` says why the chosen value is proposed."""

    attribute: str
    label: str
    cells: tuple[Cell, ...]
    why: str = ""

    @property
    def said(self) -> str:
        """The value of a row in which nobody contradicts."""
        return next((cell.words for cell in self.cells if cell.words), "")

    @property
    def is_alone(self) -> bool:
        """Whether one of them says nothing, so that its gap is filled."""
        return not all(cell.words for cell in self.cells)


@dataclass(slots=True)
class SideBySide:
    """The columns; the rows in which the records differ; those in which they agree."""

    heads: list[Head]
    differing: list[Line] = field(default_factory=list)
    agreeing: list[Line] = field(default_factory=list)
    preview: Preview | None = None

    @property
    def moved(self) -> str:
        """“3 tasks, 2 e-mails and 1 campaign”, '' where nothing hangs on the others."""
        return counted.in_words(self.preview.moves) if self.preview else ""

    @property
    def master(self) -> Any:
        """The record that stays."""
        return next((head.record for head in self.heads if head.is_master), None)


def for_merging(records: Sequence[Any], user: User, *, master: Any = None) -> SideBySide:
    """The columns and rows of a merge, with the best value of each field chosen.

    Raises Refused where these cannot become one.
    """
    seen = preview(records, by=user, master=master)
    found = SideBySide(heads(records, master=seen.master), preview=seen)
    kind, money = objects.of_model(records[0]), organization().currency
    fields = {each.attribute: each for each in kind.fields.values()}
    for choice in seen.fields:
        line = _line(choice, records, fields[choice.attribute], money)
        if any(cell.words for cell in line.cells):
            (found.differing if choice.differs else found.agreeing).append(line)
    return found


def across(one: Any, other: Any) -> SideBySide:
    """A lead beside a contact or an account; only what both can say."""
    found = SideBySide(heads([one, other]))
    kinds = [objects.of_model(record) for record in (one, other)]
    for label, attributes in COMPARED:
        said = [
            _said(record, kind, attributes.get(kind.name, ""))
            for record, kind in zip((one, other), kinds, strict=True)
        ]
        if not any(said) or not all(kind.name in attributes for kind in kinds):
            continue
        cells = tuple(Cell(r.pk, w) for r, w in zip((one, other), said, strict=True))
        same = said[0].casefold() == said[1].casefold()
        (found.agreeing if same else found.differing).append(Line("", label, cells))
    return found


def _line(choice: FieldChoice, records: Sequence[Any], field: FieldDef, money: str) -> Line:
    cells = tuple(
        Cell(record.pk, words.shown(record, field, money), record.pk == choice.proposed_from)
        for record in records
    )
    return Line(choice.attribute, words.label(field), cells, choice.why)


def _said(record: Any, kind: ObjectDef, attribute: str) -> str:
    """What a record says in a field; '' where its object has no such field."""
    if not attribute:
        return ""
    field = next((each for each in kind.fields.values() if each.attribute == attribute), None)
    return words.shown(record, field) if field else str(getattr(record, attribute) or "")
