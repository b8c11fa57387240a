"""Planned reports go out: each person's copy is run as that person, who sees what they may see."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from headwater.criteria.errors import CriteriaError
from headwater.database import reading
from headwater.jobs import job
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import NotificationMail
from headwater.reporting import running, schedule
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.report import Report
from headwater.reporting.running import TooMuch
from headwater.reporting.said import said
from headwater.reporting.table import table

AT_ONCE = 200  # reports in one run; the others come with the next
NOTHING = "No records fit."
MOST_LINES, MOST_ACROSS = 40, 8  # of a mail; the page has all


@dataclass(frozen=True, slots=True)
class Answer:
    """What a mail shows: heads over lines, and what is left out or went wrong."""

    heads: list[str]
    lines: list[list[str]]
    note: str = ""


@job("reporting.mail", cron="*/5 * * * *")
def mail(timestamp: int) -> int:
    """Every five minutes: what is due is run and written; `telling` hands it to the mail server."""
    return write(timezone.now())


def write(now: datetime) -> int:
    """Write the mails of the reports that are due; returns how many. None goes out twice."""
    count = 0
    for key in list(Report.objects.due(now).values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows = Report.objects.due(now).select_for_update(of=("self",), skip_locked=True)
            report = rows.select_related("owner").filter(pk=key).first()
            if report is None:  # another worker has it
                continue
            due = report.next_at
            report.next_at, report.mailed_at = schedule.next_at(report, now), now
            report.save(update_fields=["next_at", "mailed_at"])
            mails = [_mail(report, user, due, now) for user in readers(report)]
            NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
        count += len(mails)
    return count


def readers(report: Report) -> list[User]:
    """Who gets it: the people and the members of the teams that were chosen, while active."""
    people = User.objects.filter(is_active=True)
    named = people.filter(pk__in=report.mail_users.values("pk"))
    members = people.filter(team__in=report.mail_teams.all())
    return list((named | members).distinct().order_by("pk"))


def _mail(report: Report, user: User, due: datetime, now: datetime) -> NotificationMail:
    with reading.reader():
        answer = _answer(report, user)
    url = f"{settings.PUBLIC_URL}/reports/kept/{report.pk}" if settings.PUBLIC_URL else ""
    foot = f"A report of {report.owner.name}; it shows what you may see."
    return NotificationMail(
        user=user, to_address=user.email, key=f"report:{report.pk}:{user.pk}:{due:%Y%m%d%H%M}",
        kind=NotificationMail.Kind.NEWS, subject=report.name, created_at=now, again_at=now,
        text=_text(report, answer, url, foot),
        html=_html(report, answer, url, foot),
    )  # fmt: skip


def _answer(report: Report, user: User) -> Answer:
    """Heads, lines and what is left out; what cannot be run says why in the mail."""
    try:
        return _summary(report, user) if report.spec.is_grouped else _records(report, user)
    except (CriteriaError, TooMuch) as error:
        return Answer([], [], str(error))


def _summary(report: Report, user: User) -> Answer:
    found = table(running.grouped(report.spec, user), most_rows=MOST_LINES, most_across=MOST_ACROSS)
    currency = organization().currency
    heads = [found.row_label]
    for head, measure in found.columns:
        words = head.words if head else ""
        is_told = len(found.measures) > 1 or not head
        heads.append(f"{words} {measure.label if is_told else ''}".strip())
    lines = [
        [line.head.words, *(said(n.value, n.measure.type, currency) or "–" for n in line.numbers)]
        for line in (*found.lines, found.total)
    ]
    return Answer(heads, lines, found.note)


def _records(report: Report, user: User) -> Answer:
    kind, currency = kind_of(report.spec.kind), organization().currency
    found = running.listed(report.spec, user, size=MOST_LINES)
    fields = [kind.field(name) for name in found.names]
    called = [kind.words_of(name) for name in found.names]
    lines = [
        [words.get(value, said(value, field.type, currency, user.time_zone))
         for value, field, words in zip(row[2:], fields, called, strict=True)]
        for row in found.rows
    ]  # fmt: skip
    note = f"The first {MOST_LINES} are shown." if found.has_more else ""
    return Answer([kind.label_of(name) for name in found.names], lines, note)


def _text(report: Report, answer: Answer, url: str, foot: str) -> str:
    lines = [answer.heads, *answer.lines] if answer.lines else []
    body = "\n".join(" | ".join(line) for line in lines)
    parts = [report.description, body, answer.note or ("" if lines else NOTHING), url]
    return "\n\n".join([*filter(None, parts), f"-- \n{foot}"]) + "\n"


def _html(report: Report, answer: Answer, url: str, foot: str) -> str:
    head = format_html_join("", '<th align="left">{}</th>', ((each,) for each in answer.heads))
    rows = format_html_join(
        "", "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((cell,) for cell in line)),)
         for line in answer.lines),
    )  # fmt: skip
    shown = format_html('<table cellpadding="6"><tr>{}</tr>{}</table>', head, rows)
    link = format_html('<p><a href="{}">Open the report</a></p>', url) if url else ""
    return format_html(
        "<h3>{}</h3><p>{}</p>{}<p>{}</p>{}<p><small>{}</small></p>",
        report.name, report.description, shown if answer.lines else "",
        answer.note or ("" if answer.lines else NOTHING), link, foot,
    )  # fmt: skip
