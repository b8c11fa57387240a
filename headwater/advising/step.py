"""The journey's step: lead or direct? Asked before anything is saved; followed afterwards."""

from typing import Any

from headwater.advising import judging
from headwater.advising.advice import Advice, Facts
from headwater.people.organization import LeadMode
from headwater.records import trail
from headwater.records.draft import BECOMES, GOES_DIRECT, Batch, Draft
from headwater.records.models import Account, Lead
from headwater.records.submission import Door

BEFORE = "known when it came in"
ADVISED = "lead.advised"
AT_ONCE, STAYS = "Account, contact and deal at once: ", "A lead: "


def advise(batch: Batch) -> None:
    """Leave the advice about each new lead in its draft's evidence, and tell the Trail.

    Nothing is asked while the organisation works with leads, and none of history or of updates.
    What joins an open lead is asked only where there are to be no leads any more.
    """
    mode = batch.organization.mode
    if mode == LeadMode.LEADS or batch.is_history:
        return
    drafts = _asked(batch, mode)
    leads = [draft.lead for draft in drafts.values() if draft.lead]
    accounts = _accounts(leads, drafts)
    advices = judging.of_drafts(
        leads, lambda lead: _facts(lead, drafts[lead.pk], accounts),
        here=batch.organization, now=batch.now,
    )  # fmt: skip
    for key, advice in advices.items():
        draft = drafts[key]
        goes = _is_followed(advice, batch, mode)
        draft.evidence |= {"advice": advice, GOES_DIRECT: goes}
        draft.evidence[BECOMES] = f"{AT_ONCE if goes else STAYS}{advice.obstacle or advice.because}"
        because = {**advice.told, "door": batch.door, "followed": goes}
        batch.trail.append(
            trail.entry(ADVISED, draft.lead, by=batch.by, at=batch.now, because=because)
        )


def _asked(batch: Batch, mode: LeadMode) -> dict[int, Draft]:
    """The drafts that are asked about: each open lead once, by its latest draft."""
    found: dict[int, Draft] = {}
    for draft in batch.live:
        is_asked = draft.is_new or (mode == LeadMode.DIRECT and not draft.is_update)
        if draft.lead and draft.lead.is_open and is_asked:
            found[draft.lead.pk] = draft
    return found


def _is_followed(advice: Advice, batch: Batch, mode: LeadMode) -> bool:
    """Whoever typed a lead although the advice was another wants a lead."""
    if not advice.is_direct or mode == LeadMode.DIRECT:
        return advice.is_direct
    return batch.door != Door.HAND and bool(advice.rule and advice.rule.is_followed)


def _accounts(leads: list[Lead], drafts: dict[int, Draft]) -> dict[int, Account]:
    """The accounts that joined leads were matched with before; one query if there are any."""
    keys = {
        lead.matched_account_id for lead in leads
        if lead.matched_account_id and not drafts[lead.pk].account
    }  # fmt: skip
    return Account.objects.alive().in_bulk(keys) if keys else {}


def _facts(lead: Lead, draft: Draft, accounts: dict[int, Account]) -> Facts:
    because: dict[str, Any] = draft.evidence.get("because", {})
    account = draft.account or accounts.get(lead.matched_account_id or 0)
    return Facts(
        company=lead.company,
        account=account,
        account_evidence=because.get("account", {}).get("words", BEFORE),
        contact=draft.contact,
        contact_evidence=because.get("contact", {}).get("words", BEFORE),
    )
