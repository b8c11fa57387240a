"""The leak report by mail: to who leads people, each about the leads that they may see."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from headwater.jobs import job
from headwater.measure import leaks
from headwater.measure.leak_settings import LeakSettings, Mailed, leak_settings
from headwater.measure.leaks import Leak, LeakReport
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.user import Role
from headwater.records.models import NotificationMail
from headwater.records.notification_letter import Line, Part, written

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
    due = [(user, on) for user in readers() if (on := _due_on(user, settings, now))]
    keys = {_key(user, on) for user, on in due}
    there = set(NotificationMail.objects.filter(key__in=keys).values_list("key", flat=True))
    mails = [_mail(user, on, now) for user, on in due if _key(user, on) not in there]
    NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
    return sum(mail.again_at is not None for mail in mails)


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
    here = now.astimezone(_zone(user))
    days = {0} if settings.mailed == Mailed.MONDAYS else WORKDAYS
    at = datetime.combine(here.date(), settings.mail_at, here.tzinfo)
    return here.date() if here.weekday() in days and at <= here < at + WINDOW else None


def _zone(user: User) -> ZoneInfo:
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _key(user: User, on: date) -> str:
    return f"leaks:{user.pk}:{on}"


def _mail(user: User, on: date, now: datetime) -> NotificationMail:
    """Without anything to say it is written settled: it was looked at, nothing goes out."""
    found = leaks.report(user, now)
    told = parts(found)
    return NotificationMail(
        user=user, to_address=user.email, key=_key(user, on), kind=NotificationMail.Kind.NEWS,
        subject=f"{found.count:,} of {found.open_count:,} open leads are left behind",
        created_at=now, again_at=now if told else None,
        problem="" if told else "Nothing leaks.", **written(told, FOOT),
    )  # fmt: skip
