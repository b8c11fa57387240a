"""The published version of the score rules, and publishing the next one."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from headwater import jobs
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records import trail
from headwater.records.problem import Problem, Refused
from headwater.rulesets import versions
from headwater.score.events import EVENTS
from headwater.score.score_rule import POINTS_END, ScoreRule, ScoreRuleSet, Side

# What a version says besides its rules.
SETTINGS = (
    "hot_threshold", "return_points", "most_return_points",
    "grade_floors", "engagement_floors", "qualifying_levels",
)  # fmt: skip


def published() -> tuple[ScoreRuleSet, list[ScoreRule]]:
    """The version that counts now and its active rules in their order; two queries."""
    version = ScoreRuleSet.objects.get(is_published=True)
    return version, list(version.rules.filter(is_active=True))


known = kept(published)


def hot_threshold() -> int:
    """The points from which a lead is hot."""
    return known()[0].hot_threshold


def current() -> ScoreRuleSet:
    """The version that is published."""
    return ScoreRuleSet.objects.get(is_published=True)


def rules_of(rule_set: ScoreRuleSet) -> list[ScoreRule]:
    """All rules of a version or the draft in their order, also those that are switched off."""
    return list(rule_set.rules.all())


def settings_of(rule_set: ScoreRuleSet) -> dict[str, Any]:
    """What it says besides its rules."""
    return {name: getattr(rule_set, name) for name in SETTINGS}


def publish(
    rules: Sequence[ScoreRule], *, by: User | None, note: str = "", **settings: Any
) -> ScoreRuleSet:
    """Make these rules the next version; a job then scores every lead anew.

    They are written as new rows; a rule keeps its `key`. `settings` are those of SETTINGS; what is
    left out stays. Raises Refused with one problem for each rule that cannot work.
    """
    with transaction.atomic():
        before = settings_of(current()) if ScoreRuleSet.objects.exists() else {}
        wanted = ScoreRuleSet(**{**before, **settings}, note=note)
        check(rules, wanted)
        for name, value in versions.succeed(ScoreRuleSet, by=by).items():
            setattr(wanted, name, value)
        wanted.save()
        versions.add(wanted, rules)
        announce(wanted, by=by)
    return wanted


def check(rules: Sequence[ScoreRule], rule_set: ScoreRuleSet) -> None:
    """Raise Refused with what is wrong about these rules and the grid."""
    problems = [
        Problem(rule.name, code, f"{rule.name}: {message}")
        for rule in rules for code, message in [_problem(rule)] if code
    ]  # fmt: skip
    if rule_set.grid.problem:
        problems.append(Problem("Grid", "FIELD_INTEGRITY_EXCEPTION", rule_set.grid.problem))
    if problems:
        raise Refused(problems)


def announce(version: ScoreRuleSet, *, by: User | None) -> None:
    """Write down that it was published, and have every lead scored by it."""
    from headwater.score.rescore import rescore_everything

    because = {"version": version.version, "note": version.note}
    trail.write([trail.entry("score_rules.published", version, by=by, because=because)])
    jobs.enqueue(rescore_everything, version=version.version)


def _problem(rule: ScoreRule) -> tuple[str, str]:
    """(code, what is wrong), both "" when it can work."""
    try:
        parse(rule.criteria, "Lead")
    except CriteriaError as error:
        return "MALFORMED_QUERY", str(error)
    unfit = {
        f"“{rule.event}” is nothing that people do.": rule.event and rule.event not in EVENTS,
        "A page and an interest belong to something that people do.":
            not rule.event and (rule.what or rule.interest or rule.is_per_interest),
        "What people do counts as engagement.": rule.event and rule.side != Side.ENGAGEMENT,
        f"{rule.points} are too many points; {POINTS_END} are the most.":
            abs(rule.points) > POINTS_END,
        "Points halve after one day or more.": rule.half_life_days == 0,
    }  # fmt: skip
    wrong = next((words for words, is_wrong in unfit.items() if is_wrong), "")
    return ("FIELD_INTEGRITY_EXCEPTION" if wrong else ""), wrong
