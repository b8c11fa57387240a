"""What somebody added to a record in the very moment in which it was merged away.

Their transaction began before and saw a record that was there; it comes through when the merge has
committed. A minute later nothing of that kind can still be under way.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.jobs import enqueue, job
from headwater.merge import moving
from headwater.merge.act import Merge

SOON = timedelta(minutes=1)


def expect(merge: Merge) -> None:
    """Look again in a minute."""
    enqueue(gather, at=timezone.now() + SOON, merge_id=merge.pk)


@job("merge.gather_stragglers")
def gather(merge_id: int) -> None:
    """Move what hangs on the losers to the survivor, and remember that it did."""
    with transaction.atomic():
        merge: Any = Merge.objects.standing().select_for_update().filter(pk=merge_id).first()
        if merge is None or not _is_alive(merge):
            return
        found = moving.to_survivor(merge.object_name, merge.loser_ids, merge.survivor_id)
        for relation, losers in found.items():
            for loser, keys in losers.items():
                merge.moved.setdefault(relation, {}).setdefault(loser, []).extend(keys)
        if found:
            merge.save(update_fields=["moved"])


def _is_alive(merge: Merge) -> bool:
    rows = merge.model._default_manager.filter(pk=merge.survivor_id, master_record=None)
    return bool(rows.exists())
