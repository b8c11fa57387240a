"""The duplicate rules that are on, with their equations, kept in memory until a setting changes."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from headwater.match.rules import boolean_filter
from headwater.match.rules.duplicate_rule import Action, DuplicateRule
from headwater.match.rules.equation import Equation
from headwater.match.rules.matching_rule import MatchingRule, RuleStatus
from headwater.people.standing import kept

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A duplicate rule and the equations of its matching rules that are on."""

    rule: DuplicateRule
    equations: tuple[Equation, ...]

    def acts(self, door: str, *, is_edit: bool) -> bool:
        """Whether it does more than to let things pass."""
        is_stopped = self.rule.action(door, is_edit=is_edit) != Action.ALLOW
        return is_stopped or self.reports(is_edit=is_edit)

    def reports(self, *, is_edit: bool) -> bool:
        return self.rule.reports_on_edit if is_edit else self.rule.reports_on_create


def rules(object_name: str) -> tuple[Ruling, ...]:
    """Those of one object, in their order."""
    return _all().get(object_name, ())


def compares_fields(object_name: str) -> bool:
    """Whether a rule compares field by field: it may know what the match model calls unlike."""
    return any(
        not equation.asks_model for ruling in rules(object_name) for equation in ruling.equations
    )


def active() -> Iterator[Ruling]:
    """Read anew, in their order."""
    matching = MatchingRule.objects.filter(rule_status=RuleStatus.ACTIVE, is_deleted=False)
    wanted = Prefetch("matching_rules", matching.prefetch_related("items"))
    found = DuplicateRule.objects.filter(is_active=True, is_deleted=False).prefetch_related(wanted)
    for rule in found:
        equations = tuple(equations_of(rule.matching_rules.all()))
        if equations:
            yield Ruling(rule, equations)


def equations_of(rules: Iterable[MatchingRule]) -> Iterator[Equation]:
    """Ready to compare; one that cannot be read is left out and logged: it must stop no lead."""
    for rule in rules:
        try:
            yield Equation.of(rule)
        except boolean_filter.Misread as misread:
            logger.warning("The matching rule %s is left out: %s", rule.developer_name, misread)


@kept
def _all() -> Mapping[str, tuple[Ruling, ...]]:
    found: dict[str, tuple[Ruling, ...]] = {}
    for ruling in active():
        name = ruling.rule.sobject_type
        found[name] = (*found.get(name, ()), ruling)
    return found
