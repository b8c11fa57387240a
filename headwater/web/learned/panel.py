"""What a lead's page says of its probability: a number, and why, in words."""

from typing import Any

from headwater.records.models import Lead
from headwater.score.learning.reasons import strength


def of_lead(lead: Lead) -> dict[str, Any]:
    """Nothing where nothing (better than the rules) was learned. No query."""
    if lead.probability is None:
        return {}
    return {
        "probability": {
            "share": lead.probability, "words": _words(lead.probability),
            "reasons": [
                {"words": each["words"], "strength": strength(each["weight"]),
                 "is_for": each["weight"] > 0}
                for each in lead.probability_because
            ],
        }
    }  # fmt: skip


def _words(percent: float) -> str:
    """As people say it: of ten leads like this."""
    tens = round(percent / 10)
    if tens <= 0:
        return "hardly any lead like this converts"
    if tens >= 10:
        return "nearly all leads like this convert"
    return f"of ten leads like this {tens} convert{'s' if tens == 1 else ''}"
