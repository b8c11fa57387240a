"""The text of the SELECT that counts leads by one version of the rules, with its parameters.

Its rows: id, score, fit, engagement, grade, is_qualified, parts, due_at. It begins with `asked`
(id, again, until): the leads, how often each asked again besides what the Trail tells, and until
when what they did counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.database import statements
from headwater.score.grid import GRADES
from headwater.score.score_rule import ScoreRule, ScoreRuleSet, Side

FIT = Side.FIT.value
MOST_HALVINGS = 1_000  # what has faded so often is nothing; more of them are too small to reckon
SAVED = "asked a JOIN records_lead t ON t.id = a.id"
ALIKE = """asked AS MATERIALIZED (
  SELECT id, 0 AS again, %s::timestamptz AS until FROM unnest(%s::bigint[]) u (id))"""
APART = """asked AS MATERIALIZED (
  SELECT * FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[]) u (id, again, until))"""
JUDGED = """judged AS MATERIALIZED (
  SELECT "t"."id", a.again, {truths} AS truths,
    greatest(extract(epoch FROM a.until - "t"."created_at")::float8 / 86400, 0) AS days
  FROM {leads} {joins})"""
RULES = """rules AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%s::json) r (place int, event text, what text, interest text,
    is_per_interest bool, half_life float8, points int, most int, side text, head text, tail text))
"""
# A page is compared with the rules once, not each time that somebody looks at it.
DONE = """events AS MATERIALIZED (
  SELECT e.lead_id, e.kind, e.what, e.interest,
    extract(epoch FROM a.until - e.at)::float8 / 86400 AS days
  FROM asked a JOIN records_engagement e ON e.lead_id = a.id AND e.at <= a.until
    AND e.bot_reason = '' AND e.kind = ANY (%s::text[])),
matched AS MATERIALIZED (
  SELECT d.kind, d.what, d.interest, r.place, r.half_life,
    CASE WHEN r.is_per_interest THEN d.interest ELSE '' END AS apart
  FROM (SELECT kind, what, interest, lower(what) AS page, lower(interest) AS product
        FROM events GROUP BY kind, what, interest) d
  JOIN rules r ON r.event = d.kind AND (r.what = '' OR position(r.what IN d.page) > 0)
    AND (r.interest = '' OR r.interest = d.product))
"""
OF_EVENTS = f"""
  SELECT e.lead_id AS id, m.place, m.apart, count(*)::int AS times, sum(
    CASE WHEN m.half_life IS NULL THEN 1
      ELSE power(0.5::float8, least(e.days / m.half_life, {MOST_HALVINGS})) END) AS weight
  FROM events e JOIN matched m USING (kind, what, interest) GROUP BY 1, 2, 3
"""  # noqa: S608
OF_FIELDS = f"""
  SELECT j.id, r.place, '', NULL::int,
    power(0.5::float8, least(j.days / r.half_life, {MOST_HALVINGS}))
  FROM judged j JOIN rules r ON r.event = ''
"""  # noqa: S608
PARTS = """parts AS (
  SELECT w.id, w.place, w.apart, r.side, (sign(x.exact) * x.size)::int AS points,
    r.head || (sign(x.exact) * x.size)::int
      || CASE WHEN x.size = r.most AND r.most < abs(x.exact) THEN ', "is_capped": true' ELSE '' END
      || CASE WHEN w.times IS NULL THEN '' ELSE ', "count": ' || w.times END
      || CASE WHEN w.apart = '' THEN '' ELSE ', "interest": ' || to_json(w.apart)::text END
      || r.tail AS said,
    ln(abs(x.exact) / (x.size - 0.5)) / ln(2::float8) * r.half_life * 86400 AS fades
  FROM weights w JOIN rules r USING (place)
  JOIN judged j ON j.id = w.id AND j.truths[w.place]
  CROSS JOIN LATERAL (
    SELECT r.points * w.weight AS exact,
      least(floor(abs(r.points * w.weight) + 0.5), r.most) AS size
  ) x WHERE x.size > 0),
added AS (
  SELECT id, coalesce(sum(points) FILTER (WHERE side = 'fit'), 0)::int AS fit,
    coalesce(sum(points) FILTER (WHERE side <> 'fit'), 0)::int AS engagement, min(fades) AS fades,
    string_agg(said, ',' ORDER BY place, apart) AS said
  FROM parts GROUP BY id)
"""
BACK = """came AS (
  SELECT r.record_id AS id,
    greatest(sum(CASE r.event WHEN 'lead.joined' THEN 1 ELSE -1 END), 0)::int AS times
  FROM asked a JOIN records_trailentry r ON r.object_name = 'Lead' AND r.record_id = a.id
    AND r.event IN ('lead.joined', 'lead.join_undone')
  GROUP BY 1),
back AS (
  SELECT id, points, '{{"rule": null, "name": "Asked again' || CASE times WHEN 1 THEN ''
    ELSE ' ' || times || ' times' END || '", "side": "engagement", "points": ' || points || '}}'
    AS said
  FROM (SELECT j.id, x.times, least(x.times * {points}, {most}) AS points
        FROM judged j LEFT JOIN came c USING (id)
        CROSS JOIN LATERAL (SELECT j.again + coalesce(c.times, 0) AS times) x) s
  WHERE points <> 0)
"""
SUMMED = """
SELECT id, fit + engagement AS score, fit, engagement, grade,
  level <= ({levels})[strpos('{grades}', grade)] AS is_qualified, parts, {due} AS due_at
