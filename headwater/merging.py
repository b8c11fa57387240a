"""Merging at work: two records become one and two again, and the other rooms hear of it.

It stands beside the journey: the merge itself is `headwater.merge`'s; by what a record is
recognised, how promising it is and what open pages show follows here.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from django.db import transaction

from headwater import merging_people
from headwater.database import statements
from headwater.match import keys, pairs
from headwater.merge import merge as merge_room
from headwater.merge import stragglers
from headwater.merge import unmerge as unmerge_room
from headwater.merge.act import Merge
from headwater.people.models import User
from headwater.records.duplicate_pair import DuplicatePair
from headwater.route.announce import send_news
from headwater.score import rescore


def merge(
    master: Any,
    others: Sequence[Any],
    *,
    by: User | None,
    values: Mapping[str, Any] | None = None,
    fills: bool = True,
    seen: str = "",
) -> Merge:
    """Make one record of these (see merge.merge); raises Refused with every reason why not.

    Person accounts become one with both their sides.
    """
    with transaction.atomic():
        people = merging_people.sides(master, others)
        done = merge_room.merge(master, others, by=by, values=values, fills=fills, seen=seen)
        ends = [done]
        if people:
            for each in people:
                each.refresh_from_db()
            chosen = merging_people.as_said(master, values or {})
            ends.append(merge_room.merge(people[0], people[1:], by=by, values=chosen, fills=fills))
        for each in ends:
            _follow(each, [each.survivor_id], by)
            stragglers.expect(each)
    master.refresh_from_db()
    return done


def unmerge(
    merge: Merge,
    *,
    by: User | None,
    answers: Mapping[str, Any] | None = None,
    are_different: bool = False,
) -> Merge:
    """Take a merge apart (see merge.unmerge); raises Unanswered or Refused.

    `are_different`: they never were one, so nobody is asked about them again, and the match model
    learns from it. Without it a pair that was merged is open again.
    """
    with transaction.atomic():
        if not merge.is_undone:
            twin = merging_people.twin_of(merge)
            # In the opposite order of merging: what came last is taken apart first.
            parts = sorted(filter(None, (merge, twin)), key=lambda each: -each.pk)
            for each in parts:
                unmerge_room.unmerge(each, by=by, answers=answers if each is merge else {})
            for each in parts:
                _follow(each, each.keys, by)
            if are_different and by:
                _tell_apart(merge, by)
    return merge


def _tell_apart(merge: Merge, by: User) -> None:
    name = merge.object_name
    missing = [
        pairs.pair((name, one), (name, other), found_by=DuplicatePair.FoundBy.HAND)
        for one, other in combinations(merge.keys, 2)
    ]
    statements.insert(missing, or_skip=True)
    known = DuplicatePair.objects.filter(
        one_object=name, other_object=name, one_id__in=merge.keys, other_id__in=merge.keys
    )
    pairs.call_different(known, by=by, words="Taken apart after a merge.")


def _follow(merge: Merge, pks: Sequence[int], by: User | None) -> None:
    """Keys and scores by what the living ones say now, and news for the open pages."""
    name = merge.object_name
    keys.refresh(name, merge.model.objects.filter(pk__in=pks))
    if name == "Lead":
        rescore.rescore(pks, by=by)
        send_news(list(merge.model.objects.filter(pk__in=merge.keys)))
