"""What is looked at together: the records of a pair, or of the whole cluster it stands in."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records.duplicate_pair import Tier
from headwater.records.models import DuplicatePair
from headwater.web.duplicates import queue, waterfall
from headwater.web.duplicates.waterfall import Waterfall

MOST = 8  # records side by side; more than one can compare
JOINED = {
    "Lead": ("owner",),
    "Contact": ("owner", "account", "reports_to"),
    "Account": ("owner", "parent"),
}  # fmt: skip


@dataclass
class Cluster:
    """A pair with its records (alive, seen by the person) and the other pairs among them."""

    pair: DuplicatePair
    pairs: list[DuplicatePair]
    records: list[Any]

    @property
    def object_name(self) -> str:
        """What the records are; of a lead and a contact, the pair's first."""
        return str(self.pair.one_object)

    @property
    def is_mergeable(self) -> bool:
        """Only records of one object become one."""
        return bool(self.pair.is_mergeable) and len(self.records) > 1

    @property
    def is_open(self) -> bool:
        return self.pair.state in (DuplicatePair.State.OPEN, DuplicatePair.State.SKIPPED)

    @cached_property
    def fall(self) -> Waterfall:
        return waterfall.waterfall(self.pair.evidence, self.pair.probability)

    @property
    def chance(self) -> str:
        return waterfall.chance(self.pair.probability)

    @property
    def has_likeness(self) -> bool:
        return self.chance != waterfall.NO_LIKENESS

    @property
    def odds(self) -> str:
        return waterfall.odds(self.pair.probability)

    @property
    def tone(self) -> str:
        return waterfall.TONES[Tier(self.pair.tier)]

    @property
    def because(self) -> str:
        """The strongest of what speaks for it, in a line."""
        told = [each["words"] for each in self.pair.evidence if each["bits"] > 0]
        return ", ".join(told[:3])

    @property
    def question(self) -> str:
        """What the person is asked."""
        count = len(self.records)
        if self.object_name == "Account" and self.pair.is_mergeable:
            same = "company"
        else:
            same = "person" if "Account" not in self.objects else "customer"
        return f"Are these the same {same}?" if count < 3 else f"Are these {count} one {same}?"

    @property
    def objects(self) -> set[str]:
        return {self.pair.one_object, self.pair.other_object}


def of(pair: DuplicatePair, user: User) -> Cluster:
    """The cluster of a pair as `user` sees it; 404 when one of its two records is gone."""
    together = _together(pair, user)
    keys = dict.fromkeys(key for each in together for key in queue.sides(each))
    found = records(list(keys)[:MOST], user)
    first = [found[key] for key in queue.sides(pair) if key in found]
    if len(first) < 2:
        raise Http404("One of the two is no longer there.")
    others = [found[key] for key in keys if key in found and key not in queue.sides(pair)]
    return Cluster(pair, together, [*first, *others])


def find(pk: int, user: User) -> DuplicatePair:
    """The pair if `user` may see both of its records; else 404."""
    found: DuplicatePair | None = DuplicatePair.objects.filter(pk=pk).visible_to(user).first()
    if found is None:
        raise Http404
    return found


def records(keys: list[tuple[str, int]], user: User) -> dict[tuple[str, int], Any]:
    """Records by (object, key), one query for each object."""
    wanted: dict[str, list[int]] = {}
    for name, pk in keys:
        wanted.setdefault(name, []).append(pk)
    found = {}
    for name, pks in wanted.items():
        rows: Any = objects.get(name).model._default_manager.filter(pk__in=pks, is_deleted=False)
        for record in rows.visible_to(user).select_related(*JOINED[name]):
            found[name, record.pk] = record
    return found


def _together(pair: DuplicatePair, user: User) -> list[DuplicatePair]:
    """The pair and, when one object's records form a cluster, the cluster's other open pairs."""
    if not (pair.group and pair.is_mergeable and pair.state == DuplicatePair.State.OPEN):
        return [pair]
    rows = (
        DuplicatePair.objects.open()
        .visible_to(user)
        .filter(group=pair.group, one_object=pair.one_object, other_object=pair.one_object)
    )
    others = rows.exclude(pk=pair.pk).order_by("-probability", "pk")
    return [pair, *others[: MOST * (MOST - 1) // 2]]
