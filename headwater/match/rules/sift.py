"""What only the database can tell about findings: do the conditions hold, may the person see it?

For one record and for two hundred alike: one query for the conditions of each object, one for what
may be seen of each object, and none at all where nothing is alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from headwater.catalog import objects
from headwater.criteria.judge import judge_rows
from headwater.database import statements
from headwater.match.rules.decide import Decision, Finding, Hit
from headwater.match.rules.duplicate_rule import Security
from headwater.match.rules.subject import Subject
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import writing
from headwater.records.sharing import EVERYTHING, visible


@dataclass(slots=True)
class Question:
    """One record at a door, and what the rules found; `values` are its own by attribute."""

    subject: Subject
    values: dict[str, Any]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def decision(self) -> Decision:
        return Decision(self.findings)


def sift(questions: Sequence[Question], *, by: User | None) -> None:
    """Leave on each question the findings whose conditions hold and whose hits `by` may know of."""
    found = [question for question in questions if question.findings]
    for name in sorted({question.subject.object_name for question in found}):
        _by_conditions([each for each in found if each.subject.object_name == name], name)
    if by is not None:
        _by_sharing(found, by)


def _by_conditions(questions: Sequence[Question], object_name: str) -> None:
    texts = list(dict.fromkeys(
        finding.ruling.rule.conditions for each in questions for finding in each.findings
        if finding.ruling.rule.conditions
    ))  # fmt: skip
    if not texts:
        return
    model = objects.get(object_name).model
    rows = [_row(model, place, each.values) for place, each in enumerate(questions)]
    columns = statements.stored(model)
    columns += (("name", "name"),) if object_name == "Lead" else ()
    verdicts = judge_rows(
        texts, object_name, statements.rows(rows, columns),
        zone=organization().time_zone, now=timezone.now(),
    )  # fmt: skip
    for place, each in enumerate(questions):
        holds = {"": True} | dict(zip(texts, verdicts.get(place, ()), strict=False))
        each.findings = tuple(f for f in each.findings if holds.get(f.ruling.rule.conditions))


def _row(model: Any, key: int, values: dict[str, Any]) -> Any:
    """The record as it is going to be, in memory."""
    row = model()
    row.pk = key
    writing.place(row, values)
    if hasattr(row, "last_name"):
        row.__dict__["name"] = f"{row.first_name} {row.last_name}".strip()
    return row


def _by_sharing(questions: Sequence[Question], by: User) -> None:
    """A rule that enforces sharing knows only what the person sees; the other counts the rest."""
    wanted: dict[str, set[int]] = {}
    for hit in _hits(questions):
        wanted.setdefault(hit.object_name, set()).add(hit.record_id)
    seen = {name: _seen(name, keys, by) for name, keys in wanted.items()}
    for each in questions:
        sifted = (_shared(finding, seen) for finding in each.findings)
        each.findings = tuple(finding for finding in sifted if finding.hits)


def _shared(finding: Finding, seen: dict[str, set[int]]) -> Finding:
    is_bypassing = finding.ruling.rule.security == Security.BYPASS
    told = (replace(hit, is_seen=hit.record_id in seen[hit.object_name]) for hit in finding.hits)
    return finding.among(hit for hit in told if hit.is_seen or is_bypassing)


def _seen(object_name: str, keys: set[int], by: User) -> set[int]:
    model = objects.get(object_name).model
    condition = visible(model, by)
    if condition == EVERYTHING:
        return keys
    rows = model._default_manager.filter(condition, pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def _hits(questions: Iterable[Question]) -> Iterable[Hit]:
    return (hit for each in questions for finding in each.findings for hit in finding.hits)
