"""A duplicate rule tried on what came in: how many of the last records would it have caught?

Each record is taken as if it came in now and is compared with the older ones. Nothing is written.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import objects
from headwater.criteria.judge import judge
from headwater.match import search
from headwater.match.rules.ask import likenesses, sought_of
from headwater.match.rules.decide import Hit, decide
from headwater.match.rules.duplicate_rule import PEOPLE, Action, DuplicateRule, side
from headwater.match.rules.known import Ruling, equations_of
from headwater.match.rules.subject import Subject
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.records.models import Submission
from headwater.records.submission import Door

PORTION = 200
SAMPLE = 10
DOORS = {PEOPLE: Door.HAND, "api": Door.API, "import": Door.IMPORT, "submission": Door.FORM}


@dataclass(frozen=True, slots=True)
class Caught:
    """One record that the rule would have caught, and what it is most like."""

    record: Any
    side: str
    hit: Hit
    other: Any


@dataclass(slots=True)
class Replay:
    """`looked` and `caught` count records for each side of the house (people, api, …)."""

    looked: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    pair_count: int = 0
    sample: list[Caught] = field(default_factory=list)

    @property
    def looked_count(self) -> int:
        return self.looked.total()

    @property
    def caught_count(self) -> int:
        return self.caught.total()


def replay(rule: DuplicateRule, *, count: int, by: User) -> Replay:
    """Try a stored rule, switched on or not, on the newest `count` records that `by` sees.

    A handful of queries for each 200 records.
    """
    matching = rule.matching_rules.filter(is_deleted=False).prefetch_related("items")
    ruling = Ruling(rule, tuple(equations_of(matching)))
    rows = objects.get(rule.sobject_type).model._default_manager.filter(is_deleted=False)
    rows = rows.visible_to(by).order_by("-pk")  # type: ignore[attr-defined]
    rows = rows.select_related("account") if rule.sobject_type == "Contact" else rows
    found = Replay()
    for start in range(0, count, PORTION):
        portion = list(rows[start : min(start + PORTION, count)])
        with moment():
            _try(ruling, portion, found)
    return found


def _try(ruling: Ruling, records: Sequence[Any], found: Replay) -> None:
    name, country = ruling.rule.sobject_type, organization().country
    about = _under_conditions(ruling.rule, records)
    sides = _sides(name, about)
    subjects = [Subject.of_record(name, record, country) for record in about]
    sought = [sought_of(subject) for subject in subjects]
    alike = search.alike(sought, country, all_judged=True) if sought else []
    older = [
        [each for each in some if each.object_name != name or each.record_id < record.pk]
        for record, some in zip(about, alike, strict=True)
    ]
    compared = likenesses([ruling], older, country)
    caught = []
    for record, subject, some in zip(about, subjects, compared, strict=True):
        hits = _hits(ruling, subject, some)
        place = sides.get(record.pk, PEOPLE)
        found.looked[place] += 1
        if hits:
            found.caught[place] += 1
            found.pair_count += len(hits)
            caught.append((record, place, hits[0]))
    _show(found, caught)


def _hits(ruling: Ruling, subject: Subject, some: Sequence[Any]) -> tuple[Hit, ...]:
    """Whatever it does at a door: a rule that lets all pass is tried, too."""
    tried = DuplicateRule(people_on_create=Action.ALERT, reports_on_create=True)
    findings = decide([Ruling(tried, ruling.equations)], Door.HAND, subject, some)
    return findings[0].hits if findings else ()


def _show(found: Replay, caught: Sequence[tuple[Any, str, Hit]]) -> None:
    wanted = caught[: max(0, SAMPLE - len(found.sample))]
    others = search.records_of(
        search.Alike(hit.object_name, hit.record_id, {}, hit.verdict) for _, _, hit in wanted
    )
    found.sample += [
        Caught(record, place, hit, others.get((hit.object_name, hit.record_id)))
        for record, place, hit in wanted
    ]


def _under_conditions(rule: DuplicateRule, records: Sequence[Any]) -> list[Any]:
    if not rule.conditions:
        return list(records)
    zone = organization().time_zone
    verdicts = judge([rule.conditions], rule.sobject_type, [r.pk for r in records], zone=zone)
    return [record for record in records if verdicts.get(record.pk, (False,))[0]]


def _sides(object_name: str, records: Sequence[Any]) -> dict[int, str]:
    """Lead → the side of the house by which it came in; the others are made by people."""
    if object_name != "Lead":
        return {}
    came = Submission.objects.filter(lead_id__in=[r.pk for r in records]).order_by("-pk")
    return {lead_id: side(door) for lead_id, door in came.values_list("lead_id", "door")}
