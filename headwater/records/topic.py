"""What people may hear about from us, and what each address has said to it: append-only.

An address, not a record, says yes or no to a topic: one person may be a lead twice and a contact,
and reads all of it in one mailbox. The rule of `records.consent` holds here too: only the person
by their own link, or a colleague who writes down how they said so, lifts a withdrawal.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from headwater.people.models import User
from headwater.records.consent import Source, State


class Topic(models.Model):
    """A kind of mail that a person can switch off alone, such as the newsletter.

    With `needs_consent` nothing of it goes to whoever has not said yes.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    text = models.CharField("In a sentence", max_length=200, blank=True)
    needs_consent = models.BooleanField("Only to who has agreed", default=True)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField("In use", default=True)

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class TopicChoiceQuerySet(models.QuerySet[Any]):
    def of_addresses(self, addresses: Iterable[str]) -> Self:
        """Everything that these addresses (small letters) have said."""
        return self.filter(address__in=list(addresses)).order_by("id")

    def standing(self, topic: Topic, addresses: Iterable[str]) -> dict[str, "TopicChoice"]:
        """Address → what it said last; whoever never said anything is left out."""
        return {row.address: row for row in self.of_addresses(addresses).filter(topic=topic)}


class TopicChoice(models.Model):
    """One yes or no of one address to one topic, and how we know. `address` is in small letters."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="choices")
    address = models.CharField(max_length=320)
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=11, choices=Source.choices)
    detail = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(TopicChoiceQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["address", "topic"], name="topic_of_address")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.get_state_display()}"

    @property
    def is_withdrawal(self) -> bool:
        return self.state == State.WITHDRAWN


def choose(
    address: str,
    topics: Sequence[Topic],
    *,
    is_given: bool,
    source: str,
    by: User | None = None,
    text: str = "",
    detail: str = "",
) -> list[TopicChoice]:
    """Record a yes or no to some topics; returns the rows that are news.

    A yes that may not lift a withdrawal (from a form, a file, a program) changes nothing.
    """
    address = address.strip().lower()
    rows = TopicChoice.objects.of_addresses([address])
    last = {row.topic_id: row for row in rows}
    state = State.GIVEN if is_given else State.WITHDRAWN
    may_lift = source in (Source.LINK, Source.HAND)
    news = [
        TopicChoice(
            topic=topic, address=address, state=state, source=source, by=by, text=text[:1000],
            detail=detail[:200],
        )
        for topic in topics
        if _is_news(last.get(topic.pk), state, may_lift=may_lift)
    ]  # fmt: skip
    return list(TopicChoice.objects.bulk_create(news))


def _is_news(last: TopicChoice | None, state: str, *, may_lift: bool) -> bool:
    if last is None:
        return True
    return last.state != state and (may_lift or not last.is_withdrawal)
