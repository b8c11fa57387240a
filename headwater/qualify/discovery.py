"""The call sheet: what is asked of a lead, what is known by now, and what is still missing.

Budget, authority, need and timeline are questions like any other; the answer to a question that
names a field of the lead is the value of that field.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.criteria.judge import judge
from headwater.database import statements
from headwater.people.at_hand import with_people
from headwater.people.organization import organization
from headwater.people.standing import kept, moment
from headwater.records.models import Answer, Lead, Question

OF_LEADS = "WHERE t.lead_id = ANY(%s::bigint[]) ORDER BY t.at DESC, t.id DESC"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as this lead sees it: its answer ('' when nobody asked yet), and how the answer
    came about (the rows, newest first)."""

    question: Question
    value: str
    rows: tuple[Answer, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.question.is_required and not self.value

    @property
    def is_in_own_words(self) -> bool:
        """Answered otherwise than by one of the quick answers."""
        return bool(self.value) and self.value not in self.question.quick_answers

    @property
    def answer(self) -> Answer | None:
        """Who said so and when; None for what a form or a file brought."""
        newest = self.rows[0] if self.rows else None
        return newest if newest and newest.value == self.value else None

    @property
    def earlier(self) -> list[Answer]:
        """What was answered before, without what says the same."""
        seen, found = {self.value, ""}, []
        for row in self.rows:
            if row.value not in seen:
                seen.add(row.value)
                found.append(row)
        return found


@kept
def questions() -> Sequence[Question]:
    """The questions in use, in order; kept in memory until one changes."""
    return tuple(Question.objects.filter(is_active=True))


@moment()
def sheet(lead: Lead) -> list[Asked]:
    """What is asked of this lead, in order; three queries at most."""
    wanted = questions()
    rules = [question.criteria for question in wanted if question.criteria]
    verdicts = iter(_verdicts(lead, rules) if rules else ())
    asked = [question for question in wanted if not question.criteria or next(verdicts, False)]
    rows = _rows([lead])
    return [Asked(each, value_of(lead, each, rows), _of(each, rows)) for each in asked]


def _verdicts(lead: Lead, rules: Sequence[str]) -> Sequence[bool]:
    zone = organization().time_zone
    return judge(rules, "Lead", [lead.pk], zone=zone).get(lead.pk, ())


@moment()
def known(leads: Sequence[Lead]) -> list[Asked]:
    """Everything that is known of these leads (those that a contact was, for example), whether it
    is still asked or not."""
    rows = _rows(leads)
    found = {each.pk: each for each in questions()} | {
        row.question_id: row.question for row in rows
    }
    ordered = sorted(found.values(), key=lambda each: (each.sort_order, each.pk))
    told = [Asked(each, _said(leads, each, rows), _of(each, rows)) for each in ordered]
    return [each for each in told if each.value]


def missing(asked: Iterable[Asked]) -> list[Question]:
    """The questions that a conversion waits for."""
    return [each.question for each in asked if each.is_missing]


def value_of(lead: Lead, question: Question, rows: Iterable[Answer]) -> str:
    """What is known: the lead's own field where the question names one, else the newest answer."""
    field = field_of(question)
    if field is None:
        return _newest(question, rows)
    held = lead.custom.get(field.name) if field.is_custom else getattr(lead, field.attribute)
    return "" if held is None else str(held)


def field_of(question: Question) -> FieldDef | None:
    """The lead's field that holds the answer; None for a free question, or a field that is gone."""
    return objects.get("Lead").by_attributes.get(question.attribute)


def _said(leads: Sequence[Lead], question: Question, rows: Sequence[Answer]) -> str:
    values = (
        value_of(lead, question, [row for row in rows if row.lead_id == lead.pk]) for lead in leads
    )
    return next(filter(None, values), "")


def _rows(leads: Sequence[Lead]) -> list[Answer]:
    found = statements.fetch(Answer, OF_LEADS, [[lead.pk for lead in leads]])
    asked = {question.pk: question for question in questions()}
    for row in found:
        if row.question_id in asked:
            statements.point(row, "question", asked[row.question_id])
    prefetch_related_objects([row for row in found if row.question_id not in asked], "question")
    return with_people(found, "by")


def _of(question: Question, rows: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(row for row in rows if row.question_id == question.pk)


def _newest(question: Question, rows: Iterable[Answer]) -> str:
    return next((row.value for row in rows if row.question_id == question.pk), "")
