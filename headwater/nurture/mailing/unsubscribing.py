"""What happens when somebody ends a kind of mail, or chooses topics, by the link in a mail."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Lower

from headwater.people.models import User
from headwater.records import consenting, topic, trail
from headwater.records.consent import Channel, Source
from headwater.records.models import Contact, EmailMessage, Lead, Topic, TopicChoice


def unsubscribe(message: EmailMessage) -> str:
    """End what this mail is an example of: its topic, else all e-mail; says what has ended.

    Pressing twice is the same as once. Mail programs press it by themselves (RFC 8058).
    """
    about: Topic | None = message.delivery.topic
    detail = f"mail {message.pk}: {message.subject}"
    if about is not None:
        choose(message.to_address, [about], is_given=False, source=Source.LINK, detail=detail)
        return f"mail about “{about}”"
    if message.person is not None:
        consenting.say_for_all(message.person, Channel.EMAIL, is_given=False, source=Source.LINK)
    return "e-mail"


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
    """Record it and tell it in the Trail of everybody with this address; returns what is news."""
    event = "topic.given" if is_given else "topic.withdrawn"
    with transaction.atomic():
        rows = topic.choose(
            address, topics, is_given=is_given, source=source, by=by, text=text, detail=detail
        )
        people = _people(address) if rows else []
        trail.write(
            trail.entry(event, person, by=by, because={
                "topic": str(row.topic), "source": str(source), "detail": row.detail,
            })
            for row in rows for person in people
        )  # fmt: skip
    return rows


def _people(address: str) -> list[Lead | Contact]:
    return [
        person
        for model in (Lead, Contact)
        for person in model.objects.alive().alias(address=Lower("email")).filter(
            address=address.strip().lower()
        )
    ]  # fmt: skip
