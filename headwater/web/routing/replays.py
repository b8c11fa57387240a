"""The draft of the assignment rules is replayed; the leads that would change owner."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.people.owner import owners
from headwater.records.models import Lead
from headwater.route import drafts, replaying
from headwater.route.models import Replay
from headwater.web.routing.editing import desk
from headwater.web.rulesets.replays import ReplayDesk, Rows
from headwater.web.setup.access import for_admins

looking = ReplayDesk(
    desk, drafts, replaying, Replay, progress="replay_progress", cancel="cancel_replay"
)
start, cancel = for_admins(require_POST(looking.start)), for_admins(require_POST(looking.cancel))
progress = looking.progress


def leads(request: HttpRequest, pk: int) -> HttpResponse:
    """The leads that would change owner."""
    return looking.leads(request, pk, "routing/replay_leads.html", _rows)


def _rows(moved: Sequence[Any], seen: dict[int, Lead]) -> Rows:
    names = owners()
    return [
        {"lead": seen[lead_id], "rule": rule, "was": names.get(one), "then": names.get(other)}
        for lead_id, one, other, rule in moved
    ]
