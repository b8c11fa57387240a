"""The steps as the editor's form has them: read, moved, added and taken out before any is saved."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from headwater.nurture.models import MailTemplate
from headwater.nurture.programs.changing import Planned
from headwater.nurture.programs.checking import MOST_STEPS, mails_before
from headwater.nurture.programs.program import Did, StepKind, Unit
from headwater.web.nurture import branches

Plan = list[Planned]


def read(posted: QueryDict) -> Plan:
    """The steps of the form in their order; what is no step of ours is left out."""
    keys = [key for key in dict.fromkeys(posted.getlist("step")) if 0 < len(key) <= 12]
    wanted = {posted.get(f"{key}-template", "") for key in keys}
    pks = [int(each) for each in wanted if each.isdecimal() and len(each) < 19]
    templates = MailTemplate.objects.in_bulk(pks)
    steps = [_one(key, posted, templates) for key in keys[: MOST_STEPS + 1]]
    kinds = {step.key: step.kind for step in steps}
    return [
        step for step in steps if step.kind in StepKind.values
        and (not step.parent or (kinds.get(step.parent) == "branch" and step.answer))
    ]  # fmt: skip


def _one(key: str, posted: QueryDict, templates: dict[int, MailTemplate]) -> Planned:
    def said(name: str, most: int = 255) -> str:
        return posted.get(f"{key}-{name}", "").replace("\x00", "").strip()[:most]

    amount, template, unit = said("amount"), said("template"), said("unit")
    answer, did = said("answer"), said("did")
    did = did if did in Did.values else ""
    return Planned(
        key=key, kind=said("kind"), parent=said("parent", 12),
        answer=answer if answer in ("yes", "no") else "",
        amount=min(int(amount), 32_000) if amount.isdecimal() and len(amount) < 9 else 0,
        unit=unit if unit in Unit.values else Unit.DAYS.value,
        is_until_working=bool(said("working")),
        template=templates.get(int(template)) if template.isdecimal() else None,
        criteria=branches.criteria_of(key, posted), did=did,
        mail_key=said("mail", 12) if did else "", field=said("field", 80), text=said("text"),
    )  # fmt: skip


def change(plan: Plan, do: str) -> tuple[Plan, str]:
    """Do `up:key`, `down:key`, `drop:key` or `add:kind:behind:parent:answer`; answers the steps
    and the key of the one that should have the focus."""
    what, _, rest = do.partition(":")
    if what == "add":
        return _added(plan, rest)
    here = next((n for n, step in enumerate(plan) if step.key == rest), None)
    if here is None:
        return plan, ""
    if what == "drop":
        family = _family(plan, plan[here])
        return [step for step in plan if step not in family], ""
    if what in ("up", "down"):
        return _moved(plan, plan[here], -1 if what == "up" else 1), rest
    return plan, ""


def _added(plan: Plan, rest: str) -> tuple[Plan, str]:
    """`behind` is the key of the step before it; '' is the first place of its path."""
    kind, behind, parent, answer = (rest.split(":") + [""] * 3)[:4]
    if kind not in StepKind.values:
        return plan, ""
    step = Planned(kind=kind, parent=parent, answer=answer if parent else "")
    step.amount = 3 if kind == StepKind.WAIT else 0
    step.is_until_working = kind == StepKind.WAIT
    before = next((each for each in plan if each.key == behind), None)
    if before is not None:
        family = _family(plan, before)
        place = max(n for n, each in enumerate(plan) if each in family) + 1
    else:
        place = next((n + 1 for n, each in enumerate(plan) if each.key == parent), 0)
    return [*plan[:place], step, *plan[place:]], step.key


def _moved(plan: Plan, step: Planned, way: int) -> Plan:
    """A step with all below it changes places with its neighbour on the same path."""
    path = [each for each in plan if (each.parent, each.answer) == (step.parent, step.answer)]
    goal = path.index(step) + way
    if not 0 <= goal < len(path):
        return plan
    first, second = (path[goal], step) if way < 0 else (step, path[goal])
    mine, other = _family(plan, second), _family(plan, first)
    start = plan.index(first)
    end = start + len(mine) + len(other)
    return [*plan[:start], *mine, *other, *plan[end:]]


def _family(plan: Plan, step: Planned) -> Plan:
    """The step and all that lies on its paths, in order."""
    keys = {step.key}
    for each in plan:
        if each.parent in keys:
            keys.add(each.key)
    return [each for each in plan if each.key in keys]


def shown(
    plan: Sequence[Planned], problems: dict[str, str], focus: str, posted: QueryDict | None = None
) -> list[dict[str, Any]]:
    """What the template draws for each step: number, depth, what is wrong, its neighbours."""
    depth: dict[str, int] = {"": -1}
    found = []
    for number, step in enumerate(plan, 1):
        depth[step.key] = depth.get(step.parent, -1) + 1
        path = [each for each in plan if (each.parent, each.answer) == (step.parent, step.answer)]
        found.append({
            "step": step, "number": number, "depth": depth[step.key],
            "label": StepKind(step.kind).label,
            "problem": problems.get(str(number), ""), "is_first": path[0] is step,
            "is_last": path[-1] is step, "has_focus": step.key == focus,
            **_asked(step, plan[: number - 1], posted),
        })  # fmt: skip
    return found


def _asked(step: Planned, before: Sequence[Planned], posted: QueryDict | None) -> dict[str, Any]:
    """A branch's criteria as rows or text, and the mails that it may ask about."""
    if step.kind != StepKind.BRANCH:
        return {}
    numbers = {each.key: number for number, each in enumerate(before, 1)}
    return {
        "builder": branches.of_form(step.key, posted)
        if posted is not None and f"{step.key}-mode" in posted else branches.of_step(step),
        "mails": [
            (each.key, f"{numbers[each.key]}. {each.template or 'E-mail without a template'}")
            for each in mails_before(step, list(before))
        ],
    }  # fmt: skip
