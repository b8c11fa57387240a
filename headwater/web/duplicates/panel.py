"""What a record's page says beside it: who it may be the same as, and what it was merged from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from headwater.catalog import objects
from headwater.match.candidates import Candidate
from headwater.merge.act import Merge, merges_of
from headwater.people.models import User
from headwater.records.duplicate_pair import Tier
from headwater.records.models import Account, DuplicatePair, Opportunity
from headwater.web.duplicates import clusters, heads, queue, waterfall
from headwater.web.records import kinds

MOST = 5  # a side panel is not a list


@dataclass(frozen=True, slots=True)
class Resembling:
    """One record that may be the same: how sure, why, and where the two are looked at."""

    record: Any
    chance: str
    tone: str
    why: str
    in_short: str
    url: str
    review_url: str


@dataclass(frozen=True, slots=True)
class MergedFrom:
    """A merge of which this record is the survivor."""

    merge: Merge
    names: str
    count: int


def resembling(record: Any, user: User, found: Sequence[Candidate] = ()) -> list[Resembling]:
    """Open pairs with this record, and whom a search found besides; strongest first.

    One query for the pairs; one for each object of which the search has not read the records.
    """
    name = objects.of_model(record).name
    rows = DuplicatePair.objects.of(record).visible_to(user).order_by("-probability", "pk")
    known = {_other(pair, name, record.pk): pair for pair in rows[: 4 * MOST]}
    open_ones = {key: pair for key, pair in known.items() if pair.state == DuplicatePair.State.OPEN}
    told = {(type(each.record).__name__, each.record.pk): each for each in found}
    missing = [key for key in open_ones if key not in told]
    records = {key: each.record for key, each in told.items()} | clusters.records(missing, user)
    lines = [_of_pair(pair, records[key], user) for key, pair in open_ones.items()
             if key in records]  # fmt: skip
    # What people have decided about is not asked again.
    lines += [_of_search(record, told[key], user) for key in told if key not in known]
    return lines[:MOST]


def merged_from(record: Any) -> list[MergedFrom]:
    """The merges that made this record what it is and can be taken back, newest first."""
    found = [
        merge for merge in merges_of(record)
        if merge.survivor_id == record.pk and not merge.is_undone
    ]  # fmt: skip
    lost = {pk for merge in found for pk in merge.loser_ids}
    rows = type(record)._default_manager.filter(pk__in=lost) if lost else ()
    names = {each.pk: str(each) for each in rows}
    return [
        MergedFrom(merge, ", ".join(names.get(pk, "?") for pk in merge.loser_ids),
                   len(merge.loser_ids) + 1)
        for merge in found
    ]  # fmt: skip


def in_short(account: Account, user: User) -> Mapping[str, Any]:
    """An account beside a lead: open deals with their sum, won and lost ones, the next three."""
    deals = Opportunity.objects.alive().filter(account=account).visible_to(user)
    totals = deals.aggregate(
        open=Count("id", filter=Q(is_closed=False)), won=Count("id", filter=Q(is_won=True)),
        lost=Count("id", filter=Q(is_closed=True, is_won=False)),
        amount=Sum("amount", filter=Q(is_closed=False)),
    )  # fmt: skip
    rows = deals.filter(is_closed=False).select_related("owner").order_by("-created_at")
    return totals | {"deals": list(rows[:3]) if totals["open"] else []}


def _of_pair(pair: DuplicatePair, record: Any, user: User) -> Resembling:
    told = [each["words"] for each in pair.evidence if each["bits"] > 0]
    return Resembling(
        record, waterfall.chance(pair.probability), waterfall.TONES[Tier(pair.tier)],
        ", ".join(told[:3]), heads.in_short(record, user), kinds.page_of(record),
        reverse("duplicate", args=[pair.pk]),
    )  # fmt: skip


def _of_search(one: Any, found: Candidate, user: User) -> Resembling:
    """A pair that nobody has written down: it is looked at by its two records."""
    other = found.record
    if type(one) is type(other):
        query = urlencode({"id": [one.pk, other.pk]}, doseq=True)
        review_url = f"{reverse('merger', args=[type(one).__name__])}?{query}"
    else:
        review_url = kinds.page_of(other)
    return Resembling(
        other, waterfall.chance(found.probability), waterfall.TONES[found.tier], found.because,
        heads.in_short(other, user), kinds.page_of(other), review_url,
    )  # fmt: skip


def _other(pair: DuplicatePair, name: str, pk: int) -> tuple[str, int]:
    one, other = queue.sides(pair)
    return other if one == (name, pk) else one
