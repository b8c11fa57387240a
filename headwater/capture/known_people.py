"""What an import does with people who have an open lead: join, fill, overwrite, skip or create.

A step of the journey between recognising and preparing: pure, and nothing for any other door.
What a lead says before the file touches it is kept on the draft, so that the import can tell the
difference and take it back.
"""

from collections.abc import Mapping
from typing import Any

from headwater.records.draft import Batch, Draft
from headwater.records.import_job import ImportJob
from headwater.records.problem import Problem
from headwater.records.submission import Door, State

Known = ImportJob.Known
# Keys of a draft's evidence.
SKIPPED, BEFORE, SAME_ROW = "skipped", "before", "same_row"
# An import never touches these of a lead that is there: they are a person's or a rule's doing.
NEVER = frozenset({"owner_id", "status", "is_unread_by_owner", "name"})
SKIPPED_TWIN = "An earlier row of the file is the same person; the row was skipped."
MATCHES = (("matched_account_id", "account"), ("matched_contact_id", "contact"))


def heed(batch: Batch) -> None:
    """Do as the file's owner wished, and remember what the leads say now."""
    if batch.door != Door.IMPORT:
        return
    for draft in batch.live:
        wish = draft.if_known
        if wish == Known.CREATE and not draft.evidence.get(SAME_ROW):
            _stand_alone(draft)
        elif wish == Known.SKIP and _is_known(draft):
            _skip(draft)
        elif draft.lead is not None:
            draft.evidence[BEFORE] = said(draft, draft.lead)


def said(draft: Draft, lead: Any) -> dict[str, Any]:
    """What a lead says in each field that the draft might fill or overwrite."""
    found = {name: value_of(lead, name) for name in draft.values if name not in NEVER}
    for attribute, match in MATCHES:
        if getattr(draft, match) is not None:
            found[attribute] = getattr(lead, attribute)
    return found


def value_of(lead: Any, attribute: str) -> Any:
    return lead.custom.get(attribute) if attribute.endswith("__c") else getattr(lead, attribute)


def changes_of(draft: Draft) -> dict[str, list[Any]]:
    """Attribute → [before, after] of what the draft changed of the lead that it joined."""
    before: Mapping[str, Any] = draft.evidence.get(BEFORE, {})
    found = {}
    for attribute, was in before.items():
        now = value_of(draft.lead, attribute)
        if now != was and not (now in (None, "", False) and was in (None, "", False)):
            found[attribute] = [was, now]
    return found


def _is_known(draft: Draft) -> bool:
    return draft.lead is not None or draft.evidence.get("twin") is not None


def _stand_alone(draft: Draft) -> None:
    draft.lead = None
    draft.evidence.pop("twin", None)
    because = draft.evidence.get("because", {})
    because.pop("twin", None)
    if "recognised" in because:
        because["resembles"] = because.pop("recognised")


def _skip(draft: Draft) -> None:
    """Set aside without a trace on the lead; the submission still tells whose row it is."""
    twin: Draft | None = draft.evidence.get("twin")
    who = draft.lead or (twin.lead if twin else None)
    message = f"{who} is known already; the row was skipped." if who else SKIPPED_TWIN
    draft.evidence[SKIPPED] = who
    draft.outcome, draft.reason = State.REJECTED, message
    draft.problems.append(Problem("", "DUPLICATES_DETECTED", message))
