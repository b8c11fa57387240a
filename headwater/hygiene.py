"""Hygiene at work: the weekly look, fixes in the background, and their undo.

It stands beside the journey because a fix ends in other rooms: keys, scores, owners. The rules of
what is wrong are capture's (`headwater.capture.hygiene`).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from headwater.capture.hygiene import fixing
from headwater.capture.hygiene.checks import CHECKS, GIVE, LOOK
from headwater.capture.hygiene.look import look
from headwater.capture.hygiene.models import (
    HygieneCount,
    HygieneFinding,
    HygieneFix,
    HygieneFixed,
    HygieneRun,
)
from headwater.jobs import enqueue, job
from headwater.match import keys
from headwater.people.models import Owner, User
from headwater.people.user import Role
from headwater.records.lead import Lead
from headwater.records.notification import News
from headwater.records.notification import tell as tell_people
from headwater.records.problem import Problem, Refused
from headwater.route import reassign
from headwater.score import rescore

AT_ONCE = 200  # leads that a person waits for; more go to a worker
State = HygieneFix.State
COUNT_KEPT = timedelta(days=400)


@job("hygiene.look_weekly", cron="0 4 * * 1")
def look_weekly(timestamp: int) -> None:
    """Monday morning: look at every open lead and tell the administrators."""
    run = look()
    if run:
        tell(run)
        HygieneRun.objects.filter(started_at__lt=run.started_at - COUNT_KEPT).delete()


@job("hygiene.look_now")
def look_now(by: int) -> None:
    """On demand, in the background."""
    look(by=User.objects.get(pk=by))


def tell(run: HygieneRun) -> int:
    """A line for every administrator when there is something to do; returns how many got one."""
    total = run.counts.aggregate(n=Sum("count"))["n"] or 0
    if not total:
        return 0
    checks = run.counts.values("check_name").distinct().count()
    text = f"Hygiene of the week: {total:,} findings of {checks} kinds in {run.lead_count:,} leads."
    admins = User.objects.filter(role=Role.ADMIN, is_active=True)
    told = list(admins.values_list("pk", flat=True))
    return tell_people(
        [News(f"hygiene:{run.pk}", text, "/hygiene", told, "system")], timezone.now()
    )


def start_fix(
    run: HygieneRun,
    check: str,
    *,
    by: User,
    finding_ids: Sequence[int] = (),
    owner: Owner | None = None,
) -> HygieneFix:
    """Repair the findings of a check (these, or all that `by` sees): a few at once, many in the
    background. Raises Refused when there is nothing that can be done by itself."""
    remedy = CHECKS[check].remedy
    if remedy == LOOK or (remedy == GIVE) != (owner is not None):
        raise Refused([Problem("", "INVALID_INPUT", "Somebody has to look at these.")])
    if owner and not (owner.is_active and by.can_lead_people):
        message = "Choose somebody who is active; only who leads people gives leads away."
        raise Refused([Problem("OwnerId", "INACTIVE_OWNER_OR_USER", message)])
    rows = HygieneFinding.objects.filter(run=run, check_name=check)
    rows = rows.filter(pk__in=finding_ids) if finding_ids else rows
    rows = rows if owner else rows.exclude(after={})
    fix = HygieneFix.objects.create(
        run=run, check_name=check, finding_ids=list(finding_ids), owner=owner, by=by,
        wanted_count=rows.filter(lead__in=Lead.objects.visible_to(by)).count(),
    )  # fmt: skip
    if fix.wanted_count <= AT_ONCE:
        carry_on(fix.pk)
    else:
        enqueue(fix_all, fix=fix.pk)
    fix.refresh_from_db()
    return fix


@job("hygiene.fix_all")
def fix_all(fix: int) -> None:
    """A fix of many leads, in the background."""
    carry_on(fix)


def carry_on(fix_id: int) -> None:
    """Portion by portion, each with what it changed in one transaction: a worker that dies goes on
    where it was."""
    while True:
        with transaction.atomic():
            fix = HygieneFix.objects.select_for_update(of=("self",)).get(pk=fix_id)
            findings = fixing.next_findings(fix) if fix.state == State.RUNNING else []
            if not findings:
                break
            changed = _repair(fix, findings)
            fix.last_id = findings[-1].lead_id
            fix.fixed_count += len(changed)
            done = {lead.pk for lead in changed}
            gone = [finding.pk for finding in findings if finding.lead_id in done]
            HygieneFinding.objects.filter(pk__in=gone).delete()
            fix.save(update_fields=["last_id", "fixed_count"])
    with transaction.atomic():
        HygieneFix.objects.filter(pk=fix_id, state=State.RUNNING).update(
            state=State.DONE, skipped_count=F("wanted_count") - F("fixed_count")
        )
        _count_anew(fix.run_id, fix.check_name)


def _repair(fix: HygieneFix, findings: Sequence[HygieneFinding]) -> list[Lead]:
    if fix.owner is None:
        changed = fixing.fix_some(fix, findings, fix.by)
        _judge_anew(changed, fix.by)
        return changed
    leads = fixing.locked_leads((finding.lead_id for finding in findings), fix.by)
    was = {finding.lead_id: finding.before.get("owner_id") for finding in findings}
    moving = [lead for lead in leads.values() if lead.owner_id == was[lead.pk] != fix.owner_id]
    HygieneFixed.objects.bulk_create(
        [HygieneFixed(fix=fix, lead=lead, before={"owner_id": lead.owner_id},
                      after={"owner_id": fix.owner_id}) for lead in moving]
    )  # fmt: skip
    title = CHECKS[fix.check_name].title.lower()
    because = {"words": f"given by {fix.by.name}: {title}", "fix": fix.pk}
    reassign.give(moving, fix.owner, by=fix.by, because=because)
    return moving


def take_back(fix: HygieneFix, *, by: User) -> HygieneFix:
    """Undo a whole fix, except where somebody has written since."""
    if fix.state != State.DONE:
        raise Refused([Problem("", "INVALID_INPUT", "This cannot be taken back now.")])
    HygieneFix.objects.filter(pk=fix.pk).update(state=State.UNDOING, last_id=0)
    if fix.fixed_count <= AT_ONCE:
        carry_back(fix.pk, by)
    else:
        enqueue(take_all_back, fix=fix.pk, by=by.pk)
    fix.refresh_from_db()
    return fix


@job("hygiene.take_all_back")
def take_all_back(fix: int, by: int) -> None:
    """The undo of a fix of many leads, in the background."""
    carry_back(fix, User.objects.get(pk=by))


def carry_back(fix_id: int, by: User) -> None:
    """Portion by portion, as it was done."""
    while True:
        with transaction.atomic():
            fix = HygieneFix.objects.select_for_update(of=("self",)).get(pk=fix_id)
            rows = fix.fixed.filter(id__gt=fix.last_id).order_by("id")
            fixed = list(rows[: fixing.PORTION]) if fix.state == State.UNDOING else []
            if not fixed:
                break
            changed = _give_back(fix, fixed, by) if fix.owner_id else _restore(fix, fixed, by)
            fix.last_id = fixed[-1].pk
            fix.undone_count += len(changed)
            fix.save(update_fields=["last_id", "undone_count"])
    HygieneFix.objects.filter(pk=fix_id, state=State.UNDOING).update(state=State.UNDONE)


def _restore(fix: HygieneFix, fixed: Sequence[HygieneFixed], by: User) -> list[Lead]:
    changed = fixing.take_back_some(fix, fixed, by)
    _judge_anew(changed, by)
    return changed


def _give_back(fix: HygieneFix, fixed: Sequence[HygieneFixed], by: User) -> list[Lead]:
    """To who had them, though they are away or have left: that is what undoing means."""
    leads = fixing.locked_leads((row.lead_id for row in fixed), by)
    by_owner: dict[int, list[Lead]] = {}
    for row in fixed:
        lead = leads.get(row.lead_id)
        if lead and lead.owner_id == fix.owner_id:
            by_owner.setdefault(row.before["owner_id"], []).append(lead)
    for owner in Owner.objects.filter(pk__in=by_owner):
        words = {"words": f"taken back by {by.name}", "undone": fix.pk}
        reassign.move(by_owner[owner.pk], owner, by=by, because=words)
    return [lead for some in by_owner.values() for lead in some]


def _judge_anew(leads: list[Lead], by: User) -> None:
    keys.refresh("Lead", leads)
    rescore.rescore([lead.pk for lead in leads], by=by)


def _count_anew(run: int, check: str) -> None:
    """What a fix has left over."""
    rows = HygieneFinding.objects.filter(run=run, check_name=check)
    left: dict[int, Any] = {
        row["owner_id"]: row["n"] for row in rows.values("owner_id").annotate(n=Count("id"))
    }
    HygieneCount.objects.filter(run=run, check_name=check).delete()
    HygieneCount.objects.bulk_create(
        [HygieneCount(run_id=run, check_name=check, owner_id=owner, count=count)
         for owner, count in left.items()]
    )  # fmt: skip
