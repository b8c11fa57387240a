"""What has happened to a conversion's records since: deciding only, in plain words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from headwater.catalog import objects
from headwater.convert.present import NOUNS, RETURNING, Hanging, Present, Relation
from headwater.records import journal
from headwater.records.models import Conversion, Lead
from headwater.records.tombstone import MERGEABLE

# Set by every activity; the activity itself is told instead.
NOT_TOLD = frozenset({"last_activity_on", "stage_changed_at", "closed_at", "forecast_category"})
# Rows that are part of a record and go with it.
PARTS = frozenset({
    ("Opportunity", "OpportunityHistory"), ("Opportunity", "OpportunityContactRole"),
    ("Account", "AccountContactRelation"), ("Contact", "AccountContactRelation"),
})  # fmt: skip
PART_NAMES = frozenset(name for _, name in PARTS)
# The story of the lead, not work on the record.
STORY = ("Conversion", "Handoff", "Engagement")


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing that happened since to a made record, in words; `must_stay`: it cannot go."""

    noun: str
    words: str
    must_stay: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that the conversion gave an existing record and that somebody has changed since.

    It stays as it is `now` unless `key` is among those to be restored: then it is as `before`.
    """

    key: str
    noun: str
    record: Any
    label: str
    before: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Added:
    """A row that was added since to a record that goes; it goes to the lead.

    `key` among those that stay: where it hangs on something else, too, it stays there alone.
    """

    key: str
    noun: str
    words: str
    record: Any


def of_made(present: Present, conversion: Conversion, record: Any) -> list[Touch]:
    """What somebody did since to a record that the conversion made; [] untouched."""
    noun = type(record).__name__
    label = f"{noun} {record}"
    if getattr(record, "is_tombstone", False):
        words = (
            f"{label} was merged into another {noun.lower()}. Undo that merge first, or keep it."
        )
        return [Touch(noun, words, must_stay=True)]
    if record.is_deleted:
        return [Touch(noun, f"{label} was deleted.")]
    changed = _changed_labels(conversion, noun, record)
    found = [Touch(noun, f"{label}: {_listed(changed)} changed.")] if changed else []
    counts: dict[Relation, int] = {}
    for hanging in added_to(present, conversion, record):
        counts[hanging.relation] = counts.get(hanging.relation, 0) + 1
    return found + [
        Touch(noun, f"{label}: {_words(relation, count)}.", _must_stay(relation))
        for relation, count in counts.items() if relation.model.__name__ != "OpportunityHistory"
    ]  # fmt: skip


def added_to(present: Present, conversion: Conversion, record: Any) -> Iterable[Hanging]:
    """What points at a made record and did not come with the conversion."""
    for hanging in present.hanging[type(record).__name__, record.pk]:
        name = hanging.relation.model.__name__
        is_new = name not in STORY and not _came_with(conversion, name, hanging.key)
        if is_new and present.points(hanging, record.pk):
            yield hanging


def changed_since(present: Present, conversion: Conversion) -> list[Changed]:
    """What of the values that existing records were given is something else by now."""
    found = []
    for noun in NOUNS:
        fields = objects.get(noun).by_attributes
        for record, was, became in rows_of(present, conversion, noun):
            for name, before in was.items():
                if not is_as_left(present, record, name, became[name]):
                    label = fields[name].label if name in fields else name
                    key, now = f"{noun}:{record.pk}:{name}", journal.read(record, name)
                    found.append(Changed(key, noun, record, label, before, now))
    return found


def returning(present: Present, conversion: Conversion, going: Iterable[Any]) -> list[Added]:
    """The rows that were added since to records that go, each once."""
    found: dict[str, Added] = {}
    for record in going:
        for hanging in added_to(present, conversion, record):
            name = hanging.relation.model.__name__
            row = present.rows.get(name, {}).get(hanging.key)
            if name in RETURNING and row is not None:
                noun = str(row._meta.verbose_name)
                key = f"{name}:{row.pk}"
                found[key] = Added(key, noun, f"{noun.capitalize()}: {_told(row)}", row)
    return list(found.values())


def rows_of(
    present: Present, conversion: Conversion, name: str
) -> Iterable[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """Each row of a model that the conversion changed and that is there: itself, before, after."""
    after = conversion.after.get(name, {})
    for key, was in conversion.before.get(name, {}).items():
        row = present.row(name, int(key))
        if row is not None:
            yield row, was, after[key]


def is_as_left(present: Present, record: Any, name: str, became: Any) -> bool:
    """Whether it still says what the conversion made of it; what its contact or account was merged
    into since is the same contact or account."""
    now = journal.read(record, name)
    noun = name.removeprefix("converted_").removesuffix("_id").capitalize()
    if now == became or noun not in MERGEABLE or not (now and became):
        return bool(now == became)
    return bool(present.lives[noun].get(became, became) == now)


def is_untouched(conversion: Conversion, row: Any) -> bool:
    """Whether a row that the conversion made says what it said then."""
    return journal.image(row) == _image_then(conversion, row)


def _image_then(conversion: Conversion, row: Any) -> dict[str, Any]:
    model: Any = type(row)
    said = conversion.after.get(model.__name__, {}).get(str(row.pk), {})
    return {**journal.usual(model), **said}


def _came_with(conversion: Conversion, name: str, key: int) -> bool:
    if name == Lead.__name__ and key == conversion.lead_id:
        return True
    return str(key) in conversion.before.get(name, ()) or key in conversion.made.get(name, ())


def _must_stay(relation: Relation) -> bool:
    """Whether somebody else's work would be lost if the record went."""
    name = relation.model.__name__
    if name in RETURNING or (relation.noun, name) in PARTS:
        return False
    return relation.on_delete is models.CASCADE or relation.field.name.startswith("converted_")


def _words(relation: Relation, count: int) -> str:
    meta = relation.model._meta
    noun = str(meta.verbose_name if count == 1 else meta.verbose_name_plural)
    if relation.field.name == "master_record":
        return f"{count} {noun} merged into it"
    if relation.field.name.startswith("matched_"):
        return f"{count} {noun} recognised as it"
    return f"{count} {noun} added since"


def _told(row: Any) -> str:
    return str(getattr(row, "campaign", None) or row)


def _changed_labels(conversion: Conversion, noun: str, record: Any) -> list[str]:
    was, now = _image_then(conversion, record), journal.image(record)
    kind = objects.get(noun)
    changed = [name for name in now if name not in NOT_TOLD and now[name] != was.get(name)]
    labels: list[str] = []
    if "custom" in changed:
        changed.remove("custom")
        before, after = was.get("custom") or {}, now["custom"]
        fields = kind.fields
        names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        labels = [fields[key].label if key in fields else key for key in names]
    return [kind.by_attribute(name).label for name in changed] + labels


def _listed(words: Collection[str]) -> str:
    words = list(words)
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
