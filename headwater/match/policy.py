"""Which of the alike records are acted upon, and how.

The match model says how likely two records are one; here stands what follows. A certain match of a
person joins the open lead and links the contact; everything less waits for people as a pair.
"""

from collections.abc import Iterable

from headwater.match.search import Alike
from headwater.records.duplicate_pair import Tier

# A company's own domain or its name is enough to be somebody's employer; people may move the lead.
EMPLOYS = (Tier.CERTAIN, Tier.LIKELY)


def employer(found: Iterable[Alike]) -> Alike | None:
    """The account somebody works for: its own web domain, else its name; then the oldest."""
    accounts = [
        a
        for a in found
        if a.object_name == "Account" and (a.may_employ or a.verdict.tier in EMPLOYS)
    ]
    strength = lambda a: (a.shares_domain, round(a.verdict.bits, 1), -a.record_id)  # noqa: E731
    return max(accounts, key=strength, default=None)


def waits_for_people(found: Alike) -> bool:
    """Whether a pair is written: not for where somebody works, nor for a contact that is linked."""
    if found.object_name == "Account" or found.verdict.tier == Tier.NONE:
        return False
    return not (found.object_name == "Contact" and found.is_certain)
