"""Whom a rule gives its leads to: a person, a queue, or the members of a team, and how."""

from typing import Any

from django.db import models

from headwater.people.skills import KINDS


class Strategy(models.TextChoices):
    """How a team's members are chosen."""

    TURNS = "turns", "In turn, by weight"
    CAPACITY = "capacity", "Whoever has most room"


class Target(models.Model):
    """An owner (user or queue) or a team, one of the two.

    Before that, who owns the lead's account or had this person before may be asked. `matching`
    maps a kind of skill to the lead's field (its API name) that must match it: where none of the
    team fits, the next rules are asked (`only_matching`) or all of the team is the pool. With
    `prefers_at_work`, those in their working hours come first. `goes_on`: where nobody is free,
    the next rules are asked; else the default owner gets the lead.
    """

    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    strategy = models.CharField(max_length=8, choices=Strategy, default=Strategy.TURNS)
    matching: Any = models.JSONField(default=dict, blank=True)
    only_matching = models.BooleanField(default=False)
    prefers_at_work = models.BooleanField(default=False)
    asks_account_owner = models.BooleanField(default=False)
    asks_previous_owner = models.BooleanField(default=False)
    goes_on = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def target(self) -> str:
        """Who gets the lead, in words."""
        first = []
        if self.asks_account_owner:
            first.append("the account's owner")
        if self.asks_previous_owner:
            first.append("who had this person before")
        return ", else ".join([*first, self._team_in_words() if self.team else str(self.owner)])

    def _team_in_words(self) -> str:
        is_turns = self.strategy == Strategy.TURNS
        words = f"team {self.team}, {'in turn' if is_turns else 'by room'}"
        if self.matching:
            words += f", by {' and '.join(KINDS.get(kind, kind).lower() for kind in self.matching)}"
        return words + (", those at work first" if self.prefers_at_work else "")

    @property
    def aim(self) -> tuple[Any, ...]:
        """Everything about who gets the lead: rules with equal aims treat it alike."""
        return (
            self.owner_id, self.team_id, self.strategy, tuple(sorted(self.matching.items())),
            self.only_matching, self.prefers_at_work, self.asks_account_owner,
            self.asks_previous_owner, self.goes_on,
        )  # fmt: skip

    @property
    def problem(self) -> str:
        """Why this target cannot work, in words; '' when it can."""
        if (self.owner_id is None) == (self.team_id is None):
            return "choose an owner or a team."
        if self.owner and not self.owner.is_active:
            return f"{self.owner} is not active any more."
        if strange := set(self.matching) - set(KINDS):
            return f"there is no kind of skill called {sorted(strange)[0]}."
        return ""
