"""The published version of the score rules, and publishing the next one."""

from collections.abc import Sequence

from django.db import transaction

from headwater import jobs
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records.problem import Problem, Refused
from headwater.score.score_rule import ScoreRule, ScoreRuleSet


def published() -> tuple[ScoreRuleSet, list[ScoreRule]]:
    """The version that counts now and its active rules in their order; two queries."""
    version = ScoreRuleSet.objects.get(is_published=True)
    return version, list(version.rules.filter(is_active=True))


known = kept(published)


def hot_threshold() -> int:
    """The points from which a lead is hot."""
    return known()[0].hot_threshold


def publish(
    rules: Sequence[ScoreRule], *, by: User | None, note: str = "", **settings: int
) -> ScoreRuleSet:
    """Make these unsaved rules the next version; a job then scores every lead anew.

    `settings` are hot_threshold, return_points and most_return_points; what is left out stays.
    Raises Refused with one problem for each rule whose criteria are wrong.
    """
    problems = [problem for rule in rules if (problem := _problem(rule))]
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        version = _next_version(by, note, settings)
        for order, rule in enumerate(rules, 1):
            rule.pk, rule.rule_set, rule.order = None, version, order
        ScoreRule.objects.bulk_create(rules)
        from headwater.score.rescore import rescore_everything

        jobs.enqueue(rescore_everything, version=version.version)
    return version


def _next_version(by: User | None, note: str, settings: dict[str, int]) -> ScoreRuleSet:
    # Two people who publish at once get two versions, one after the other.
    versions = list(ScoreRuleSet.objects.select_for_update().order_by("version"))
    before = next((version for version in versions if version.is_published), None)
    ScoreRuleSet.objects.filter(is_published=True).update(is_published=False)
    kept = ("hot_threshold", "return_points", "most_return_points")
    settings = {**({name: getattr(before, name) for name in kept} if before else {}), **settings}
    return ScoreRuleSet.objects.create(
        version=versions[-1].version + 1 if versions else 1,
        is_published=True, published_by=by, note=note, **settings,
    )  # fmt: skip


def _problem(rule: ScoreRule) -> Problem | None:
    try:
        parse(rule.criteria, "Lead")
    except CriteriaError as error:
        return Problem(rule.name, "MALFORMED_QUERY", f"{rule.name}: {error}")
    return None
