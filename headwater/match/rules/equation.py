"""A matching rule ready to compare: two subjects in, whether and how well they match out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.match.rules import boolean_filter, methods, vocabulary
from headwater.match.rules.boolean_filter import All, Filter
from headwater.match.rules.boolean_filter import Item as Place
from headwater.match.rules.matching_rule import Blanks, Engine, MatchingRule, Method
from headwater.match.rules.subject import Subject
from headwater.records.duplicate_pair import Tier

_NAMES = frozenset({Method.FIRST_NAME.value, Method.LAST_NAME.value})
STRONGEST_FIRST = (Tier.CERTAIN, Tier.LIKELY, Tier.POSSIBLE, Tier.NONE)


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a rule: its common word, its label, how it is compared."""

    word: str
    label: str
    kind: str
    method: str
    blanks: str

    @property
    def is_mail(self) -> bool:
        """Where the mailbox agrees, a name that is left empty does not matter."""
        return self.method == Method.EXACT and self.kind == "email"


@dataclass(frozen=True, slots=True)
class Match:
    """How sure (0 to 100), and what speaks for it in words."""

    confidence: float
    words: str


@dataclass(frozen=True, slots=True)
class Equation:
    """An active matching rule in memory; `tier` is asked where the match model compares."""

    pk: int
    developer_name: str
    label: str
    object_name: str
    subtype: str
    engine: str
    tier: str
    items: tuple[Compared, ...]
    tree: Filter

    @classmethod
    def of(cls, rule: MatchingRule) -> "Equation":
        """From a stored rule with its items; raises boolean_filter.Misread."""
        items = tuple(
            Compared(
                vocabulary.common(rule.sobject_type, item.field),
                vocabulary.label(rule.sobject_type, item.field),
                vocabulary.kind_of(rule.sobject_type, item.field),
                item.matching_method, item.blank_value_behavior,
            )
            for item in rule.items.all()
        )  # fmt: skip
        return cls(
            rule.pk, rule.developer_name, rule.master_label, rule.sobject_type,
            rule.sobject_subtype, rule.match_engine, rule.tier, items,
            boolean_filter.parse(rule.boolean_filter, len(items)),
        )  # fmt: skip

    @property
    def asks_model(self) -> bool:
        return self.engine == Engine.MODEL

    @property
    def words(self) -> frozenset[str]:
        """The common words that it compares; empty: whatever the match model looks at."""
        return frozenset(item.word for item in self.items)

    def is_strong_enough(self, tier: str) -> bool:
        """Whether a verdict of the match model is what the rule asks for."""
        order = [each.value for each in STRONGEST_FIRST]
        return tier != Tier.NONE and order.index(tier) <= order.index(self.tier)

    def match(self, one: Subject, other: Subject) -> Match | None:
        """The best way in which the equation holds, names also in each other's place."""
        if not self.items:
            return None
        best = self._judge(self.tree, one, other, is_mail=False)
        if best is None and self._can_swap(one, other):
            best = self._judge(self.tree, one, other.swapped(), is_mail=False)
        return self._told(best) if best else None

    def _can_swap(self, one: Subject, other: Subject) -> bool:
        has_both = {item.method for item in self.items} >= _NAMES
        return has_both and all(
            each.value(word) for each in (one, other) for word in ("FirstName", "LastName")
        )

    def _judge(
        self, tree: Filter, one: Subject, other: Subject, *, is_mail: bool
    ) -> "dict[int, float] | None":
        """Place → score of the items that made the tree true; None when it is false."""
        if isinstance(tree, Place):
            found = self._score(self.items[tree.place], one, other, is_mail=is_mail)
            return None if found is None else {tree.place: found}
        parts = [each for each in tree.parts if isinstance(each, Place)]
        if isinstance(tree, All):
            is_mail = is_mail or any(self.items[each.place].is_mail for each in parts)
            whole: dict[int, float] = {}
            for part in tree.parts:
                scores = self._judge(part, one, other, is_mail=is_mail)
                if scores is None:
                    return None
                whole |= scores
            return whole
        ways = (self._judge(part, one, other, is_mail=is_mail) for part in tree.parts)
        return max((way for way in ways if way is not None), key=_mean, default=None)

    def _score(
        self, item: Compared, one: Subject, other: Subject, *, is_mail: bool
    ) -> float | None:
        mine, theirs = one.value(item.word), other.value(item.word)
        if not mine or not theirs:
            is_forgiven = is_mail and item.method in _NAMES
            agrees = item.blanks == Blanks.MATCH and not mine and not theirs
            return methods.SAME if agrees or is_forgiven else None
        found = methods.score(item.method, item.kind, mine, theirs, one.country)
        return found if found >= methods.THRESHOLDS[item.method] else None

    def _told(self, scores: dict[int, float]) -> Match:
        fields = [self.items[place].label.lower() for place in sorted(scores)]
        return Match(_mean(scores), f"same {in_words(fields)}")


def in_words(parts: Sequence[str]) -> str:
    """`first name, last name and email`"""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def _mean(scores: dict[int, float]) -> float:
    return sum(scores.values()) / len(scores) if scores else 0.0
