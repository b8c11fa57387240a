"""What has happened to a conversion's records since: deciding only, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from headwater.catalog import objects
from headwater.records import journal
from headwater.records.models import Conversion, Handoff

NOUNS = ("Account", "Contact", "Opportunity")
# Set by every activity; the activity itself is told instead.
NOT_TOLD = frozenset({"last_activity_on", "stage_changed_at", "closed_at", "forecast_category"})
# Rows that were added since and can go back to the lead when their record goes.
RETURNING = ("Task", "Event", "EmailMessage", "Note", "CampaignMember", "Consent")
# Rows that are part of an opportunity and go with it.
PARTS = ("OpportunityHistory", "OpportunityContactRole")


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing that happened since to a made record, in words; `must_stay`: it cannot go."""

    noun: str
    words: str
    must_stay: bool = False


def of_made(conversion: Conversion, noun: str) -> list[Touch]:
    """What somebody did since to the record of this noun that the conversion made; [] untouched."""
    record = made(conversion, noun)
    if record is None:
        return []
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
    return found + [
        Touch(noun, f"{label}: {words}.", must_stay=must_stay)
        for words, must_stay in _hanging(conversion, record)
    ]


def made(conversion: Conversion, noun: str) -> Any:
    """The record that the conversion made, if it did and the record still exists."""
    keys = conversion.made.get(noun)
    return journal.model(noun).objects.filter(pk=keys[0]).first() if keys else None


def hanging_rows(conversion: Conversion, record: Any) -> Iterable[tuple[Any, Any]]:
    """(relation, rows) of everything that points at a made record and did not come with it."""
    for relation in record._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model = relation.related_model
        if model in (Conversion, Handoff):  # the story of the lead, not work on the record
            continue
        known = {int(key) for key in conversion.before.get(model.__name__, {})}
        known |= set(conversion.made.get(model.__name__, []))
        if model.__name__ == "Lead":
            known.add(conversion.lead_id)
        rows = model._default_manager.filter(**{relation.field.name: record}).exclude(pk__in=known)
        yield relation, rows


def _hanging(conversion: Conversion, record: Any) -> Iterable[tuple[str, bool]]:
    for relation, rows in hanging_rows(conversion, record):
        name = relation.related_model.__name__
        count = rows.count() if name != "OpportunityHistory" else 0
        if count:
            yield _words(relation, count), _must_stay(relation, record)


def _must_stay(relation: Any, record: Any) -> bool:
    """Whether somebody else's work would be lost if the record went."""
    name = relation.related_model.__name__
    if name in RETURNING or (name in PARTS and type(record).__name__ == "Opportunity"):
        return False
    return relation.on_delete is models.CASCADE or relation.field.name.startswith("converted_")


def _words(relation: Any, count: int) -> str:
    meta = relation.related_model._meta
    noun = str(meta.verbose_name if count == 1 else meta.verbose_name_plural)
    if relation.field.name == "master_record":
        return f"{count} {noun} merged into it"
    if relation.field.name.startswith("matched_"):
        return f"{count} {noun} recognised as it"
    return f"{count} {noun} added since"


def _changed_labels(conversion: Conversion, noun: str, record: Any) -> list[str]:
    was = conversion.after.get(noun, {}).get(str(record.pk), {})
    now = journal.image(record)
    kind = objects.get(noun)
    changed = [name for name in now if name not in NOT_TOLD and now[name] != was.get(name)]
    if "custom" in changed:
        changed.remove("custom")
        before, after = was.get("custom") or {}, now["custom"]
        fields = kind.fields
        names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        labels = [fields[key].label if key in fields else key for key in names]
    else:
        labels = []
    return [kind.by_attribute(name).label for name in changed] + labels


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
