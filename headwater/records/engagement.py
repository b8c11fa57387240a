"""What a person did: looked at a page, opened a mail, answered, met us. One row for each thing.

Score, learning, programs and the digest read these rows. What machines do is kept beside it, with
the reason, and counted by nobody who does not ask for it (`human`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from headwater.database import statements
from headwater.records import bots
from headwater.records.bot_rule import Sign
from headwater.records.email_message import EmailMessage


class Kind(models.TextChoices):
    PAGE_VIEW = "page_view", "Looked at a page"
    KEY_PAGE = "key_page", "Looked at a key page"
    FORM_START = "form_start", "Began a form"
    FORM_POST = "form_post", "Sent a form"
    EMAIL_OPEN = "email_open", "Opened an e-mail"
    EMAIL_CLICK = "email_click", "Followed a link in an e-mail"
    EMAIL_REPLY = "email_reply", "Answered an e-mail"
    MEETING = "meeting", "Met us"
    CAMPAIGN_RESPONSE = "campaign_response", "Responded to a campaign"


class EngagementQuerySet(models.QuerySet[Any]):
    def human(self) -> Self:
        """Done by people, as far as anything tells: the ones that count."""
        return self.filter(bot_reason="")

    def machine(self) -> Self:
        """Taken for a machine's."""
        return self.exclude(bot_reason="")


class Engagement(models.Model):
    """One thing that a person did, or a machine in their name.

    `what` is the path of a page, the address of a link, a subject; `interest` that of a key page.
    `bot_reason` says why it is taken for a machine, '' = a person. It is judged by what was seen:
    `agent`, what the browser calls itself; `network`, the sender's address without its last part;
    `signs`, words of records.bot_rule.Sign apart by spaces; `verdict`, what a colleague said.
    The same `key` twice is one row.
    """

    class Verdict(models.TextChoices):
        NONE = "", "Judged by the rules"
        PERSON = "person", "A person"
        MACHINE = "machine", "A machine"

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    lead = models.ForeignKey(
        "records.Lead", models.CASCADE, null=True, blank=True, related_name="engagements",
        db_index=False,
    )  # fmt: skip
    contact = models.ForeignKey(
        "records.Contact", models.SET_NULL, null=True, blank=True, related_name="engagements"
    )
    visitor = models.ForeignKey(
        "records.Visitor", models.CASCADE, null=True, blank=True, related_name="engagements",
        db_index=False,
    )  # fmt: skip
    message = models.ForeignKey(
        "records.EmailMessage", models.CASCADE, null=True, blank=True, related_name="engagements"
    )
    what = models.CharField(max_length=500, blank=True)
    interest = models.CharField(max_length=80, blank=True)
    bot_reason = models.CharField(max_length=120, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    network = models.CharField(max_length=45, blank=True)
    signs = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=7, choices=Verdict.choices, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(EngagementQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["lead", "at"], name="engagement_of_lead"),
            models.Index(fields=["visitor", "at"], name="engagement_of_visitor"),
            models.Index(fields=["at"], name="engagement_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"


_NOTE = """
INSERT INTO records_engagement ({columns}) SELECT {columns}
FROM {source} ON CONFLICT (key) DO NOTHING RETURNING id
"""


def note(events: Sequence[Engagement]) -> int:
    """Judge and keep what was done; the same key twice is one row. Returns how many are new.

    One statement whatever their number; where mails were opened or clicked, three more see what
    else was done with these mails and judge that again.
    """
    if not events:
        return 0
    mails = {row.message_id for row in events if row.kind in bots.MAIL and row.message_id}
    beside, sent = _around(mails, events) if mails else ([], {})
    _decide(events, beside, sent)
    stored = [pair for pair in statements.stored(Engagement) if pair[0] != "id"]
    columns = ", ".join(f'"{column}"' for _, column in stored)
    sql = _NOTE.format(columns=columns, source=statements.recordset(Engagement))
    count = len(statements.run(sql, [statements.rows(events, stored)]))
    _write(_decide(beside, events, sent))
    return count


def judge_again(events: Sequence[Engagement]) -> int:
    """Judge stored events by the rules as they are now; returns of how many the verdict changed."""
    mails = {row.message_id for row in events if row.kind in bots.MAIL and row.message_id}
    visitors = {row.visitor_id for row in events if row.visitor_id}
    beside, sent = _around(mails, events, visitors) if mails or visitors else ([], {})
    changed = _decide(events, beside, sent)
    _write(changed)
    return len(changed)


def _around(
    mails: Iterable[int], events: Sequence[Engagement], visitors: Iterable[int] = ()
) -> tuple[list[Engagement], dict[int, datetime]]:
    """What else was done near to these events with the same mails, when those were sent, and what
    these visitors did that only machines do."""
    since, until = min(row.at for row in events), max(row.at for row in events)
    own = {row.pk for row in events} - {None}
    near = Q(message__in=mails, at__gte=since - bots.SCAN, at__lte=until + bots.SCAN)
    if visitors:
        near |= Q(visitor__in=visitors, signs__contains=Sign.HIDDEN.value)
    beside = [row for row in Engagement.objects.filter(near) if row.pk not in own]
    went = EmailMessage.objects.filter(pk__in=mails).exclude(sent_at=None) if mails else None
    return beside, dict(went.values_list("pk", "sent_at")) if went is not None else {}


def _decide(
    events: Sequence[Engagement], beside: Sequence[Engagement], sent: Mapping[int, datetime]
) -> list[Engagement]:
    """Give each its reason; returns those that had another."""
    reasons = bots.judge(events, beside=beside, sent=sent) if events else []
    changed = [row for row, why in zip(events, reasons, strict=True) if row.bot_reason != why]
    for row, why in zip(events, reasons, strict=True):
        row.bot_reason = why
    return changed


def _write(changed: Sequence[Engagement]) -> None:
    if changed:
        statements.update(changed, ["bot_reason"])
