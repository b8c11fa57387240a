"""What people have done since to what an import made or changed: deciding only, in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from headwater.capture.verdicts import field_label
from headwater.catalog import objects
from headwater.database import statements
from headwater.records import journal
from headwater.records.models import ImportJob
from headwater.records.submission import Door
from headwater.records.tombstone import MERGEABLE

# What comes with a record by itself, and goes with it.
BY_ITSELF = frozenset(
    {"Clock", "OpportunityHistory", "HygieneFinding", "HygieneFixed", "QueueStay",
     "ReplayedSubmission"}
)  # fmt: skip
# Entries of people about these records since the import, the newest of each; what the import did
# itself bears the time of one of its own submissions.
SINCE = """
SELECT DISTINCT ON (own.id) own.id, entry.event, entry.by_id, entry.at, entry.changes::text
FROM unnest(%s::bigint[], %s::timestamptz[]) AS own(id, at)
JOIN records_trailentry AS entry
  ON entry.object_name = %s::text AND entry.record_id = own.id AND entry.at > own.at
WHERE entry.by_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM records_submission AS ours
    WHERE ours.import_job_id = %s::bigint AND ours.lead_id = own.id
      AND entry.at IN (ours.received_at, ours.settled_at)
)
ORDER BY own.id, entry.at DESC
"""
LAST_CHANGE = """
SELECT by_id, at FROM records_trailentry
WHERE object_name = %s::text AND record_id = %s::bigint AND at > %s::timestamptz
  AND changes::jsonb ? %s::text
ORDER BY at DESC LIMIT 1
"""
DEEDS = {
    "changed": "It was changed since.", "converted": "It was converted since.",
    "deleted": "It was deleted since, and lies in the bin.", "merged": "It was merged since.",
    "assigned": "It was given to somebody since.", "owner_changed": "It has a new owner since.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Touch:
    """Why something stays: who did what when, as far as that is known."""

    why: str
    by_id: int | None = None
    at: datetime | None = None


def of_records(job: ImportJob, object_name: str, born: Mapping[int, datetime]) -> dict[int, Touch]:
    """Record → touch, of those that somebody worked on since; `born` is when each came in."""
    if not born:
        return {}
    found = {key: Touch(why) for key, why in _hanging(job, object_name, list(born))}
    params = [list(born), list(born.values()), object_name, job.pk]
    for key, event, by_id, at, _ in statements.run(SINCE, params):
        deed = event.partition(".")[2]
        found[key] = Touch(DEEDS.get(deed, "Somebody has worked on it since."), by_id, at)
    return found


def of_field(object_name: str, record_id: int, attribute: str, since: datetime) -> Touch:
    """Who gave a field another value since."""
    label = field_label(object_name, attribute)
    rows = statements.run(LAST_CHANGE, [object_name, record_id, since, attribute])
    by_id, at = rows[0] if rows else (None, None)
    return Touch(f"{label} was changed since, and keeps that value.", by_id, at)


def _hanging(job: ImportJob, object_name: str, keys: Sequence[int]) -> Iterable[tuple[int, str]]:
    """What others have added to these records: tasks, mail, calls, inquiries, records below."""
    model = objects.get(object_name).model
    if object_name in MERGEABLE:
        merged = model._default_manager.filter(pk__in=keys, master_record__isnull=False)
        for key in merged.values_list("pk", flat=True):
            yield key, "It was merged into another record since."
        merged = model._default_manager.filter(master_record__in=keys)
        for key in merged.values_list("master_record_id", flat=True):
            yield key, "Another record was merged into it since."
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        rows = _rows(job, relation, keys)
        if rows is not None:
            noun = str(rows.model._meta.verbose_name_plural)
            for key in rows:
                yield key, f"It has {noun} since."


def _rows(job: ImportJob, relation: Any, keys: Sequence[int]) -> "models.QuerySet[Any] | None":
    """The keys of those records at which something hangs that the import did not make."""
    model, name = relation.related_model, relation.field.name
    rows = model._default_manager.filter(**{f"{name}__in": keys}).order_by()
    if model.__name__ == "Submission":
        rows = rows.exclude(import_job=job)
    elif model.__name__ == "Consent":
        rows = rows.exclude(source=Door.IMPORT)
    elif model.__name__ == "CampaignMember" and job.campaign_id:
        rows = rows.exclude(campaign_id=job.campaign_id)
    elif model.__name__ in BY_ITSELF or name.startswith("matched_"):
        return None
    if any(field.name == "is_deleted" for field in model._meta.fields):
        rows = rows.filter(is_deleted=False)
    keys_of: models.QuerySet[Any] = rows.values_list(relation.field.attname, flat=True)
    return keys_of.distinct()


def says(record: Any, attribute: str, value: Any) -> bool:
    """Whether a record says exactly this in a field; '', None and an absent value are alike."""
    now = journal.read(record, attribute)
    if not attribute.endswith("__c") and value not in (None, ""):
        field = record._meta.get_field(attribute)
        return bool(field.to_python(value) == getattr(record, attribute))
    return bool(now == value or (now in (None, "") and value in (None, "")))
