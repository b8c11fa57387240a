"""What would stand twice at the survivor is united; nothing that was said is lost.

Campaign members: the furthest status, the earliest date. Parts in opportunities: one for each
person. Relations to companies: one for each, still active if one of them is. Consents: all of
them, where a no outweighs a yes. Response clocks: the earliest promise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from headwater.database import statements
from headwater.merge.moving import Moved
from headwater.people.models import User
from headwater.records import journal
from headwater.records.journal import Journal
from headwater.records.models import (
    AccountContactRelation,
    CampaignMember,
    CampaignMemberStatus,
    Clock,
    Consent,
    OpportunityContactRole,
)

PROMISE = (
    "policy", "policy_key", "minutes", "hours_id", "started_at", "due_at", "owned_at", "missed_at",
    "watch_at", "warned_share",
)  # fmt: skip
Unite = Callable[[Any, Sequence[Any]], dict[str, Any]]


@dataclass(slots=True)
class Act:
    """One merge while it happens."""

    object_name: str
    survivor: Any
    losers: list[Any]
    by: User | None
    now: datetime
    journal: Journal = field(default_factory=Journal)
    moved: Moved = field(default_factory=dict)
    dropped: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)

    @property
    def records(self) -> list[Any]:
        return [self.survivor, *self.losers]

    @property
    def keys(self) -> list[int]:
        return [record.pk for record in self.records]

    @property
    def side(self) -> str:
        """The column by which a row names the person."""
        return f"{self.object_name.lower()}_id"

    def is_changed(self, row: Any) -> bool:
        return str(row.pk) in self.journal.before.get(type(row).__name__, {})


def unite(act: Act) -> None:
    """Everything that does not simply move."""
    if act.object_name != "Lead":
        _relations(act)
    if act.object_name == "Account":
        return
    _members(act)
    _consents(act)
    if act.object_name == "Contact":
        _parts(act)
    else:
        _clocks(act)


def _members(act: Act) -> None:
    rows = _held(CampaignMember, act)
    several = {campaign for campaign, group in _by(rows, "campaign_id").items() if len(group) > 1}
    ranks = _ranks(several)

    def united(keep: Any, others: Sequence[Any]) -> dict[str, Any]:
        every = [keep, *others]
        furthest = max(every, key=lambda row: (row.has_responded, ranks.get(_label(row), -1)))
        responded = [row.first_responded_on for row in every if row.first_responded_on]
        return {
            "status": furthest.status, "has_responded": any(row.has_responded for row in every),
            "first_responded_on": min(responded, default=None),
        }  # fmt: skip

    _once_each(act, rows, "campaign_id", united)


def _parts(act: Act) -> None:
    def united(keep: Any, others: Sequence[Any]) -> dict[str, Any]:
        every = [keep, *others]
        return {
            "role": next((row.role for row in every if row.role), ""),
            "is_primary": any(row.is_primary for row in every),
        }

    _once_each(act, _held(OpportunityContactRole, act), "opportunity_id", united)


def _relations(act: Act) -> None:
    """What one is at a company; of two primary people of one account the survivor's stays."""
    rows = _held(AccountContactRelation, act)
    place = "contact_id" if act.object_name == "Account" else "account_id"
    second = _second(act, rows)
    for row in second:
        if sum(getattr(each, place) == getattr(row, place) for each in rows) == 1:
            act.journal.change(row, {"is_primary": False})

    def united(keep: Any, others: Sequence[Any]) -> dict[str, Any]:
        every = [row for row in (keep, *others) if not row.is_deleted] or [keep]
        roles = [role for row in every for role in row.role_list]
        started = [row.started_on for row in every if row.started_on]
        is_active = any(row.is_active for row in every)
        ended = [row.ended_on for row in every if row.ended_on]
        return {
            "roles": ";".join(dict.fromkeys(roles)), "is_active": is_active,
            "is_primary": any(row.is_primary and row not in second for row in every),
            "started_on": min(started, default=None),
            "ended_on": None if is_active else max(ended, default=None),
        }  # fmt: skip

    _once_each(act, rows, place, united)


