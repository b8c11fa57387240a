"""No viable prospect is left behind: each minute, what nobody has decided about passes on.

Who has become marketing qualified since is offered, what is settled otherwise is put away.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.handing_over import as_set, chosen, give, move, offer
from headwater.jobs import job
from headwater.people.models import Team, User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.people.user import Role, users
from headwater.qualify import deciding, handoff, qualifying
from headwater.records.models import Handoff
from headwater.records.notification import News, tell
from headwater.route import passing

AT_ONCE = 500  # hand-offs of one run; what is left comes a minute later
BECAUSE: dict[str, Any] = {"words": "not accepted in time"}


@dataclass(frozen=True, slots=True)
class Alike:
    """What passes on together: of one kind, round and team, let down by the same people."""

    kind: str
    round: int
    team: int
    tried: frozenset[int]


@job("handing_over", cron="* * * * *")
def each_minute(timestamp: int) -> None:
    """The minute's run; `timestamp` is the Unix time it was meant for."""
    now = timezone.now()
    deciding.settle(at=now)
    pass_on(now)
    offer_qualified(now)


def pass_on(now: datetime) -> int:
    """Offer to somebody else what nobody has decided about in time; returns how many."""
    with moment(), transaction.atomic():
        late = Handoff.objects.waiting().filter(clock__stopped_at=None, clock__due_at__lte=now)
        late = late.filter(clock__paused_at=None).order_by("clock__due_at")
        held = deciding.pass_on(list(late[:AT_ONCE]), at=now)
        for alike, group in _alike(held).items():
            _to_the_next(group, alike, now)
    return len(held)


def offer_qualified(now: datetime) -> int:
    """Offer whom something has made qualified since this was asked last; returns how many."""
    if qualifying.definition() is None:
        return 0
    with moment(), transaction.atomic():
        changed = qualifying.changed_since_last_time(now=now)
        return len(offer(qualifying.qualified(changed, now=now), by=None, at=now))


def _alike(rows: Sequence[Handoff]) -> dict[Alike, list[Handoff]]:
    tried: dict[int, set[int]] = defaultdict(set)
    keys = [row.lead_id for row in rows]
    past = Handoff.objects.filter(lead__in=keys, stage=Handoff.Stage.ESCALATED)
    for lead_id, owner_id in past.values_list("lead_id", "offered_to_id"):
        tried[lead_id].add(owner_id)
    found: dict[Alike, list[Handoff]] = defaultdict(list)
    # What reaches the default owner stays there, and is told of again and again.
    last = {organization().default_lead_owner_id}
    for row in rows:
        others = frozenset((tried[row.lead_id] | {row.owner.pk}) - last)
        team = row.because.get("team") or 0
        found[Alike(row.kind, row.round, team, others)].append(row)
    return found


def _to_the_next(rows: Sequence[Handoff], alike: Alike, now: datetime) -> None:
    """The next one of sales gets these, with time of their own; the managers hear of it."""
    leads = [row.lead for row in rows]
    before = {row.lead_id: row.owner.pk for row in rows}
    team = Team.objects.filter(pk=alike.team).first()
    if alike.kind == Handoff.Kind.DEAL:
        _deals_to_the_next(rows, alike.tried, now)
    elif team:
        verdicts = passing.in_turn(team, leads, at=now, away_from=alike.tried)
        give(leads, verdicts, by=None, because=BECAUSE)
    else:
        passing.pass_on(leads, because=BECAUSE, away_from=alike.tried)
    because = BECAUSE | ({"team": team.pk} if team else {})
    handoff.offer(
        leads, by=None, because=because, before=before, at=now, round=alike.round + 1,
        deals={row.lead_id: row.opportunity for row in rows if row.opportunity},
    )  # fmt: skip
    tell([_alarm(row, before[row.lead_id]) for row in rows], now)


def _deals_to_the_next(rows: Sequence[Handoff], tried: frozenset[int], now: datetime) -> None:
    """To a person: whom the hand-off would choose now, else the manager, else an admin."""
    verdicts = chosen([row.lead for row in rows], as_set(), now)
    for row in rows:
        owner = verdicts[row.lead_id].owner
        person = _person(owner.pk if owner else 0, row.owner.pk, tried)
        if person:
            move([row], person, by=None, because=BECAUSE)


def _person(wanted: int, now_with: int, tried: frozenset[int]) -> User | None:
    known: Mapping[int, User] = users()
    above = known[now_with].manager_id if now_with in known else None
    admins = sorted(key for key, user in known.items() if user.role == Role.ADMIN)
    for key in (wanted, above or 0, *admins):
        if key in known and key not in tried and known[key].is_active:
            return known[key]
    return None


def _alarm(row: Handoff, owner_id: int) -> News:
    """Whoever let it pass, their manager, and who offered it."""
    people = [owner_id, *([row.offered_by_id] if row.offered_by_id else [])]
    text = f"Nobody accepted {row} in time; {row.owner} has it now."
    return News(f"handoff:{row.pk}:passed", text, handoff.url_of(row), people, "handoff.decided",
                with_managers=True)  # fmt: skip
