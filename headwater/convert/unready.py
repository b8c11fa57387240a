"""How many open leads a rule would hold up today: told in Setup, before it stops anybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from headwater.catalog import objects
from headwater.convert.conversion_rule import ConversionRule
from headwater.convert.readiness import needed_questions
from headwater.criteria.errors import CriteriaError
from headwater.criteria.querysets import filter_queryset
from headwater.people.models import User
from headwater.records.models import Answer, Lead


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the open leads that a rule is for, how many do not meet it."""

    asked: int
    unready: int


def tally(rule: ConversionRule, *, by: User) -> Tally:
    """Two counts over the open leads that `by` sees; a rule that cannot be read stops everybody."""
    leads = Lead.objects.open().visible_to(by)
    try:
        asked = filter_queryset(leads, rule.applies_to)
    except CriteriaError:  # it is for nobody any more
        return Tally(0, 0)
    count = asked.count()
    try:
        ready = filter_queryset(_answered(asked, rule), criteria_of(rule)).count()
    except CriteriaError:
        ready = 0
    return Tally(count, count - ready)


def criteria_of(rule: ConversionRule) -> str:
    """Everything that a rule asks of a lead's fields as one condition; '' where it asks nothing."""
    known = objects.get("Lead").by_attributes
    names = [known[each].name for each in rule.required_fields if each in known]
    parts = [f"{name} != null" for name in names]
    if rule.least_score is not None:
        parts.append(f"Score >= {rule.least_score}")
    if rule.statuses:
        parts.append(f"Status IN ({', '.join(_quoted(each) for each in rule.statuses)})")
    if rule.criteria:
        parts.append(f"({rule.criteria})")
    if rule.asks_questions:
        held = [known.get(question.attribute) for question in needed_questions()]
        parts += [f"{field.name} != null" for field in held if field and field.name not in names]
    return " AND ".join(parts)


def _answered(leads: QuerySet[Any], rule: ConversionRule) -> QuerySet[Any]:
    """Those where no needed question is open that only the call sheet holds."""
    known = objects.get("Lead").by_attributes
    for question in needed_questions() if rule.asks_questions else ():
        if question.attribute in known:
            continue
        said = Answer.objects.filter(lead=OuterRef("pk"), question=question).exclude(value="")
        is_said = leads.filter(Exists(said))
        if question.criteria:  # who is not asked lacks no answer
            asked = filter_queryset(Lead.objects.open(), question.criteria)
            is_said = is_said | leads.exclude(pk__in=asked.values("pk"))
        leads = is_said
    return leads


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
