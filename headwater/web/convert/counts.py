"""How much hangs on a lead, asked in one query."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from headwater.convert.moving import ACTIVITIES
from headwater.records.models import CampaignMember, Lead


def hanging_count(lead: Lead) -> tuple[int, int]:
    """(activities, campaign memberships) of a lead."""
    counts = {model.__name__: _count(model) for model in (*ACTIVITIES, CampaignMember)}
    found = Lead.objects.filter(pk=lead.pk).values_list(*counts.values()).get()
    return sum(found[:-1]), found[-1]


def _count(model: Any) -> Any:
    rows = model._default_manager.filter(lead=OuterRef("pk"), is_deleted=False).order_by()
    counted = rows.values("lead").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
