"""Is a lead ready to be converted? What the organisation's rules ask, and what is missing.

Leads are judged as they are in memory, so that a dialog can tell what a value that is not saved
yet would change. Two queries at most, however many leads and rules there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.convert import conversion_rule
from headwater.convert.conversion_rule import ConversionRule
from headwater.convert.conversion_settings import settings
from headwater.convert.filling import is_blank, value_of
from headwater.criteria import tree
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.judge import judge_rows
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import kept, moment
from headwater.records.models import Answer, Lead, Question
from headwater.records.problem import Problem

NOT_MET = "FIELD_CUSTOM_VALIDATION_EXCEPTION"
EVERY = "Id != null"  # what a rule without criteria of its own asks


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a rule asks of a lead, in words.

    `fields` are the lead's own that would meet it and are empty, `question` the one that waits for
    an answer. A need that is not binding only reminds.
    """

    words: str
    rule: str
    is_met: bool
    is_binding: bool = True
    fields: tuple[FieldDef, ...] = ()
    question: Question | None = None

    @property
    def blocks(self) -> bool:
        return self.is_binding and not self.is_met


def missing(leads: Sequence[Lead]) -> dict[int, list[Need]]:
    """Lead key → everything that the rules ask of it, met or not, in the order of the rules."""
    with moment():
        rules = conversion_rule.rules()
        return _found(leads, rules) if rules and leads else {lead.pk: [] for lead in leads}


def _found(leads: Sequence[Lead], rules: Sequence[ConversionRule]) -> dict[int, list[Need]]:
    asked = needed_questions() if any(rule.asks_questions for rule in rules) else ()
    texts = [text for rule in rules for text in (rule.applies_to or EVERY, rule.criteria or EVERY)]
    texts += [question.criteria or EVERY for question in asked]
    here = organization()
    verdicts = judge_rows(texts, "Lead", leads, zone=here.time_zone, now=timezone.now())
    answered = _answered(leads, asked)
    found = {}
    for lead in leads:
        said = verdicts[lead.pk]
        wanted = [q for q, is_asked in zip(asked, said[2 * len(rules) :], strict=True) if is_asked]
        open_ones = [q for q in wanted if not _is_answered(lead, q, answered)]
        found[lead.pk] = [
            need for place, rule in enumerate(rules) if said[2 * place]
            for need in _needs(lead, rule, said[2 * place + 1], open_ones)
        ]  # fmt: skip
    return found


def may_override(user: User | None) -> bool:
    """Whether somebody may convert a lead that does not meet the criteria, with a reason."""
    return settings().may_override(user)


def refusal(needs: Iterable[Need], override_reason: str, by: User | None) -> list[Problem]:
    """Why a lead with these needs is not converted; [] when nothing forbids it."""
    blocking = [need for need in needs if need.blocks]
    if not blocking or (override_reason.strip() and may_override(by)):
        return []
    told = "; ".join(need.words for need in blocking)
    if override_reason.strip():
        told += ". Who may override this is set in Setup, Conversion"
    return [Problem("", NOT_MET, f"Not ready to be converted: {told}.")]


def told(needs: Iterable[Need]) -> list[dict[str, Any]]:
    """The needs as a conversion keeps them."""
    return [{"words": need.words, "is_met": need.is_met} for need in needs]


@kept
def needed_questions() -> tuple[Question, ...]:
    """The questions in use that want an answer before converting, in order."""
    return tuple(Question.objects.filter(is_active=True, is_required=True))


def _needs(
    lead: Lead, rule: ConversionRule, is_true: bool, open_ones: Sequence[Question]
) -> Iterator[Need]:
    by_attribute = objects.get("Lead").by_attributes

    def need(words: str, is_met: bool, **more: Any) -> Need:
        return Need(words, rule.name, is_met, rule.is_binding, **more)

    for attribute in rule.required_fields:
        if field := by_attribute.get(attribute):  # one that is gone asks for nothing
            is_met = not is_blank(value_of(lead, field))
            yield need(f"{field.label} is known", is_met, fields=() if is_met else (field,))
    if rule.least_score is not None:
        words = f"Score at least {rule.least_score}, now {lead.score}"
        yield need(words, lead.score >= rule.least_score)
    if rule.statuses:
        words = f"Status {' or '.join(rule.statuses)}, now {lead.status}"
        yield need(words, lead.status in rule.statuses)
    if rule.criteria:
        blank = () if is_true else _blank_in(rule.criteria, lead)
        yield need(in_words(rule.criteria), is_true, fields=blank)
    if rule.asks_questions and not open_ones:
        yield need("Every needed question is answered", True)
    for question in open_ones if rule.asks_questions else ():
        own = by_attribute.get(question.attribute)
        yield need(question.text, False, fields=(own,) if own else (), question=question)


def in_words(criteria: str) -> str:
    """A condition as a sentence; what cannot be read any more says why."""
    try:
        return english(criteria, "Lead")
    except CriteriaError as error:
        return f"{criteria} (no lead any more: {error})"


def _blank_in(criteria: str, lead: Lead) -> tuple[FieldDef, ...]:
    """The lead's own fields that the condition asks about and that say nothing yet."""
    kind = objects.get("Lead")
    try:
        asked = [each.field.parts for each in tree.comparisons(parse(criteria, "Lead"))]
    except CriteriaError:
        return ()
    fields = [kind.field(parts[0]) for parts in asked if len(parts) == 1]
    blank = [each for each in fields if each.is_updateable and is_blank(value_of(lead, each))]
    return tuple(dict.fromkeys(blank))


def _answered(leads: Sequence[Lead], asked: Sequence[Question]) -> Mapping[tuple[int, int], str]:
    """(lead, question) → the newest answer, of questions that no field of the lead holds."""
    free = [question.pk for question in asked if not question.attribute]
    if not free:
        return {}
    rows = Answer.objects.filter(lead__in=[lead.pk for lead in leads], question__in=free)
    ordered = rows.order_by("at", "id").values_list("lead_id", "question_id", "value")
    return {(lead_id, question_id): value for lead_id, question_id, value in ordered}


def _is_answered(lead: Lead, question: Question, answered: Mapping[tuple[int, int], str]) -> bool:
    field = objects.get("Lead").by_attributes.get(question.attribute)
    if field:
        return not is_blank(value_of(lead, field))
    return bool(answered.get((lead.pk, question.pk)))
