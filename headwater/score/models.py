"""Django looks for models here; each lives in a file named for what it is."""

from headwater.score.learning.learned_model import LearnedModel, LearnedSettings
from headwater.score.replay import ScoreReplay
from headwater.score.score_rule import ScoreRule, ScoreRuleSet
from headwater.score.unscored import Unscored

__all__ = [
    "LearnedModel", "LearnedSettings", "ScoreReplay", "ScoreRule", "ScoreRuleSet", "Unscored",
]  # fmt: skip
