"""Are these steps whole? Everything that is wrong is said, with the step it is about."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from headwater.catalog import objects, values
from headwater.catalog.fields import FieldDef
from headwater.criteria.compile import template
from headwater.criteria.errors import CriteriaError
from headwater.nurture.programs.program import Did, StepKind, Unit
from headwater.records.problem import Problem

if TYPE_CHECKING:
    from headwater.nurture.programs.changing import Planned

MOST_STEPS = 60
LONGEST_WAIT = {Unit.DAYS.value: 730, Unit.HOURS.value: 1000}
# What has its own deeds: a path, an owner, what people said about being written to.
NEVER = frozenset({
    "Status", "OwnerId", "HasOptedOutOfEmail", "HasOptedOutOfFax", "DoNotCall", "Score",
    "SnoozedUntil", "FirstTouchedAt", "LastName",
})  # fmt: skip


def problems(plan: Sequence["Planned"]) -> list[Problem]:
    """By place: the `field` of each is the number of its step, from 1."""
    found = [
        Problem(str(number), "INVALID_INPUT", said)
        for number, step in enumerate(plan, 1)
        if (said := _problem(step) or _wrong_mail(step, plan[: number - 1]))
    ]  # fmt: skip
    if not plan:
        found.append(Problem("", "INVALID_INPUT", "A program needs at least one step."))
    if len(plan) > MOST_STEPS:
        found.append(Problem("", "INVALID_INPUT", f"At most {MOST_STEPS} steps, please."))
    return found


def fields() -> dict[str, FieldDef]:
    """The fields of leads that a step may set, by API name."""
    return {
        name: field for name, field in objects.get("Lead").fields.items()
        if field.is_updateable and not field.is_reference and name not in NEVER
    }  # fmt: skip


def _problem(step: "Planned") -> str:
    return _ASKING[StepKind(step.kind)](step) if step.kind in StepKind.values else "No such step."


def _wait(step: "Planned") -> str:
    if not step.amount and not step.is_until_working:
        return "Say how long to wait, or wait until working hours."
    most = LONGEST_WAIT.get(step.unit, 0)
    return f"Wait at most {most:,} {step.unit}." if step.amount > most else ""


def _email(step: "Planned") -> str:
    if step.template is None:
        return "Choose the template of this e-mail."
    if not step.template.is_active:
        return f"“{step.template}” is not in use."
    if step.template.topic_id is None:
        return f"“{step.template}” has no topic: without one nobody knows who wants it."
    return ""


def _task(step: "Planned") -> str:
    return "" if step.text.strip() else "Say what is to be done."


def _field(step: "Planned") -> str:
    field = fields().get(step.field)
    if field is None:
        return "Choose the field to change."
    try:
        values.fit(field, step.text)
    except values.Unfit as unfit:
        return str(unfit)
    return ""


def mails_before(step: "Planned", before: Sequence["Planned"]) -> list["Planned"]:
    """The e-mails among the steps before it that the same person can have had."""
    parents = {each.key: each for each in before}
    mine = _paths(step, parents)
    return [
        each for each in before if each.kind == StepKind.EMAIL
        and all(mine.get(key, answer) == answer for key, answer in _paths(each, parents).items())
    ]  # fmt: skip


def _paths(step: "Planned", parents: Mapping[str, "Planned"]) -> dict[str, str]:
    """The branches above a step, and on which answer of each it lies."""
    found: dict[str, str] = {}
    at: Planned | None = step
    while at is not None and at.parent:
        found[at.parent] = at.answer
        at = parents.get(at.parent)
    return found


def _wrong_mail(step: "Planned", before: Sequence["Planned"]) -> str:
    if step.kind != StepKind.BRANCH or not step.did:
        return ""
    if step.mail_key in {each.key for each in mails_before(step, before)}:
        return ""
    return "Choose the e-mail it asks about: one that comes before this step."


def _branch(step: "Planned") -> str:
    if step.did:
        return "" if step.did in Did.values else "Say what they should have done with the e-mail."
    if not step.criteria.strip():
        return "Say by what the ways part."
    try:
        template(step.criteria, "Lead")
    except CriteriaError as error:
        return str(error)
    return ""


def _nothing(step: "Planned") -> str:
    return ""


_ASKING: Mapping[StepKind, Callable[["Planned"], str]] = {
    StepKind.WAIT: _wait,
    StepKind.EMAIL: _email,
    StepKind.TASK: _task,
    StepKind.FIELD: _field,
    StepKind.BRANCH: _branch,
    StepKind.HANDOFF: _nothing,
    StepKind.LEAVE: _nothing,
}
