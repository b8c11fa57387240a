"""Which pairs wait: the filters, one row for each cluster, strongest first.

The order and the filter on open pairs lie on one partial index, and a page stops at its last row,
so a queue of a hundred thousand is as quick as one of ten.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, combinations_with_replacement
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records.duplicate_pair import OBJECTS, Tier
from headwater.records.models import Account, DuplicatePair, Lead
from headwater.records.sharing import EVERYTHING, visible
from headwater.web.duplicates import waterfall

PAGE = 50  # rows of one page
ACROSS = "across"  # a lead that may be a contact or an account
State = DuplicatePair.State
KINDS = {"Lead": "Leads", "Contact": "Contacts", "Account": "Accounts", ACROSS: "Across"}
MIXED = tuple(combinations(OBJECTS, 2))
MINE, ALL = "mine", "all"
MOST_OWN = 2_000  # pairs of one person's records, the strongest
MOST_COUNTED = 1_000  # of a kind; nobody looks through more in a week
TIERS = {"": "Any", Tier.CERTAIN: "Certain", Tier.LIKELY: "Likely", Tier.POSSIBLE: "Possible"}
STATES = {State.OPEN: "To review", State.SKIPPED: "Skipped", State.DIFFERENT: "Not duplicates"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person wants to see: kind of records, tier, whose, in which state. `home` is whose
    pairs they see without asking: sellers their own, everybody else all."""

    kind: str = ""
    tier: str = ""
    whose: str = ALL
    state: str = State.OPEN
    home: str = ALL

    @classmethod
    def of(cls, query: QueryDict, user: User) -> "Asked":
        """From an address; what is not known is left out."""
        kind, tier, state = query.get("kind", ""), query.get("tier", ""), query.get("state", "")
        home = ALL if user.can_lead_people or user.sees_everything else MINE
        whose = query.get("whose", "")
        return cls(
            kind=kind if kind in KINDS else "",
            tier=tier if tier in Tier.values else "",
            whose=whose if whose in (MINE, ALL) else home,
            state=state if state in STATES else State.OPEN,
            home=home,
        )

    @property
    def query(self) -> str:
        """As an address carries it, '' for everything."""
        return self.changed()

    def changed(self, **changes: str) -> str:
        """The address of the same list with something else chosen."""
        usual = {"kind": "", "tier": "", "whose": self.home, "state": State.OPEN}
        now = {name: getattr(self, name) for name in usual} | changes
        return urlencode({name: value for name, value in now.items() if value != usual[name]})

    @property
    def is_usual(self) -> bool:
        return not self.query

    @property
    def of_mine(self) -> str:
        """The address of the same list with only one's own."""
        return self.changed(whose=MINE)

    @property
    def of_all(self) -> str:
        return self.changed(whose=ALL)


@dataclass(slots=True)
class Row:
    """One line of the list: a pair, or the strongest pair of a cluster."""

    pair: DuplicatePair
    names: list[str]
    count: int

    @property
    def chance(self) -> str:
        return waterfall.chance(self.pair.probability)

    @property
    def tone(self) -> str:
        return waterfall.TONES[Tier(self.pair.tier)]

    @property
    def why(self) -> str:
        """The strongest evidence for it, in a line."""
        told = [each["words"] for each in self.pair.evidence if each["bits"] > 0]
        return ", ".join(told[:2]) or "they resemble each other"


def pairs(asked: Asked, user: User) -> Any:
    """The pairs that fit and of which `user` may see both records, strongest first."""
    rows = DuplicatePair.objects.filter(_fits(asked)).visible_to(user)
    if asked.whose == MINE:
        rows = rows.filter(pk__in=_of(user, asked))
    if asked.state == State.OPEN:
        rows = rows.exclude(_is_behind_another(asked, user))
    return rows.order_by("-probability", "pk")


def rows(found: Sequence[DuplicatePair], user: User) -> list[Row]:
    """The lines for these pairs: one query for clusters, one for each object's names."""
    members = _members(found, user)
    named = names({key for keys in members.values() for key in keys})
    return [
        Row(pair, said, len(said))
        for pair in found
        if all(side in named for side in sides(pair))  # else one was deleted meanwhile
        and (said := [named[key] for key in members[pair.pk] if key in named])
    ]


def after(pair: DuplicatePair, asked: Asked, user: User) -> DuplicatePair | None:
    """The pair that comes after this one, None at the end."""
    weaker = Q(probability__lt=pair.probability) | Q(probability=pair.probability, pk__gt=pair.pk)
    found: DuplicatePair | None = pairs(asked, user).filter(weaker).first()
    return found


