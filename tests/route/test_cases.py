"""Test cases: the draft is asked as the journey would ask it, and nothing is written."""

from types import SimpleNamespace
from typing import Any

import pytest

from headwater.catalog import custom
from headwater.people.models import User
from headwater.records.models import Lead
from headwater.route import cases
from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.round_robin import RoundRobin


@pytest.fixture
def some(cast: SimpleNamespace) -> list[AssignmentRule]:
    """Big roofs go to Mara, Oslo to the team North, all else to nobody."""
    custom.define("Lead", "Roof m2", "double", name="Roof_m2__c", scale=0)
    return [
        AssignmentRule(name="Big roofs", criteria="Roof_m2__c > 2000", owner=cast.mara),
        AssignmentRule(name="Oslo", criteria="City = 'Oslo'", team=cast.north),
    ]


def test_each_case_says_green_or_what_happens_instead(
    cast: SimpleNamespace, some: list[AssignmentRule]
) -> None:
    case("a roof", {"Roof_m2__c": "2500"}, owner=cast.mara, rule_key=some[0].key)
    case("b oslo", {"City": "oslo"}, team=cast.north)
    case("c small roof", {"Roof_m2__c": 100}, rule_key=some[0].key)
    case("d wrong person", {"Roof_m2__c": 2500}, owner=cast.owen)
    case("e nobody", {"City": "Rome"})
    case("f nobody, but", {"City": "Oslo"})
    assert told(some) == {
        "a roof": [], "b oslo": [], "e nobody": [],
        "c small roof": ["No rule is true, instead of “Big roofs”."],
        "d wrong person": ["Mara Lind gets it, instead of Owen Park."],
        "f nobody, but": ["“Oslo” decides, but no rule should."],
    }  # fmt: skip
    assert not Lead.objects.exists()
    assert not RoundRobin.objects.exists()


def test_cases_do_not_take_each_others_turns(
    cast: SimpleNamespace, some: list[AssignmentRule]
) -> None:
    User.objects.filter(pk=cast.ines.pk).update(is_taking_leads=False)
    for name in ("one", "two"):
        case(name, {"City": "Oslo"}, team=cast.north)
    one, two = cases.outcomes(some)
    assert one.verdict.owner == two.verdict.owner


def test_what_is_gone_is_told(cast: SimpleNamespace, some: list[AssignmentRule]) -> None:
    case("field", {"Gone__c": "x", "NumberOfEmployees": "many"}, owner=cast.mara)
    case("rule", {"City": "Oslo"}, rule_key=some[1].key)
    some[1].is_active = False
    assert told(some) == {
        "field": ["There is no field “Gone__c”.", "Employees takes a number."],
        "rule": ["No rule is true, instead of “Oslo”."],
    }
    assert told(some[:1])["rule"] == ["The rule that should decide is not among them any more."]


def test_many_cases_take_as_many_queries_as_one(
    cast: SimpleNamespace, some: list[AssignmentRule], django_assert_num_queries: Any
) -> None:
    case("one", {"City": "Oslo"}, team=cast.north)
    cases.outcomes(some)
    with django_assert_num_queries(4):
        cases.outcomes(some)
    for number in range(20):
        case(f"more {number}", {"City": "Oslo"}, team=cast.north)
    with django_assert_num_queries(4):
        cases.outcomes(some)


def case(name: str, values: dict[str, Any], **expected: Any) -> None:
    AssignmentCase.objects.create(name=name, values=values, **expected)


def told(rules: list[AssignmentRule]) -> dict[str, list[str]]:
    return {each.case.name: each.failures for each in cases.outcomes(rules)}
