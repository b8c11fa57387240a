"""What the pages of hygiene show, read from the latest run: a few small queries."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Sum

from headwater.capture.hygiene.checks import CHECKS, Check
from headwater.capture.hygiene.models import HygieneCount, HygieneFinding, HygieneFix, HygieneRun
from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.sharing import visible_owner_ids
from headwater.records.models import Lead
from headwater.records.sharing import visible
from headwater.web.records import words

EXAMPLES = 2
A_WEEK = timedelta(days=6)  # a run on demand may come a little early
FIXES = 5


class Change(NamedTuple):
    """One value as it is and as a repair would write it ('' when nobody knows)."""

    label: str
    before: str
    after: str


class Line(NamedTuple):
    """One check in the overview; `trend` is the difference to the week before, None without one."""

    check: Check
    lead_count: int
    trend: int | None
    examples: list[Any]


def latest() -> HygieneRun | None:
    """The last run that came to its end."""
    return HygieneRun.objects.filter(finished_at__isnull=False).first()


def lines(run: HygieneRun, user: User) -> list[Line]:
    """Every check that found something now or a week ago, the most findings first."""
    before = _week_before(run)
    now, then = counts(run, user), counts(before, user) if before else {}
    shown = _examples(run, user, now)
    found = [
        Line(check, now.get(name, 0), now.get(name, 0) - then.get(name, 0) if before else None,
             shown.get(name, []))
        for name, check in CHECKS.items() if name in now or name in then
    ]  # fmt: skip
    return sorted(found, key=lambda line: -line.lead_count)


def counts(run: HygieneRun, user: User) -> dict[str, int]:
    """Check → how many findings in leads that `user` sees by their owners."""
    rows = HygieneCount.objects.filter(run=run)
    owners = visible_owner_ids(user)
    if owners is not None and not _reads_all(user):
        rows = rows.filter(owner_id__in=owners)
    summed = rows.values("check_name").annotate(n=Sum("count"))
    return {row["check_name"]: row["n"] for row in summed}


def findings(run: HygieneRun, check: str, user: User, *, after: int, most: int) -> list[Any]:
    """A page of findings that `user` sees, with their leads and owners, from a key on."""
    rows = HygieneFinding.objects.filter(run=run, check_name=check, lead_id__gt=after)
    rows = rows.filter(_seen(user)).select_related("lead__owner").order_by("lead_id")
    return [_told(finding) for finding in rows[:most]]


def recent_fixes(user: User) -> list[HygieneFix]:
    """What was repaired lately: one's own, all of them for administrators."""
    rows = HygieneFix.objects.select_related("by", "owner")
    rows = rows if user.is_admin else rows.filter(by=user)
    found = list(rows[:FIXES])
    for fix in found:
        fix.check_title = CHECKS[fix.check_name].title  # type: ignore[attr-defined]
    return found


def _week_before(run: HygieneRun) -> HygieneRun | None:
    earlier = HygieneRun.objects.filter(finished_at__isnull=False, pk__lt=run.pk)
    return earlier.filter(started_at__lte=run.started_at - A_WEEK).first() or earlier.first()


def _examples(run: HygieneRun, user: User, names: Iterable[str]) -> dict[str, list[Any]]:
    """A few rows of every check in one query."""
    rows = HygieneFinding.objects.filter(run=run).filter(_seen(user))
    some = [rows.filter(check_name=name).order_by("lead_id").values_list("pk")[:EXAMPLES]
            for name in names]  # fmt: skip
    if not some:
        return {}
    keys = some[0].union(*some[1:], all=True) if some[1:] else some[0]
    wanted = HygieneFinding.objects.filter(pk__in=[key for (key,) in keys])
    found: dict[str, list[Any]] = {}
    for finding in wanted.select_related("lead__owner").order_by("lead_id"):
        found.setdefault(finding.check_name, []).append(_told(finding))
    return found


def _told(finding: HygieneFinding) -> dict[str, Any]:
    labels = _labels()
    said = {**finding.after, **finding.before}
    pairs = [
        (label, str(finding.before.get(name, "")), str(finding.after.get(name, "")))
        for name, label in labels.items() if name in said and name != "owner_id"
    ]  # fmt: skip
    changes = [Change(*pair) for pair in pairs if pair[1] or pair[2]]
    return {"finding": finding, "lead": finding.lead, "changes": changes}


def _labels() -> Mapping[str, str]:
    return {f.attribute: words.label(f) for f in objects.get("Lead").fields.values()}


def _reads_all(user: User) -> bool:
    return not visible(Lead, user)


def _seen(user: User) -> Any:
    """The condition of leads, asked through the finding; a lead that is closed by now is over."""
    leads = Lead.objects.open().filter(visible(Lead, user), pk=OuterRef("lead_id"))
    return Exists(leads.order_by())
