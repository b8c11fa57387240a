"""What becomes of an offer: accepted, rejected with a reason, passed on, withdrawn, reopened."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from headwater.catalog import picklists
from headwater.people.models import User
from headwater.people.sharing import visible_owner_ids
from headwater.qualify import clocks, handoff, handoff_policy
from headwater.qualify.restart import restart
from headwater.qualify.self_moving import put
from headwater.qualify.touch import hold
from headwater.records import trail
from headwater.records.models import Handoff, Lead
from headwater.records.notification import News, tell
from headwater.records.problem import Problem, Refused

Stage = Handoff.Stage
MOVING = ("stage", "decided_at", "decided_by", "reason", "note", "because")
NOT_YOURS = "INSUFFICIENT_ACCESS_OR_READONLY"


def may_decide(row: Handoff, user: User) -> bool:
    """Whoever of sales has it, whoever is above them, and the members of the queue that has it."""
    seen = visible_owner_ids(user)
    is_sales = user.role in handoff.SALES and user.is_active
    return is_sales and (seen is None or row.owner.pk in seen)


def may_withdraw(row: Handoff, user: User) -> bool:
    return user.can_market or (user.can_edit and row.offered_by_id == user.pk)


def accept(rows: Iterable[Handoff], *, by: User, at: datetime | None = None) -> list[Handoff]:
    """Sales takes these over; the status moves as set. Raises Refused, also when none is open."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _held(rows, by)
        _end(held, Stage.ACCEPTED, by=by, at=at, words="Accepted")
        status = handoff_policy.policy().accepted_status
        handoff.put_status(_leads(held), status, by=by, at=at, words="accepted by sales")
        _remember_status(held)
    return held


def reject(
    rows: Iterable[Handoff], *, by: User, reason: str, note: str = "", at: datetime | None = None
) -> list[Handoff]:
    """Sales gives these back, with a reason of the list; the status moves as set."""
    at, reasons = at or timezone.now(), picklists.values(handoff.REASONS)
    if reason not in reasons:
        message = f"Say why. One of: {', '.join(reasons)}."
        code = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" if reason else "REQUIRED_FIELD_MISSING"
        raise Refused([Problem("Reason", code, message)])
    with transaction.atomic():
        held = _held(rows, by)
        _end(held, Stage.REJECTED, by=by, at=at, words="Rejected", reason=reason, note=note.strip())
        status, told = handoff_policy.policy().rejected_status, f"rejected by sales: {reason}"
        handoff.put_status(_leads(held), status, by=by, at=at, words=told, reason=reason)
        _remember_status(held)
    return held


def withdraw(
    rows: Iterable[Handoff], *, by: User | None, words: str, at: datetime | None = None
) -> list[Handoff]:
    """Nobody has to decide any more: taken back, or the lead was closed or converted meanwhile."""
    with transaction.atomic():
        held = _open_ones(rows)
        if by and not all(may_withdraw(row, by) for row in held):
            message = "Marketing takes an offer back, or whoever made it."
            raise Refused([Problem("", NOT_YOURS, message)])
        _end(held, Stage.WITHDRAWN, by=by, at=at or timezone.now(), words=words)
    return held


def pass_on(rows: Iterable[Handoff], *, at: datetime) -> list[Handoff]:
    """The time to decide is up: these are somebody else's from now on (see handing_over)."""
    with transaction.atomic():
        held = _open_ones(rows)
        _end(held, Stage.ESCALATED, by=None, at=at, words="Not accepted in time")
    return held


def reopen(rows: Iterable[Handoff], *, by: User, at: datetime | None = None) -> list[Handoff]:
    """What `by` has just decided is open again, with the time that was left."""
    at = at or timezone.now()
    with transaction.atomic():
        decided = Handoff.objects.filter(pk__in=[row.pk for row in rows], decided_by=by)
        decided = decided.filter(stage__in=[Stage.ACCEPTED, Stage.REJECTED])
        held = list(_joined(decided))
        hold(_leads(held))
        restart([row.clock_id for row in held if row.clock_id], by=by)
        for row in held:
            _status_back(row, by, at)
            row.stage, row.decided_at, row.decided_by = Stage.OFFERED, None, None
            row.reason = row.note = ""
        Handoff.objects.bulk_update(held, MOVING)
        told = {"words": "taken back"}
        trail.write([trail.entry("handoff.reopened", row.lead, by=by, at=at, because=told)
                     for row in held])  # fmt: skip
    return held


def settle(*, at: datetime) -> int:
    """Withdraw offers about which nothing is left to decide; returns how many."""
    first = Handoff.objects.offered().filter(
        lead=OuterRef("lead"), kind=OuterRef("kind"), pk__lt=OuterRef("pk")
    )  # two leads that were merged may both have been on offer
    over = Handoff.objects.offered().filter(
        Exists(first) | ~Q(pk__in=Handoff.objects.waiting().values("pk"))
    )
    with transaction.atomic():
        held = list(_joined(over))
        for words in sorted({_why_over(row) for row in held}):
            _end([row for row in held if _why_over(row) == words], Stage.WITHDRAWN, by=None, at=at,
                 words=words)  # fmt: skip
    return len(held)


