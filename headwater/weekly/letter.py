"""The mail of the week: to who does marketing, on the day and at the hour that each chose."""

from datetime import date, datetime, timedelta
from functools import partial

from headwater.people.models import User
from headwater.records.models import NotificationMail, NotificationSettings
from headwater.records.notification_letter import Line, Part
from headwater.records.regular_letter import Letter, write_once
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
    week = weeks.last_whole(now)
    due = {
        f"weekly:{user.pk}:{on}": partial(_letter, user, week)
        for user, chosen in _wanting() if (on := _due_on(user, chosen, now))
    }  # fmt: skip
    return write_once(due, now)


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
    here = now.astimezone(user.zone)
    at = datetime.combine(here.date(), choices.weekly_at, here.tzinfo)
    is_day = here.weekday() == choices.weekly_on
    return here.date() if is_day and at <= here < at + WINDOW else None


def _letter(user: User, week: Week) -> Letter:
    return Letter(
        user, NotificationMail.Kind.WEEKLY, f"Marketing, {week.words}",
        parts(figures.report(week, user)), "Nothing happened in the week.", FOOT,
    )  # fmt: skip
