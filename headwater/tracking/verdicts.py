"""What people say about machines, and how everything is judged again by it.

A changed verdict is a changed row; scores follow it by themselves (see score).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from headwater.jobs import enqueue, job
from headwater.people.models import User
from headwater.records import engagement, trail
from headwater.records.bot_rule import BotRule, Sign
from headwater.records.bots import range_of, words
from headwater.records.models import Engagement
from headwater.records.problem import Problem, Refused

PORTION = 2_000
LATELY = timedelta(minutes=30)
READS_TEXT = (Sign.AGENT, Sign.NETWORK)
READS_NUMBER = (Sign.SPEED, Sign.BURST)


def say(events: Sequence[Engagement], verdict: str, *, by: User) -> int:
    """A colleague says of these that they are a person's or a machine's ('' = by the rules).

    Returns for how many that changes whether they count.
    """
    with transaction.atomic():
        for event in events:
            event.verdict = verdict
        Engagement.objects.bulk_update(events, ["verdict"])
        changed = engagement.judge_again(events)
        trail.write(
            trail.entry("lead.visit_judged", event.lead, by=by,
                        because={"what": event.what, "verdict": verdict})
            for event in events if event.lead is not None
        )  # fmt: skip
    return changed


def add(sign: str, value: str, *, by: User, reason: str = "", is_person: bool = False) -> BotRule:
    """Another rule; everything is judged again. Raises Refused where it could not be read."""
    value = " ".join(value.split())
    _refuse(sign, value)
    if BotRule.objects.filter(sign=sign, value=value).exists():
        raise Refused([Problem("value", "DUPLICATE_VALUE", "There is a rule for that already.")])
    usual = "It comes from a network of machines." if sign == Sign.NETWORK else f"It is {value}."
    with transaction.atomic():
        rule: BotRule = BotRule.objects.create(
            sign=sign, value=value, is_person=is_person, reason="" if is_person
            else (reason.strip() or usual)[:120],
        )  # fmt: skip
        trail.write([trail.entry("bot_rule.added", rule, by=by)])
        enqueue(judge_all)
    return rule


def change(
    rule: BotRule, *, by: User, value: str | None = None, is_active: bool | None = None
) -> None:
    """Switch a rule, or give it another value; everything is judged again."""
    before = {"value": rule.value, "is_active": rule.is_active}
    if value is not None:
        rule.value = " ".join(value.split())
        _refuse(rule.sign, rule.value)
    rule.is_active = rule.is_active if is_active is None else is_active
    changes = {
        name: [was, getattr(rule, name)] for name, was in before.items()
        if was != getattr(rule, name)
    }  # fmt: skip
    if not changes:
        return
    with transaction.atomic():
        rule.save(update_fields=["value", "is_active"])
        trail.write([trail.entry("bot_rule.changed", rule, by=by, changes=changes)])
        enqueue(judge_all)


def remove(rule: BotRule, *, by: User) -> None:
    """Take away a rule that somebody has added; those that came along are switched off instead."""
    if rule.is_standard:
        raise Refused([Problem("sign", "REQUIRED", "This rule came along: switch it off instead.")])
    with transaction.atomic():
        trail.write([trail.entry("bot_rule.removed", rule, by=by)])
        rule.delete()
        enqueue(judge_all)


@job("tracking.judge_all")
def judge_all() -> None:
    """Judge everything again by the rules as they are now."""
    judge_stored(Engagement.objects.all())


@job("tracking.judge_lately", cron="*/5 * * * *")
def judge_lately(timestamp: int = 0) -> None:
    """Every five minutes: what a later event tells about those before it."""
    judge_stored(Engagement.objects.filter(at__gte=timezone.now() - LATELY))


def judge_stored(events: "QuerySet[Any]") -> int:
    """In portions, each in its own transaction; returns of how many the verdict changed."""
    changed, last = 0, 0
    ordered = events.order_by("pk")
    while portion := list(ordered.filter(pk__gt=last)[:PORTION]):
        with transaction.atomic():
            changed += engagement.judge_again(portion)
        last = portion[-1].pk
    return changed


def _refuse(sign: str, value: str) -> None:
    if sign == Sign.NETWORK and range_of(value) is None:
        raise Refused([Problem("value", "INVALID", "Give a range like 203.0.113.0/24.")])
    if sign == Sign.AGENT and (not words(value) or min(map(len, words(value))) < 3):
        raise Refused([Problem("value", "INVALID", "Give words of at least three letters.")])
    if sign in READS_NUMBER and not (value.isdecimal() and 0 < int(value) <= 600):
        raise Refused([Problem("value", "INVALID", "Give a whole number from 1 to 600.")])
