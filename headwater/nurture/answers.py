"""Which answer does an inquiry get? The form's own, else that of the first rule, else the usual.

Deciding only; `enrol` writes. What a form or mailbox says of itself (this template, or none) comes
before the rules: it was chosen for exactly these inquiries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from headwater.criteria.judge import Verdicts, judge, judge_rows
from headwater.nurture.auto_response_rule import AutoResponseRule
from headwater.nurture.mail_template import MailTemplate
from headwater.nurture.templates import active
from headwater.people.organization import organization
from headwater.people.standing import kept
from headwater.records.draft import Batch, Draft
from headwater.records.models import Lead

USUAL = "auto_response"  # the template's key


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out, and the rule that chose it (None: the form, or it is the usual one)."""

    template: MailTemplate
    rule: AutoResponseRule | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that was asked, and whether it was true."""

    rule: AutoResponseRule
    is_true: bool


@kept
def rules() -> Sequence[AutoResponseRule]:
    """The rules in force, in order, kept in memory."""
    return list(AutoResponseRule.objects.filter(is_active=True).select_related("template"))


def of_batch(batch: Batch, drafts: Iterable[tuple[Draft, Lead]]) -> dict[int, Answer]:
    """Lead → its answer; who gets none is left out. One SELECT judges all rules, if there are."""
    found, asked = dict[int, Answer](), list[Lead]()
    for draft, lead in drafts:
        key = draft.evidence.get("auto_response")
        if key is None:
            asked.append(lead)
        elif template := active().get(str(key)):
            found[lead.pk] = Answer(template)
    mine = _of_door(batch.door)
    truths: Verdicts = {}
    if mine and asked:
        criteria, zone = [rule.criteria for rule in mine], batch.organization.time_zone
        truths = judge_rows(criteria, "Lead", asked, zone=zone, now=batch.now)
    for lead in asked:
        if answer := _first(mine, truths.get(lead.pk, ())):
            found[lead.pk] = answer
    return found


def tried(lead: Lead, door: str, now: datetime) -> tuple[Answer | None, list[Tried]]:
    """What a saved lead would get if it came by this door now, and every rule that was asked."""
    mine = _of_door(door)
    criteria, zone = [rule.criteria for rule in mine], organization().time_zone
    truths = judge(criteria, "Lead", [lead.pk], zone=zone, now=now).get(lead.pk, ())
    shown, answer = [], _first(mine, truths)
    for rule, is_true in zip(mine, truths, strict=False):
        shown.append(Tried(rule, is_true))
        if is_true:
            break
    return answer, shown


def _of_door(door: str) -> list[AutoResponseRule]:
    return [rule for rule in rules() if not rule.doors or door in rule.doors]


def _first(mine: Sequence[AutoResponseRule], truths: Sequence[bool]) -> Answer | None:
    """The first true rule decides, also that nothing is sent."""
    for rule, is_true in zip(mine, truths, strict=False):
        if is_true:
            is_sent = rule.template is not None and rule.template.is_active
            return Answer(rule.template, rule) if is_sent and rule.template else None
    usual = active().get(USUAL)
    return Answer(usual) if usual else None
