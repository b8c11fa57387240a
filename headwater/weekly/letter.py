"""The mail of the week: to who does marketing, on the day and at the hour that each chose."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from headwater.people.models import User
from headwater.records.models import NotificationMail, NotificationSettings
from headwater.records.notification_letter import Line, Part, written
from headwater.weekly import figures, sentences, weeks
from headwater.weekly.figures import Report
from headwater.weekly.weeks import Week

WINDOW = timedelta(hours=20)  # after that it waits for the next week: a worker was down for long
MOST = 8  # programs, and campaigns, in one mail
FOOT = "The week of marketing. Visits and opens of machines are not counted."


def page(week: Week) -> str:
    """The same figures as a page."""
    return f"/reports/weekly?week={week.monday}"


def write(now: datetime) -> int:
    """Write the mails that are due, each once a week; returns how many have something to say."""
    due = [(user, on) for user, chosen in _wanting() if (on := _due_on(user, chosen, now))]
    keys = {_key(user, on) for user, on in due}
    there = set(NotificationMail.objects.filter(key__in=keys).values_list("key", flat=True))
    week = weeks.last_whole(now)
    mails = [_mail(user, on, week, now) for user, on in due if _key(user, on) not in there]
    NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
    return sum(mail.again_at is not None for mail in mails)


def parts(report: Report) -> list[Part]:
    """What the mail says of a week; empty when nothing happened in it or in the one before."""
    if report.all.is_empty:
        return []
    url = page(report.week)
    told = [
        Part(f"The week of {report.week.words}", [Line(s, url) for s in sentences.told(report)])
    ]
    for title, lines in (("Programs", report.programs), ("Campaigns", report.campaigns)):
        if lines:
            shown = [Line(sentences.in_short(line), url) for line in lines[:MOST]]
            told.append(Part(title, shown, max(0, len(lines) - MOST)))
    return told


def _wanting() -> list[tuple[User, NotificationSettings]]:
    """Who gets it, with their choices; in two queries."""
    chosen = NotificationSettings.objects.in_bulk()
    people = User.objects.filter(is_active=True).order_by("pk")
    pairs = [(user, chosen.get(user.pk) or NotificationSettings(user=user)) for user in people]
    return [(user, choices) for user, choices in pairs if choices.wants_week(user)]


def _due_on(user: User, choices: NotificationSettings, now: datetime) -> date | None:
    here = now.astimezone(_zone(user))
    at = datetime.combine(here.date(), choices.weekly_at, here.tzinfo)
    is_day = here.weekday() == choices.weekly_on
    return here.date() if is_day and at <= here < at + WINDOW else None


def _zone(user: User) -> ZoneInfo:
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _key(user: User, on: date) -> str:
    return f"weekly:{user.pk}:{on}"


def _mail(user: User, on: date, week: Week, now: datetime) -> NotificationMail:
    """Without anything to say it is written settled: it was looked at, nothing goes out."""
    told = parts(figures.report(week, user))
    return NotificationMail(
        user=user, to_address=user.email, key=_key(user, on), kind=NotificationMail.Kind.WEEKLY,
        subject=f"Marketing, {week.words}", created_at=now, again_at=now if told else None,
        problem="" if told else "Nothing happened in the week.", **written(told, FOOT),
    )  # fmt: skip
