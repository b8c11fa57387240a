"""What a replay adds up to: who would change owner, the load of each, promises, and outcomes.

How promises are estimated: a lead that stays with its owner keeps what became of its promise. One
that moves counts with the share of promises that its new owner kept in the same days; who decided
fewer than ten counts as the average of all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from headwater.people.models import Owner
from headwater.people.owner import owners
from headwater.route.looking_back import Seen

FEW = 10  # promises; fewer say nothing about a person
MOST_LEADS = 5_000  # that are kept by key; more are only counted
MOST_MOVES = 40
Ends = Counter[tuple[int, str]]  # (owner, how it ended) → how many leads


@dataclass(slots=True)
class Sums:
    """Counters of one replay; `add` them up batch by batch, `result` tells them at the end."""

    default_owner_id: int
    leads: int = 0
    by_hand: int = 0
    unmatched: list[int] = field(default_factory=lambda: [0, 0])
    before: Counter[int] = field(default_factory=Counter)
    after: Counter[int] = field(default_factory=Counter)
    rules_before: Counter[str] = field(default_factory=Counter)
    rules_after: Counter[str] = field(default_factory=Counter)
    kept: Counter[int] = field(default_factory=Counter)  # promises, by who answered them
    missed: Counter[int] = field(default_factory=Counter)
    open_promises: int = 0
    taken_along: Counter[tuple[int, bool]] = field(default_factory=Counter)
    moves: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    moved: list[tuple[int, int, int, str]] = field(default_factory=list)
    ends_before: Ends = field(default_factory=Counter)
    ends_after: Ends = field(default_factory=Counter)

    def add(self, seen: Iterable[Seen]) -> None:
        """Count one batch."""
        for each in seen:
            self._add(each)

    def _add(self, seen: Seen) -> None:
        if not seen.is_given_by_rules:
            self.by_hand += 1
            return
        new = seen.new_owner_id or self.default_owner_id
        self.leads += 1
        self.before[seen.owner_id] += 1
        self.after[new] += 1
        self.unmatched[0] += seen.rule_before is None
        self.unmatched[1] += seen.rule is None
        self.rules_before[_key(seen.rule_before)] += 1
        self.rules_after[_key(seen.rule)] += 1
        self._promise(seen, new)
        if seen.end:
            self.ends_before[seen.owner_id, seen.end] += 1
            self.ends_after[new, seen.end] += 1
        if new != seen.owner_id:
            name = seen.rule.name if seen.rule else ""
            self.moves[seen.owner_id, new, name] += 1
            if len(self.moved) < MOST_LEADS:
                self.moved.append((seen.lead_id, seen.owner_id, new, name))

    def _promise(self, seen: Seen, new: int) -> None:
        if seen.is_met is None:
            self.open_promises += seen.answered_by is not None
            return
        kept = self.kept if seen.is_met else self.missed
        kept[seen.answered_by or seen.owner_id] += 1
        if new != seen.owner_id:
            self.taken_along[new, seen.is_met] += 1

    def result(self) -> dict[str, Any]:
        """Everything, JSON-able."""
        known = owners()
        met, missed = sum(self.kept.values()), sum(self.missed.values())
        gained = self._estimated() - sum(n for (_, was), n in self.taken_along.items() if was)
        return {
            "leads": self.leads, "by_hand": self.by_hand, "unmatched": self.unmatched,
            "changed": sum(self.moves.values()),
            "promises": {"met": [met, round(met + gained)], "running": self.open_promises,
                         "missed": [missed, met + missed - round(met + gained)]},
            "people": self._people(known),
            "moves": [
                {"from": _name(known, one), "to": _name(known, other), "rule": rule, "count": count}
                for (one, other, rule), count in self.moves.most_common(MOST_MOVES)
            ],
            "moved": self.moved,
            "rules": [dict(self.rules_before), dict(self.rules_after)],
        }  # fmt: skip

    def _estimated(self) -> float:
        """How many of the promises that move would have been met by their new owners."""
        return sum(
            count * (self._rate(owner) or 0.0) for (owner, _), count in self.taken_along.items()
        )

    def _rate(self, owner_id: int) -> float | None:
        """The share of promises this owner kept, 0 to 1; that of all where they are too few."""
        kept, missed = self.kept[owner_id], self.missed[owner_id]
        if kept + missed < FEW:
            kept, missed = sum(self.kept.values()), sum(self.missed.values())
        return kept / (kept + missed) if kept + missed else None

    def _people(self, known: Mapping[int, Owner]) -> list[dict[str, Any]]:
        ids = sorted({*self.before, *self.after}, key=lambda key: _name(known, key))
        return [self._person(key, known) for key in ids]

    def _person(self, key: int, known: Mapping[int, Owner]) -> dict[str, Any]:
        decided = self.kept[key] + self.missed[key]
        ends = {
            end: [self.ends_before[key, end], self.ends_after[key, end]]
            for end in ("accepted", "converted", "rejected")
        }
        owner = known.get(key)
        return {
            "id": key, "name": _name(known, key), "is_queue": bool(owner and owner.is_queue),
            "leads": [self.before[key], self.after[key]], "decided": decided,
            "kept": self.kept[key] / decided if decided else None, **ends,
        }  # fmt: skip


def _key(rule: Any) -> str:
    return str(rule.key) if rule else ""


def _name(known: Mapping[int, Owner], key: int) -> str:
    return known[key].name if key in known else "Somebody who is gone"
