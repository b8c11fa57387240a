"""What the duplicate rules say about one record: pure, data in and findings out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from headwater.match.rules.duplicate_rule import Action
from headwater.match.rules.equation import Equation, Match
from headwater.match.rules.known import Ruling
from headwater.match.rules.subject import Subject
from headwater.records.submission import Door

# What the match model looks at, in common words: a change of these may make another match.
OF_MODEL = frozenset({
    "FirstName", "LastName", "Company", "Email", "Phone", "MobilePhone", "HomePhone", "OtherPhone",
    "Title", "Street", "City", "State", "PostalCode", "Country", "Website", "Birthdate",
})  # fmt: skip
_STRENGTH = {Action.ALLOW: 0, Action.ALERT: 1, Action.BLOCK: 2}
MOST = 100  # hits of one rule that are told


@dataclass(frozen=True, slots=True)
class Likeness:
    """A stored record that may be alike, with the match model's verdict where there is one."""

    subject: Subject
    verdict: Any = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A stored record that a matching rule calls alike; `is_seen` by the person who is asked."""

    object_name: str
    record_id: int
    equation: Equation
    confidence: float
    words: str
    verdict: Any = None
    is_seen: bool = True
    record: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one duplicate rule does about its hits."""

    ruling: Ruling
    action: Action
    hits: tuple[Hit, ...]
    reports: bool

    def among(self, hits: Iterable[Hit]) -> "Finding":
        return replace(self, hits=tuple(hits))


@dataclass(frozen=True, slots=True)
class Decision:
    """All findings about one record. The strongest action counts, then the order of the rules."""

    findings: tuple[Finding, ...] = ()

    @property
    def deciding(self) -> Finding | None:
        """The finding that says what happens; None when nothing stands in the way."""
        stopping = [each for each in self.findings if each.action != Action.ALLOW]
        return max(stopping, key=lambda each: _STRENGTH[each.action], default=None)

    @property
    def action(self) -> Action:
        found = self.deciding
        return found.action if found else Action.ALLOW

    @property
    def text(self) -> str:
        """What people are told."""
        found = self.deciding
        return (found.ruling.rule.alert_text or str(found.ruling.rule)) if found else ""

    @property
    def hits(self) -> list[Hit]:
        """What the deciding rule found, the surest first."""
        found = self.deciding
        return sorted(found.hits, key=lambda hit: -hit.confidence) if found else []


def decide(
    rulings: Iterable[Ruling],
    door: str,
    subject: Subject,
    alike: Sequence[Likeness],
    *,
    changed: frozenset[str] | None = None,
) -> tuple[Finding, ...]:
    """The findings of the rules that act at a door (a value of Door) and have a hit; all at ''.

    `changed` are the common words that an edit changes, None for a new record: an edit is judged
    only by equations that look at one of them.
    """
    is_edit = changed is not None
    found = []
    for ruling in rulings:
        if alike and (not door or ruling.acts(door, is_edit=is_edit)):
            hits = tuple(_hits(ruling, subject, alike, changed))
            if hits:
                action = ruling.rule.action(door or Door.API, is_edit=is_edit)
                found.append(Finding(ruling, action, hits, ruling.reports(is_edit=is_edit)))
    return tuple(found)


def _hits(
    ruling: Ruling, subject: Subject, alike: Sequence[Likeness], changed: frozenset[str] | None
) -> list[Hit]:
    """One for each record, by the equation that is surest of it."""
    best: dict[tuple[str, int], Hit] = {}
    for equation in ruling.equations:
        if changed is not None and not changed & (equation.words or OF_MODEL):
            continue
        for each in alike:
            hit = _hit(equation, subject, each)
            if hit is None:
                continue
            known = best.get((hit.object_name, hit.record_id))
            if known is None or known.confidence < hit.confidence:
                best[hit.object_name, hit.record_id] = hit
    return sorted(best.values(), key=lambda hit: -hit.confidence)[:MOST]


def _hit(equation: Equation, subject: Subject, likeness: Likeness) -> Hit | None:
    other, verdict = likeness.subject, likeness.verdict
    if other.object_name != equation.object_name or other.pk is None:
        return None
    if not equation.asks_model:
        is_person = other.object_name == "Account" and bool(other.value("LastName"))
        if is_person != (equation.subtype == "PersonAccount"):
            return None
    match = _by_model(equation, verdict) if equation.asks_model else equation.match(subject, other)
    if match is None:
        return None
    return Hit(
        other.object_name, other.pk, equation, match.confidence, match.words, verdict,
        record=other.record,
    )  # fmt: skip


def _by_model(equation: Equation, verdict: Any) -> Match | None:
    if verdict is None or not equation.is_strong_enough(verdict.tier):
        return None
    return Match(verdict.probability * 100, verdict.words)
