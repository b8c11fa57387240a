"""“Use one of these records?”: what a duplicate rule asks of a person who makes a new record.

A rule that asks is answered by using one of the records, or by saving anyway, with a reason that
the Trail keeps. A rule that blocks leaves no such choice.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from headwater.catalog import objects
from headwater.match.rules import ask, report
from headwater.match.rules.decide import Decision, Hit
from headwater.match.rules.duplicate_rule import Action
from headwater.match.rules.step import CODE
from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.duplicate_pair import Tier
from headwater.records.problem import Problem, Refused
from headwater.records.submission import Door
from headwater.web.duplicates import heads, waterfall
from headwater.web.records import kinds

ANYWAY, WHY = "save_anyway", "why_anyway"  # names in the form
SHOWN = 5
LONGEST = 300


def decision_about(object_name: str, values: Mapping[str, Any], user: User) -> Decision:
    """What the rules say of a record that is typed by hand; unfit values are told by saving."""
    if object_name not in ask.OBJECTS:
        return Decision()
    said = {name: value for name, value in values.items() if value not in ("", None)}
    try:
        fitted = writing.fit(objects.get(object_name), said, is_new=False)
    except Refused:
        return Decision()
    return ask.before_saving(object_name, fitted, door=Door.HAND, by=user)


def question(
    request: HttpRequest, object_name: str, decision: Decision, user: User
) -> dict[str, Any] | None:
    """What the dialog has to ask before it saves; None when it may save."""
    finding = decision.deciding
    if finding is None:
        return None
    may_save = finding.action == Action.ALERT
    if may_save and request.POST.get(ANYWAY):
        return None
    found = ask.with_records(decision)
    if object_name == "Lead" and _is_joined(found):
        return None
    return {
        "text": decision.text, "may_save": may_save, "rule": finding.ruling.rule,
        "found": [_line(hit, user) for hit in found.hits[:SHOWN]],
        "more": max(0, len(found.hits) - SHOWN), "anyway": ANYWAY, "why": WHY,
    }  # fmt: skip


def answered(request: HttpRequest, record: Any, decision: Decision, user: User) -> None:
    """What was saved although a rule had asked is told on the Trail; what rules report waits."""
    name = objects.of_model(record).name
    finding = decision.deciding
    if finding and request.POST.get(ANYWAY):
        because = {
            "rule": str(finding.ruling.rule),
            "found": [f"{hit.object_name} {hit.record_id}" for hit in decision.hits[:SHOWN]],
            "words": request.POST.get(WHY, "").replace("\x00", "").strip()[:LONGEST],
        }
        event = f"{name.lower()}.saved_anyway"
        trail.write([trail.entry(event, record, by=user, because=because)])
    if decision.findings and name != "Lead":  # leads have told theirs in the journey
        report.report(name, record.pk, decision)


def refuse_edit(object_name: str, record: Any, values: Mapping[str, Any], user: User) -> Decision:
    """What the rules say of a change by hand; raises Refused where one blocks it."""
    decision = ask.before_change(object_name, record, values, door=Door.HAND, by=user)
    if decision.action == Action.BLOCK:
        named = [str(hit.record) for hit in ask.with_records(decision).hits if hit.record]
        whom = f" {', '.join(named[:3])}" if named else ""
        raise Refused([Problem("", CODE, f"{decision.text}{whom}")])
    return decision


def report_edit(object_name: str, record: Any, decision: Decision) -> None:
    """What rules report of a change waits for people."""
    if decision.findings:
        report.report(object_name, record.pk, decision)


def warning(decision: Decision) -> str:
    """What a person is told after a change that a rule asks about."""
    hits = ask.with_records(decision).hits
    named = next((hit for hit in hits if hit.record), None)
    return f" It is now like {named.record} ({named.words})." if named else ""


def _is_joined(decision: Decision) -> bool:
    """Whether the journey will join an open lead of this very person: nothing new is made."""
    return any(
        hit.object_name == "Lead" and hit.verdict is not None and hit.verdict.tier == Tier.CERTAIN
        and hit.record is not None and not hit.record.is_closed
        for hit in decision.hits
    )  # fmt: skip


def _line(hit: Hit, user: User) -> dict[str, Any]:
    tier = hit.verdict.tier if hit.verdict is not None else Tier.LIKELY
    line = {
        "chance": waterfall.chance(hit.confidence / 100), "tone": waterfall.TONES[tier],
        "words": f"{hit.words} · {hit.equation.label}", "is_seen": hit.record is not None,
    }  # fmt: skip
    if hit.record is None:
        return line | {"in_short": f"A {hit.object_name.lower()} that you cannot see"}
    return line | {
        "record": hit.record, "in_short": heads.in_short(hit.record, user),
        "url": kinds.page_of(hit.record),
        "use_url": reverse("use_known", args=[hit.object_name, hit.record_id]),
    }  # fmt: skip
