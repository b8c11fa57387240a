"""What Headwater tells a person: a lead arrived, a clock ran out, a task is due.

`tell` is the one way to say it. The line stands on the person's bell with the commit; whether it
also goes out by mail, and when, is settled within a minute by their own settings (`telling`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import User
from headwater.people.queue import members
from headwater.people.user import users
from headwater.records.notification_settings import KINDS

KEY_LENGTH, TEXT_LENGTH, URL_LENGTH = 120, 300, 300
SIGNAL = """
SELECT count(pg_notify('headwater_live', said::text)) FROM json_array_elements(%s::json) AS said
"""


class Notification(models.Model):
    """One line for one user, with a link; `key` keeps the same thing from being said twice.

    `mail_at`: when it is to be looked at for mail; NULL once that is settled.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    kind = models.CharField(max_length=40, default="system")
    text = models.CharField(max_length=TEXT_LENGTH)
    url = models.CharField(max_length=URL_LENGTH, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(
                fields=["user", "-at"], name="notification_unread", condition=models.Q(read_at=None)
            ),
            models.Index(
                fields=["mail_at"], name="notification_by_mail",
                condition=models.Q(mail_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class News:
    """A line of one kind (of KINDS) for some people; `key` makes it said once to each of them.

    `user_ids` are owners: a user, or a queue, which stands for its members.
    """

    key: str
    text: str
    url: str
    user_ids: Sequence[int]
    kind: str
    with_managers: bool = False


def tell(news: Iterable[News], at: datetime, *, by: User | None = None) -> int:
    """Say it to everybody it is for, in one statement; open pages hear of it with the commit.

    Returns how many lines that were. Nobody is told what they did themselves (`by`).
    """
    lines = rows(news, at, by=by)
    if lines:
        signal = statements.dumped([_signal(user) for user in {line.user_id for line in lines}])
        statements.write([statements.Insert(lines, or_skip=True)], SIGNAL, [signal])
    return len(lines)


def rows(news: Iterable[News], at: datetime, *, by: User | None = None) -> list[Notification]:
    """The lines, not yet written: for who writes them together with something else."""
    known, queues = users(), members()
    lines: dict[str, Notification] = {}
    for each in news:
        for user in _listeners(each, known, queues) - {by.pk if by else 0}:
            key = f"{each.key}:{user}"[:KEY_LENGTH]
            lines[key] = statements.new(
                Notification, user_id=user, key=key, kind=KINDS[each.kind].key,
                text=each.text[:TEXT_LENGTH], url=each.url[:URL_LENGTH], at=at, mail_at=at,
            )  # fmt: skip
    return list(lines.values())


def _listeners(
    news: News, known: Mapping[int, User], queues: Mapping[int, Sequence[int]]
) -> set[int]:
    people = {user for key in news.user_ids for user in queues.get(key, (key,))}
    if news.with_managers:
        people |= {known[key].manager_id for key in people if key in known}  # type: ignore[misc]
    return {key for key in people if key in known and known[key].is_active}


def _signal(user: int) -> dict[str, object]:
    return {"owner": user, "what": "notification", "id": user}
