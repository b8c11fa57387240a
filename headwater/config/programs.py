"""Nurture programs as text: settings, and the steps as people read them, paths below their branch.

Taken steps become the next version of the program; those inside go on where they stood, as after a
change by hand. Steps without a key get their place as one: so the same file is the same program.
"""

from collections.abc import Iterable
from typing import Any

from headwater.config.changes import Change, Said, Unfit
from headwater.config.columns import Row, clean, columns_of, listed, place, said_of
from headwater.config.names import Names
from headwater.config.table import Table
from headwater.nurture.models import Program, Step
from headwater.nurture.programs import changing, checking
from headwater.nurture.programs.changing import SAME, Planned

PATHS = ("yes", "no")
OF_THE_PLACE = ("program", "version", "parent", "answer", "place")
LONGEST_KEY = 12


class Programs(Table):
    """The table of programs, with the steps in force."""

    def read(self, names: Names) -> dict[tuple[str, ...], Said]:
        """What there is, by name."""
        found = super().read(names)
        for program in Program.objects.all():
            if steps := _said(changing.planned(program), names):
                found[program.name,]["steps"] = steps
        return found

    def _take_one(
        self, key: tuple[str, ...], given: Said, row: Row | None, names: Names
    ) -> tuple[Change | None, Row]:
        plan = list(_planned(listed("steps", given.get("steps")), names))
        before = _said(changing.planned(row), names) if isinstance(row, Program) else []
        rest = {name: value for name, value in given.items() if name != "steps"}
        change, taken = super()._take_one(key, rest, row, names)
        after = _said(plan, names)
        if before == after or not isinstance(taken, Program):
            return change, taken
        changing.put_in_force(taken, _whole(plan))
        told = change or Change(self.name, self._called(key), "changed")
        with_steps = ({**told.before, "steps": before}, {**told.after, "steps": after})
        return Change(told.section, told.name, told.what, *with_steps), taken


class OneRow(Table):
    """A table whose only row has the key 1; one that is not there yet says what is usual."""

    def _rows(self) -> list[Row]:
        return super()._rows() or [self._new(())]

    def _new(self, key: tuple[str, ...]) -> Row:
        return self.model(pk=1)


def _said(plan: Iterable[Planned], names: Names, parent: str = "", answer: str = "") -> list[Said]:
    """The steps of one path, each with its own paths below it."""
    plan, found = list(plan), []
    for each in plan:
        if (each.parent, each.answer) == (parent, answer):
            said = {"key": each.key} | said_of(_row(each), _columns(), names)
            paths = {path: _said(plan, names, each.key, path) for path in PATHS}
            found.append(said | {path: steps for path, steps in paths.items() if steps})
    return found


def _planned(
    said: Iterable[Any], names: Names, parent: str = "", answer: str = "", path: str = ""
) -> Iterable[Planned]:
    """The steps of a path and of all paths below it, in order; raises Unfit."""
    for number, one in enumerate(said, 1):
        at = f"{path}{number}"
        step = _step(one, names, at)
        yield Planned(
            key=step.key, parent=parent,
            **{name: getattr(step, name) for name in SAME if name != "answer"}, answer=answer,
        )  # fmt: skip
        for below in PATHS:
            yield from _planned(
                listed(below, one.get(below)), names, step.key, below, f"{at}{below[0]}"
            )


def _step(said: Any, names: Names, at: str) -> Step:
    known = ["key", *(column.name for column in _columns()), *PATHS]
    if not isinstance(said, dict) or (strange := sorted(set(said) - set(known))):
        what = f"what is “{strange[0]}”? " if isinstance(said, dict) else ""
        raise Unfit(f"step {at}: {what}each step may say {', '.join(known)}.")
    step = Step(key=str(said.get("key") or at)[:LONGEST_KEY])
    try:
        for column in _columns():
            place(step, column, said, names)
        clean(step, *OF_THE_PLACE, constraints=False)
    except Unfit as unfit:
        raise Unfit(f"step {at}: {unfit}") from None
    return step


def _whole(plan: list[Planned]) -> list[Planned]:
    """The same, if nothing is missing; raises Unfit with everything that is."""
    keys = [each.key for each in plan]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise Unfit(f"two steps have the key “{twice[0]}”.")
    if problems := checking.problems(plan):
        raise Unfit("; ".join(f"step {each.field}: {each.message}" if each.field else each.message
                              for each in problems))  # fmt: skip
    return plan


def _row(each: Planned) -> Step:
    return Step(**{name: getattr(each, name) for name in SAME})


def _columns() -> list[Any]:
    return columns_of(Step, "key", *OF_THE_PLACE)
