"""Which leads have become marketing qualified: by the definition that both sides signed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from headwater.criteria.judge import judge
from headwater.people.organization import organization
from headwater.qualify import agreeing, handoff_policy
from headwater.qualify.models import HandoffPolicy
from headwater.qualify.stage_definition import StageDefinition
from headwater.records import stages
from headwater.records.models import Handoff, Lead, TrailEntry

# What may make a lead qualified that was not: its points, its fields.
TELLING = ("lead.scored", "lead.changed", "lead.joined", "lead.merged")
# Entries become visible when their transaction ends; nobody's takes longer.
OVERLAP = timedelta(minutes=10)
FIRST_LOOK = timedelta(hours=1)


def definition() -> StageDefinition | None:
    """By which leads are offered by themselves; None while nothing is agreed, or it is off."""
    return agreeing.agreed().get("mql") if handoff_policy.policy().is_automatic else None


def qualified(lead_ids: Sequence[int], *, now: datetime) -> list[Lead]:
    """Those of these leads that are to be offered now; two queries, none while it is off.

    Who is on offer or accepted is not offered again until they came back to be nurtured; whom
    sales has rejected or marketing has withdrawn, only with more points than they had then.
    """
    asked = definition()
    if asked is None or not lead_ids:
        return []
    zone = organization().time_zone
    verdicts = judge([asked.criteria], "Lead", list(lead_ids), zone=zone, now=now)
    true_of = [key for key, (is_true,) in verdicts.items() if is_true]
    if not true_of:
        return []
    leads = Lead.objects.open().filter(~Exists(_in_the_way()), pk__in=true_of)
    return list(leads.select_related("owner").order_by("pk"))


def changed_since_last_time(*, now: datetime) -> list[int]:
    """Leads of which something changed that may have made them qualified, since this was asked."""
    rows = HandoffPolicy.objects.select_for_update().filter(id=1)
    since = rows.values_list("judged_until", flat=True).get() or now - FIRST_LOOK
    entries = TrailEntry.objects.filter(
        event__in=TELLING, at__gte=since - OVERLAP, object_name="Lead"
    )
    keys = list(entries.order_by().values_list("record_id", flat=True).distinct())
    rows.update(judged_until=now)
    return keys


def _in_the_way() -> "QuerySet[Handoff]":
    """An offer of this lead that stands, or that has settled the question for now."""
    back = [status.recycle_to for status in stages.known().values() if status.recycle_to]
    rejected = handoff_policy.policy().rejected_status
    back += [rejected.name] if rejected else []
    came_back = Q(lead__status__in=back, lead__status_changed_at__gt=F("decided_at"))
    standing = Q(stage=Handoff.Stage.OFFERED) | (Q(stage=Handoff.Stage.ACCEPTED) & ~came_back)
    settled = Q(score__gte=OuterRef("score"))
    rows: QuerySet[Handoff] = Handoff.objects.filter(standing | settled, lead=OuterRef("pk"))
    return rows
