"""Answers are kept as they are typed; the Trail hears once what came out of a conversation."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.jobs import job
from headwater.people.models import User
from headwater.qualify.discovery import field_of, value_of
from headwater.qualify.touch import hold, require_editor
from headwater.records import trail, writing
from headwater.records.discovery import Kind
from headwater.records.models import Answer, Lead, Question
from headwater.records.problem import Problem, Refused

IDLE = timedelta(minutes=10)  # after which a conversation is over, logged or not
AT_ONCE = 500
LONGEST = 32_000


def answer(
    lead: Lead, question: Question, value: str, *, by: User, at: datetime | None = None
) -> Answer | None:
    """Keep an answer, and the lead's field where the question names one; '' takes it back.

    Returns the row, None when nothing was ever answered. Raises Refused when the question cannot
    be answered so.
    """
    require_editor(by)
    at = at or timezone.now()
    with transaction.atomic():
        hold([lead])
        if lead.is_converted:
            message = f"{lead} is converted: what was answered stays as it was."
            raise Refused([Problem("", "CANNOT_UPDATE_CONVERTED_LEAD", message)])
        text = fitted(question, value)
        rows = list(Answer.objects.filter(lead=lead, question=question)[:1])
        newest, known = next(iter(rows), None), value_of(lead, question, rows)
        if text == known:
            return newest
        is_same_talk = newest is not None and newest.told_at is None and newest.by_id == by.pk
        row = newest if newest and is_same_talk else Answer(
            lead=lead, question=question, before=known
        )  # fmt: skip
        row.value, row.by, row.at = text, by, at
        _place(lead, question, text, by, at)
        row.save()
    return row


def fitted(question: Question, value: str) -> str:
    """The answer as it is kept: 1240.5, 2026-03-01, Yes; raises Refused for one that is none."""
    text = value.replace("\x00", "").strip()
    if not text:
        return ""
    if len(text) > LONGEST:
        raise _unfit(question, f"An answer has at most {LONGEST:,} characters.")
    if question.kind == Kind.NUMBER:
        return _number(question, text)
    if question.kind == Kind.DATE:
        return _day(question, text)
    if question.kind in (Kind.CHOICE, Kind.YES_NO) and text not in question.quick_answers:
        raise _unfit(question, f"“{text}” is none of the answers to choose from.")
    return text


def tell(leads: Iterable[Lead]) -> int:
    """The conversation with these leads is over: the Trail hears what was answered."""
    return _tell(Answer.objects.filter(told_at=None, lead__in=[lead.pk for lead in leads]))


@job("qualify.tell_answers", cron="*/5 * * * *")
def tell_left(timestamp: int) -> None:
    """Tell what was answered without a call being logged; `timestamp` is when it was due."""
    tell_idle(timezone.now())


def tell_idle(now: datetime) -> int:
    """Tell the answers that nobody has changed for a while; returns how many."""
    return _tell(Answer.objects.filter(told_at=None, at__lte=now - IDLE))


def _tell(untold: Any) -> int:
    with transaction.atomic():
        held = untold.select_for_update(of=("self",), skip_locked=True).order_by("lead", "by", "at")
        rows: list[Answer] = list(held.select_related("lead", "by", "question")[:AT_ONCE])
        same = [row.pk for row in rows if row.value == row.before]
        Answer.objects.filter(pk__in=same).delete()  # typed and taken back: nothing was answered
        rows = [row for row in rows if row.pk not in same]
        talks = groupby(rows, key=lambda row: (row.lead_id, row.by_id))
        trail.write([_entry(list(talk)) for _, talk in talks])
        Answer.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())
    return len(rows)


def _entry(rows: Sequence[Answer]) -> trail.TrailEntry:
    answers = [[row.question.text, trail.told(row.value)] for row in rows]
    changes = {
        row.question.attribute: [trail.told(row.before), trail.told(row.value)]
        for row in rows if row.question.attribute
    }  # fmt: skip
    because = {"answers": answers}
    last = rows[-1]
    return trail.entry(
        "lead.answered", last.lead, by=last.by, at=last.at, because=because, changes=changes
    )


def _place(lead: Lead, question: Question, text: str, by: User, at: datetime) -> None:
    field = field_of(question)
    if field is None:
        return
    kind = objects.get("Lead")
    values = writing.fit(kind, {field.attribute: text or field.empty}, is_new=False)
    writing.place(lead, values)
    lead.modified_at, lead.modified_by = at, by
    writing.save_all(kind, [lead], values)


def _number(question: Question, text: str) -> str:
    try:
        number = Decimal(text.replace(" ", "").replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise _unfit(question, f"“{text}” is no number.")
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _day(question: Question, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _unfit(question, f"“{text}” is no day; write 2026-03-01.") from None


def _unfit(question: Question, message: str) -> Refused:
    return Refused([Problem(question.attribute, "INVALID_INPUT", message)])
