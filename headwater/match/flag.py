"""The journey's step by which people hear of those who may be the same: pairs to review."""

from collections.abc import Iterator

from headwater.match import pairs, policy
from headwater.match.model.judge import Verdict
from headwater.match.search import Alike, Reference
from headwater.records.draft import Batch, Draft
from headwater.records.models import DuplicatePair

MOST = 5  # pairs of one inquiry; whoever resembles more people resembles nobody


def flag(batch: Batch) -> None:
    """A pair for each record that may be the person of a lead that the batch made or joined.

    Pairs that exist stay as they are. No query.
    """
    found = {
        (pair.one_object, pair.one_id, pair.other_object, pair.other_id): pair
        for draft in batch.live
        if draft.lead is not None
        for pair in _pairs(batch, draft, ("Lead", draft.lead.pk))
    }
    batch.add(list(found.values()), or_skip=True)


def _pairs(batch: Batch, draft: Draft, own: Reference) -> Iterator[DuplicatePair]:
    alike: list[Alike] = draft.evidence.get("alike", [])
    others = [
        (each.reference, each.verdict)
        for each in alike
        if policy.waits_for_people(each) and each.reference != own
    ]
    others += _of_the_same_batch(draft, own)
    for reference, verdict in others[:MOST]:
        yield pairs.judged(
            own, reference, verdict, found_by=DuplicatePair.FoundBy.JOURNEY, found_at=batch.now
        )


def _of_the_same_batch(draft: Draft, own: Reference) -> Iterator[tuple[Reference, Verdict]]:
    for other, verdict in draft.evidence.get("alike_here", []):
        if other.lead is not None and other.is_live and ("Lead", other.lead.pk) != own:
            yield ("Lead", other.lead.pk), verdict
