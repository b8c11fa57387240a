"""The draft of the score rules: many changes, tried and replayed, then published or dropped.

There is one draft, made of the published version by the first change. Whoever changes it holds its
row; a change that was made on an older state is refused with what happened meanwhile.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.score import rules
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

OWN = frozenset({"id", "rule_set", "order"})  # of one row; the rest is what a rule says
Rules = list[ScoreRule]


class Overtaken(Exception):
    """Somebody else was faster; the message says who, and what now."""


def current() -> ScoreRuleSet | None:
    """The draft, if there is one, with who changed it last."""
    drafts = ScoreRuleSet.objects.filter(version=None)
    return drafts.select_related("changed_by", "based_on").first()


def begin(*, by: User) -> ScoreRuleSet:
    """The draft; made of the published version when there is none."""
    with transaction.atomic():
        return _held(by)


def put(rule: ScoreRule, *, by: User, seen: str = "") -> ScoreRule:
    """Add this rule at the end, or put it in the place of the one with its key.

    `seen` is the `fingerprint` of the rule that was changed. Raises Overtaken when somebody has
    changed or removed that one since, and Refused when the rule cannot work.
    """
    with transaction.atomic():
        draft = _held(by)
        rules.check([rule], draft)
        there = rules.rules_of(draft)
        place = next((n for n, each in enumerate(there) if each.key == rule.key), None)
        if place is None:
            if seen:
                _refuse(draft, "has removed this rule since you opened it. Save again to add it.")
            there.append(rule)
        elif seen != fingerprint(there[place]):
            _refuse(draft, "has changed this rule since you opened it. Save again to replace it.")
        else:
            there[place] = rule
        _write(draft, there, by=by)
    return rule


def move(key: UUID, step: int, *, by: User) -> str:
    """Some places down (or up, negative); its name."""

    def change(there: Rules, rule: ScoreRule) -> Rules:
        place = there.index(rule)
        there.insert(max(0, place + step), there.pop(place))
        return there

    return _one(key, change, by=by)


def switch(key: UUID, is_active: bool, *, by: User) -> str:
    """Switch a rule on or off; its name."""

    def change(there: Rules, rule: ScoreRule) -> Rules:
        rule.is_active = is_active
        return there

    return _one(key, change, by=by)


def remove(key: UUID, *, by: User) -> str:
    """Leave a rule out; its name."""
    return _one(key, lambda there, rule: [each for each in there if each is not rule], by=by)


def settle(settings: Mapping[str, Any], *, by: User) -> None:
    """Change what the draft says besides its rules: thresholds and the grid. Raises Refused."""
    with transaction.atomic():
        draft = _held(by)
        for name in rules.SETTINGS:
            setattr(draft, name, settings.get(name, getattr(draft, name)))
        rules.check([], draft)
        _write(draft, rules.rules_of(draft), by=by)


def state() -> dict[str, Any] | None:
    """What the draft says, JSON-able, for `restore`; None when there is no draft."""
    draft = current()
    if draft is None:
        return None
    told = [_said(rule) for rule in rules.rules_of(draft)]
    return {"rules": told, "settings": rules.settings_of(draft)}


def restore(before: Mapping[str, Any] | None, *, by: User, revision: int) -> None:
    """Make the draft what `state` told of it; None drops it.

    Raises Overtaken when it is not the one of this `revision` any more (0: there was none).
    """
    with transaction.atomic():
        draft = current()
        if (draft.revision if draft else 0) != revision:
            raise Overtaken("The draft was changed since; it stays as it is.")
        if before is None:
            discard()
            return
        draft = _held(by)
        for name, value in before["settings"].items():
            setattr(draft, name, value)
        _write(draft, [ScoreRule(**said) for said in before["rules"]], by=by)


def discard() -> None:
    """Drop the draft; the published version stays as it is."""
    ScoreRuleSet.objects.filter(version=None).delete()


def publish(*, by: User, note: str, revision: int, over: int) -> ScoreRuleSet:
    """Make the draft the next version, by which every lead is then scored anew.

    `revision` and `over` (the published version it was compared with) are what the person saw.
    Raises Overtaken when either has changed, Refused when a rule cannot work.
    """
    with transaction.atomic():
        draft, there = _held(by), rules.current()
        if there.version != over:
            who = there.published_by or "Somebody"
            message = f"{who} published version {there.version} meanwhile. Look, and publish again."
            raise Overtaken(message)
        if draft.revision != revision:
            _refuse(draft, "has changed the draft meanwhile. Look, and publish again.")
        rules.check(rules.rules_of(draft), draft)
        for name, value in rules.succeed(by=by).items():
            setattr(draft, name, value)
        draft.note = note
        draft.save()
        rules.announce(draft, by=by)
    return draft


def again(version: ScoreRuleSet, *, by: User) -> ScoreRuleSet:
    """Publish an older version again, as the next one; a draft stays what it is."""
    note = f"Back to version {version.version}"
    return rules.publish(rules.rules_of(version), by=by, note=note, **rules.settings_of(version))


def fingerprint(rule: ScoreRule) -> str:
    """Short text that is another one as soon as the rule says something else."""
    return hashlib.sha256(orjson.dumps(_said(rule), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _one(key: UUID, change: Callable[[Rules, ScoreRule], Rules], *, by: User) -> str:
    with transaction.atomic():
        draft = _held(by)
        there = rules.rules_of(draft)
        rule = next((each for each in there if each.key == key), None)
        if rule is None:
            raise Overtaken(f"{draft.changed_by or 'Somebody'} has removed this rule.")
        _write(draft, change(there, rule), by=by)
    return rule.name


def _held(by: User) -> ScoreRuleSet:
    """The draft, held until the transaction ends: two changes come one after the other."""
    published = ScoreRuleSet.objects.select_for_update().get(is_published=True)
    draft = ScoreRuleSet.objects.select_for_update().filter(version=None).first()
    if draft:
        return draft
    draft = ScoreRuleSet.objects.create(
        based_on=published, changed_by=by, changed_at=timezone.now(),
        **rules.settings_of(published),
    )  # fmt: skip
    rules.add(draft, rules.rules_of(published))
    return draft


def _write(draft: ScoreRuleSet, wanted: Rules, *, by: User) -> None:
    draft.rules.all().delete()
    rules.add(draft, wanted)
    draft.revision += 1
    draft.changed_by, draft.changed_at = by, timezone.now()
    draft.save()


def _refuse(draft: ScoreRuleSet, what: str) -> None:
    raise Overtaken(f"{draft.changed_by or 'Somebody'} {what}")


def _said(rule: ScoreRule) -> dict[str, Any]:
    fields = [each for each in rule._meta.concrete_fields if each.name not in OWN]
    said = {each.attname: getattr(rule, each.attname) for each in fields}
    return said | {"key": str(rule.key)}
