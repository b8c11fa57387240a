"""The leak report by mail: to who leads people, each about the leads that they may see."""

from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from headwater.jobs import job
from headwater.measure import leaks
from headwater.measure.leak_settings import LeakSettings, Mailed, leak_settings
from headwater.measure.leaks import Leak, LeakReport
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.user import Role
from headwater.records.models import NotificationMail
from headwater.records.notification_letter import Line, Part
from headwater.records.regular_letter import Letter, write_once

PAGE = "/reports/leaks"
WINDOW = timedelta(hours=12)  # after that it waits for the next one: a worker was down for long
FOOT = "The leak report. Administrators choose in Setup, Leak report, when it comes."
WORKDAYS = frozenset(range(5))


@job("measure.mail_leaks", cron="*/10 * * * *")
def mail(timestamp: int) -> None:
    """Every ten minutes: whose morning it is."""
    write(timezone.now())


def write(now: datetime) -> int:
    """Write the mails that are due, each once a day; returns how many have something to say."""
    settings = leak_settings()
    if not settings.mailed:
        return 0
    due = {
        f"leaks:{user.pk}:{on}": partial(_letter, user, now)
        for user in readers() if (on := _due_on(user, settings, now))
    }  # fmt: skip
    return write_once(due, now)


def readers() -> list[User]:
    """Sales managers and administrators."""
    people = User.objects.filter(is_active=True, role__in=(Role.MANAGER, Role.ADMIN))
    return list(people.order_by("name"))


def parts(found: LeakReport) -> list[Part]:
    """What the mail says; empty when nothing leaks."""
    if not found.count:
        return []
    said = Line(leaks.sentence(found, money=_money(found)), PAGE)
    lines = [Line(_told(leak), f"/leads?view=leak-{leak.kind.key}") for leak in found.leaking]
    return [Part("Is our lead process costing us revenue?", [said]), Part("What to mend", lines)]


def _told(leak: Leak) -> str:
    return f"{leak.kind.name}: {leak.count:,}. {leak.kind.mends}"


def _money(found: LeakReport) -> str:
    return f"{leaks.about(found.amount):,.0f} {organization().currency}"


def _due_on(user: User, settings: LeakSettings, now: datetime) -> date | None:
    here = now.astimezone(user.zone)
    days = {0} if settings.mailed == Mailed.MONDAYS else WORKDAYS
    at = datetime.combine(here.date(), settings.mail_at, here.tzinfo)
    return here.date() if here.weekday() in days and at <= here < at + WINDOW else None


def _letter(user: User, now: datetime) -> Letter:
    found = leaks.report(user, now)
    return Letter(
        user, NotificationMail.Kind.NEWS,
        f"{found.count:,} of {found.open_count:,} open leads are left behind",
        parts(found), "Nothing leaks.", FOOT,
    )  # fmt: skip
