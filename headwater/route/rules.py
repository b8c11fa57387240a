"""The published version of the assignment rules, and publishing the next one."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records import trail
from headwater.records.problem import Problem, Refused
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.rulesets import versions


def published() -> list[AssignmentRule]:
    """The rules that are asked now, in their order, with set, owner and team; one query."""
    rules = AssignmentRule.objects.filter(rule_set__is_published=True, is_active=True)
    return list(rules.select_related("rule_set", "owner", "team"))


known = kept(published)


def current() -> AssignmentRuleSet:
    """The version that is published."""
    return AssignmentRuleSet.objects.get(is_published=True)


def rules_of(rule_set: AssignmentRuleSet) -> list[AssignmentRule]:
    """All rules of a version or the draft in their order, also those that are switched off."""
    return list(rule_set.rules.select_related("rule_set", "owner", "team"))


def publish(
    rules: Sequence[AssignmentRule], *, by: User | None, note: str = ""
) -> AssignmentRuleSet:
    """Make these rules, in this order, the next version and the one that is asked.

    They are written as new rows; a rule keeps its `key`. Raises Refused with one problem for each
    rule whose criteria, owner or target are wrong.
    """
    check(rules)
    with transaction.atomic():
        held = versions.succeed(AssignmentRuleSet, by=by)
        version = AssignmentRuleSet.objects.create(**held, note=note)
        versions.add(version, rules)
        tell("assignment_rules.published", version, by=by)
    return version


def check(rules: Sequence[AssignmentRule]) -> None:
    """Raise Refused with what is wrong about these rules."""
    problems = [problem for rule in rules if (problem := _problem(rule))]
    if problems:
        raise Refused(problems)


def tell(event: str, rule_set: AssignmentRuleSet, *, by: User | None, **because: Any) -> None:
    """Write down that a version was published, and from which state."""
    because = {"version": rule_set.version, "note": rule_set.note} | because
    trail.write([trail.entry(event, rule_set, by=by, because=because)])


def _problem(rule: AssignmentRule) -> Problem | None:
    if rule.problem:
        gone = bool(rule.owner and not rule.owner.is_active)
        code = "INACTIVE_OWNER_OR_USER" if gone else "REQUIRED_FIELD_MISSING"
        return Problem(rule.name, code, f"{rule.name}: {rule.problem}")
    try:
        parse(rule.criteria, "Lead")
    except CriteriaError as error:
        return Problem(rule.name, "MALFORMED_QUERY", f"{rule.name}: {error}")
    return None
