"""Replays of the score rules: what the leads of the last days would score."""

from headwater import jobs
from headwater.rulesets.replaying import DAYS, Comparison, NotNow, Replays
from headwater.rulesets.span import Span
from headwater.score import rules
from headwater.score.looking_back import look_back
from headwater.score.replay import ScoreReplay
from headwater.score.replay_sums import Sums
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

__all__ = ["DAYS", "NotNow", "cancel", "latest", "run", "start", "work"]


def _compare(draft: ScoreRuleSet, span: Span) -> Comparison:
    over = rules.current()
    seen = look_back((over, _active(over)), (draft, _active(draft)), span)
    return Comparison(over.version, Sums(over, draft), seen)


def _active(rule_set: ScoreRuleSet) -> list[ScoreRule]:
    return [rule for rule in rules.rules_of(rule_set) if rule.is_active]


def _later(key: int) -> None:
    jobs.enqueue(run, replay_id=key)


_replays = Replays(ScoreReplay, _compare, _later, lock=0x53435250)
start, cancel, work, latest = _replays.start, _replays.cancel, _replays.work, _replays.latest


@jobs.job("score.replay")
def run(replay_id: int) -> None:
    """The worker's way in."""
    _replays.run(replay_id)
