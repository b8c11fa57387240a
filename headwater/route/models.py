"""Django looks for models here; each lives in a file named for what it is."""

from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.route.fired import RuleTally
from headwater.route.replay import Replay
from headwater.route.round_robin import RoundRobin
from headwater.route.stays import QueueLook, QueueStay
from headwater.route.turns import ReturnedTurn

__all__ = [
    "AssignmentCase", "AssignmentRule", "AssignmentRuleSet", "QueueLook", "QueueStay", "Replay",
    "ReturnedTurn", "RoundRobin", "RuleTally",
]  # fmt: skip
