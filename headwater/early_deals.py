"""Marketing qualified opportunities: marketing makes the early deal itself and sales accepts it.

It stands above converting and beside the hand-off, which offers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from headwater import handing_over
from headwater.convert.choices import Choices, NewDeal
from headwater.converting import deeds
from headwater.handing_over import To
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.qualify import handoff
from headwater.records import dealing
from headwater.records.models import Handoff, Lead, Opportunity, OpportunityStage
from headwater.records.problem import Problem, Refused
from headwater.route.decide import Verdict


@dataclass(slots=True)
class Made:
    """What became of leads: the offers of their deals, and why others were not converted."""

    handoffs: list[Handoff] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def stages() -> list[OpportunityStage]:
    """The stages that a marketing qualified opportunity may start in, in order."""
    rows = OpportunityStage.objects.filter(is_active=True, is_closed=False)
    return [stage for stage in rows if stage.is_early]


def convert(
    leads: Sequence[Lead], *, by: User, to: To | None = None, stage_name: str = "", words: str = ""
) -> Made:
    """Convert leads into early deals, without amount or date, and offer these to sales.

    Account, contact and deal belong to whoever is chosen as for a lead. A lead that cannot be
    converted is told with its reason; the others go on. Raises Refused when `by` may not do this.
    """
    _check(by, stage_name)
    now, made = timezone.now(), Made()
    stage_name = stage_name or dealing.first_stage().name
    with moment(), transaction.atomic():
        wanted = _wanted(leads, handing_over.chosen(leads, to or handing_over.as_set(), now), made)
        deals: dict[int, Opportunity] = {}
        asked = [(lead, Choices(opportunity=NewDeal(stage_name=stage_name), owner=owner))
                 for lead, owner in wanted]  # fmt: skip
        for (lead, _), result in zip(wanted, deeds.convert_many(asked, by=by), strict=True):
            if isinstance(result, Refused):
                made.refused[lead.pk] = str(result)
            else:
                assert result.opportunity is not None  # a NewDeal makes one
                deals[lead.pk] = result.opportunity
        because = {"words": words.strip() or "made by marketing", "stage": stage_name}
        ready = [lead for lead in leads if lead.pk in deals]
        before = {lead.pk: lead.owner_id for lead in ready}
        made.handoffs = handoff.offer(
            ready, by=by, because=because, before=before, deals=deals, at=now
        )
    return made


def _wanted(
    leads: Sequence[Lead], verdicts: Mapping[int, Verdict], made: Made
) -> list[tuple[Lead, User]]:
    """Each lead with the person who gets its deal; a queue cannot own one."""
    found = []
    for lead in leads:
        owner = verdicts[lead.pk].owner
        user = users().get(owner.pk) if owner else None
        if user:
            found.append((lead, user))
        else:
            message = f"{lead}: a queue cannot own a deal. Name a person or a team."
            made.refused[lead.pk] = message
    return found


def _check(by: User, stage_name: str) -> None:
    if not by.can_market:
        message = "Marketing makes marketing qualified opportunities. Convert it as usual instead."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    if stage_name and stage_name not in {stage.name for stage in stages()}:
        message = f"“{stage_name}” is not an early stage."
        raise Refused([Problem("StageName", "INVALID_STATUS", message)])
