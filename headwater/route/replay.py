"""A replay: who would have got the leads of the last days under other rules."""

from django.db import models

from headwater.rulesets.replay import RUNNING, ReplayRow


class Replay(ReplayRow):
    """One look back; `result` is what `replay_sums` made of it."""

    rule_set = models.ForeignKey("route.AssignmentRuleSet", models.CASCADE, related_name="replays")

    class Meta(ReplayRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=RUNNING, name="one_replay_at_a_time"
            )
        ]
