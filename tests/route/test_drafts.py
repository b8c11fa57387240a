"""A draft of the assignment rules: changed, compared, published, gone back from."""

from types import SimpleNamespace
from typing import Any

import pytest

from headwater.records.models import TrailEntry
from headwater.records.problem import Refused
from headwater.route import changes, drafts, rules
from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet


@pytest.fixture
def rest(cast: SimpleNamespace) -> AssignmentRule:
    """Version 2: one rule, which gives everybody to Mara."""
    rules.publish([AssignmentRule(name="Rest", criteria="", owner=cast.mara)], by=cast.ada)
    return rules.published()[0]


def test_a_draft_is_changed_often_and_published_once(
    cast: SimpleNamespace, rest: AssignmentRule
) -> None:
    north = rule("North", "City = 'Oslo'", cast.owen)
    drafts.put(north, by=cast.ada)
    drafts.arrange([north.key, rest.key], revision=1, by=cast.ada)
    drafts.switch(rest.key, False, by=cast.ada)
    draft = drafts.current()
    assert draft and draft.is_draft and draft.revision == 3
    assert [each.name for each in rules.published()] == ["Rest"], "nothing is in force yet"
    found = changes.between(rules.rules_of(rules.current()), rules.rules_of(draft))
    assert [(line.rule.name, line.words) for line in found.lines] == [
        ("North", "New"), ("Rest", "Switched off"),
    ]  # fmt: skip
    drafts.publish(by=cast.ada, note="The north waits too long", revision=3, over=2)
    assert [each.name for each in rules.published()] == ["North"]
    published = rules.current()
    assert (published.version, published.note) == (3, "The north waits too long")
    assert drafts.current() is None
    entry = TrailEntry.objects.get(event="assignment_rules.published", because__version=3)
    assert (entry.by, entry.because["over"]) == (cast.ada, 2)


def test_going_back_is_a_new_version_and_leaves_the_draft(
    cast: SimpleNamespace, rest: AssignmentRule
) -> None:
    rules.publish([rule("Other", "", cast.owen)], by=cast.ada)
    drafts.put(rule("Later", "City = 'Oslo'", cast.owen), by=cast.ada)
    AssignmentCase.objects.create(name="Red", owner=cast.otto)
    back = drafts.again(AssignmentRuleSet.objects.get(version=2), by=cast.ada)
    assert (back.version, back.note) == (4, "Back to version 2")
    assert [each.key for each in rules.published()] == [rest.key], "it is the same rule"
    draft = drafts.current()
    assert draft and [each.name for each in rules.rules_of(draft)] == ["Other", "Later"]


def test_who_comes_second_is_told_and_loses_nothing(
    cast: SimpleNamespace, rest: AssignmentRule
) -> None:
    seen = drafts.fingerprint(rest)
    mine = [rule("Rest", criteria, cast.mara, key=rest.key) for criteria in ("", "City = 'Oslo'")]
    mine[0].name = "All"
    drafts.put(mine[0], by=cast.mia, seen=seen)
    with pytest.raises(drafts.Overtaken, match=r"^Mia Market has changed this rule since you"):
        drafts.put(mine[1], by=cast.ada, seen=seen)
    assert the_draft() == ["All"]
    drafts.put(mine[1], by=cast.ada, seen=drafts.fingerprint(rules.rules_of(current())[0]))
    assert the_draft() == ["Rest"]
    drafts.remove(rest.key, by=cast.mia)
    with pytest.raises(drafts.Overtaken, match="Mia Market has removed this rule"):
        drafts.put(mine[1], by=cast.ada, seen=seen)
    with pytest.raises(drafts.Overtaken, match="Mia Market has removed"):
        drafts.switch(rest.key, False, by=cast.ada)
    with pytest.raises(drafts.Overtaken, match="has changed the draft meanwhile"):
        drafts.arrange([rest.key], revision=1, by=cast.ada)


def test_nobody_publishes_what_they_have_not_seen(
    cast: SimpleNamespace, rest: AssignmentRule
) -> None:
    drafts.put(rule("North", "City = 'Oslo'", cast.owen), by=cast.mia)
    with pytest.raises(drafts.Overtaken, match="Mia Market has changed the draft meanwhile"):
        drafts.publish(by=cast.ada, note="", revision=0, over=2)
    rules.publish([rule("Quick", "", cast.owen)], by=cast.mia)
    with pytest.raises(drafts.Overtaken, match="Mia Market published version 3 meanwhile"):
        drafts.publish(by=cast.ada, note="", revision=1, over=2)
    assert drafts.publish(by=cast.ada, note="", revision=1, over=3).version == 4


def test_a_red_case_keeps_a_draft_a_draft(cast: SimpleNamespace, rest: AssignmentRule) -> None:
    AssignmentCase.objects.create(name="Oslo", values={"City": "Oslo"}, owner=cast.owen)
    drafts.put(rule("South", "City = 'Rome'", cast.owen), by=cast.ada)
    with pytest.raises(Refused, match="“Oslo” is red: Mara Lind gets it, instead of Owen Park"):
        drafts.publish(by=cast.ada, note="", revision=1, over=2)
    assert rules.current().version == 2
    with pytest.raises(Refused, match="Oslo"):
        drafts.put(rule("Oslo", "Citi = 'x'", cast.owen), by=cast.ada)


def test_a_deed_can_be_taken_back_while_nobody_else_went_on(
    cast: SimpleNamespace, rest: AssignmentRule
) -> None:
    before = drafts.state()
    assert before is None
    drafts.put(rule("North", "City = 'Oslo'", cast.owen), by=cast.ada)
    one = drafts.state()
    drafts.remove(rest.key, by=cast.ada)
    drafts.restore(one, by=cast.ada, revision=2)
    assert the_draft() == ["Rest", "North"]
    with pytest.raises(drafts.Overtaken):
        drafts.restore(None, by=cast.ada, revision=2)
    drafts.restore(None, by=cast.ada, revision=3)
    assert drafts.current() is None
    drafts.restore(one, by=cast.ada, revision=0)
    assert the_draft() == ["Rest", "North"]


def rule(name: str, criteria: str, owner: Any, **values: Any) -> AssignmentRule:
    return AssignmentRule(name=name, criteria=criteria, owner_id=owner.pk, **values)


def current() -> AssignmentRuleSet:
    draft = drafts.current()
    assert draft
    return draft


def the_draft() -> list[str]:
    return [each.name for each in rules.rules_of(current())]
