"""A rule is taken away, and put back: what it has planned keeps its day."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.records import trail
from headwater.records.problem import Problem, Refused
from headwater.recycling.models import RecycleRule, WayBack


def remove(rule: RecycleRule, *, by: User) -> int:
    """Take it away; returns how many leads still come back by it, each on its day."""
    with transaction.atomic():
        rule.removed_at = timezone.now()
        rule.save(update_fields=["removed_at"])
        trail.write([trail.entry("recycling rule.removed", rule, by=by)])
        return WayBack.objects.waiting().filter(rule=rule).count()


def restore(pk: int, *, by: User) -> RecycleRule:
    """Put it back as it was. Raises Refused where its name was given to another one since."""
    rule = RecycleRule.objects.with_removed().get(pk=pk)
    try:
        with transaction.atomic():
            rule.removed_at = None
            rule.save(update_fields=["removed_at"])
            trail.write([trail.entry("recycling rule.restored", rule, by=by)])
    except IntegrityError:
        message = f"There is another rule “{rule}” by now."
        raise Refused([Problem("name", "DUPLICATE_VALUE", message)]) from None
    return rule
