"""What a column alone cannot know: that criteria can be read, that names in them are there."""

from collections.abc import Iterable

from headwater.advising.models import AdviceRule, Definition
from headwater.catalog import custom, objects
from headwater.catalog.custom import API_NAME, CustomField
from headwater.catalog.objects import UnknownName
from headwater.catalog.standard import WITH_CUSTOM_FIELDS
from headwater.config.changes import Said
from headwater.convert import naming
from headwater.convert.fitting import misfit
from headwater.convert.mapping import FieldMapping, broken_by
from headwater.convert.models import ConversionRule, ConversionSettings
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.match.rules.duplicate_rule import DuplicateRule
from headwater.nurture import merge
from headwater.nurture.models import AutoResponseRule, MailTemplate, Program
from headwater.people import public_holidays
from headwater.people.calendars import calendar_of
from headwater.people.models import BusinessHours
from headwater.qualify.models import ClockPolicy
from headwater.records import stages
from headwater.records.models import LeadStatus, OpportunityStage, Question
from headwater.records.problem import Refused
from headwater.records.submission import Door
from headwater.recycling.models import RecycleRule
from headwater.recycling.rule import Kind, Way
from headwater.route import cases
from headwater.route import rules as routing


def criteria(text: str, object_name: str) -> Iterable[str]:
    """Whether the criteria can be read for this object."""
    try:
        parse(text, object_name)
    except CriteriaError as error:
        yield str(error)


def status(row: LeadStatus, before: Said) -> Iterable[str]:
    """The fields it asks for and the statuses that it names."""
    known = {field.attribute for field in objects.get("Lead").fields.values()}
    for name in set(row.required_fields) - known:
        yield f"required_fields: leads have no field “{name}”."
    names = set(LeadStatus.objects.values_list("name", flat=True))
    for name in {*row.allowed_next, *row.moves_when.values(), *filter(None, [row.recycle_to])}:
        if name not in names:
            yield f"there is no status “{name}”."


def stage(row: OpportunityStage, before: Said) -> Iterable[str]:
    """The fields it asks for, and that what it implies can all be so."""
    known = {field.attribute for field in objects.get("Opportunity").fields.values()}
    for name in set(row.required_fields) - known:
        yield f"required_fields: opportunities have no field “{name}”."
    for name, message in stages.contradictions(row):
        yield f"{name}: {message}"


def clock(row: ClockPolicy, before: Said) -> Iterable[str]:
    """Its criteria and its doors."""
    yield from criteria(row.criteria, "Lead")
    yield from doors(row.doors)


def conversion_settings(row: ConversionSettings, before: Said) -> Iterable[str]:
    """The places of its patterns."""
    for name in ("account_name", "deal_name", "follow_up_subject"):
        for place in naming.unknown(getattr(row, name)):
            yield f"{name}: leads have no field {{{place}}}."


def conversion_rule(row: ConversionRule, before: Said) -> Iterable[str]:
    """Its criteria, its fields and its statuses."""
    yield from criteria(row.applies_to, "Lead")
    yield from criteria(row.criteria, "Lead")
    for name in set(row.required_fields) - set(objects.get("Lead").by_attributes):
        yield f"required_fields: leads have no field “{name}”."
    for name in set(row.statuses) - set(LeadStatus.objects.values_list("name", flat=True)):
        yield f"there is no status “{name}”."


def advice_rule(row: AdviceRule, before: Said) -> Iterable[str]:
    """Its criteria."""
    yield from criteria(row.criteria, "Lead")


def recycle_rule(row: RecycleRule, before: Said) -> Iterable[str]:
    """Its criteria and its status; a closed lead is opened again into one."""
    yield from criteria(row.criteria, "Lead")
    is_stay = row.way == Way.STAYS
    if row.kind == Kind.UNQUALIFIED and not is_stay and not row.status:
        yield "status: a closed lead is opened again into one."
    if row.status and not LeadStatus.objects.filter(name=row.status, is_closed=False).exists():
        yield f"there is no status “{row.status}” that is open."


def program(row: Program, before: Said) -> Iterable[str]:
    """Its criteria, and that a running one has something to do."""
    yield from criteria(row.criteria, "Lead")
    if row.is_active and not row.steps.filter(version=row.version).exists():
        yield "is_active: it has no steps."


def definition(row: Definition, before: Said) -> Iterable[str]:
    """Its criteria."""
    yield from criteria(row.qualified_when, "Lead")


def template(row: MailTemplate, before: Said) -> Iterable[str]:
    """The merge fields of subject and text."""
    for name in ("subject", "text", "html"):
        try:
            merge.check(getattr(row, name))
        except merge.MergeError as error:
            yield f"{name}: {error}"


def custom_field(row: CustomField, before: Said) -> Iterable[str]:
    """Its name, its object, and that the type of stored values stays."""
    if not API_NAME.match(row.name):
        yield "an API name has letters, digits, single underscores, then __c."
    if row.object_name not in WITH_CUSTOM_FIELDS:
        yield f"fields cannot be added to {row.object_name}."
    if before and before.get("type") != row.type:
        yield f"its type stays {before.get('type')}: the values that are there are of it."
    if why := broken_by(row.object_name, custom.described(row)):
        yield why


def mapping(row: FieldMapping, before: Said) -> Iterable[str]:
    """That a value of the lead's field fits where it goes."""
    try:
        source = objects.get("Lead").field(row.lead_field)
        target = objects.get(row.object_name).field(row.field)
    except UnknownName as error:
        yield str(error)
        return
    if (why := misfit(source, target)) and not row.is_standard:
        yield why


def duplicate_rule(row: DuplicateRule, before: Said) -> Iterable[str]:
    """Its conditions."""
    yield from criteria(row.conditions, row.sobject_type)


def hours(row: BusinessHours, before: Said) -> Iterable[str]:
    """Its zone, its week and its country, each as the clocks read them."""
    try:
        read = calendar_of(row)
    except (ValueError, TypeError, AttributeError) as error:
        yield f"week: {error}"
        return
    if not any(read.week):
        yield "week: it never opens."
    if row.country and row.country not in dict(public_holidays.countries()):
        yield f"country: the holidays of “{row.country}” are not known."
    elif row.subdivision and row.subdivision not in dict(public_holidays.subdivisions(row.country)):
        yield f"subdivision: {row.country} has no region “{row.subdivision}”."


def answer(row: AutoResponseRule, before: Said) -> Iterable[str]:
    """Its criteria and its doors."""
    yield from criteria(row.criteria, "Lead")
    yield from doors(row.doors)


def question(row: Question, before: Said) -> Iterable[str]:
    """Its criteria, and the field that holds the answer."""
    yield from criteria(row.criteria, "Lead")
    known = {field.attribute for field in objects.get("Lead").fields.values()}
    if row.attribute and row.attribute not in known:
        yield f"attribute: leads have no field “{row.attribute}”."


def doors(named: Iterable[str]) -> Iterable[str]:
    """Whether these are doors."""
    for door in set(named) - set(Door.values):
        yield f"doors: there is no door “{door}”; there are {', '.join(Door.values)}."


def cases_are_met() -> Iterable[str]:
    """The test cases of the assignment rules, under those that are in force now."""
    try:
        cases.must_pass(routing.published())
    except Refused as refused:
        yield from (problem.message for problem in refused.problems)
