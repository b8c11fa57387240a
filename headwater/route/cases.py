"""The test cases of the assignment rules: the draft is asked as the journey would ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from headwater.catalog import objects, values
from headwater.catalog.objects import UnknownName
from headwater.catalog.values import Unfit
from headwater.people.standing import moment
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.decide import Deciding, Verdict, judged
from headwater.route.pools import Pools


@dataclass(slots=True)
class Outcome:
    """What became of one case: `failures` say in words what happened instead."""

    case: AssignmentCase
    verdict: Verdict
    failures: list[str] = field(default_factory=list)

    @property
    def is_passed(self) -> bool:
        return not self.failures


def outcomes(rules: Sequence[AssignmentRule], *, at: datetime | None = None) -> list[Outcome]:
    """Every case under these rules, in the order of the names; the turns of teams stay theirs."""
    cases = list(AssignmentCase.objects.select_related("owner", "team"))
    leads, troubles = [], []
    for case in cases:
        lead, trouble = lead_of(case.values)
        leads.append(lead)
        troubles.append(trouble)
    found = verdicts(rules, leads, at=at)
    names = {rule.key: rule.name for rule in rules}
    return [
        Outcome(case, verdict, trouble or _failures(case, verdict, names))
        for case, verdict, trouble in zip(cases, found, troubles, strict=True)
    ]


def must_pass(rules: Sequence[AssignmentRule]) -> None:
    """Raise Refused with each case that is not met by these rules."""
    problems = [
        Problem(each.case.name, "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                f"“{each.case.name}” is red: {' '.join(each.failures)}")
        for each in outcomes(rules)
        if not each.is_passed
    ]  # fmt: skip
    if problems:
        raise Refused(problems)


def verdicts(
    rules: Sequence[AssignmentRule], leads: Sequence[Lead], *, at: datetime | None = None
) -> list[Verdict]:
    """What these rules say to leads that nobody saved, each by itself: none takes another's turn.

    One SELECT for the rules; teams begin with a fresh round.
    """
    at = at or timezone.now()
    asked = [rule for rule in rules if rule.is_active]
    for number, lead in enumerate(leads, 1):
        lead.pk = lead.pk or -number
    truths = judged(asked, leads, at)
    known = Pools.in_memory(at)
    known.learn(asked, leads)
    with moment():
        return [
            Deciding(asked, _fresh(known, at), at).of(lead, truths.get(lead.pk, ()))
            for lead in leads
        ]


def _fresh(known: Pools, at: datetime) -> Pools:
    pools = Pools.in_memory(at)
    pools.account_owners, pools.previous_owners = known.account_owners, known.previous_owners
    return pools


def lead_of(given: Mapping[str, Any]) -> tuple[Lead, list[str]]:
    """An unsaved lead of these values (API name → value), and what of them does not fit."""
    lead, trouble = Lead(), []
    for name, value in given.items():
        try:
            described = objects.get("Lead").field(name)
            fit = values.fit(described, value)
        except (UnknownName, Unfit) as wrong:
            trouble.append(str(wrong))
            continue
        if described.is_custom:
            lead.custom[described.name] = values.stored(fit)
        else:
            setattr(lead, described.attribute, fit)
    return lead, trouble


def _failures(case: AssignmentCase, verdict: Verdict, names: Mapping[Any, str]) -> list[str]:
    rule, failures = verdict.rule, []
    if case.rule_key is None and case.owner_id is None and case.team_id is None and rule:
        failures.append(f"“{rule.name}” decides, but no rule should.")
    if case.rule_key and (rule is None or rule.key != case.rule_key):
        wanted = names.get(case.rule_key)
        if wanted is None:
            failures.append("The rule that should decide is not among them any more.")
        else:
            said = f"“{rule.name}” decides" if rule else "No rule is true"
            failures.append(f"{said}, instead of “{wanted}”.")
    if case.owner_id and (verdict.owner is None or verdict.owner.pk != case.owner_id):
        failures.append(f"{verdict.owner or 'The default owner'} gets it, instead of {case.owner}.")
    if case.team_id and (rule is None or rule.team_id != case.team_id):
        failures.append(f"It does not go to team {case.team}.")
    return failures
