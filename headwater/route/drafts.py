"""The draft of the assignment rules; its test cases have to hold when it is published."""

from collections.abc import Sequence

from headwater.people.models import User
from headwater.route import cases, rules
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.rulesets.drafts import Drafts, Overtaken, fingerprint

__all__ = [
    "Overtaken", "again", "arrange", "begin", "current", "discard", "fingerprint", "move", "note",
    "publish", "put", "remove", "restore", "state", "switch",
]  # fmt: skip


def _check(wanted: Sequence[AssignmentRule], _: AssignmentRuleSet) -> None:
    rules.check(wanted)


def _is_ready(wanted: Sequence[AssignmentRule], _: AssignmentRuleSet) -> None:
    cases.must_pass(wanted)


def _announce(draft: AssignmentRuleSet, *, by: User, over: int) -> None:
    rules.tell("assignment_rules.published", draft, by=by, over=over)


_drafts = Drafts(
    AssignmentRuleSet, rules_of=rules.rules_of, check=_check, is_ready=_is_ready,
    announce=_announce,
)  # fmt: skip
current, begin, state, restore = _drafts.current, _drafts.begin, _drafts.state, _drafts.restore
put, arrange, move, switch = _drafts.put, _drafts.arrange, _drafts.move, _drafts.switch
remove, discard, note, publish = _drafts.remove, _drafts.discard, _drafts.note, _drafts.publish


def again(version: AssignmentRuleSet, *, by: User) -> AssignmentRuleSet:
    """Publish an older version's rules again, as the next version; a draft stays what it is.

    Cases that are red are no reason to refuse: whoever goes back is in a hurry. Raises Refused
    when one of its owners has left.
    """
    return rules.publish(rules.rules_of(version), by=by, note=f"Back to version {version.version}")
