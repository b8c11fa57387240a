"""Django looks for models here; each lives in a file named for what it is."""

from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.route.fired import RuleTally
from headwater.route.replay import Replay
from headwater.route.round_robin import RoundRobin

__all__ = [
    "AssignmentCase", "AssignmentRule", "AssignmentRuleSet", "Replay", "RoundRobin", "RuleTally",
]  # fmt: skip
