"""Repairing a portion of findings, and taking it back: only where nobody has written since."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from headwater.capture.hygiene.models import HygieneFinding, HygieneFix, HygieneFixed
from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.lead import Lead
from headwater.records.problem import Refused

PORTION = 500  # leads in one transaction


def next_findings(fix: HygieneFix) -> list[HygieneFinding]:
    """The next portion that a fix has not looked at."""
    rows = HygieneFinding.objects.filter(
        run_id=fix.run_id, check_name=fix.check_name, lead_id__gt=fix.last_id
    )
    if fix.finding_ids:
        rows = rows.filter(pk__in=fix.finding_ids)
    return list(rows.order_by("lead_id")[:PORTION])


def locked_leads(ids: Iterable[int], by: User) -> dict[int, Lead]:
    """The open leads of these keys that somebody sees, in one order, held until the end."""
    rows = Lead.objects.open().visible_to(by).filter(pk__in=list(ids))
    return {lead.pk: lead for lead in rows.order_by("pk").select_for_update(of=("self",))}


def fix_some(fix: HygieneFix, findings: Sequence[HygieneFinding], by: User) -> list[Lead]:
    """Write what the findings say; returns the leads that changed. Call it in a transaction.

    A lead that says something else by now is left alone.
    """
    leads = locked_leads((finding.lead_id for finding in findings), by)
    wanted = [(leads[f.lead_id], f.before, f.after) for f in findings if f.lead_id in leads]
    changed = _write(wanted, by, {"hygiene": fix.check_name, "fix": fix.pk})
    HygieneFixed.objects.bulk_create(
        [HygieneFixed(fix=fix, lead=lead, before=before, after=after)
         for lead, before, after in changed]
    )  # fmt: skip
    return [lead for lead, _, _ in changed]


def take_back_some(fix: HygieneFix, fixed: Sequence[HygieneFixed], by: User) -> list[Lead]:
    """Write what was there before; returns the leads that changed. Call it in a transaction."""
    leads = locked_leads((row.lead_id for row in fixed), by)
    wanted = [(leads[row.lead_id], row.after, row.before) for row in fixed if row.lead_id in leads]
    changed = _write(wanted, by, {"hygiene": fix.check_name, "undone": fix.pk})
    return [lead for lead, _, _ in changed]


def _write(
    wanted: Iterable[tuple[Lead, dict[str, Any], dict[str, Any]]], by: User, because: dict[str, Any]
) -> list[tuple[Lead, dict[str, Any], dict[str, Any]]]:
    kind, now = objects.get("Lead"), timezone.now()
    done, entries, columns = [], [], {"modified_at", "modified_by"}
    for lead, before, after in wanted:
        same = all(getattr(lead, name) == text for name, text in before.items())
        fitted = _fitting(kind, after) if same and after else None
        if not fitted:
            continue
        changes = writing.difference(lead, fitted)
        writing.place(lead, fitted)
        lead.modified_at, lead.modified_by = now, by
        columns |= set(fitted)
        entries.append(trail.entry("lead.changed", lead, by=by, at=now, because=because,
                                   changes=changes))  # fmt: skip
        done.append((lead, before, after))
    writing.store([lead for lead, _, _ in done], columns)
    trail.write(entries)
    return done


def _fitting(kind: Any, after: dict[str, Any]) -> dict[str, Any] | None:
    """Typed values, None where a field cannot hold one: the finding then waits for a person."""
    try:
        return writing.fit(kind, after, is_new=False)
    except Refused:
        return None