def _second(act: Act, rows: Sequence[Any]) -> list[Any]:
    """Who is primary at an account that becomes one with an account that has somebody already."""
    if act.object_name != "Account":
        return []
    standing = [row for row in rows if row.is_primary and not row.is_deleted]
    return sorted(standing, key=lambda row: row.account_id != act.survivor.pk)[1:]


def _once_each(act: Act, rows: Sequence[Any], place: str, united: Unite) -> None:
    """One row for each campaign or opportunity: the survivor's, where it has one."""
    if not rows:
        return
    going = []
    for group in _by(rows, place).values():
        group.sort(key=lambda row: (getattr(row, act.side) != act.survivor.pk, row.pk))
        keep, others = group[0], group[1:]
        values = united(keep, others) | _whole(keep, others) if others else {}
        act.journal.change(keep, values | {act.side: act.survivor.pk})
        going += [row for row in others if not _unlink(act, row, keep)]
    _drop(act, going)
    _store(act, rows)


def _whole(keep: Any, others: Sequence[Any]) -> dict[str, Any]:
    """Since the first of them, gone only if all are gone, with whom it became by conversion."""
    every = [keep, *others]
    values = {
        "created_at": min(row.created_at for row in every),
        "is_deleted": all(row.is_deleted for row in every),
    }
    if hasattr(keep, "lead_id"):
        for side in ("lead_id", "contact_id"):
            values[side] = next((key for row in every if (key := getattr(row, side))), None)
    return values


def _unlink(act: Act, row: Any, keep: Any) -> bool:
    """A row that is also somebody else's membership loses this side only; False: it may go."""
    if not isinstance(row, CampaignMember):
        return False
    other = {"lead_id": "contact_id", "contact_id": "lead_id"}[act.side]
    theirs = getattr(row, other, None)
    if theirs is None or theirs == getattr(keep, other):
        return False
    act.journal.change(row, {act.side: None})
    return True


def _drop(act: Act, rows: Sequence[Any]) -> None:
    if rows:
        model = type(rows[0])
        act.dropped[model.__name__] = [_image(row) for row in rows]
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _image(row: Any) -> dict[str, Any]:
    """Every column of a row, so that it can be put back as it was."""
    return {name: journal.read(row, name) for name, _ in statements.stored(type(row))}


def _consents(act: Act) -> None:
    """What was said on the losers counts for the survivor from now on."""
    rows = [row for row in _held(Consent, act) if getattr(row, act.side) != act.survivor.pk]
    for row in rows:
        act.journal.change(row, {act.side: act.survivor.pk, "carried_at": act.now})
    _store(act, rows)


def _clocks(act: Act) -> None:
    """Of two running promises the earliest counts. The others wait with the tombstones, where
    nobody is reminded of them, and run on should the records be taken apart again."""
    held = Clock.objects.of_leads(act.keys).running().order_by("due_at", "id").select_for_update()
    rows = list(held)
    for group in _by(rows, "kind").values():
        own = next((row for row in group if row.lead_id == act.survivor.pk), None)
        earliest = group[0]
        if own is None:
            act.journal.change(earliest, {"lead_id": act.survivor.pk})
        else:
            act.journal.change(own, {name: getattr(earliest, name) for name in PROMISE})
        act.journal.change(own or earliest, {"owner_id": act.survivor.owner_id})
    _store(act, rows)


def _held(model: Any, act: Act) -> list[Any]:
    rows = model._default_manager.filter(**{f"{act.side}__in": act.keys})
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _store(act: Act, rows: Sequence[Any]) -> None:
    changed = [row for row in rows if act.is_changed(row)]
    if changed:
        before = act.journal.before[type(changed[0]).__name__]
        names = {name for row in changed for name in before[str(row.pk)]}
        statements.update(changed, names)


def _ranks(campaigns: Iterable[int]) -> Mapping[tuple[int, str], int]:
    """How far along each status of these campaigns is."""
    wanted = set(campaigns)
    if not wanted:
        return {}
    rows = CampaignMemberStatus.objects.filter(campaign__in=wanted, is_deleted=False)
    return {(row.campaign_id, row.label.lower()): row.sort_order for row in rows}


def _label(row: Any) -> tuple[int, str]:
    return row.campaign_id, row.status.lower()


def _by(rows: Iterable[Any], attribute: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, attribute), []).append(row)
    return found
