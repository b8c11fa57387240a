"""Leads that do things, and rules that give points for it."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import engagement
from headwater.records.engagement import Engagement
from headwater.records.models import Lead
from headwater.score.models import ScoreRule

Did = Callable[..., None]
_number = itertools.count(1)


@pytest.fixture
def did() -> Did:
    """`did(lead, "page_view", "/prices", times=3, days_ago=7, interest="Solar")`."""

    def make(
        lead: Lead, kind: str, what: str = "", *, times: int = 1, days_ago: float = 0.0,
        **values: Any,
    ) -> None:  # fmt: skip
        at = timezone.now() - timedelta(days=days_ago, seconds=1)
        values |= {"kind": kind, "what": what, "lead": lead, "at": at}
        events = [Engagement(key=f"test-{next(_number)}", **values) for _ in range(times)]
        engagement.note(events)

    return make


def rule(name: str, event: str = "", points: int = 10, **values: Any) -> ScoreRule:
    """A rule on fields, or on what people do."""
    side = values.pop("side", "engagement" if event else "fit")
    return ScoreRule(name=name, event=event, points=points, side=side, **values)
