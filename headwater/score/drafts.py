"""The draft of the score rules and of what stands beside them: thresholds and the grid."""

from collections.abc import Sequence

from headwater.people.models import User
from headwater.rulesets.drafts import Drafts, Overtaken, fingerprint
from headwater.score import rules
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

__all__ = [
    "Overtaken", "again", "begin", "current", "discard", "fingerprint", "move", "note", "publish",
    "put", "remove", "restore", "settle", "state", "switch",
]  # fmt: skip


def _is_ready(_: Sequence[ScoreRule], __: ScoreRuleSet) -> None:
    """Whatever can work may be published."""


def _announce(draft: ScoreRuleSet, *, by: User, over: int) -> None:
    rules.announce(draft, by=by)


_drafts = Drafts(
    ScoreRuleSet, rules_of=rules.rules_of, check=rules.check, is_ready=_is_ready,
    announce=_announce, settings=rules.SETTINGS,
)  # fmt: skip
current, begin, state, restore = _drafts.current, _drafts.begin, _drafts.state, _drafts.restore
put, move, switch, remove = _drafts.put, _drafts.move, _drafts.switch, _drafts.remove
settle, discard = _drafts.settle, _drafts.discard
note, publish = _drafts.note, _drafts.publish


def again(version: ScoreRuleSet, *, by: User) -> ScoreRuleSet:
    """Publish an older version again, as the next one; a draft stays what it is."""
    note = f"Back to version {version.version}"
    return rules.publish(rules.rules_of(version), by=by, note=note, **rules.settings_of(version))
