"""Reports are kept, changed, shared, let go and brought back; each deed is told to the Trail."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from headwater.people.models import Team, User
from headwater.records import trail
from headwater.records.problem import Problem, Refused
from headwater.reporting import schedule
from headwater.reporting.report import Every, Report, Sharing
from headwater.reporting.running import refuse_wrong
from headwater.reporting.spec import Spec

LONGEST_NAME = 120


def keep(name: str, spec: Spec, *, by: User, description: str = "") -> Report:
    """Keep a report under a name; only its owner sees it until it is shared."""
    refuse_wrong(spec)
    with transaction.atomic():
        report = Report.objects.create(
            name=_named(name), asked=spec.json(), owner=by, description=description[:500]
        )
        trail.write([trail.entry("report.created", report, by=by, because=_told(report))])
    return report


def change(report: Report, *, by: User, name: str, spec: Spec) -> None:
    """Ask something else under the same name, or the same under another one."""
    _may(report, by)
    refuse_wrong(spec)
    before = {"name": report.name, "asked": report.asked}
    report.name, report.asked, report.modified_at = _named(name), spec.json(), timezone.now()
    changes = {
        key: [was, getattr(report, key)] for key, was in before.items()
        if was != getattr(report, key)
    }  # fmt: skip
    if not changes:
        return
    with transaction.atomic():
        report.save(update_fields=["name", "asked", "modified_at"])
        entry = trail.entry(
            "report.changed", report, by=by, because=_told(report), changes=changes
        )  # fmt: skip
        trail.write([entry])


def share(
    report: Report,
    sharing: str,
    *,
    by: User,
    users: Iterable[User] = (),
    teams: Iterable[Team] = (),
) -> None:
    """Say who finds it. Everybody still sees only the records that they may see."""
    _may(report, by)
    if sharing not in Sharing.values:
        raise Refused([Problem("sharing", "INVALID", "Choose who may find it.")])
    with transaction.atomic():
        report.sharing = sharing
        report.save(update_fields=["sharing"])
        report.users.set(users if sharing == Sharing.NAMED else ())
        report.teams.set(teams if sharing == Sharing.NAMED else ())
        trail.write([trail.entry("report.shared", report, by=by, because=_told(report))])


def plan(
    report: Report,
    every: str,
    *,
    by: User,
    at_hour: int = 8,
    on_day: int = 0,
    users: Iterable[User] = (),
    teams: Iterable[Team] = (),
) -> None:
    """Send it by mail from now on, to each as they may see it; `every` '' ends that."""
    _may(report, by)
    people, crews = list(users), list(teams)
    if every not in Every.values or not 0 <= at_hour < 24 or not 0 <= on_day <= 31:
        raise Refused([Problem("every", "INVALID", "Choose how often, and at which hour.")])
    if every and not people and not crews:
        raise Refused([Problem("users", "REQUIRED", "Choose who gets it.")])
    with transaction.atomic():
        report.every, report.at_hour, report.on_day = every, at_hour, on_day
        report.next_at = schedule.next_at(report, timezone.now())
        report.save(update_fields=["every", "at_hour", "on_day", "next_at"])
        report.mail_users.set(people if every else ())
        report.mail_teams.set(crews if every else ())
        trail.write([trail.entry("report.planned", report, by=by, because=_told(report))])


def like(report: Report, *, by: User) -> bool:
    """Put it among one's favourites, or take it out of them; returns whether it is one now."""
    is_liked = report.liked_by.filter(pk=by.pk).exists()
    if is_liked:
        report.liked_by.remove(by)
    else:
        report.liked_by.add(by)
    return not is_liked


def delete(report: Report, *, by: User) -> None:
    """Let it go; `restore` brings it back. No record goes with it."""
    _set_deleted(report, "report.deleted", by=by, is_deleted=True)


def restore(report: Report, *, by: User) -> None:
    """Bring it back as it was, with its mails."""
    _set_deleted(report, "report.restored", by=by, is_deleted=False)


def _set_deleted(report: Report, event: str, *, by: User, is_deleted: bool) -> None:
    _may(report, by)
    with transaction.atomic():
        report.is_deleted = is_deleted
        report.next_at = None if is_deleted else schedule.next_at(report, timezone.now())
        report.save(update_fields=["is_deleted", "next_at"])
        trail.write([trail.entry(event, report, by=by, because=_told(report))])


def _may(report: Report, by: User) -> None:
    if not report.may_change(by):
        raise PermissionDenied("Only whoever made this report may change it. Keep your own copy.")


def _named(name: str) -> str:
    found = name.replace("\x00", "").strip()[:LONGEST_NAME]
    if not found:
        raise Refused([Problem("name", "REQUIRED_FIELD_MISSING", "Give the report a name.")])
    return found


def _told(report: Report) -> dict[str, Any]:
    return {"name": report.name, "about": report.about}
