"""The facts that SQL tells: which signs qualify somebody, and which rules' criteria are true."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from headwater.advising import rules as all_rules
from headwater.advising.advice import Advice, Facts, decide
from headwater.criteria.english import english
from headwater.criteria.judge import Verdicts, judge, judge_rows
from headwater.criteria.tree import Tree
from headwater.people.models import Organization
from headwater.records.models import Lead

Judge = Callable[[Sequence[str | Tree]], Verdicts]
Known = Callable[[Lead], Facts]


def of_drafts(
    leads: Sequence[Lead], known: Known, *, here: Organization, now: datetime
) -> dict[int, Advice]:
    """The advice about leads that are not saved yet, by key; one query."""
    return _advised(
        leads, known, here,
        lambda asked: judge_rows(asked, "Lead", leads, zone=here.time_zone, now=now),
    )  # fmt: skip


def of_saved(
    leads: Sequence[Lead], known: Known, *, here: Organization, now: datetime
) -> dict[int, Advice]:
    """The same about leads as they are stored; one query."""
    keys = [lead.pk for lead in leads]
    return _advised(
        leads, known, here, lambda asked: judge(asked, "Lead", keys, zone=here.time_zone, now=now)
    )


def _advised(
    leads: Sequence[Lead], known: Known, here: Organization, judged: Judge
) -> dict[int, Advice]:
    if not leads:
        return {}
    rules, signs = all_rules.known(), all_rules.signs(all_rules.qualified_when())
    truths = judged([*signs, *(rule.criteria for rule in rules)])
    found = {}
    for lead in leads:
        verdicts = truths.get(lead.pk, (False,) * (len(signs) + len(rules)))
        own = [sign for sign, is_true in zip(signs, verdicts, strict=False) if is_true]
        said = tuple(english(sign, "Lead") for sign in own)
        asked = zip(rules, verdicts[len(signs) :], strict=True)
        found[lead.pk] = decide(replace(known(lead), signs=said, score=lead.score), asked, here)
    return found
