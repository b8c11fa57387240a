"""What was told goes out by mail, too: at once, held in quiet hours, or in the daily digest.

`records.notification.tell` writes the lines; each minute they are settled here by the settings of
whom they are for. It stands above the verbs because every one of them tells people something.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from headwater import digest
from headwater.jobs import job
from headwater.nurture.mail_server import CLAIM_LASTS, PAUSES, Failure, close, hand_over
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.records.models import Notification, NotificationMail, NotificationSettings
from headwater.records.notification_letter import Line, Part, written
from headwater.records.notification_settings import KINDS, ByMail
from headwater.records.quiet import held_until
from headwater.weekly import letter

AT_ONCE = 2_000  # lines, or mails, in one run; what is left comes a minute later
SUBJECT_LENGTH = 200
READ_KEPT, UNREAD_KEPT = timedelta(days=30), timedelta(days=180)
MAIL_KEPT = timedelta(days=30)
FOOT = "You chose to be told of this at once, by mail."

# SKIP LOCKED: two workers in the same minute take different rows.
TAKE_LINES = """
UPDATE records_notification SET mail_at = NULL WHERE id IN (
    SELECT id FROM records_notification WHERE mail_at <= %s
    ORDER BY mail_at LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING id
"""
CLAIM = """
UPDATE records_notificationmail SET again_at = %s, try_count = try_count + 1 WHERE id IN (
    SELECT id FROM records_notificationmail WHERE again_at <= %s
    ORDER BY again_at LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


@job("telling.mail", cron="* * * * *")
def mail(timestamp: int) -> None:
    """The minute's run: what is new is settled, digests and weeks are written, mail goes out."""
    now = timezone.now()
    settle(now)
    digest.write(now)
    letter.write(now)
    send(now)


@job("telling.clear", cron="17 3 * * *")
def clear(timestamp: int) -> int:
    """The night's run: what was read a month ago goes, and what nobody read in half a year."""
    now = timezone.now()
    read = Notification.objects.filter(read_at__lt=now - READ_KEPT).order_by()
    unread = Notification.objects.filter(read_at=None, at__lt=now - UNREAD_KEPT).order_by()
    count = read.delete()[0] + unread.delete()[0]
    NotificationMail.objects.filter(created_at__lt=now - MAIL_KEPT).delete()
    return count


def settle(now: datetime) -> int:
    """Write the mails of what was told since; returns how many. Quiet hours put a line off."""
    with transaction.atomic():
        due = [line for line in _take(now) if line.read_at is None]
        chosen = NotificationSettings.objects.in_bulk({line.user_id for line in due})
        later: dict[datetime, list[int]] = defaultdict(list)
        now_lines: dict[int, list[Notification]] = defaultdict(list)
        for line in due:
            choices = chosen.get(line.user_id) or NotificationSettings()
            if choices.by_mail(line.kind) != ByMail.NOW or not line.user.is_active:
                continue
            until = held_until(choices, line.user, now, is_urgent=KINDS[line.kind].is_urgent)
            if until:
                later[until].append(line.pk)
            else:
                now_lines[line.user_id].append(line)
        for until, keys in later.items():
            Notification.objects.filter(pk__in=keys).update(mail_at=until)
        mails = [_mail_of(lines, now) for lines in now_lines.values()]
        NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def send(now: datetime) -> int:
    """Hand what is due to the mail server; returns how many it accepted.

    A claim is committed before the server hears a word; when the process dies it runs out, and the
    same mail goes again under the same Message-ID.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + CLAIM_LASTS, now, AT_ONCE])
        keys = [key for (key,) in cursor.fetchall()]
    mails = list(NotificationMail.objects.filter(pk__in=keys).order_by("pk")) if keys else []
    server, sent_count = get_connection(), 0
    try:
        for place, each in enumerate(mails):
            failure = hand_over(_message(each), server)
            _note(each, failure, now)
            sent_count += failure is None
            if failure and failure.is_server_away:
                _let_go(mails[place + 1 :], now)
                break
    finally:
        close(server)
    return sent_count


def _take(now: datetime) -> list[Notification]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_LINES, [now, AT_ONCE])
        keys = [key for (key,) in cursor.fetchall()]
    rows = Notification.objects.filter(pk__in=keys).select_related("user")
    return list(rows.order_by("at", "pk")) if keys else []


def _mail_of(lines: Sequence[Notification], now: datetime) -> NotificationMail:
    """All that is new for one person in one mail."""
    user, first = lines[0].user, lines[0]
    subject = first.text if len(lines) == 1 else f"{len(lines)} news: {first.text}"
    # To open the line by its own address is to have read it.
    told = Part("", [Line(line.text, f"/notifications/{line.pk}") for line in lines])
    return NotificationMail(
        user=user, to_address=user.email, key=f"news:{first.pk}", kind=NotificationMail.Kind.NEWS,
        subject=subject[:SUBJECT_LENGTH], created_at=now, again_at=now, **written([told], FOOT),
    )  # fmt: skip


def _message(each: NotificationMail) -> EmailMultiAlternatives:
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = formataddr((organization().name, address))
    user = users().get(each.user_id or 0)
    headers = {
        "Message-ID": f"<notification-{each.pk}@{address.rpartition('@')[2] or 'localhost'}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no machine answers it
        "X-Auto-Response-Suppress": "All",
    }
    subject = " ".join(each.subject.split())
    to = [formataddr((user.name if user else "", each.to_address))]
    message = EmailMultiAlternatives(subject, each.text, sender, to, headers=headers)
    if each.html:
        message.attach_alternative(each.html, "text/html")
    return message


def _note(each: NotificationMail, failure: Failure | None, now: datetime) -> None:
    """What became of a try: sent, failed for good, or to be tried again."""
    is_over = failure is None or failure.is_final or each.try_count > len(PAUSES)
    each.again_at = None if is_over else now + PAUSES[each.try_count - 1]
    each.sent_at = now if failure is None else None
    each.problem = failure.words[:500] if failure else ""
    each.save(update_fields=["again_at", "sent_at", "problem"])


def _let_go(mails: Iterable[NotificationMail], now: datetime) -> None:
    """Those that were claimed and not tried: the server is away, so a minute later."""
    keys = [each.pk for each in mails]
    NotificationMail.objects.filter(pk__in=keys).update(again_at=now + PAUSES[0])
