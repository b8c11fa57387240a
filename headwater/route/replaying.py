"""Replays of the assignment rules: who would have got the leads of the last days."""

from headwater import jobs
from headwater.people.models import Organization
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRuleSet
from headwater.route.looking_back import look_back
from headwater.route.replay import Replay
from headwater.route.replay_sums import Sums
from headwater.rulesets.replaying import DAYS, Comparison, NotNow, Replays
from headwater.rulesets.span import Span

__all__ = ["DAYS", "NotNow", "cancel", "latest", "run", "start", "work"]


def _compare(draft: AssignmentRuleSet, span: Span) -> Comparison:
    over = rules.current()
    seen = look_back(rules.rules_of(draft), rules.rules_of(over), span)
    return Comparison(over.version, Sums(Organization.current().default_lead_owner_id or 0), seen)


def _later(key: int) -> None:
    jobs.enqueue(run, replay_id=key)


_replays = Replays(Replay, _compare, _later, lock=0x52504C59)
start, cancel, work, latest = _replays.start, _replays.cancel, _replays.work, _replays.latest


@jobs.job("route.replay")
def run(replay_id: int) -> None:
    """The worker's way in."""
    _replays.run(replay_id)
