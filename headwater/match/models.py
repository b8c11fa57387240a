"""Django looks for models here."""

from headwater.match.match_key import MatchKey
from headwater.match.match_run import LearnedWeights, MatchRun
from headwater.match.refusal import Refusal
from headwater.match.rules.duplicate_rule import DuplicateRule
from headwater.match.rules.matching_rule import MatchingRule, MatchingRuleItem
from headwater.match.rules.record_set import DuplicateRecordItem, DuplicateRecordSet

__all__ = [
    "DuplicateRecordItem",
    "DuplicateRecordSet",
    "DuplicateRule",
    "LearnedWeights",
    "MatchKey",
    "MatchRun",
    "MatchingRule",
    "MatchingRuleItem",
    "Refusal",
]
