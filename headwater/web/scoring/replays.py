"""The draft of the score rules is replayed; the leads that would score otherwise."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.records.models import Lead
from headwater.score import drafts, replaying
from headwater.score.models import ScoreReplay
from headwater.web.rulesets.replays import ReplayDesk, Rows
from headwater.web.scoring.editing import desk
from headwater.web.setup.access import for_admins

looking = ReplayDesk(
    desk, drafts, replaying, ScoreReplay,
    progress="score_replay_progress", cancel="cancel_score_replay",
)  # fmt: skip
start, cancel = for_admins(require_POST(looking.start)), for_admins(require_POST(looking.cancel))
progress = looking.progress


def leads(request: HttpRequest, pk: int) -> HttpResponse:
    """The leads whose score would change."""
    return looking.leads(request, pk, "scoring/replay_leads.html", _rows)


def _rows(moved: Sequence[Any], seen: dict[int, Lead]) -> Rows:
    return [
        {"lead": seen[lead_id], "before": before, "after": after, "change": after - before,
         "cells": (was.rstrip("+"), then.rstrip("+")),
         "was": was.endswith("+"), "then": then.endswith("+")}
        for lead_id, before, after, was, then in moved
    ]  # fmt: skip
