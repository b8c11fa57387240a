"""100,000 leads under 30 rules: scored for the first time, again, faded for a day, visited."""

import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import Organization
from headwater.records.engagement import Engagement, Kind
from headwater.records.models import Lead
from headwater.sample.time_travel import at
from headwater.score import keeping_up, rules
from headwater.score.models import ScoreRule, Unscored
from headwater.score.rescore import rescore_all

FIELDS, BEHAVIOURS = 20, 10
EVENTS = 5  # of a lead
AT_ONCE = 5_000
PAGES = [f"/page-{number}" for number in range(BEHAVIOURS * 2)]


def measure(count: int) -> None:
    """Fill, score, and print; the database is thrown away afterwards."""
    wanted = _rules()
    rules.publish(wanted, by=None)
    _fill(count)
    _settle()
    bare = min(_seconds(lambda: _bare(wanted)) for _ in range(3))
    _tell("score.first", count, bare, _seconds(rescore_all))
    _check()
    _settle()
    _tell("score.again", count, bare, _seconds(rescore_all))
    later = timezone.now() + timedelta(days=1)
    due = Lead.objects.filter(score_due_at__lte=later).count()
    with at(later):
        changed, spent = _counted(keeping_up.fade)
    _tell("score.faded", due, bare * due / count, spent, changed=changed,
          stored_seconds=_stored(changed))  # fmt: skip
    _check()
    _some_do_something(count // 100)
    _tell("score.behaviour", count // 100, bare / 100, _seconds(keeping_up.follow_behaviour.func))
    began = time.perf_counter()
    keeping_up.fade()
    print(json.dumps({
        "figure": "score.nothing_due", "ms": round(1000 * (time.perf_counter() - began), 2)
    }), flush=True)  # fmt: skip


def _settle() -> None:
    """What a server does by itself while nobody looks: the plans know what there is."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE records_lead, records_engagement, records_trailentry")


def _some_do_something(count: int) -> None:
    now = timezone.now()
    ids = Lead.objects.order_by("pk").values_list("pk", flat=True)[:count]
    statements.insert([
        statements.new(Engagement, kind=Kind.PAGE_VIEW.value, lead_id=key, what=PAGES[0], at=now,
                       key=f"bench-more-{key}") for key in ids
    ])  # fmt: skip


def _stored(count: int) -> float:
    """What the same number of written leads costs by itself: a score that is one point less."""
    sql = """UPDATE records_lead SET score = score - 1, score_parts = score_parts,
      score_due_at = score_due_at + interval '1 hour'
      WHERE id IN (SELECT id FROM records_lead ORDER BY id LIMIT %s)"""
    with transaction.atomic(), connection.cursor() as cursor:
        spent = _seconds(lambda: cursor.execute(sql, [count]))
        transaction.set_rollback(True)
    return round(spent, 2)


def _rules() -> list[ScoreRule]:
    asked = [
        ScoreRule(name=f"Rule {n}", points=n + 1,
                  criteria=f"City = 'City {n}' OR (NumberOfEmployees > {n * 40} AND Phone != null)")
        for n in range(FIELDS)
    ]  # fmt: skip
    done = [
        ScoreRule(name=f"Page {n}", event="page_view", side="engagement", what=PAGES[n],
                  points=n + 1, most_points=20, half_life_days=30)
        for n in range(BEHAVIOURS)
    ]  # fmt: skip
    return asked + done


def _fill(count: int) -> None:
    chance, now, owner = Random(6), timezone.now(), Organization.current().default_lead_owner_id
    for start in range(0, count, AT_ONCE):
        leads = [
            statements.new(
                Lead, id=key, last_name=f"Lead {key}", company=f"Company {key}", owner_id=owner,
                city=f"City {chance.randrange(40)}", number_of_employees=chance.randrange(800),
                phone="1" if chance.random() < 0.7 else "", email=f"lead{key}@bench.example",
            )
            for key in statements.reserve(Lead, min(AT_ONCE, count - start))
        ]  # fmt: skip
        statements.insert(leads)
        statements.insert([
            statements.new(
                Engagement, kind=Kind.PAGE_VIEW.value, lead_id=lead.pk, what=chance.choice(PAGES),
                at=now - timedelta(days=chance.uniform(0, 90)), key=f"bench-{lead.pk}-{n}",
            )
            for lead in leads for n in range(EVENTS)
        ])  # fmt: skip
    Unscored.objects.all().delete()


def _bare(wanted: list[ScoreRule]) -> None:
    """The same points, added up by PostgreSQL alone."""
    fields = " + ".join(
        f"CASE WHEN lower(l.city) = 'city {n}' OR (l.number_of_employees > {n * 40} "
        f"AND l.phone <> '') THEN {n + 1} ELSE 0 END"
        for n in range(FIELDS)
    )
    clicks = " ".join(
        f"WHEN e.what LIKE '%%{rule.what}%%' THEN {rule.points}" for rule in wanted if rule.event
    )
    age = "extract(epoch FROM now() - e.at)::float8 / 86400 / 30"
    sql = f"""
    SELECT count(*), sum(points) FROM (
      SELECT l.id, {fields} + coalesce(sum(CASE {clicks} ELSE 0 END * power(0.5, {age})), 0)
        AS points
      FROM records_lead l LEFT JOIN records_engagement e ON e.lead_id = l.id AND e.bot_reason = ''
      WHERE NOT l.is_deleted AND NOT l.is_converted GROUP BY l.id) s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        cursor.fetchall()


def _check() -> None:
    """What is shown adds up for every lead."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*) FROM records_lead WHERE score <> fit_score + engagement_score
            OR score <> (SELECT coalesce(sum((part->>'points')::int), 0)
                         FROM jsonb_array_elements(score_parts) part)""")
        wrong = cursor.fetchone()[0]
    assert not wrong, f"{wrong} leads show parts that do not add up"


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _counted(work: Callable[[], int]) -> tuple[int, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def _tell(figure: str, count: int, bare: float, spent: float, **more: float) -> None:
    print(json.dumps({
        "figure": figure, "leads": count, "rules": FIELDS + BEHAVIOURS,
        "events": count * EVENTS, "seconds": round(spent, 2),
        "leads_per_second": round(count / spent), "bare_seconds": round(bare, 2),
        "ratio": round(spent / bare, 2), "load": round(os.getloadavg()[0], 1), **more,
    }), flush=True)  # fmt: skip
