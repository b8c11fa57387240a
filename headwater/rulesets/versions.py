"""Versions of rules: one is published at a time, and its number is one more than the last."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from headwater.people.models import User


def succeed(sets: Any, *, by: User | None) -> dict[str, Any]:
    """Retire the published version of the model `sets`; what its successor is to hold.

    Within a transaction.
    """
    # Two people who publish at once get two versions, one after the other.
    versions = sets.objects.exclude(version=None)
    numbers = [each.version or 0 for each in versions.select_for_update().order_by("version")]
    versions.filter(is_published=True).update(is_published=False)
    return {
        "version": (numbers or [0])[-1] + 1, "is_published": True,
        "published_at": timezone.now(), "published_by": by,
    }  # fmt: skip


def add(rule_set: Any, rules: Sequence[Any]) -> None:
    """Write the rules of a version or the draft in this order, as new rows."""
    for order, rule in enumerate(rules, 1):
        rule.pk, rule.rule_set, rule.order = None, rule_set, order
    rule_set.rules.model.objects.bulk_create(rules)
