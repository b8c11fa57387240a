"""The rules that are asked, kept in memory, and changing them."""

from collections.abc import Sequence
from functools import lru_cache

from django.db import transaction

from headwater.advising.advice_rule import AdviceRule, Definition
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.tree import Or, Tree
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records import trail
from headwater.records.problem import Problem, Refused


@kept
def known() -> list[AdviceRule]:
    """The rules in force, in their order."""
    return list(AdviceRule.objects.filter(is_active=True))


@kept
def qualified_when() -> str:
    """The criteria about a lead by which somebody counts as qualified; '' nobody does."""
    return Definition.objects.get(id=1).qualified_when


@lru_cache(maxsize=64)
def signs(text: str) -> tuple[Tree, ...]:
    """Each part of the definition that is enough by itself; () where it cannot be read."""
    try:
        tree = parse(text, "Lead") if text.strip() else None
    except CriteriaError:  # a field is gone: nobody is qualified by it any more
        return ()
    return tree.parts if isinstance(tree, Or) else (tree,) if tree else ()


def define(text: str, *, by: User) -> str:
    """Say anew who counts as qualified; returns what was said before. Raises Refused."""
    _readable("QualifiedWhen", text)
    with transaction.atomic():
        row = Definition.objects.select_for_update().get(id=1)
        before, row.qualified_when = row.qualified_when, text.strip()
        row.save()
        changes = {"qualified_when": [before, row.qualified_when]}
        trail.write([trail.entry("qualified.defined", row, by=by, changes=changes)])
    return before


def check(rule: AdviceRule) -> None:
    """Raises Refused when its criteria cannot be read."""
    _readable("Criteria", rule.criteria)


def move(rule: AdviceRule, places: int) -> None:
    """Up or down by so many places; every rule gets its place anew."""
    with transaction.atomic():
        rows = list(AdviceRule.objects.select_for_update())
        before = next(place for place, row in enumerate(rows) if row.pk == rule.pk)
        rows.insert(max(0, min(len(rows) - 1, before + places)), rows.pop(before))
        _number(rows)


def _number(rows: Sequence[AdviceRule]) -> None:
    for place, row in enumerate(rows, 1):
        row.sort_order = place
    AdviceRule.objects.bulk_update(rows, ["sort_order"])


def _readable(field: str, text: str) -> None:
    try:
        parse(text, "Lead")
    except CriteriaError as error:
        raise Refused([Problem(field, "MALFORMED_QUERY", str(error))]) from None
