"""Django looks for models here; each lives in a file named for what it is."""

from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.route.round_robin import RoundRobin

__all__ = ["AssignmentRule", "AssignmentRuleSet", "RoundRobin"]
