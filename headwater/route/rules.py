"""The published version of the assignment rules, and publishing the next one."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records.problem import Problem, Refused
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet


def published() -> list[AssignmentRule]:
    """The rules that are asked now, in their order, with set, owner and team; one query."""
    rules = AssignmentRule.objects.filter(rule_set__is_published=True, is_active=True)
    return list(rules.select_related("rule_set", "owner", "team"))


known = kept(published)


def publish(
    rules: Sequence[AssignmentRule], *, by: User | None, note: str = ""
) -> AssignmentRuleSet:
    """Make these unsaved rules, in this order, the next version and the one that is asked.

    Raises Refused with one problem for each rule whose criteria, owner or target are wrong.
    """
    problems = [problem for rule in rules if (problem := _problem(rule))]
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        # Two people who publish at once get two versions, one after the other.
        versions = list(AssignmentRuleSet.objects.select_for_update().order_by("version"))
        AssignmentRuleSet.objects.filter(is_published=True).update(is_published=False)
        version = AssignmentRuleSet.objects.create(
            version=versions[-1].version + 1 if versions else 1,
            is_published=True, published_at=timezone.now(), published_by=by, note=note,
        )  # fmt: skip
        for order, rule in enumerate(rules, 1):
            rule.pk, rule.rule_set, rule.order = None, version, order
        AssignmentRule.objects.bulk_create(rules)
    return version


def _problem(rule: AssignmentRule) -> Problem | None:
    if (rule.owner is None) == (rule.team is None):
        message = f"{rule.name}: choose an owner or a team."
        return Problem(rule.name, "REQUIRED_FIELD_MISSING", message)
    if rule.owner and not rule.owner.is_active:
        message = f"{rule.name}: {rule.owner} is not active any more."
        return Problem(rule.name, "INACTIVE_OWNER_OR_USER", message)
    try:
        parse(rule.criteria, "Lead")
    except CriteriaError as error:
        return Problem(rule.name, "MALFORMED_QUERY", f"{rule.name}: {error}")
    return None
