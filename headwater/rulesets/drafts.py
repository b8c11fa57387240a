"""The draft of a rule set: many changes, tried and replayed, then published or dropped.

There is one draft, made of the published version by the first change. Whoever changes it holds its
row, and a change that was made on an older state is refused with what happened meanwhile.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
from django.db import models, transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.rulesets import versions

OWN = frozenset({"id", "rule_set", "order"})  # of one row; the rest is what a rule says
RuleSet = TypeVar("RuleSet", bound=models.Model)
Rule = TypeVar("Rule", bound=models.Model)


class Overtaken(Exception):
    """Somebody else was faster; the message says who, when and what now."""


class Drafts(Generic[RuleSet, Rule]):
    """The draft of one kind of rules.

    `rules_of` reads the rules of a set in their order; `check(rules, draft)` refuses rules or
    settings that cannot work, `is_ready(rules, draft)` what must not be published; `announce(draft,
    by=, over=)` tells that it was. `settings` are the columns that a set holds besides its rules.
    """

    def __init__(
        self,
        sets: type[RuleSet],
        *,
        rules_of: Callable[[RuleSet], list[Rule]],
        check: Callable[[Sequence[Rule], RuleSet], None],
        is_ready: Callable[[Sequence[Rule], RuleSet], None],
        announce: Callable[..., None],
        settings: Collection[str] = (),
    ) -> None:
        self._sets: Any = sets
        self._rules: Any = sets._meta.get_field("rules").related_model
        self._rules_of, self._check, self._is_ready = rules_of, check, is_ready
        self._announce, self._settings = announce, settings

    def current(self) -> RuleSet | None:
        """The draft, if there is one, with who changed it last."""
        drafts = self._sets.objects.filter(version=None)
        found: RuleSet | None = drafts.select_related("changed_by", "based_on").first()
        return found

    def begin(self, *, by: User) -> RuleSet:
        """The draft; made of the published version when there is none."""
        with transaction.atomic():
            draft: RuleSet = self._held(by)
            return draft

    def put(self, rule: Rule, *, by: User, seen: str = "") -> Rule:
        """Add this unsaved rule at the end, or put it in the place of the one with its key.

        `seen` is the `fingerprint` of the rule that was changed. Raises Overtaken when somebody
        has changed or removed that one since, and Refused when the rule cannot work.
        """
        with transaction.atomic():
            draft = self._held(by)
            self._check([rule], draft)
            there = self._rules_of(draft)
            place = next((n for n, each in enumerate(there) if _key(each) == _key(rule)), None)
            if place is None:
                if seen:
                    raise _overtaken(draft, "has removed this rule since you opened it. Save again"
                                            " to add it anew.")  # fmt: skip
                there.append(rule)
            elif seen != fingerprint(there[place]):
                raise _overtaken(draft, "has changed this rule since you opened it. Save again to"
                                        " put yours over it.")  # fmt: skip
            else:
                there[place] = rule
            self._write(draft, there, by=by)
        return rule

    def arrange(self, keys: Sequence[UUID], *, revision: int, by: User) -> None:
        """Put the rules in this order. Raises Overtaken when it is not the draft of `revision`
        (the order of a draft that is still to be made is that of the published version: 0)."""
        with transaction.atomic():
            draft = self._held(by)
            if draft.revision != revision:
                raise _overtaken(draft, "has changed the draft meanwhile. Move it again.")
            place = {key: n for n, key in enumerate(keys)}
            there = self._rules_of(draft)
            there.sort(key=lambda rule: place.get(_key(rule), len(place)))
            self._write(draft, there, by=by)

    def move(self, key: UUID, step: int, *, by: User) -> str:
        """Some places down (or up, negative); its name."""

        def change(there: list[Rule], rule: Rule) -> list[Rule]:
            place = there.index(rule)
            there.insert(max(0, place + step), there.pop(place))
            return there

        return self._one(key, change, by=by)

    def switch(self, key: UUID, is_active: bool, *, by: User) -> str:
        """Switch a rule on or off; its name."""

        def change(there: list[Rule], rule: Any) -> list[Rule]:
            rule.is_active = is_active
            return there

        return self._one(key, change, by=by)

    def remove(self, key: UUID, *, by: User) -> str:
        """Leave a rule out; its name."""

        def change(there: list[Rule], rule: Rule) -> list[Rule]:
            return [each for each in there if each is not rule]

        return self._one(key, change, by=by)

    def settle(self, settings: Mapping[str, Any], *, by: User) -> None:
        """Change what the draft says besides its rules. Raises Refused."""
        with transaction.atomic():
            draft = self._held(by)
            for name in self._settings:
                setattr(draft, name, settings.get(name, getattr(draft, name)))
            self._check([], draft)
            self._write(draft, self._rules_of(draft), by=by)

    def state(self) -> dict[str, Any] | None:
        """What the draft says, JSON-able, for `restore`; None when there is no draft."""
        draft = self.current()
        if draft is None:
            return None
        told = [_said(rule) for rule in self._rules_of(draft)]
        return {"rules": told, "settings": self._settled(draft)}

    def restore(self, before: Mapping[str, Any] | None, *, by: User, revision: int) -> None:
        """Make the draft what `state` told of it; None drops it.

        Raises Overtaken when it is not the one of this `revision` any more (0: there was none).
        """
        with transaction.atomic():
            there: Any = self.current()
            if (there.revision if there else 0) != revision:
                raise Overtaken("The draft was changed since; it stays as it is.")
            if before is None:
                self.discard()
                return
            draft = self._held(by)
            for name, value in before["settings"].items():
                setattr(draft, name, value)
            self._write(draft, [self._rules(**said) for said in before["rules"]], by=by)

    def discard(self) -> None:
        """Drop the draft; the published version stays as it is."""
        self._sets.objects.filter(version=None).delete()

    def note(self, text: str) -> None:
        """Keep why the draft is made: it stays where publishing is refused."""
        self._sets.objects.filter(version=None).update(note=text[:300])

    def publish(self, *, by: User, note: str, revision: int, over: int) -> RuleSet:
        """Make the draft the next version, the one that is asked.

        `revision` and `over` (the published version it was compared with) are what the person saw.
        Raises Overtaken when either has changed, Refused when it is not ready.
        """
        with transaction.atomic():
            draft = self._held(by)
            self._still(draft, revision, over)
            wanted = self._rules_of(draft)
            self._check(wanted, draft)
            self._is_ready(wanted, draft)
            for name, value in versions.succeed(self._sets, by=by).items():
                setattr(draft, name, value)
            draft.note = note
            draft.save()
            self._announce(draft, by=by, over=over)
        published: RuleSet = draft
        return published

    def _one(self, key: UUID, change: Callable[[list[Rule], Rule], list[Rule]], *, by: User) -> str:
        with transaction.atomic():
            draft = self._held(by)
            there = self._rules_of(draft)
            rule = next((each for each in there if _key(each) == key), None)
            if rule is None:
                raise _overtaken(draft, "has removed this rule.")
            self._write(draft, change(there, rule), by=by)
        return str(rule)

    def _held(self, by: User) -> Any:
        """The draft, held until the transaction ends: two changes come one after the other."""
        sets = self._sets.objects.select_for_update()
        published = sets.get(is_published=True)
        if draft := sets.filter(version=None).first():
            return draft
        draft = self._sets.objects.create(
            based_on=published, changed_by=by, changed_at=timezone.now(),
            **self._settled(published),
        )  # fmt: skip
        versions.add(draft, self._rules_of(published))
        return draft

    def _write(self, draft: Any, wanted: Sequence[Rule], *, by: User) -> None:
        draft.rules.all().delete()
        versions.add(draft, wanted)
        draft.revision += 1
        draft.changed_by, draft.changed_at = by, timezone.now()
        draft.save(update_fields=["revision", "changed_by", "changed_at", *self._settings])

    def _still(self, draft: Any, revision: int, over: int) -> None:
        published = self._sets.objects.get(is_published=True)
        if published.version != over:
            who = published.published_by or "Somebody"
            raise Overtaken(
                f"{who} published version {published.version} meanwhile. Nothing of the draft is"
                " lost: below is how it differs from that version now. Look, and publish again."
            )
        if draft.revision != revision:
            raise _overtaken(draft, "has changed the draft meanwhile. Look, and publish again.")

    def _settled(self, rule_set: RuleSet) -> dict[str, Any]:
        return {name: getattr(rule_set, name) for name in self._settings}


def fingerprint(rule: models.Model) -> str:
    """Short text that is another one as soon as the rule says something else."""
    return hashlib.sha256(orjson.dumps(_said(rule), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _key(rule: Any) -> UUID:
    """By which a rule is known through all versions."""
    key: UUID = rule.key
    return key


def _overtaken(draft: Any, what: str) -> Overtaken:
    return Overtaken(f"{draft.changed_by or 'Somebody'} {what}")


def _said(rule: models.Model) -> dict[str, Any]:
    fields = [each for each in rule._meta.concrete_fields if each.name not in OWN]
    said = {each.attname: getattr(rule, each.attname) for each in fields}
    return said | {"key": str(_key(rule))}
