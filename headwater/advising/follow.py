"""The journey's step that follows the advice: leads that go direct are converted at once.

Each stays the lead that it came in as, so nothing is lost, the balance holds, and undoing its
conversion gives the lead back. Where it cannot be converted it waits as a lead, with the reason.
"""

from collections.abc import Sequence
from datetime import datetime

from headwater.advising.planned import Going, plan
from headwater.advising.step import STAYS
from headwater.convert.choices import Choices
from headwater.converting import deeds
from headwater.records import trail
from headwater.records.draft import BECOMES, GOES_DIRECT, Batch, Draft
from headwater.records.models import Clock, Conversion, Lead
from headwater.records.notification import News, tell
from headwater.records.problem import Refused
from headwater.route.announce import tell_owners, who

STAYED, GIVEN = "lead.stayed", "opportunity.given"
Result = Conversion | Refused


def follow(batch: Batch) -> None:
    """Convert the leads of this batch that go direct; their owners are told of the deals."""
    drafts = {draft.lead.pk: draft for draft in batch.live if draft.lead and draft.goes_direct}
    if not drafts:
        return
    rows = Lead.objects.filter(pk__in=drafts).select_related("owner").order_by("pk")
    clocks = _clocks(batch, drafts)
    going = [Going(lead, drafts[lead.pk].evidence["advice"], clocks.get(lead.pk)) for lead in rows]
    wanted = plan(going, here=batch.organization)
    results = convert(wanted, batch.now)
    _explain_owners(going, results, batch.now)
    _hand_back(batch, wanted, results)
    _tell(wanted, results, batch.now)


def _hand_back(
    batch: Batch, wanted: Sequence[tuple[Lead, Choices]], results: Sequence[Result]
) -> None:
    """The drafts hold their leads as they are now; the door is told of those that stayed."""
    now = {lead.pk: (lead, result) for (lead, _), result in zip(wanted, results, strict=True)}
    for draft in batch.live:
        if draft.lead and draft.lead.pk in now:
            draft.lead, result = now[draft.lead.pk]
            if isinstance(result, Refused):
                draft.evidence |= {GOES_DIRECT: False, BECOMES: f"{STAYS}{result}"}


def convert(wanted: Sequence[tuple[Lead, Choices]], at: datetime) -> list[Result]:
    """By nobody: a door does it. Who cannot be converted waits, and the Trail says why."""
    results = deeds.convert_many(wanted, by=None)
    pairs = list(zip(wanted, results, strict=True))
    trail.write(
        trail.entry(STAYED, lead, by=None, at=at, because={"words": str(result)})
        for (lead, _), result in pairs
        if isinstance(result, Refused)
    )
    return results


def _explain_owners(going: Sequence[Going], results: Sequence[Result], at: datetime) -> None:
    """Where a queue had the lead, why the deal is whose it is."""
    trail.write(
        trail.entry(GIVEN, result.opportunity, by=None, at=at,
                    because={"owner": str(each.chosen.owner), "words": each.chosen.why})
        for each, result in zip(going, results, strict=True)
        if isinstance(result, Conversion) and "Opportunity" in result.made and each.chosen.why
    )  # fmt: skip


def _clocks(batch: Batch, drafts: dict[int, Draft]) -> dict[int, Clock]:
    """By lead the promise that runs out first."""
    there = [draft.lead.pk for draft in drafts.values() if draft.has_joined and draft.lead]
    running = [clock for clock in batch.added(Clock) if clock.lead_id in drafts]
    running += Clock.objects.of_leads(there).running() if there else []
    found: dict[int, Clock] = {}
    for clock in sorted(running, key=lambda clock: clock.due_at, reverse=True):
        found[clock.lead_id] = clock
    return found


def _tell(wanted: Sequence[tuple[Lead, Choices]], results: Sequence[Result], at: datetime) -> None:
    news, waiting = [], []
    for (lead, _), result in zip(wanted, results, strict=True):
        if isinstance(result, Refused):
            waiting.append(lead)
        elif result.opportunity:
            news.append(_news(lead, result))
    tell(news, at)
    tell_owners(waiting, at=at, by=None)


def _news(lead: Lead, conversion: Conversion) -> News:
    deal = conversion.opportunity
    assert deal is not None
    is_new = "Opportunity" in conversion.made
    text = f"New deal: {who(lead)}" if is_new else f"Asked again: {who(lead)}, in {deal}"
    return News(
        f"direct:{conversion.pk}", text, f"/opportunities/{deal.pk}", (deal.owner_id,), "deal.new"
    )
