"""Looking before taking a merge apart: what comes back, what stays, what has to be asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from headwater.merge import plan as planning
from headwater.merge.act import Merge
from headwater.merge.later import Row, place_of
from headwater.merge.merge import refuse_foreign
from headwater.merge.plan import Plan
from headwater.merge.relations import UNITED
from headwater.people.models import User


@dataclass(frozen=True, slots=True)
class Question:
    """Whose is this? `options` are (value, label); `key` and the chosen value make an answer."""

    key: str
    words: str
    options: tuple[tuple[str, str], ...]
    proposed: str


@dataclass(slots=True)
class Foresight:
    """What unmerging would do, in sentences.

    `first`: merges that must be undone before, the newest first; nothing else is told then.
    `goes_back`: kind of row → how many; `stays`: what people did since and is left as it is;
    `unknown`: what cannot be known.
    """

    first: list[Merge] = field(default_factory=list)
    returns: list[str] = field(default_factory=list)
    goes_back: dict[str, int] = field(default_factory=dict)
    stays: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


# Rows that stand between two persons: merges of either side change them.
SHARED = ("CampaignMember", "Consent", "OpportunityContactRole", "AccountContactRelation")


class Unanswered(Exception):  # a question, not an error
    """Nothing was undone: somebody has to say whose these are."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = list(questions)
        super().__init__(" ".join(question.words for question in questions))


def foresee(merge: Merge, *, by: User | None) -> Foresight:
    """Look before unmerging; nothing is written. Raises Refused when `by` may not unmerge."""
    if merge.is_undone:
        return Foresight()
    first = in_the_way(merge)
    if first:
        return Foresight(first=first)
    plan = planning.make(merge)
    refuse_foreign(list(plan.records.values()), by)
    moved = planning.going(plan)
    found = Foresight(
        returns=_returns(plan), stays=stays(plan), questions=questions(plan), unknown=unknown(plan)
    )
    counts = Counter({kind: there for kind, (there, _) in moved.items() if there})
    counts.update(row.relation.kind for row in plan.later if row.home in merge.loser_ids)
    counts.update(_united(plan))
    found.goes_back = dict(counts)
    for kind, (_, gone) in moved.items():
        if gone:
            found.stays.append(f"{gone} of the {kind} hang elsewhere by now, or are gone.")
    return found


def in_the_way(merge: Merge) -> list[Merge]:
    """Later merges that rest on this one and still stand, the newest first: of the same records,
    or of others with whom they share a membership or a consent. They are taken apart in turn."""
    found: dict[int, Merge] = {}
    asked = [merge]
    while asked:
        each = asked.pop()
        later = Merge.objects.standing().filter(_shares(each), pk__gt=each.pk)
        fresh = [one for one in later if one.pk not in found]
        found |= {one.pk: one for one in fresh}
        asked += fresh
    return sorted(found.values(), key=lambda each: -each.pk)


def _shares(merge: Merge) -> Q:
    shares = Q(object_name=merge.object_name) & (
        Q(survivor_id__in=merge.keys) | Q(loser_ids__overlap=merge.keys)
    )
    for name in SHARED:
        keys = list(merge.before.get(name, {}))
        if keys:
            shares |= Q(**{f"before__{name}__has_any_keys": keys})
        for key in keys:
            shares |= Q(**{f"dropped__{name}__contains": [{"id": int(key)}]})
    return shares


def questions(plan: Plan) -> list[Question]:
    """One for each row that came since and does not say whose it is."""
    options = tuple((str(pk), side(record)) for pk, record in plan.records.items())
    followed = {f"records.Task.{_side_of(plan)}:{pk}" for pk in _called(plan)}
    return [
        Question(row.key, _words(row), options, str(plan.merge.survivor_id))
        for row in plan.questions if row.key not in followed
    ]  # fmt: skip


def side(record: Any) -> str:
    """A record among its likes: the name, and what tells it from the other."""
    marks = (getattr(record, name, "") for name in ("email", "phone", "company", "website"))
    return f"{record} ({next(filter(None, marks), record.sf_id)})"


def stays(plan: Plan) -> list[str]:
    """What people changed since: it is not undone with the merge."""
    told = []
    for change in plan.changes.values():
        names = planning.labels(plan.merge.object_name, list(change.kept))
        if names:
            told.append(f"{change.row}: {', '.join(names)} changed since, and stays so.")
    for name, changes in plan.rows.items():
        count = sum(bool(change.kept) for change in changes)
        if count and name in _ROWS:
            told.append(f"{_ROWS[name].format(count=count)} changed since, and stays so.")
    if plan.survivor.is_deleted:
        told.append(f"{plan.survivor} was deleted since, and stays in the bin.")
    return told


_ROWS = {
    "CampaignMember": "Campaign membership ({count})",
    "OpportunityContactRole": "Part in an opportunity ({count})",
    "AccountContactRelation": "Relation to a company ({count})",
    "Clock": "Response clock ({count})",
    "DuplicatePair": "Possible duplicate ({count})",
}


def unknown(plan: Plan) -> list[str]:
    """What nobody can know from the records."""
    told, survivor = [], plan.survivor
    others = " and ".join(map(str, plan.losers))
    if any(planning.labels(plan.merge.object_name, list(c.kept)) for c in plan.changes.values()):
        told.append(
            f"Whether what was changed since was said of {survivor} or of {others}: "
            f"it stays with {survivor}; {others} says what it said before the merge."
        )
    if getattr(survivor, "is_converted", False):
        told.append(
            f"{survivor} was converted since. What goes back keeps its tie to what came of that."
        )
    if plan.merge.object_name != "Account":
        told.append(
            "Whom somebody meant who opted out since: the opt-out holds for every one of them."
        )
    return told


def _returns(plan: Plan) -> list[str]:
    told = [f"{record} is there again, with its own values." for record in plan.losers]
    change = plan.changes.get(plan.merge.survivor_id)
    names = planning.labels(plan.merge.object_name, list(change.back)) if change else []
    if names:
        told.append(f"{plan.survivor}: {', '.join(names)} as before.")
    return told


def _united(plan: Plan) -> dict[str, int]:
    """Memberships, parts and consents that are the others' again."""
    side = f"{_side_of(plan)}_id"
    counts: dict[str, int] = {}
    for relation in UNITED[plan.merge.object_name]:
        name = relation.model.__name__
        back = sum(side in change.back for change in plan.rows.get(name, []))
        counts[relation.kind] = back + len(plan.merge.dropped.get(name, []))
    return {kind: count for kind, count in counts.items() if count}


def _called(plan: Plan) -> set[int]:
    calls = [row.row for row in plan.later if row.relation.label == "qualify.LoggedCall"]
    return {pk for call in calls for pk in (call.task_id, call.follow_up_id) if pk}


def _side_of(plan: Plan) -> str:
    return plan.merge.object_name.lower()


def _words(row: Row) -> str:
    each, what = row.row, row.row._meta.verbose_name
    at = next(
        (value for name in ("created_at", "received_at", "at", "started_at")
         if (value := getattr(each, name, None))), None,
    )  # fmt: skip
    place = place_of(type(each).__name__, row.relation.field.capitalize())
    name = str(getattr(each, place) if place else each)
    told = f"{what[:1].upper()}{what[1:]}" + ("" if "object (" in name else f" “{name[:80]}”")
    return f"{told}, {at.day} {at:%B %Y}: whose is it?" if at else f"{told}: whose is it?"
