"""Django looks for models here; each lives in a file named for what it is."""

from headwater.score.learning.learned_model import LearnedModel, LearnedSettings
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

__all__ = ["LearnedModel", "LearnedSettings", "ScoreRule", "ScoreRuleSet"]
