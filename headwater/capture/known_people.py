"""What an import does with people who have an open lead: join, fill, overwrite, skip or create.

A step of the journey between recognising and preparing: pure, and nothing for any other door.
Filling and overwriting happen where drafts are prepared (`Draft.if_known`).
"""

from headwater.records.draft import Batch, Draft
from headwater.records.import_job import ImportJob
from headwater.records.problem import Problem
from headwater.records.submission import Door, State

Known = ImportJob.Known
# Keys of a draft's evidence.
SKIPPED, SAME_ROW, CHANGES = "skipped", "same_row", "changes"
SKIPPED_TWIN = "An earlier row of the file is the same person; the row was skipped."


def heed(batch: Batch) -> None:
    """Make drafts stand alone or set them aside, as the file's owner wished."""
    if batch.door != Door.IMPORT:
        return
    for draft in batch.live:
        wish = draft.if_known
        if wish == Known.CREATE and not draft.evidence.get(SAME_ROW):
            _stand_alone(draft)
        elif wish == Known.SKIP and _is_known(draft):
            _skip(draft)


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
