"""Which step comes after which: down the list, into a branch's path, and out behind it again."""

from collections.abc import Collection, Iterator, Sequence

from headwater.nurture.programs.program import Step


class Way:
    """The steps of one version of one program."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = sorted(steps, key=lambda step: (step.place, step.pk or 0))
        self.by_key = {step.key: step for step in self.steps}
        self._by_pk = {step.pk: step for step in self.steps}
        for step in self.steps:
            step.mail = self.by_key.get(step.mail_key)

    def first(self) -> Step | None:
        return next(iter(self.inside(None, "")), None)

    def inside(self, parent: Step | None, answer: str) -> Iterator[Step]:
        """The steps of one path, in order; (None, "") is the program's own."""
        pk = parent.pk if parent else None
        return (step for step in self.steps if (step.parent_id, step.answer) == (pk, answer))

    def after(
        self, step: Step, outcome: str = "", passed: Collection[str] = frozenset()
    ) -> Step | None:
        """The next step that has not been done yet; None at the end of the program."""
        found = self._next(step, outcome)
        while found is not None and found.key in passed:
            found = self._next(found, "")
        return found

    def _next(self, step: Step, outcome: str) -> Step | None:
        if outcome and (inner := next(self.inside(step, outcome), None)):
            return inner
        siblings = self.inside(self._by_pk.get(step.parent_id or 0), step.answer)
        later = next((each for each in siblings if each.place > step.place), None)
        if later is not None or step.parent_id is None:
            return later
        return self._next(self._by_pk[step.parent_id], "")

    def walk(self) -> Iterator[tuple[int, Step]]:
        """Every step with its depth, as people read them."""
        return self._walk(None, "", 0)

    def _walk(self, parent: Step | None, answer: str, depth: int) -> Iterator[tuple[int, Step]]:
        for step in self.inside(parent, answer):
            yield depth, step
            if step.kind == "branch":
                yield from self._walk(step, "yes", depth + 1)
                yield from self._walk(step, "no", depth + 1)
