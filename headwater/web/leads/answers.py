"""What was asked and answered, as a list of facts: on the lead, and on what it became."""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.qualify import bant, discovery
from headwater.qualify.discovery import Asked
from headwater.qualify.models import CallNotes
from headwater.records.discovery import Kind
from headwater.records.models import Answer, Lead
from headwater.web.records import words


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words: the question, what is known, who said so and what was said before."""

    question: str
    value: str
    by: str = ""
    at: object = None
    earlier: tuple[str, ...] = ()


def told(asked: Asked) -> Told:
    """An answer as people read it."""
    newest = asked.answer
    return Told(
        asked.question.text, in_words(asked, asked.value),
        str(newest.by) if newest and newest.by else "", newest.at if newest else None,
        tuple(_earlier(asked, row) for row in asked.earlier),
    )  # fmt: skip


def in_words(asked: Asked, value: str) -> str:
    """A number and a day as people write them."""
    if value and asked.question.kind == Kind.NUMBER:
        return words.TELLERS["double"](value) if _is_number(value) else value
    if value and asked.question.kind == Kind.DATE:
        return words.day(value) if value[:4].isdecimal() else value
    return value


def free(asked: Sequence[Asked]) -> list[Told]:
    """The answers that no field of the lead holds."""
    return [told(each) for each in asked if each.value and not each.question.attribute]


def missing(lead: Lead, asked: Sequence[Asked]) -> list[str]:
    """What a conversion still waits for, in words: fields of the statuses and needed answers."""
    fields = bant.missing_for_conversion(lead)
    covered = {field.attribute for field in fields}
    needed = [each for each in discovery.missing(asked) if each.attribute not in covered]
    return [*(words.label(field) for field in fields), *(each.text for each in needed)]


def told_all(leads: Sequence[Lead]) -> dict[str, object]:
    """The context of `leads/answers.html` on what these leads became: all that they said."""
    return {
        "answers": [told(each) for each in discovery.known(leads)] if leads else [],
        "left_notes": list(
            CallNotes.objects.filter(lead__in=[lead.pk for lead in leads]).select_related("by")
        ) if leads else [],
    }  # fmt: skip


def _earlier(asked: Asked, row: Answer) -> str:
    return f"{in_words(asked, row.value)} ({row.by}, {words.day(row.at)})"


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).removeprefix("-").isdecimal()
