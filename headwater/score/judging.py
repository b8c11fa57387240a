"""Leads under one version of the rules: one SELECT, however many leads there are; only reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headwater.criteria import judge
from headwater.database import statements
from headwater.records.lead import Lead
from headwater.score.score_rule import ScoreRule, ScoreRuleSet
from headwater.score.sums import Sum, sums
from headwater.score.text import ALIKE, APART, JUDGED, SAVED, Text, Wording


@dataclass(frozen=True, slots=True)
class Asked:
    """A lead and (in a replay) until when what it did counts."""

    id: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """One version with its active rules, asked at one moment."""

    version: ScoreRuleSet
    rules: Sequence[ScoreRule]
    zone: str
    now: datetime

    def counting(self, lead_ids: Sequence[int]) -> tuple[str, list[Any]]:
        """The SELECT that counts stored leads (its rows: see `text`), with its parameters."""
        text = Text()
        text.add(ALIKE, self.now, list(lead_ids))
        return self._ended(text, SAVED)

    def sums(self, leads: Sequence[Asked]) -> dict[int, Sum]:
        """The sums of stored leads by their keys."""
        if not leads:
            return {}
        until = [lead.until or self.now for lead in leads]
        text = Text()
        text.add(APART, [lead.id for lead in leads], [0] * len(leads), until)
        return sums(statements.run(*self._ended(text, SAVED)))

    def sums_of_rows(self, leads: Sequence[Lead], again: Mapping[int, int]) -> dict[int, Sum]:
        """The sums of leads as they are going to be saved, by their keys.

        `again`: how often they have asked again just now, which the Trail does not tell yet.
        """
        ids = [lead.id for lead in leads]
        text = Text()
        text.add(APART, ids, [again.get(key, 0) for key in ids], [self.now] * len(ids))
        source = f"asked a JOIN {statements.recordset(Lead)} t ON t.id = a.id"
        has_past = any(not lead._state.adding for lead in leads)
        return sums(statements.run(*self._ended(text, source, leads, has_past=has_past)))

    def _ended(
        self, text: Text, source: str, rows: Sequence[Lead] = (), *, has_past: bool = True
    ) -> tuple[str, list[Any]]:
        criteria = [rule.criteria for rule in self.rules]
        found = judge.verdicts(criteria, "Lead", zone=self.zone, now=self.now)
        sql = JUDGED.format(truths=found.where, leads=source, joins=" ".join(found.joins))
        told = [judge.told(Lead, rows, sql)] if rows else []
        text.add(sql, *found.params, *told)
        wording = Wording(self.version, self.rules)
        joined = wording.add_weights(text, has_past=has_past)
        return text.ending(*wording.sum(joined, self.now))
