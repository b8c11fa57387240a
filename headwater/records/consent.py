"""What a person has said about being written to, called and texted: append-only, per channel.

The rule, told in full in docs/decisions: a withdrawal stands from the moment it is recorded, and
only the person (by a link sent to them), a colleague who writes down how the person said so, or
the program that recorded it itself lifts it. What forms, files and other programs bring later is
kept as evidence and lifts nothing.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Channel(models.TextChoices):
    """By what somebody may be reached."""

    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    MESSAGE = "message", "SMS and WhatsApp"
    POST = "post", "Post"
    FAX = "fax", "Fax"

    @property
    def in_a_sentence(self) -> str:
        label = str(self.label)
        return label if label.startswith("SMS") else label.lower()


# Salesforce's checkboxes say the same of three channels; they follow what stands.
FLAGS = {
    Channel.EMAIL.value: "has_opted_out_of_email",
    Channel.PHONE.value: "do_not_call",
    Channel.FAX.value: "has_opted_out_of_fax",
}


class Source(models.TextChoices):
    """How we know. The doors of the intake have the same words."""

    FORM = "form", "a web form"
    WEB_TO_LEAD = "web_to_lead", "a Web-to-Lead form"
    IMPORT = "import", "an import"
    API = "api", "a program"
    HAND = "hand", "a colleague"
    EMAIL = "email", "an e-mail"
    LINK = "link", "the link in an e-mail"


class State(models.TextChoices):
    GIVEN = "given", "Agreed"
    WITHDRAWN = "withdrawn", "Opted out"


class ConsentQuerySet(models.QuerySet[Any]):
    def about(self, record: Any) -> Self:
        """Everything that concerns a lead or a contact, as it was recorded."""
        return self.filter(**{str(record._meta.model_name): record}).order_by("id")


class Consent(models.Model):
    """One thing that somebody said about one channel.

    `object_name` and `record_id` name the record on which it was recorded; `lead` and `contact`
    are those whom it concerns now: a conversion adds the contact, and `carried_at` says when.
    `text` is what they were shown or what a colleague wrote down, `detail` the form, the file or
    the program. Nothing but these three links ever changes; a database trigger sees to it.
    """

    object_name = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    lead = models.ForeignKey(
        "records.Lead", models.CASCADE, null=True, blank=True, related_name="consents"
    )
    contact = models.ForeignKey(
        "records.Contact", models.SET_NULL, null=True, blank=True, related_name="consents"
    )
    carried_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=7, choices=Channel.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=11, choices=Source.choices)
    detail = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(ConsentQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(object_name="Contact"), name="consent_of_whom"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"

    @property
    def is_withdrawal(self) -> bool:
        return self.state == State.WITHDRAWN


class Standing(NamedTuple):
    """How it stands with one channel: `state` is '' when nothing is known; `row` is the proof."""

    channel: str
    state: str = ""
    row: Consent | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.state == State.WITHDRAWN

    @property
    def is_given(self) -> bool:
        return self.state == State.GIVEN

    @property
    def label(self) -> str:
        return Channel(self.channel).label


def lifts(said: Consent, stopped: Consent | None) -> bool:
    """Whether a consent overrules a withdrawal (None: a checkbox without a row behind it)."""
    if said.source == Source.API:
        return stopped is not None and stopped.source == Source.API
    return said.source in (Source.LINK, Source.HAND)


def standing(record: Any, rows: Iterable[Consent]) -> dict[str, Standing]:
    """How each channel stands for a lead or a contact, from all its rows.

    What came along from another record counts from the moment it came, and only says no: nobody's
    consent is widened by a join. A ticked checkbox without proof is a withdrawal too.
    """
    rows = sorted(rows, key=lambda row: row.pk or 0)
    found = {}
    for channel in Channel.values:
        stands = _of_channel(record, [row for row in rows if row.channel == channel], channel)
        flag = FLAGS.get(channel)
        if flag and getattr(record, flag) and not stands.is_withdrawn:
            stands = Standing(channel, State.WITHDRAWN)
        found[channel] = stands
    return found


def has_withdrawn(record: Any, rows: Iterable[Consent], channel: str) -> bool:
    """Whether these rows alone, without the checkbox, say no to a channel."""
    own = sorted((row for row in rows if row.channel == channel), key=lambda row: row.pk or 0)
    return _of_channel(record, own, channel).is_withdrawn


def _of_channel(record: Any, rows: list[Consent], channel: str) -> Standing:
    own = [row for row in rows if _is_own(row, record)]
    carried = [row for row in rows if not _is_own(row, record)]
    events = [(row.at, row.pk or 0, row, True) for row in own]
    for origin in {(row.object_name, row.record_id) for row in carried}:
        theirs = [row for row in carried if (row.object_name, row.record_id) == origin]
        last = _fold(channel, [(row, True) for row in theirs]).row
        if last:
            at = max(row.carried_at or row.at for row in theirs)
            events.append((at, last.pk or 0, last, False))
    if carried:  # own rows alone stand in the order in which they were recorded
        events.sort(key=lambda event: event[:2])
    return _fold(channel, [(row, is_own) for _, _, row, is_own in events])


def _fold(channel: str, said: Iterable[tuple[Consent, bool]]) -> Standing:
    stands = Standing(channel)
    for row, is_own in said:
        if row.is_withdrawal:
            stands = Standing(channel, State.WITHDRAWN, row)
        elif not stands.is_withdrawn or (is_own and lifts(row, stands.row)):
            stands = Standing(channel, State.GIVEN, row)
    return stands


def _is_own(row: Consent, record: Any) -> bool:
    return row.object_name == type(record).__name__ and row.record_id == record.pk
