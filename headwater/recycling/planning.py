"""Every lead that came to nothing gets its way back: a date, an owner and a reason."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from headwater.criteria.errors import CriteriaError
from headwater.records import trail
from headwater.recycling import finding
from headwater.recycling.models import RecycleRule, WayBack
from headwater.recycling.rule import Kind, Way

AT_ONCE = 500  # leads in one transaction
SPREAD = 30  # days over which those come back whose time was long up when a rule first saw them


def plan(now: datetime) -> int:
    """Give a way back to everybody whom a rule fits, the first rule first; returns how many."""
    put_away(now)
    count = 0
    for rule in RecycleRule.objects.filter(is_active=True).select_related("owner", "program"):
        try:
            while planned := _some(rule, now):
                count += planned
        except CriteriaError as error:  # a field is gone: Setup shows the rule, the list its leads
            logging.getLogger(__name__).warning("Recycling rule %s: %s", rule, error)
    return count


def put_away(now: datetime) -> int:
    """Whom somebody took up before the time waits for nothing any more."""
    dropped = {"state": WayBack.State.DROPPED, "ended_at": now, "words": "Somebody took it up"}
    return sum(finding.gone_on(kind).update(**dropped) for kind in Kind)


def _some(rule: RecycleRule, now: datetime) -> int:
    with transaction.atomic():
        rows = finding.fitting(rule, now=now).select_related("owner").order_by("pk")
        leads = list(rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        ways = [_way(rule, lead, now) for lead in leads]
        WayBack.objects.bulk_create(ways)
        _tell(rule, ways, now)
    return len(ways)


def _way(rule: RecycleRule, lead: Any, now: datetime) -> WayBack:
    stays = rule.way == Way.STAYS
    return WayBack(
        lead=lead, rule=rule, kind=rule.kind, way=rule.way, since=lead.since, reason=lead.reason,
        due_at=lead.since if stays else _due(rule, lead, now), owner=rule.owner or lead.owner,
        state=WayBack.State.STAYS if stays else WayBack.State.WAITING,
        ended_at=now if stays else None, words=rule.words if stays else "",
    )  # fmt: skip


def _due(rule: RecycleRule, lead: Any, now: datetime) -> datetime:
    """Its days after the occasion; a backlog comes in portions instead of all on one day."""
    due: datetime = lead.since + timedelta(days=rule.after_days)
    if due < now - timedelta(days=SPREAD):
        return now + timedelta(days=lead.pk % SPREAD)
    return due


def _tell(rule: RecycleRule, ways: Sequence[WayBack], now: datetime) -> None:
    trail.write(
        trail.entry(
            "lead.return_planned", way.lead, by=None, at=now,
            because={"rule": rule.name, "rule_id": rule.pk, "way": way.way, "words": way.reason,
                     "due_at": way.due_at.isoformat(), "goes": rule.goes, "why": rule.words},
        )
        for way in ways
    )  # fmt: skip
