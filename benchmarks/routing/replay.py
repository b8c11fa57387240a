"""How long a draft of 30 rules is replayed over the leads of a month; all of it is rolled back.

A tenth of the leads meets a rule that the draft has changed. Each lead has its Trail entry and its
promise, as history has them.
"""

import json
import time
from datetime import timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import Team, User
from headwater.records import trail
from headwater.records.models import Clock, Lead
from headwater.route import drafts, replaying, rules
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.route.replay import Replay

RULES = 30
DAYS = 30
CITIES = [f"City {number}" for number in range(RULES * 2)]  # half of the leads meet the last rule
FILLED_AT_ONCE = 5_000


def measure(count: int = 100_000) -> None:
    """Fill `count` leads, change three of 30 rules, and print what a replay takes."""
    with transaction.atomic():
        drafts.discard()  # of whatever database this is: it is rolled back
        people = _people()
        _publish(people)
        _fill(count, people)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE records_lead, records_trailentry, records_clock")
        draft = _draft(people)
        replay = Replay.objects.create(rule_set=draft, revision=draft.revision, days=DAYS)
        began = time.monotonic()
        done = replaying.work(replay)
        seconds = time.monotonic() - began
        transaction.set_rollback(True)
    print(json.dumps({
        "figure": "route.replay", "leads": done.result["leads"], "rules": RULES,
        "changed": done.result["changed"], "seconds": round(seconds, 1),
        "us_per_lead": round(1e6 * seconds / count),
    }), flush=True)  # fmt: skip


def _people() -> list[User]:
    team = Team.objects.create(name="Bench")
    return [
        User.objects.create(email=f"bench{n}@bench.example", last_name=f"Bench {n}", name=f"B {n}",
                            kind="User", team=team)
        for n in range(7)
    ]  # fmt: skip


def _publish(people: list[User]) -> None:
    wanted = [
        AssignmentRule(name=city, criteria=f"City = '{city}' AND NumberOfEmployees > 5",
                       owner_id=people[n % 7].pk)
        for n, city in enumerate(CITIES[: RULES - 1])
    ]  # fmt: skip
    rules.publish([*wanted, AssignmentRule(name="Rest", team=people[0].team)], by=None)


def _draft(people: list[User]) -> AssignmentRuleSet:
    for rule in rules.published()[:6]:
        seen = drafts.fingerprint(rule)
        rule.owner, rule.team = None, people[0].team
        drafts.put(rule, by=people[0], seen=seen)
    draft = drafts.current()
    assert draft
    return draft


def _fill(count: int, people: list[User]) -> None:
    chance, now = Random(5), timezone.now()
    rule_of = {rule.name: rule for rule in rules.published()}
    for start in range(0, count, FILLED_AT_ONCE):
        size = min(FILLED_AT_ONCE, count - start)
        keys = statements.reserve(Lead, size)
        leads = [
            statements.new(
                Lead, id=key, last_name=f"Lead {key}", company=f"Company {key}",
                city=chance.choice(CITIES), number_of_employees=chance.randrange(6, 500),
                owner_id=chance.choice(people).pk,
                created_at=now - timedelta(seconds=chance.randrange(DAYS * 86_400 - 60)),
            )
            for key in keys
        ]  # fmt: skip
        statements.insert(leads)
        trail.write(_assigned(lead, rule_of) for lead in leads)
        statements.insert([_promise(lead, chance) for lead in leads])


def _assigned(lead: Lead, rule_of: dict[str, AssignmentRule]) -> trail.TrailEntry:
    rule = rule_of.get(lead.city, rule_of["Rest"])
    return trail.entry(
        "lead.assigned", lead, by=None, at=lead.created_at,
        because={"rule": rule.name, "rule_id": rule.pk, "version": 2},
        changes={"owner_id": [None, lead.owner_id]},
    )  # fmt: skip


def _promise(lead: Lead, chance: Random) -> Clock:
    return statements.new(
        Clock, lead_id=lead.pk, kind="first_attempt", policy="Bench", minutes=60,
        started_at=lead.created_at, due_at=lead.created_at + timedelta(hours=1),
        stopped_at=lead.created_at + timedelta(minutes=chance.randrange(120)),
        owner_id=lead.owner_id,
    )  # fmt: skip
