"""Which record each lead of a batch becomes: one that is there, a new one, or another lead's."""

from collections.abc import Mapping
from typing import Any

from headwater.convert.choices import Beside, Choices, NoDeal
from headwater.records.models import Lead

NOUNS = ("Account", "Contact", "Opportunity")
# (False, key of a record that is there), or (True, the lead for which a new one is made).
Origin = tuple[bool, int]


class Origins:
    """Follows `Beside` to where a record comes from.

    `converted` are the leads beside that are converted already: what they became is meant.
    """

    def __init__(self, choices: Mapping[int, Choices], converted: Mapping[int, Lead]) -> None:
        self.choices, self.converted = choices, converted

    def of(self, noun: str, lead_id: int) -> Origin | None:
        """Where this lead's record of an object comes from; None: it gets none."""
        return self._follow(noun, lead_id, ())

    def _follow(self, noun: str, lead_id: int, seen: tuple[int, ...]) -> Origin | None:
        if lead_id in self.converted:
            return self._became(noun, lead_id)
        if lead_id in seen:  # in a circle: they share a new one
            return (True, min(seen))
        if lead_id not in self.choices:  # gone; whoever named it shares a new one
            return (True, lead_id)
        chosen = self._chosen(noun, self.choices[lead_id])
        if isinstance(chosen, Beside):
            return self._follow(noun, chosen.lead_id, (*seen, lead_id))
        if isinstance(chosen, NoDeal):
            return None
        return (False, chosen.pk) if hasattr(chosen, "pk") else (True, lead_id)

    def _became(self, noun: str, lead_id: int) -> Origin | None:
        """What a converted lead became; a new one where that is gone, but never a deal."""
        key = getattr(self.converted[lead_id], f"converted_{noun.lower()}_id")
        if key:
            return (False, key)
        return None if noun == "Opportunity" else (True, lead_id)

    def _chosen(self, noun: str, choices: Choices) -> Any:
        """Who gets the contact or the deal of another lead gets its account, too."""
        if noun == "Account" and choices.account is None:
            others = (choices.contact, choices.opportunity)
            return next((each for each in others if isinstance(each, Beside)), None)
        return getattr(choices, noun.lower())
