"""Why a lead went where it went: as the Trail of each lead keeps it, and as it is read again.

Kept small, for it is kept with every lead: a version of the rules never changes, so of the rules
that were asked and were not true only the version is written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from headwater.people.models import Owner
from headwater.route import rules as all_rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.decide import Verdict, sentence

MOST_NAMES = 8  # passed over for one reason


def told(
    verdict: Verdict, owner: Owner, sentences: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """What the Trail keeps: owner, words; rule, rule_id, version and sentence of the rule that
    decided; default (nobody was found); missed (rules that were true, but had nobody);
    passed_over (reason → names); next (who is next in the team); turn (the team whose turn it
    was)."""
    because: dict[str, Any] = {"owner": owner.name, "words": verdict.words}
    if rule := verdict.rule:
        because |= {"rule": rule.name}
        if rule.pk:
            known = sentences or sentences_of([verdict])
            because |= {"rule_id": rule.pk, "version": rule.rule_set.version}
            because["sentence"] = known[rule.pk]
    elif verdict.tried and (asked := all_rules.known()):
        because["version"] = asked[0].rule_set.version
    if verdict.owner is None:
        because["default"] = True
    if verdict.passed_over:
        because["passed_over"] = _grouped(verdict.passed_over)
    if verdict.missed:
        because["missed"] = verdict.missed
    if verdict.next_up:
        because["next"] = verdict.next_up
    if verdict.turn:
        because["turn"] = verdict.turn
    return because


def sentences_of(verdicts: Iterable[Verdict]) -> dict[int, str]:
    """Each deciding rule in English, once for all of them."""
    rules = {v.rule.pk: v.rule for v in verdicts if v.rule and v.rule.pk}
    return {pk: sentence(rule) for pk, rule in rules.items()}


def tried(because: Mapping[str, Any]) -> list[AssignmentRule]:
    """The rules that were asked before the one that decided (all, where none did) and were not
    true, by what the Trail keeps; [] for an entry that knows no version. One query."""
    if "version" not in because:
        return []
    version = AssignmentRule.objects.filter(rule_set__version=because["version"], is_active=True)
    asked = list(version.select_related("owner", "team"))
    places = [place for place, rule in enumerate(asked) if rule.pk == because.get("rule_id")]
    before = asked[: places[0]] if places else asked
    missed = because.get("missed", ())
    return [rule for rule in before if rule.name not in missed]


def _grouped(passed_over: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Reason → names: in a large team many have the same one."""
    found: dict[str, list[str]] = {}
    for name, why in passed_over:
        found.setdefault(why, []).append(name)
    return {why: _few(names) for why, names in found.items()}


def _few(names: list[str]) -> list[str]:
    if len(names) <= MOST_NAMES:
        return names
    return [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
