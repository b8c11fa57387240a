"""What a probability means. The only place where the thresholds are."""

from headwater.records.duplicate_pair import Tier

CERTAIN, LIKELY, POSSIBLE = 0.998, 0.8, 0.2


def tier_of(probability: float, *, may_act: bool) -> Tier:
    """Certain acts without a human, so it needs a distinguishing agreement besides."""
    if probability >= CERTAIN and may_act:
        return Tier.CERTAIN
    if probability >= LIKELY:
        return Tier.LIKELY
    return Tier.POSSIBLE if probability >= POSSIBLE else Tier.NONE
