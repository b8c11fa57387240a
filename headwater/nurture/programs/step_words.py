"""What a step does, in a few plain words."""

from collections.abc import Callable, Mapping

from headwater.catalog import objects
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.nurture.programs.program import Did, Step, StepKind


def words(step: Step) -> str:
    """Such as: Wait 3 days, then until working hours."""
    return _SAYING[StepKind(step.kind)](step)


def field_label(name: str) -> str:
    """What people call a field of leads; its API name when it is gone."""
    field = objects.get("Lead").fields.get(name)
    return field.label if field else name


def _wait(step: Step) -> str:
    unit = step.unit if step.amount != 1 else step.unit.removesuffix("s")
    if not step.amount:
        return "Wait until working hours"
    return f"Wait {step.amount} {unit}" + (
        ", then until working hours" if step.is_until_working else ""
    )


def _email(step: Step) -> str:
    return f"E-mail “{step.template.name}”" if step.template else "E-mail whose template is gone"


def _task(step: Step) -> str:
    return f"Task for the owner: {step.text}"


def _field(step: Step) -> str:
    return f"Set {field_label(step.field)} to “{step.text}”"


def _branch(step: Step) -> str:
    if step.did in Did.values:
        mail = step.mail.template if step.mail else None
        return f"{_DID[Did(step.did)]} {f'“{mail.name}”' if mail else 'the e-mail before'}?"
    try:
        return f"{english(step.criteria, 'Lead')}?"
    except CriteriaError:
        return f"{step.criteria}?"


def _handoff(step: Step) -> str:
    return "Hand off to sales" + (f": {step.text}" if step.text else "")


def _leave(step: Step) -> str:
    return "Leave the program" + (f": {step.text}" if step.text else "")


_DID = {Did.OPENED: "Opened", Did.CLICKED: "Followed a link in", Did.REPLIED: "Replied to"}
_SAYING: Mapping[StepKind, Callable[[Step], str]] = {
    StepKind.WAIT: _wait,
    StepKind.EMAIL: _email,
    StepKind.TASK: _task,
    StepKind.FIELD: _field,
    StepKind.BRANCH: _branch,
    StepKind.HANDOFF: _handoff,
    StepKind.LEAVE: _leave,
}
