"""What taking a merge apart would do: deciding only; foreseeing shows it, unmerging does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import objects
from headwater.catalog.custom import ExternalId
from headwater.merge import later, moving, origin
from headwater.merge.act import Merge
from headwater.merge.later import Row
from headwater.merge.origin import Sides
from headwater.merge.relations import MOVES
from headwater.records import journal
from headwater.records.tombstone import survivor

# Follow by themselves: nobody is told that they are another by now.
NOT_TOLD = frozenset({
    "last_activity_on", "score", "score_parts", "fit_score", "engagement_score", "grade",
    "is_score_qualified", "score_due_at", "probability", "probability_because",
    "is_unread_by_owner",
})  # fmt: skip


@dataclass(slots=True)
class Change:
    """A row that the merge changed: what goes back, and what was changed since and stays."""

    row: Any
    back: dict[str, Any]
    kept: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """`changes` are those of the records by key, `rows` those of what hangs on them by model."""

    merge: Merge
    records: dict[int, Any]
    changes: dict[int, Change] = field(default_factory=dict)
    rows: dict[str, list[Change]] = field(default_factory=dict)
    later: list[Row] = field(default_factory=list)

    @property
    def survivor(self) -> Any:
        return self.records[self.merge.survivor_id]

    @property
    def losers(self) -> list[Any]:
        return [self.records[pk] for pk in self.merge.loser_ids if pk in self.records]

    @property
    def questions(self) -> list[Row]:
        """What came later and does not say whose it is."""
        return [row for row in self.later if row.is_asked]


def make(merge: Merge, *, lock: bool = False) -> Plan:
    """Read everything that unmerging touches, and decide; `lock` holds it until the end."""
    rows = merge.model._default_manager.filter(pk__in=merge.keys).order_by("pk")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    plan = Plan(merge, {record.pk: record for record in rows})
    for name in merge.before:
        found = changes_of(merge, name, lock=lock)
        if name == merge.object_name:
            plan.changes = {change.row.pk: change for change in found}
            for pk, change in plan.changes.items():
                change.row = plan.records[pk]
        else:
            plan.rows[name] = found
    plan.later = later.find(merge, _sides(plan))
    return plan


def changes_of(merge: Merge, name: str, *, lock: bool = False) -> list[Change]:
    """For each row of this model that the merge changed and that is there still."""
    before, after = merge.before[name], merge.after[name]
    rows = model_of(name)._default_manager.filter(pk__in=[int(key) for key in before])
    rows = rows.order_by("pk").select_for_update(of=("self",)) if lock else rows.order_by("pk")
    found, lives = [], _Lives()
    for row in rows:
        was, became = before[str(row.pk)], after[str(row.pk)]
        same = {key for key in was if lives.is_same(key, journal.read(row, key), became[key])}
        found.append(Change(
            row, {key: value for key, value in was.items() if key in same},
            {key: value for key, value in was.items() if key not in same},
        ))  # fmt: skip
    return found


# Where a reference leads; what it leads to may have been merged since, and is still the same.
REFERENCES = {
    "account_id": "Account", "parent_id": "Account", "matched_account_id": "Account",
    "contact_id": "Contact", "reports_to_id": "Contact", "matched_contact_id": "Contact",
    "lead_id": "Lead",
}  # fmt: skip


class _Lives:
    """What records live on in, each asked once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], int] = {}

    def is_same(self, attribute: str, now: Any, became: Any) -> bool:
        name = REFERENCES.get(attribute)
        if now == became or name is None or now is None or became is None:
            return bool(now == became)
        if (name, became) not in self.known:
            self.known[name, became] = survivor(name, became)
        return bool(self.known[name, became] == now)


def model_of(name: str) -> Any:
    """The model of a name in the journal."""
    return ExternalId if name == "ExternalId" else journal.model(name)


def _sides(plan: Plan) -> Sides:
    """Each record with what tells it, as it was before the merge."""
    name = plan.merge.object_name
    before: Mapping[str, Any] = plan.merge.before.get(name, {})
    return Sides({
        pk: origin.of_record(record, before.get(str(pk), {}))
        for pk, record in plan.records.items()
    })  # fmt: skip


def going(plan: Plan) -> dict[str, tuple[int, int]]:
    """Relation → how many of the rows that moved go back, and how many are elsewhere by now."""
    found = {}
    for relation in MOVES[plan.merge.object_name]:
        homes = moving.homes(plan.merge.moved, relation)
        if homes:
            there = moving.still_there(relation, homes, plan.merge.survivor_id)
            found[relation.kind] = (there, len(homes) - there)
    return found


def labels(object_name: str, attributes: Sequence[str]) -> list[str]:
    """What people call these fields."""
    fields = objects.get(object_name).by_attributes
    told = [name for name in attributes if name not in NOT_TOLD]
    return [fields[name].label if name in fields else name for name in told]
