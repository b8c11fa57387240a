"""Saying of open leads what is likely to become of them: in batches, by the version in use."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Lead, TrailEntry
from headwater.score.learning import lead_facts, versions
from headwater.score.learning.learned import Learned, Reason
from headwater.score.learning.learned_model import LearnedModel, LearnedSettings
from headwater.score.learning.table import Table

PORTION = 1_000  # leads in one transaction
TELLING = ("call.logged", "lead.joined", "email.received", "email.bounced", "lead.merged")
WRITTEN = ("probability", "probability_because")
Said = tuple[float | None, list[Reason]]


def estimate(lead_ids: Iterable[int], *, by: User | None = None) -> int:
    """Estimate these open leads anew; returns how many changed. A fixed number of queries.

    Without a version in use they have no probability. Closed and converted leads keep theirs.
    """
    return _estimate(list(lead_ids), versions.used(), by)


def estimate_all() -> int:
    """Estimate every open lead, in portions; returns how many changed."""
    version = versions.used()
    learned = Learned.load(version.weights) if version else None
    changed = last = 0
    ids = Lead.objects.open().order_by("pk").values_list("pk", flat=True)
    while portion := list(ids.filter(pk__gt=last)[:PORTION]):
        changed, last = changed + _estimate(portion, version, None, learned), portion[-1]
    return changed


@job("score.estimate_everything")
def estimate_everything(version: int) -> None:
    """After another version was put to use; a newer one has a job of its own."""
    now = versions.used()
    if version == (now.version if now else 0):
        estimate_all()


@job("score.estimate_nightly", cron="15 4 * * *")
def nightly(timestamp: int) -> None:
    """Every open lead has become a day older; `timestamp` is the Unix time it was meant for."""
    if versions.used():
        estimate_all()


@job("score.estimate_changed", cron="*/5 * * * *")
def lately(timestamp: int) -> None:
    """Leads that came, were changed or did something; `timestamp`: the time it was meant for."""
    settings, now = LearnedSettings.current(), timezone.now()
    if (version := versions.used()) is None:
        return
    learned = Learned.load(version.weights)
    ids = list(_stirred(settings.estimated_until or now).values_list("pk", flat=True))
    for start in range(0, len(ids), PORTION):
        _estimate(ids[start : start + PORTION], version, None, learned)
    LearnedSettings.objects.update(estimated_until=now)


def _stirred(since: datetime) -> "QuerySet[Lead]":
    told = TrailEntry.objects.filter(object_name="Lead", event__in=TELLING, at__gte=since)
    found: QuerySet[Lead] = Lead.objects.open().filter(
        Q(probability=None) | Q(modified_at__gte=since) | Q(pk__in=told.values("record_id"))
    )
    return found.order_by("pk")


def _estimate(
    ids: Sequence[int],
    version: LearnedModel | None,
    by: User | None,
    learned: Learned | None = None,
) -> int:
    now = timezone.now()
    with transaction.atomic():
        # Locked in one order, so that two of these never block each other.
        wanted = Lead.objects.open().filter(pk__in=ids).order_by("pk")
        leads = list(wanted.select_for_update(of=("self",)))
        if version and not learned:
            learned = Learned.load(version.weights)
        nothing: Said = (None, [])
        said = _said(leads, learned, now) if learned else [nothing] * len(leads)
        entries = []
        for lead, each in zip(leads, said, strict=True):
            if (lead.probability, lead.probability_because) != each:
                entries.append(_entry(lead, each, version, by=by, now=now))
                lead.probability, lead.probability_because = each
        changed = {entry.record_id for entry in entries}
        statements.update([lead for lead in leads if lead.pk in changed], WRITTEN)
        trail.write(entry for entry in entries if entry.changes)
    return len(entries)


def _said(leads: Sequence[Lead], learned: Learned, now: datetime) -> list[Said]:
    """In percent, with one decimal, and why."""
    if not leads:
        return []
    ids = [lead.pk for lead in leads]
    columns = lead_facts.columns(ids, [now] * len(ids))
    for bins in learned.columns:  # a field that was deleted since is not known of anybody
        columns.setdefault(bins.name, [None] * len(ids))
    table = Table(columns, np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids)))
    return [(round(share * 100, 1), because) for share, because in learned.explained(table)]


def _entry(
    lead: Lead, said: Said, version: LearnedModel | None, *, by: User | None, now: datetime
) -> TrailEntry:
    """What changed; other reasons for the same probability change nothing that is told."""
    probability, because = said
    told: dict[str, Any] = {"version": version.version if version else None, "reasons": because}
    changes = {"probability": [lead.probability, probability]}
    if lead.probability == probability:
        changes = {}
    return trail.entry("lead.estimated", lead, by=by, at=now, because=told, changes=changes)
