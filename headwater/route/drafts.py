"""The draft of the assignment rules: many changes, tried and replayed, then published or dropped.

There is one draft, made of the published version by the first change. Whoever changes it holds its
row, and a change that was made on an older state is refused with what happened meanwhile.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.route import cases, rules
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet

OWN = frozenset({"id", "rule_set", "order"})  # of one row; the rest is what a rule says
Rules = list[AssignmentRule]


class Overtaken(Exception):
    """Somebody else was faster; the message says who, when and what now."""


def current() -> AssignmentRuleSet | None:
    """The draft, if there is one, with who changed it last."""
    drafts = AssignmentRuleSet.objects.filter(version=None)
    return drafts.select_related("changed_by", "based_on").first()


def begin(*, by: User) -> AssignmentRuleSet:
    """The draft; made of the published version when there is none."""
    with transaction.atomic():
        return _held(by)


def put(rule: AssignmentRule, *, by: User, seen: str = "") -> AssignmentRule:
    """Add this unsaved rule at the end, or put it in the place of the one with its key.

    `seen` is the `fingerprint` of the rule that was changed. Raises Overtaken when somebody has
    changed or removed that one since, and Refused when the rule cannot work.
    """
    rules.check([rule])

    def change(there: Rules) -> Rules:
        place = next((n for n, each in enumerate(there) if each.key == rule.key), None)
        if place is None:
            if seen:
                message = "has removed this rule since you opened it. Save again to add it anew."
                raise Overtaken(_who(draft, message))
            return [*there, rule]
        if seen != fingerprint(there[place]):
            message = "has changed this rule since you opened it. Save again to put yours over it."
            raise Overtaken(_who(draft, message))
        return [*there[:place], rule, *there[place + 1 :]]

    with transaction.atomic():
        draft = _held(by)
        _write(draft, change(rules.rules_of(draft)), by=by)
    return rule


def arrange(keys: Sequence[UUID], *, revision: int, by: User) -> None:
    """Put the rules in this order. Raises Overtaken when it is not the draft of `revision` (the
    order of a draft that is still to be made is that of the published version: 0)."""
    with transaction.atomic():
        draft = _held(by)
        if draft.revision != revision:
            raise Overtaken(_who(draft, "has changed the draft meanwhile. Move it again."))
        place = {key: n for n, key in enumerate(keys)}
        there = rules.rules_of(draft)
        _write(draft, sorted(there, key=lambda rule: place.get(rule.key, len(place))), by=by)


def switch(key: UUID, is_active: bool, *, by: User) -> str:
    """Switch a rule on or off; its name."""

    def change(there: Rules, rule: AssignmentRule) -> Rules:
        rule.is_active = is_active
        return there

    return _one(key, change, by=by)


def remove(key: UUID, *, by: User) -> str:
    """Leave a rule out; its name."""
    return _one(key, lambda there, rule: [each for each in there if each is not rule], by=by)


def state() -> list[dict[str, Any]] | None:
    """What the draft says, JSON-able, for `restore`; None when there is no draft."""
    draft = current()
    return [_said(rule) for rule in rules.rules_of(draft)] if draft else None


def restore(before: Sequence[dict[str, Any]] | None, *, by: User, revision: int) -> None:
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
        _write(_held(by), [AssignmentRule(**said) for said in before], by=by)


def discard() -> None:
    """Drop the draft; the published version stays as it is."""
    AssignmentRuleSet.objects.filter(version=None).delete()


def note(text: str) -> None:
    """Keep why the draft is made: it stays where publishing is refused."""
    AssignmentRuleSet.objects.filter(version=None).update(note=text[:300])


def publish(*, by: User, note: str, revision: int, over: int) -> AssignmentRuleSet:
    """Make the draft the next version, the one that is asked.

    `revision` and `over` (the published version it was compared with) are what the person saw.
    Raises Overtaken when either has changed, Refused when a rule cannot work or a case is red.
    """
    with transaction.atomic():
        draft = _held(by)
        _still(draft, revision, over)
        wanted = rules.rules_of(draft)
        rules.check(wanted)
        cases.must_pass(wanted)
        for name, value in rules.succeed(by=by).items():
            setattr(draft, name, value)
        draft.note = note
        draft.save()
        rules.tell("assignment_rules.published", draft, by=by, over=over)
    return draft


def again(version: AssignmentRuleSet, *, by: User) -> AssignmentRuleSet:
    """Publish an older version's rules again, as the next version; a draft stays what it is.

    Cases that are red are no reason to refuse: whoever goes back is in a hurry. Raises Refused
    when one of its owners has left.
    """
    return rules.publish(rules.rules_of(version), by=by, note=f"Back to version {version.version}")


def fingerprint(rule: AssignmentRule) -> str:
    """Short text that is another one as soon as the rule says something else."""
    return hashlib.sha256(orjson.dumps(_said(rule), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _one(key: UUID, change: Callable[[Rules, AssignmentRule], Rules], *, by: User) -> str:
    with transaction.atomic():
        draft = _held(by)
        there = rules.rules_of(draft)
        rule = next((each for each in there if each.key == key), None)
        if rule is None:
            raise Overtaken(_who(draft, "has removed this rule."))
        _write(draft, change(there, rule), by=by)
    return rule.name


def _held(by: User) -> AssignmentRuleSet:
    """The draft, held until the transaction ends: two changes come one after the other."""
    published = AssignmentRuleSet.objects.select_for_update().get(is_published=True)
    draft = AssignmentRuleSet.objects.select_for_update().filter(version=None).first()
    if draft:
        return draft
    draft = AssignmentRuleSet.objects.create(
        based_on=published, changed_by=by, changed_at=timezone.now()
    )
    _add(draft, rules.rules_of(published))
    return draft


def _write(draft: AssignmentRuleSet, wanted: Rules, *, by: User) -> None:
    draft.rules.all().delete()
    _add(draft, wanted)
    draft.revision += 1
    draft.changed_by, draft.changed_at = by, timezone.now()
    draft.save(update_fields=["revision", "changed_by", "changed_at"])


def _add(draft: AssignmentRuleSet, wanted: Rules) -> None:
    for order, rule in enumerate(wanted, 1):
        rule.pk, rule.rule_set, rule.order = None, draft, order
    AssignmentRule.objects.bulk_create(wanted)


def _still(draft: AssignmentRuleSet, revision: int, over: int) -> None:
    published = rules.current()
    if published.version != over:
        who = published.published_by or "Somebody"
        raise Overtaken(
            f"{who} published version {published.version} meanwhile. Nothing of the draft is lost: "
            f"below is how it differs from that version now. Look, and publish again."
        )
    if draft.revision != revision:
        raise Overtaken(_who(draft, "has changed the draft meanwhile. Look, and publish again."))


def _who(draft: AssignmentRuleSet, what: str) -> str:
    return f"{draft.changed_by or 'Somebody'} {what}"


def _said(rule: AssignmentRule) -> dict[str, Any]:
    fields = [each for each in rule._meta.concrete_fields if each.name not in OWN]
    said = {each.attname: getattr(rule, each.attname) for each in fields}
    return said | {"key": str(rule.key)}