def hold_offers(leads: Sequence[Lead]) -> list[Handoff]:
    """The open offers of these leads, locked: before the leads, as whoever decides does it."""
    keys = [lead.pk for lead in leads]
    rows = Handoff.objects.offered().filter(lead__in=keys, kind=Handoff.Kind.LEAD)
    return list(_joined(rows))


def converting(
    offers: Sequence[Handoff], leads: Iterable[Lead], *, by: User | None, at: datetime | None = None
) -> None:
    """These leads are being converted: whoever may accept one has done so, else its offer ends.

    `offers` are those that `hold_offers` found.
    """
    at, going = at or timezone.now(), {lead.pk for lead in leads}
    rows = [row for row in offers if row.lead_id in going]
    mine = [row for row in rows if by and may_decide(row, by)]
    others = [row for row in rows if row not in mine]
    _end(mine, Stage.ACCEPTED, by=by, at=at, words="Accepted by converting it")
    _end(others, Stage.WITHDRAWN, by=by, at=at, words="The lead was converted meanwhile")


def _why_over(row: Handoff) -> str:
    if row.is_deal:
        return "The opportunity is closed or gone"
    if row.lead.is_converted:
        return "The lead was converted meanwhile"
    if row.lead.is_deleted:
        return "The lead was deleted"
    return "The lead was closed meanwhile" if row.lead.is_closed else "Another offer of it counts"


def _held(rows: Iterable[Handoff], by: User) -> list[Handoff]:
    """The open ones of these, locked with their leads; raises Refused when `by` may not decide."""
    asked = list(rows)
    held = _open_ones(asked)
    if not all(may_decide(row, by) for row in held):
        message = "Whoever of sales has it accepts or rejects it, or their manager."
        raise Refused([Problem("", NOT_YOURS, message)])
    if asked and not held:
        now = Handoff.objects.select_related("decided_by").get(pk=asked[0].pk)
        who = f" by {now.decided_by}" if now.decided_by else ""
        message = f"That is settled already: {now.get_stage_display().lower()}{who}."
        raise Refused([Problem("", "INVALID_INPUT", message)])
    return held


def _open_ones(rows: Iterable[Handoff]) -> list[Handoff]:
    held = list(_joined(Handoff.objects.offered().filter(pk__in=[row.pk for row in rows])))
    hold(_leads(held))
    return held


def _joined(rows: Any) -> Any:
    return rows.select_related(*handoff.JOINED).order_by("pk").select_for_update(of=("self",))


def _leads(rows: Iterable[Handoff]) -> list[Lead]:
    return list({row.lead_id: row.lead for row in rows}.values())


def _end(
    rows: Sequence[Handoff], stage: Stage, *, by: User | None, at: datetime, words: str,
    reason: str = "", note: str = "",
) -> None:  # fmt: skip
    """Write what became of these rows: clock, Trail and news included."""
    if not rows:
        return
    for row in rows:
        row.stage, row.decided_at, row.decided_by = stage, at, by
        row.reason, row.note = reason, note
        row.because["was"] = {"status": row.lead.status, "owner": row.owner.pk}
    is_answered = stage in (Stage.ACCEPTED, Stage.REJECTED)
    clocks.stop_kind(
        _leads(rows), handoff.ACCEPT, because=words, at=at, by=by, is_answered=is_answered
    )
    Handoff.objects.bulk_update(rows, MOVING)
    trail.write([_entry(row, by, at, words) for row in rows])
    tell([_news(row, words) for row in rows if row.offered_by_id], at, by=by)


def _remember_status(rows: Sequence[Handoff]) -> None:
    """What reopening finds, so that it puts back nothing that was changed since."""
    for row in rows:
        row.because["became"] = {"status": row.lead.status}
    Handoff.objects.bulk_update(rows, ["because"])


def _status_back(row: Handoff, by: User, at: datetime) -> None:
    """As it was, unless somebody has moved it since."""
    was, became = row.because["was"]["status"], row.because["became"]["status"]
    if row.lead.status == became != was:
        put([row.lead], was, because={"words": "taken back"}, by=by, at=at)


def _entry(row: Handoff, by: User | None, at: datetime, words: str) -> trail.TrailEntry:
    because = {
        "handoff": row.pk, "kind": row.kind, "words": words, "reason": row.reason,
        "note": row.note, "owner": row.owner.name, "in_time": row.was_in_time,
        "offered_at": row.offered_at.isoformat(),
    }  # fmt: skip
    if row.opportunity:
        because["opportunity"] = {"id": row.opportunity.pk, "name": row.opportunity.name}
    return trail.entry(f"handoff.{row.stage}", row.lead, by=by, at=at, because=because)


def _news(row: Handoff, words: str) -> News:
    why = f": {row.reason}" if row.reason else ""
    who = f" by {row.decided_by}" if row.decided_by else ""
    key = f"handoff:{row.pk}:{row.stage}"
    said = words[0].lower() + words[1:]
    return News(key, f"{row} was {said}{who}{why}" if row.decided_by else f"{row}: {said}",
                handoff.url_of(row), (row.offered_by_id or 0,), "handoff.decided")  # fmt: skip
