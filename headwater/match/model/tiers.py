"""What a probability means. The only place where the thresholds are."""

from headwater.records.duplicate_pair import Tier

CERTAIN, LIKELY, POSSIBLE = 0.998, 0.8, 0.2
# People move and change employers; a mailbox of their own stays theirs.
CERTAIN_BY_MAILBOX = 0.95


def tier_of(probability: float, *, may_act: bool, own_mailbox: bool = False) -> Tier:
    """Certain acts without a human, so it needs a distinguishing agreement besides."""
    if may_act and probability >= (CERTAIN_BY_MAILBOX if own_mailbox else CERTAIN):
        return Tier.CERTAIN
    if probability >= LIKELY:
        return Tier.LIKELY
    return Tier.POSSIBLE if probability >= POSSIBLE else Tier.NONE
