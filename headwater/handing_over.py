"""Handing leads over: marketing offers, sales accepts or rejects, and no viable one is left behind.

It stands beside the journey because it needs two verbs: qualify keeps the hand-offs, their clocks
and the statuses, route says who gets a lead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import Owner, Team, User
from headwater.people.owner import owners
from headwater.people.standing import moment
from headwater.qualify import deciding, handoff, handoff_policy, qualifying
from headwater.qualify.touch import hold
from headwater.records import writing
from headwater.records.draft import Batch
from headwater.records.models import Handoff, Lead
from headwater.records.problem import Problem, Refused
from headwater.route import passing, reassign, turns
from headwater.route.because import told
from headwater.route.decide import Verdict
from headwater.route.fallback import default_owner


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

    `words` say why. Raises Refused unless `by` does marketing or leads people, and when the owner
    is not active.
    """
    at, to = at or timezone.now(), to or as_set()
    _check(by, to)
    words = words.strip() or ("by hand" if by else "")
    because: dict[str, Any] = {"words": words} if words else {}
    if to.team:
        because["team"] = to.team.pk  # whose next member gets it when time is up
    with moment(), transaction.atomic():
        hold(leads)
        there = set(Handoff.objects.offered().filter(
            lead__in=[lead.pk for lead in leads]).values_list("lead_id", flat=True))  # fmt: skip
        free = [lead for lead in leads if lead.pk not in there and lead.is_open]
        before = {lead.pk: lead.owner_id for lead in free}
        give(free, chosen(free, to, at), by=by)
        return handoff.offer(free, by=by, because=because, before=before, at=at)


def accept(rows: Iterable[Handoff], *, by: User) -> list[Handoff]:
    """Sales takes them: what a queue has becomes `by`'s, everything else stays where it is."""
    with moment(), transaction.atomic():
        held = deciding.accept(rows, by=by)
        because = {"words": "accepted by sales"}
        move([row for row in held if row.owner.is_queue], by, by=by, because=because)
    return held


def reject(rows: Iterable[Handoff], *, by: User, reason: str, note: str = "") -> list[Handoff]:
    """Back to marketing, with the reason; whoever had got it in turn gets the next one instead."""
    with moment(), transaction.atomic():
        held = deciding.reject(rows, by=by, reason=reason, note=note)
        because = {"words": f"rejected by sales: {reason}"}
        _back(held, by=by, because=because)
        turns.give_back([row.lead for row in held], because=because, by=by)
    return held


def withdraw(rows: Iterable[Handoff], *, by: User) -> list[Handoff]:
    """Marketing takes offers back; the leads are with whoever had them before."""
    with moment(), transaction.atomic():
        held = deciding.withdraw(rows, by=by, words="Taken back by marketing")
        because = {"words": "the offer was taken back"}
        for owner, group in _grouped((row, _home(row, None)) for row in held):
            move(group, owner, by=by, because=because)
        turns.give_back([row.lead for row in held], because=because, by=by)
    return held


def reopen(rows: Iterable[Handoff], *, by: User) -> list[Handoff]:
    """What `by` has just accepted or rejected is to be decided about again, as it was."""
    with moment(), transaction.atomic():
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
    if by and not by.can_lead_people:
        message = "Marketing or a manager offers leads to sales."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    if to.owner and not to.owner.is_active:
        message = f"{to.owner} is not active any more. Choose somebody else."
        raise Refused([Problem("OwnerId", "INACTIVE_OWNER_OR_USER", message)])


def give(
    leads: Sequence[Lead],
    verdicts: Mapping[int, Verdict],
    *,
    by: User | None,
    because: Mapping[str, Any] | None = None,
) -> None:
    """The leads get their owners; those who are with the right one already stay there."""
    groups: dict[str, tuple[Owner, dict[str, Any], list[Lead]]] = {}
    for lead in leads:
        verdict = verdicts[lead.pk]
        owner = verdict.owner or default_owner()
        if owner.pk != lead.owner_id:
            why = {**told(verdict, owner), **(because or {})}
            groups.setdefault(statements.dumped(why), (owner, why, []))[2].append(lead)
    for owner, why, some in groups.values():
        reassign.move(some, owner, by=by, because=why)


def chosen(leads: Sequence[Lead], to: To, at: datetime) -> Mapping[int, Verdict]:
    """Who gets each lead by key: the named one, by turn, or by the rules; turns are taken."""
    if to.owner:
        words = f"offered to {to.owner}"
        return {lead.pk: Verdict(to.owner, words) for lead in leads}
    if to.team:
        return passing.in_turn(to.team, leads, at=at)
    return passing.by_rules(leads, at=at)


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
