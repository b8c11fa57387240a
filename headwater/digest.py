"""The digest: once a day, one mail with what is open and what is new, in the person's own time."""

from datetime import date, datetime, timedelta
from functools import partial

from headwater.people.models import User
from headwater.qualify.today import today
from headwater.records.lead import Lead
from headwater.records.models import Notification, NotificationMail, NotificationSettings
from headwater.records.notification_letter import Line, Part
from headwater.records.notification_settings import ByMail
from headwater.records.quiet import held_until
from headwater.records.regular_letter import Letter, write_once

# After that it is late enough to wait for tomorrow's: a worker was down, or it was just chosen.
WINDOW = timedelta(hours=4)
LONGEST = timedelta(days=7)  # that news is carried over quiet days
MOST = 12  # lines of one part
PAGES = {"lead": "leads", "contact": "contacts", "account": "accounts"}


def write(now: datetime) -> int:
    """Write the digests that are due, each once a day; returns how many have something to say."""
    wanted = NotificationSettings.objects.exclude(digest_at=None).filter(user__is_active=True)
    due = {
        f"digest:{each.user_id}:{on}": partial(_letter, each, on, now)
        for each in wanted.select_related("user") if (on := _due_on(each, now))
    }  # fmt: skip
    return write_once(due, now)


def parts(choices: NotificationSettings, now: datetime) -> list[Part]:
    """What somebody's digest would say at this moment; empty when there is nothing."""
    told = [_open(choices.user, now), _queues(choices.user), _new(choices, now)]
    return [part for part in told if part.lines]


def _due_on(choices: NotificationSettings, now: datetime) -> date | None:
    """The day whose digest is due now; on a quiet day there is none, tomorrow's says it all."""
    here = now.astimezone(choices.user.zone)
    if choices.digest_at is None:
        return None
    at = datetime.combine(here.date(), choices.digest_at, here.tzinfo)
    if not at <= here < at + WINDOW or held_until(choices, choices.user, now):
        return None
    return here.date()


def _letter(choices: NotificationSettings, on: date, now: datetime) -> Letter:
    told = parts(choices, now)
    count = sum(len(part.lines) + part.more for part in told)
    return Letter(
        choices.user, NotificationMail.Kind.DIGEST,
        f"Your {on:%A}: {count} {'thing' if count == 1 else 'things'} open or new",
        told, "Nothing was open or new.", "Your daily digest.",
    )  # fmt: skip


def _open(user: User, now: datetime) -> Part:
    """The person's Today, in its order and with its reasons."""
    items = today(user, now).items
    lines = [Line(f"{item.record}: {item.why}", _page(item.record)) for item in items[:MOST]]
    return Part("Open", lines, len(items) - len(lines))


def _queues(user: User) -> Part:
    """How many leads wait in the person's queues."""
    counts = [(queue, Lead.objects.open().owned_by(queue).count()) for queue in user.queues.all()]
    return Part(
        "Your queues",
        [Line(f"{queue.name}: {count} waiting", f"/queues/{queue.pk}")
         for queue, count in counts if count],
    )  # fmt: skip


def _new(choices: NotificationSettings, now: datetime) -> Part:
    """What was told since the last digest and is still unread, of kinds that come in it."""
    since = now - timedelta(days=1)
    digests = NotificationMail.objects.filter(
        user=choices.user, kind=NotificationMail.Kind.DIGEST, created_at__gte=now - LONGEST
    )
    last = digests.order_by("-created_at").values_list("created_at", flat=True).first()
    rows = Notification.objects.filter(user=choices.user, read_at=None, at__gt=last or since)
    wanted = [row for row in rows.order_by("-at", "-pk")
              if choices.by_mail(row.kind) == ByMail.DIGEST]  # fmt: skip
    lines = [Line(row.text, f"/notifications/{row.pk}") for row in wanted[:MOST]]
    return Part("New", lines, len(wanted) - len(lines))


def _page(record: object) -> str:
    meta = record._meta  # type: ignore[attr-defined]
    return f"/{PAGES.get(meta.model_name, 'opportunities')}/{record.pk}"  # type: ignore[attr-defined]
