"""Handing leads over: marketing offers, sales accepts or rejects, and no viable one is left behind.

It stands beside the journey because it needs two verbs: qualify keeps the hand-offs, their clocks
and the statuses, route says who gets a lead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import Owner, Team, User
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.qualify import deciding, handoff, handoff_policy, qualifying
from headwater.records import writing
from headwater.records.draft import Batch
from headwater.records.models import Handoff, Lead
from headwater.records.problem import Problem, Refused
from headwater.route import decide, reassign, turns
from headwater.route.models import AssignmentRule
from headwater.route.pools import Pools


@dataclass(frozen=True, slots=True)
class To:
    """Whom leads are offered to: an owner, a team whose members take turns, or (neither of them)
    whoever the assignment rules say."""

    owner: Owner | None = None
    team: Team | None = None


def as_set() -> To:
    """Whom Setup says that leads are offered to."""
    policy = handoff_policy.policy()
    return To(policy.owner, policy.team)


def offer(
    leads: Sequence[Lead], *, by: User | None, to: To | None = None, words: str = "",
    at: datetime | None = None,
) -> list[Handoff]:  # fmt: skip
    """Give leads to sales and ask whether they are accepted; who is on offer already is left out.

    `words` say why. Raises Refused when `by` may only read, or the owner is not active.
    """
    at, to = at or timezone.now(), to or as_set()
    _check(by, to)
    told = words.strip() or ("by hand" if by else "meets the definition")
    with transaction.atomic():
        there = set(Handoff.objects.offered().filter(
            lead__in=[lead.pk for lead in leads]).values_list("lead_id", flat=True))  # fmt: skip
        free = [lead for lead in leads if lead.pk not in there and lead.is_open]
        before = {lead.pk: lead.owner_id for lead in free}
        _assign(free, to, by, at)
        return handoff.offer(free, by=by, because={"words": told}, before=before, at=at)


def accept(rows: Iterable[Handoff], *, by: User) -> list[Handoff]:
    """Sales takes them: what a queue has becomes `by`'s, everything else stays where it is."""
    with transaction.atomic():
        held = deciding.accept(rows, by=by)
        because = {"words": "accepted by sales"}
        move([row for row in held if row.owner.is_queue], by, by=by, because=because)
    return held


def reject(rows: Iterable[Handoff], *, by: User, reason: str, note: str = "") -> list[Handoff]:
    """Back to marketing, with the reason; whoever had got it in turn gets the next one instead."""
    with transaction.atomic():
        held = deciding.reject(rows, by=by, reason=reason, note=note)
        because = {"words": f"rejected by sales: {reason}"}
        _back(held, by=by, because=because)
        turns.give_back([row.lead for row in held], because=because, by=by)
    return held


def withdraw(rows: Iterable[Handoff], *, by: User) -> list[Handoff]:
    """Marketing takes offers back; the leads are with whoever had them before."""
    with transaction.atomic():
        held = deciding.withdraw(rows, by=by, words="Taken back by marketing")
        because = {"words": "the offer was taken back"}
        for owner, group in _grouped((row, _home(row, None)) for row in held):
            move(group, owner, by=by, because=because)
        turns.give_back([row.lead for row in held], because=because, by=by)
    return held


def reopen(rows: Iterable[Handoff], *, by: User) -> list[Handoff]:
    """What `by` has just accepted or rejected is to be decided about again, as it was."""
    with transaction.atomic():
        held = deciding.reopen(rows, by=by)
        known = owners()
        pairs = ((row, known[row.because["was"]["owner"]]) for row in held)
        for owner, group in _grouped(pairs):
            move(group, owner, by=by, because={"words": "the decision was taken back"})
    return held


def hand_over(batch: Batch) -> None:
    """The journey's last step: who has become marketing qualified is offered to sales."""
    if batch.is_history or qualifying.definition() is None:
        return
    found = qualifying.qualified([lead.pk for lead in batch.leads], now=batch.now)
    if found:
        offer(found, by=None, at=batch.now)


def _check(by: User | None, to: To) -> None:
    if by and not by.can_edit:
        message = "You can read everything here, but not change it."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    if to.owner and not to.owner.is_active:
        message = f"{to.owner} is not active any more. Choose somebody else."
        raise Refused([Problem("OwnerId", "INACTIVE_OWNER_OR_USER", message)])


def _assign(leads: Sequence[Lead], to: To, by: User | None, at: datetime) -> None:
    """The leads get their owners; those who are with the right one already stay there."""
    for (owner, told), group in _destinies(leads, to, at).items():
        moving = [lead for lead in group if lead.owner_id != owner]
        reassign.move(moving, owners()[owner], by=by, because=dict(told))


def _destinies(
    leads: Sequence[Lead], to: To, at: datetime
) -> Mapping[tuple[int, tuple[tuple[str, Any], ...]], list[Lead]]:
    """Who gets which leads, and why."""
    found: dict[Any, list[Lead]] = defaultdict(list)
    verdicts = chosen(leads, to, at)
    for lead in leads:
        verdict = verdicts[lead.pk]
        owner_id = verdict.owner.pk if verdict.owner else organization().default_lead_owner_id
        because: dict[str, Any] = {"words": verdict.words}
        if verdict.turn:
            because["turn"] = verdict.turn
        if verdict.rule and verdict.rule.pk:
            because |= {"rule": verdict.rule.name, "rule_id": verdict.rule.pk}
        found[owner_id or lead.owner_id, tuple(because.items())].append(lead)
    return found


def chosen(leads: Sequence[Lead], to: To, at: datetime) -> Mapping[int, decide.Verdict]:
    """Who gets each lead by key: by the rules, or the named one; turns are taken."""
    if not leads:
        return {}
    if not (to.owner or to.team):
        return decide.verdicts(leads, at=at)
    rule = AssignmentRule(name="Hand-off", owner=to.owner, team=to.team)
    pools = Pools.held([rule], at)
    pools.learn([rule], leads)
    deciding_one = decide.Deciding([rule], pools, at)
    found = {lead.pk: deciding_one.of(lead, (True,)) for lead in leads}
    pools.write()
    return found


def move(rows: Sequence[Handoff], owner: Owner, *, by: User | None, because: Any) -> None:
    """What is offered becomes `owner`'s: the leads, or the deals that were made of them."""
    moving = [row for row in rows if row.owner.pk != owner.pk]
    reassign.move([row.lead for row in moving if not row.is_deal], owner, by=by, because=because)
    deals = [row.opportunity for row in moving if row.opportunity]
    writing.change(deals, {"owner_id": owner.pk}, by=by, because=because)


def _back(rows: Sequence[Handoff], *, by: User, because: dict[str, Any]) -> None:
    """To the owner named in Setup, or to whoever had each of them before."""
    named = handoff_policy.policy().rejected_owner
    for owner, group in _grouped((row, _home(row, named)) for row in rows):
        move(group, owner, by=by, because=because)


def _home(row: Handoff, named: Owner | None) -> Owner:
    """Nobody who has left, and for a deal no queue."""
    for owner in (named, row.owner_before, row.offered_by):
        if owner and owner.is_active and not (row.is_deal and owner.is_queue):
            return owner
    return owners()[row.owner.pk]


def _grouped(pairs: Iterable[tuple[Handoff, Owner]]) -> list[tuple[Owner, list[Handoff]]]:
    found: dict[int, tuple[Owner, list[Handoff]]] = {}
    for row, owner in pairs:
        found.setdefault(owner.pk, (owner, []))[1].append(row)
    return list(found.values())
