"""A section that is an ordered set of rules in versions: another set is published, none is changed.

Rules that the file leaves out are gone from the next version; the versions before keep them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.config.changes import Change, Said, Unfit
from headwater.config.columns import Row, clean, columns_of, listed, place, said_of
from headwater.config.names import Names
from headwater.people.models import User
from headwater.records.problem import Refused

OF_THE_VERSION = ("rule_set", "order", "key")


def nothing_wrong() -> Iterable[str]:
    """Publishing has checked everything."""
    return ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`settings` are columns of the version itself; `publish` makes the next one."""

    name: str
    sets: type[Row]
    rule: type[Row]
    publish: Callable[..., Any]
    settings: tuple[str, ...] = ()
    check: Callable[[], Iterable[str]] = nothing_wrong
    checked_after: tuple[str, ...] = ()  # changes of these sections, too, have to be checked
    key: tuple[str, ...] = ()

    def read(self, names: Names) -> dict[tuple[str, ...], Said]:
        """The published version."""
        version = self.sets._default_manager.get(is_published=True)
        said: Said = {name: getattr(version, name) for name in self.settings}
        rules = self.rule._default_manager.filter(rule_set=version)
        return {(): {**said, "rules": [self._said(rule, names) for rule in rules]}}

    def take(
        self, wanted: Mapping[tuple[str, ...], Said], names: Names, *, by: User | None, prune: bool
    ) -> tuple[list[Change], list[str]]:
        """Publish the next version where the file says something else."""
        if () not in wanted:
            return [], []
        before = self.read(names)[()]
        try:
            settings, rules = self._fitted(wanted[()], before, names)
            after: Said = {**settings, "rules": [self._said(rule, names) for rule in rules]}
            if after == before:
                return [], []
            version = self.publish(rules, by=by, note="Taken from files", **settings)
        except Unfit as unfit:
            return [], [f"{self.name}.yaml: {unfit}"]
        except Refused as refused:
            return [], [f"{self.name}.yaml: {problem.message}" for problem in refused.problems]
        names.forget()
        sides = self._by_rule(before), self._by_rule(after)
        return [Change(self.name, str(version).lower(), "changed", *sides)], []

    def recheck(self, changes: Iterable[Change]) -> list[str]:
        """What is wrong about the rules now, together with what other sections say."""
        sections = {self.name, *self.checked_after}
        if not any(change.section in sections for change in changes):
            return []
        return [f"{self.name}.yaml: {text}" for text in self.check()]

    def _said(self, rule: Row, names: Names) -> Said:
        columns = columns_of(self.rule, "name", *OF_THE_VERSION)
        return {"name": getattr(rule, "name", ""), **said_of(rule, columns, names)}

    def _fitted(self, given: Said, before: Said, names: Names) -> tuple[dict[str, Any], list[Row]]:
        if strange := sorted(set(given) - {"rules", *self.settings}):
            raise Unfit(f"what is “{strange[0]}”? It may say rules, {', '.join(self.settings)}.")
        settings = {name: given.get(name, before[name]) for name in self.settings}
        for name, value in settings.items():
            numbers = value if isinstance(before[name], list) else [value]
            if not isinstance(numbers, list) or not all(type(each) is int for each in numbers):
                raise Unfit(f"{name}: “{value}” is no whole number, or no list of such.")
        keys = self._keys()
        return settings, [
            self._rule(said, names, keys) for said in listed("rules", given.get("rules"))
        ]

    def _rule(self, said: Any, names: Names, keys: dict[str, Any]) -> Row:
        columns = columns_of(self.rule, *OF_THE_VERSION)
        if not isinstance(said, dict) or not said.get("name"):
            raise Unfit("each rule begins with its name.")
        if strange := sorted(set(said) - {column.name for column in columns}):
            known = ", ".join(column.name for column in columns)
            raise Unfit(f"rule “{said['name']}”: what is “{strange[0]}”? It may say {known}.")
        rule = self.rule(**keys.get(str(said["name"]), {}))
        try:
            for column in columns:
                place(rule, column, said, names)
            clean(rule, *OF_THE_VERSION, constraints=False)  # publishing says it in words
        except Unfit as unfit:
            raise Unfit(f"rule “{said['name']}”: {unfit}") from None
        return rule

    def _keys(self) -> dict[str, dict[str, Any]]:
        """A rule that keeps its name stays the same rule where rules have a key of their own."""
        if not any(column.name == "key" for column in self.rule._meta.concrete_fields):
            return {}
        rules = self.rule._default_manager.filter(rule_set__is_published=True)
        return {name: {"key": key} for name, key in rules.values_list("name", "key")}

    def _by_rule(self, said: Said) -> Said:
        """An entry for each rule, so that a plan names the rules that differ."""
        rules = {rule["name"]: (place, rule) for place, rule in enumerate(said["rules"], 1)}
        told = {
            f"rule “{name}”": {"place": place, **{k: v for k, v in rule.items() if k != "name"}}
            for name, (place, rule) in rules.items()
        }
        return {**{name: said[name] for name in self.settings}, **told}