def names(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """What records are called: (object, key) → name; one query for each object."""
    wanted: dict[str, list[int]] = {}
    for object_name, pk in keys:
        wanted.setdefault(object_name, []).append(pk)
    return {
        (name, pk): said
        for name, pks in wanted.items()
        for pk, said in _alive(name).filter(pk__in=pks).values_list("pk", "name")
    }  # fmt: skip


def counts(asked: Asked, user: User) -> dict[str, int]:
    """How many pairs of each kind there are ('' is all), each up to MOST_COUNTED; one query.

    {} for who does not see every record: there each pair would have to be looked at.
    """
    if visible(Lead, user) != EVERYTHING or visible(Account, user) != EVERYTHING:
        return {}
    rows = DuplicatePair.objects.filter(_fits(asked, but_kind=True)).order_by()
    if asked.whose == MINE:
        rows = rows.filter(pk__in=_of(user, replace(asked, kind="")))
    named = rows.values_list("one_object", "other_object")
    portions = [
        named.filter(one_object=one, other_object=other)[: MOST_COUNTED + 1]
        for one, other in combinations_with_replacement(OBJECTS, 2)
    ]
    found = Counter(portions[0].union(*portions[1:], all=True))
    summed = dict.fromkeys(("", *KINDS), 0)
    for (one, other), count in found.items():
        summed[one if one == other else ACROSS] += count
    return summed | {"": sum(found.values())}


def told(count: int) -> str:
    """A count as people read it, “1,000+” where it was not counted further."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def sides(pair: DuplicatePair) -> tuple[tuple[str, int], tuple[str, int]]:
    """The two records of a pair as (object, key)."""
    return (pair.one_object, pair.one_id), (pair.other_object, pair.other_id)


def _alive(name: str) -> Any:
    """Records that can still be compared; a converted lead is a contact already."""
    rows = objects.get(name).model._default_manager.filter(is_deleted=False)
    return rows.filter(is_converted=False) if name == "Lead" else rows


def _fits(asked: Asked, *, but_kind: bool = False) -> Q:
    fits = Q(state=asked.state)
    if asked.tier:
        fits &= Q(tier=asked.tier)
    if but_kind or not asked.kind:
        return fits
    if asked.kind == ACROSS:
        # Said one by one, each is a stretch of the index by kind.
        return fits & reduce(or_, (Q(one_object=a, other_object=b) for a, b in MIXED))
    return fits & Q(one_object=asked.kind, other_object=asked.kind)


def _of(user: User, asked: Asked) -> list[int]:
    """The pairs that fit in which a record of this person stands: keys, from both sides' indexes.

    As keys: asked in one condition, every pair of the queue would be held against one's records.
    """
    portions = []
    for name in OBJECTS:
        own = objects.get(name).model._default_manager.filter(owner_id=user.pk).values("pk")
        for side in ("one", "other"):
            is_own = Q(**{f"{side}_object": name, f"{side}_id__in": own})
            rows = DuplicatePair.objects.filter(_fits(asked), is_own).order_by("-probability")
            portions.append(rows.values_list("pk", flat=True)[:MOST_OWN])
    return list(portions[0].union(*portions[1:]))


def _is_behind_another(asked: Asked, user: User) -> Q:
    """A cluster is one row: its strongest pair that this person sees stands for the others."""
    stronger = DuplicatePair.objects.filter(
        _fits(asked), group__isnull=False, group=OuterRef("group")
    ).visible_to(user)
    stronger = stronger.filter(
        Q(probability__gt=OuterRef("probability"))
        | Q(probability=OuterRef("probability"), pk__lt=OuterRef("pk"))
    )
    return Q(Exists(stronger.order_by()))


def _members(found: Sequence[DuplicatePair], user: User) -> dict[int, list[tuple[str, int]]]:
    """Pair → the records of its cluster, the two of the pair first."""
    groups = {pair.group for pair in found if pair.group}
    rows = DuplicatePair.objects.filter(group__in=groups, state=State.OPEN).visible_to(user)
    together: dict[int, dict[tuple[str, int], None]] = {}
    if groups:
        for one in rows.order_by("-probability", "pk").defer("evidence"):
            together.setdefault(one.group, {}).update(dict.fromkeys(sides(one)))
    return {
        pair.pk: list(dict.fromkeys([*sides(pair), *together.get(pair.group or 0, ())]))
        for pair in found
    }
