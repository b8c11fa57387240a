"""One conversion while it happens, and those that happen together: what they share is in memory.

Everything is decided and placed on rows in memory first; `storing` then writes each table once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from headwater.catalog.fields import FieldDef
from headwater.convert.choices import Choices
from headwater.convert.mapping import Line
from headwater.database import statements
from headwater.people.models import Owner, User
from headwater.records.journal import Journal
from headwater.records.models import Conversion, ConversionRun, Lead, LeadStatus, TrailEntry
from headwater.records.problem import Refused

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True, eq=False)
class Act:
    """One lead's conversion: what is chosen, what it becomes, and the journal of every row."""

    lead: Lead
    choices: Choices
    owner: Owner
    status: LeadStatus
    account: Any = None
    contact: Any = None
    deal: Any = None
    campaign_id: int | None = None
    unmapped: dict[str, Any] = field(default_factory=dict)
    criteria: list[dict[str, Any]] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    entries: list[TrailEntry] = field(default_factory=list)

    @property
    def because(self) -> dict[str, Any]:
        return {"lead": self.lead.pk, "name": self.lead.name}

    @property
    def links(self) -> dict[str, int | None]:
        """Attribute of an activity → what the lead has become."""
        return {
            "contact_id": self.contact.pk,
            "account_id": self.account.pk,
            "opportunity_id": self.deal.pk if self.deal else None,
        }


@dataclass(slots=True, eq=False)
class Together:
    """Conversions of one batch, which may share new records.

    `results` says by place what is settled already (refused, or converted before); `acts` are
    those that go on. `made` maps an origin (object, lead for which it is made) to a new record.
    `unique` says whose a unique value is: (object, field, value) → key of the record.
    """

    wanted: Sequence[tuple[Lead, Choices]]
    by: User | None
    run: ConversionRun | None
    now: datetime
    lines: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    defaults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    leftover: Sequence[FieldDef] = ()
    held: dict[type[models.Model], dict[int, Any]] = field(default_factory=dict)
    results: dict[int, Conversion | Refused] = field(default_factory=dict)
    acts: dict[int, Act] = field(default_factory=dict)
    made: dict[tuple[str, int], Any] = field(default_factory=dict)
    households: dict[str, Any] = field(default_factory=dict)
    unique: dict[tuple[str, str, str], int] = field(default_factory=dict)
    members: dict[int, list[Any]] = field(default_factory=dict)
    campaigns_of: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    parts: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    moments: dict[int, Any] = field(default_factory=dict)
    fresh: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[type[models.Model], dict[int, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    columns: dict[type[models.Model], set[str]] = field(default_factory=lambda: defaultdict(set))
    _keys: dict[type[models.Model], list[int]] = field(default_factory=dict)

    @property
    def leads(self) -> list[Lead]:
        """Those that are being converted, as locked."""
        return [act.lead for act in self.acts.values()]

    @property
    def by_lead(self) -> dict[int, Act]:
        return {act.lead.pk: act for act in self.acts.values()}

    def new(self, model: type[Row], **values: Any) -> Row:
        """An unsaved row with its key and, where the model has them, its audit columns."""
        if hasattr(model, "modified_at"):
            who = self.by.pk if self.by else None
            audit = {"created_at": self.now, "modified_at": self.now}
            values = {**audit, "created_by_id": who, "modified_by_id": who, **values}
        return statements.new(model, id=self.key(model), **values)

    def key(self, model: type[models.Model]) -> int:
        """The next key for a row of a table; asked for as many as there are leads at once."""
        left = self._keys.setdefault(model, [])
        if not left:
            left += reversed(statements.reserve(model, len(self.wanted)))
        return left.pop()

    def add(self, act: Act, row: Any) -> None:
        """A row that this conversion makes."""
        act.journal.create(row)
        self.fresh[type(row)].append(row)

    def change(self, act: Act, row: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Place values on a row; returns what really changes."""
        changes = act.journal.change(row, values)
        if changes:
            self.touch(row, changes)
        return changes

    def touch(self, row: Any, attributes: Iterable[str]) -> None:
        """These attributes of a row are to be written; a new row is written whole."""
        if not row._state.adding:
            model = type(row)
            self.changed[model][row.pk] = row
            self.columns[model] |= {
                "custom" if name.endswith("__c") else name for name in attributes
            }
