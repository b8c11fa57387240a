"""The deals behind numbers that no criteria can say; only the links of pages of figures name them.

`opened-early`, `from-lead`, `direct`; `won.90` are those won in a period; and
`early-stage.90.fell_out.416263` those opened early in a period by what became of them in a stage
(its name as hexadecimal bytes: people call stages what they like).
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from headwater.measure import early_funnel
from headwater.measure.early_funnel import ENTERED
from headwater.measure.figure import Period
from headwater.measure.origin import FROM_LEAD
from headwater.people.models import User
from headwater.web.lists.kind import View

EVER = "all"
NAMED = {
    "opened-early": View("opened-early", "Opened early", among=lambda rows: rows.filter(ENTERED)),
    "from-lead": View("from-lead", "From a lead", among=lambda rows: rows.filter(FROM_LEAD)),
    "direct": View("direct", "Opened direct", among=lambda rows: rows.exclude(FROM_LEAD)),
}
WORDS = {
    "been": "Were in", "went_on": "Went on from", "still": "Still in", "fell_out": "Fell out of",
}  # fmt: skip


def view(key: str, user: User) -> View | None:
    """The view that the key names; None for another one."""
    head, *parts = key.split(".")
    of = OF.get(head)
    return NAMED.get(key) or (of(key, parts) if of else None)


def won_view(period: Period) -> str:
    """Key of the deals won in a period."""
    return f"won.{_days(period)}"


def stage_view(period: Period, end: str, stage: str) -> str:
    """Key of the deals that were opened early in a period and `end`ed so in a stage."""
    return f"early-stage.{_days(period)}.{end}.{stage.encode().hex()}"


def _won(key: str, parts: list[str]) -> View | None:
    period = _period(parts[0]) if len(parts) == 1 else None
    if period is None:
        return None
    since = period.since
    won = Q(is_won=True, is_closed=True) & (Q(closed_at__gte=since) if since else Q())
    return View(key, "Won in the period", among=lambda rows: rows.filter(won))


def _early_stage(key: str, parts: list[str]) -> View | None:
    period = _period(parts[0]) if len(parts) == 3 else None
    if period is None or parts[1] not in WORDS:
        return None
    try:
        stage = bytes.fromhex(parts[2]).decode().replace("\x00", "")
    except ValueError:
        return None
    condition: Any = early_funnel.in_stage(period, stage, parts[1])
    return View(key, f"{WORDS[parts[1]]} {stage}", among=lambda rows: rows.filter(condition))


def _days(period: Period) -> str:
    return EVER if period.days is None else str(period.days)


def _period(text: str) -> Period | None:
    is_days = text.isascii() and text.isdigit() and len(text) < 6
    if text != EVER and not is_days:
        return None
    return Period(int(text) if is_days else None, timezone.now())


OF: dict[str, Callable[[str, list[str]], View | None]] = {
    "won": _won, "early-stage": _early_stage,
}  # fmt: skip
