"""A replay: what the leads of the last days would score under other rules."""

from django.db import models

from headwater.rulesets.replay import RUNNING, ReplayRow


class ScoreReplay(ReplayRow):
    """One look back; `result` is what `replay_sums` made of it."""

    rule_set = models.ForeignKey("score.ScoreRuleSet", models.CASCADE, related_name="replays")

    class Meta(ReplayRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=RUNNING, name="one_score_replay_at_a_time"
            )
        ]