FROM (SELECT *, {grade} AS grade, {level} AS level FROM (
  SELECT j.id, {fit} AS fit, {engagement} AS engagement, {fades} AS fades,
    ('[' || array_to_string(ARRAY[{said}]::text[], ',') || ']')::jsonb AS parts
  FROM judged j {more} OFFSET 0) s OFFSET 0) s
"""
DUE = (
    "to_timestamp((floor((extract(epoch FROM %s::timestamptz)::float8 + fades) / 3600) + 1) * 3600)"
)


@dataclass(slots=True)
class Text:
    """SQL that grows, with the parameters of its %s in their order."""

    ctes: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)

    def add(self, cte: str, *params: Any) -> None:
        self.ctes.append(cte)
        self.params += params

    def ending(self, sql: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
        return f"WITH {', '.join(self.ctes)} {sql}", [*self.params, *params]


@dataclass(frozen=True, slots=True)
class Wording:
    """One version and its active rules, put into words for PostgreSQL."""

    version: ScoreRuleSet
    rules: Sequence[ScoreRule]

    def add_weights(self, text: Text, *, has_past: bool) -> list[str]:
        """CTEs for what has a weight: events and rules that fade; returns what to join."""
        told = self._told(has_past=has_past)
        kinds = sorted({each["event"] for each in told} - {""})
        weights = [OF_EVENTS] if kinds else []
        weights += [OF_FIELDS] if any(not each["event"] for each in told) else []
        joined = []
        if weights:
            text.add(RULES, statements.dumped(told))
            if kinds:
                text.add(DONE, kinds)
            names = "id, place, apart, times, weight"
            text.add(f"weights ({names}) AS ({' UNION ALL '.join(weights)})")
            text.add(PARTS)
            joined.append("added")
        version = self.version
        if has_past and version.return_points and version.most_return_points:
            points, most = int(version.return_points), int(version.most_return_points)
            text.add(BACK.format(points=points, most=most))
            joined.append("back")
        return joined

    def sum(self, joined: Sequence[str], now: Any) -> tuple[str, list[Any]]:
        """The SELECT over `judged` and what was joined to it, with its parameters."""
        fixed = [(place, rule) for place, rule in enumerate(self.rules, 1) if _is_fixed(rule)]
        fit = [_points(place, rule) for place, rule in fixed if rule.side == FIT]
        engagement = [_points(place, rule) for place, rule in fixed if rule.side != FIT]
        fit += ["coalesce(added.fit, 0)"] if "added" in joined else []
        engagement += ["coalesce(added.engagement, 0)"] if "added" in joined else []
        engagement += ["coalesce(back.points, 0)"] if "back" in joined else []
        said = [f"CASE WHEN j.truths[{place}] THEN %s::text END" for place, _ in fixed]
        has_fading = "added" in joined
        version = self.version
        sql = SUMMED.format(
            levels=f"ARRAY[{_listed(version.qualifying_levels)}]", grades=GRADES,
            due=DUE if has_fading else "NULL::timestamptz",
            grade=_place("fit", version.grade_floors, [f"'{each}'" for each in GRADES]),
            level=_place("engagement", version.engagement_floors, "1234"),
            fit=" + ".join(fit) or "0", engagement=" + ".join(engagement) or "0",
            fades="added.fades" if has_fading else "NULL::float8",
            said=", ".join([*said, *(f"{name}.said" for name in joined)]),
            more=" ".join(f"LEFT JOIN {name} ON {name}.id = j.id" for name in joined),
        )  # fmt: skip
        texts = [statements.dumped(_part(rule, _capped(rule))) for _, rule in fixed]
        return sql, [*([now] if has_fading else []), *texts]

    def _told(self, *, has_past: bool) -> list[dict[str, Any]]:
        """The rules that have a weight, as `rules` reads them; `place` counts from 1."""
        return [
            {"place": place, "event": rule.event, "what": rule.what.lower(),
             "interest": rule.interest.lower(), "is_per_interest": rule.is_per_interest,
             "half_life": rule.half_life_days, "points": rule.points, "most": rule.most_points,
             "side": rule.side, "head": _head(rule), "tail": _tail(rule)}
            for place, rule in enumerate(self.rules, 1)
            if (has_past if rule.event else rule.half_life_days)
        ]  # fmt: skip


def _is_fixed(rule: ScoreRule) -> bool:
    """It gives the same points to each lead, and gives some."""
    return not rule.event and not rule.half_life_days and bool(_capped(rule))


def _capped(rule: ScoreRule) -> int:
    most = rule.most_points
    points = abs(rule.points) if most is None else min(abs(rule.points), most)
    return points if rule.points > 0 else -points


def _points(place: int, rule: ScoreRule) -> str:
    return f"CASE WHEN j.truths[{place}] THEN {_capped(rule)} ELSE 0 END"


def _part(rule: ScoreRule, points: int) -> dict[str, Any]:
    said = {"rule": str(rule.key), "name": rule.name, "side": rule.side, "points": points}
    return said | ({"is_capped": True} if abs(points) < abs(rule.points) else {})


def _head(rule: ScoreRule) -> str:
    """The part of a rule that fades or is counted, up to its points."""
    known = {"rule": str(rule.key), "name": rule.name, "side": rule.side}
    return statements.dumped(known)[:-1] + ', "points": '


def _tail(rule: ScoreRule) -> str:
    return f', "half_life": {int(rule.half_life_days)}}}' if rule.half_life_days else "}"


def _place(value: str, floors: Sequence[int], names: Sequence[str]) -> str:
    """What the value is called by the floors; below the last one it has the last name."""
    steps = zip(floors, names[:-1], strict=True)
    cases = " ".join(f"WHEN {value} >= {int(floor)} THEN {name}" for floor, name in steps)
    return f"CASE {cases} ELSE {names[-1]} END"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)
