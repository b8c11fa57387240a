"""A draft of the assignment rules: two changes, test cases that it passes, and a replay of it."""

from datetime import datetime, timedelta

from headwater.route import drafts, replaying, rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.models import AssignmentCase, Replay
from headwater.sample.company import People
from headwater.sample.time_travel import at

DAYS = 30


def arrive(people: People, until: datetime) -> None:
    """Ada drafts what Ines asked for; nothing of it is in force."""
    with at(until - timedelta(hours=20)):
        _cases(people)
        _draft(people)
    draft = drafts.current()
    if draft:
        replay = Replay.objects.create(
            rule_set=draft, revision=draft.revision, days=DAYS, by=people.ada, started_at=until
        )
        replaying.work(replay)


def _cases(people: People) -> None:
    named = {rule.name: rule for rule in rules.published()}
    for name, values, rule in (
        ("A bought address waits in the queue", {"LeadSource": "Purchased List"},
         "Bought lists wait in the queue"),
        ("A cold store with 600 MWh", {"Property__c": "Business", "Yearly_Use__c": 600},
         "Businesses with much use"),
        ("A home", {"Property__c": "Home", "Yearly_Use__c": 6}, "Everybody else, in turn"),
    ):  # fmt: skip
        if rule in named:
            AssignmentCase.objects.create(
                name=name, values=values, rule_key=named[rule].key, changed_by=people.ada
            )


def _draft(people: People) -> None:
    much = next((r for r in rules.published() if r.name == "Businesses with much use"), None)
    if much is None:
        return
    seen = drafts.fingerprint(much)
    much.criteria = much.criteria.replace("400", "250")
    drafts.put(much, by=people.ada, seen=seen)
    batteries = AssignmentRule(
        name="Batteries alone", criteria="Interest__c = 'Battery'", owner=people.owen
    )
    drafts.put(batteries, by=people.ada)
    draft = drafts.current()
    if draft:
        keys = [rule.key for rule in rules.rules_of(draft)]
        keys.insert(2, keys.pop())
        drafts.arrange(keys, revision=draft.revision, by=people.ada)
    drafts.note("Small firms wait too long, and Owen knows batteries")
