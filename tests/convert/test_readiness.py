"""Is a lead ready? What rules ask, what is missing, who may convert all the same."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.convert import naming, readiness
from headwater.convert.conversion_settings import ConversionSettings, settings
from headwater.convert.models import ConversionRule
from headwater.records.models import Answer, Lead, Question


@pytest.fixture
def ready(db: None) -> ConversionRule:
    """The house's definition: budget and need known, hot enough, not from a student."""
    rule: ConversionRule = ConversionRule.objects.create(
        name="Ready for sales", required_fields=["budget", "need"], least_score=40,
        criteria="LeadSource != 'Student fair' AND Rating = 'Hot'",
    )  # fmt: skip
    return rule


def test_a_rule_says_what_is_missing_and_where_to_write_it(
    ready: ConversionRule, make_lead: Callable[..., Lead]
) -> None:
    cold = make_lead(score=12, budget="50,000")
    warm = make_lead(score=60, budget="50,000", need="Cold store", rating="Hot")
    found = readiness.missing([cold, warm])
    assert [(need.words, need.is_met) for need in found[cold.pk]] == [
        ("Budget is known", True),
        ("Need is known", False),
        ("Score at least 40, now 12", False),
        ("Lead source is not Student fair and Rating is Hot", False),
    ]
    assert [field.attribute for need in found[cold.pk] for field in need.fields] == [
        "need", "lead_source", "rating",
    ]  # fmt: skip
    assert all(need.is_met for need in found[warm.pk])
    assert readiness.refusal(found[warm.pk], "", None) == []


def test_what_is_typed_and_not_saved_counts(
    ready: ConversionRule, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(score=60, budget="50,000")
    lead.need, lead.rating = "Cold store", "Hot"
    assert all(need.is_met for need in readiness.missing([lead])[lead.pk])


def test_a_rule_asks_only_those_it_applies_to_and_only_in_use(
    make_lead: Callable[..., Lead],
) -> None:
    big, small = make_lead(number_of_employees=500), make_lead(number_of_employees=5)
    rule = ConversionRule.objects.create(
        name="Large ones", applies_to="NumberOfEmployees > 100", required_fields=["budget"],
        statuses=["Working - Contacted"],
    )  # fmt: skip
    found = readiness.missing([big, small])
    assert [need.words for need in found[big.pk]] == [
        "Budget is known", "Status Working - Contacted, now Open - Not Contacted",
    ]  # fmt: skip
    assert found[small.pk] == []
    ConversionRule.objects.filter(pk=rule.pk).update(is_active=False)
    assert readiness.missing([big]) == {big.pk: []}


def test_needed_questions_want_answers(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead()
    Question.objects.all().delete()
    roof = Question.objects.create(text="How old is the roof?", is_required=True)
    Question.objects.create(text="Wanted by?", attribute="timeline", is_required=True)
    Question.objects.create(text="Any dogs?", is_required=False)
    ConversionRule.objects.create(name="Call sheet", asks_questions=True)
    said = readiness.missing([lead])[lead.pk]
    assert [need.words for need in said] == ["How old is the roof?", "Wanted by?"]
    assert said[0].question == roof and said[1].fields[0].attribute == "timeline"
    Answer.objects.create(lead=lead, question=roof, value="2019", at=timezone.now())
    lead.timeline = "May"
    (met,) = readiness.missing([lead])[lead.pk]
    assert met.is_met


def test_who_may_overrides_with_a_reason(
    cast: SimpleNamespace, ready: ConversionRule, make_lead: Callable[..., Lead]
) -> None:
    needs = readiness.missing([make_lead()]).popitem()[1]
    (problem,) = readiness.refusal(needs, "", cast.ines)
    assert problem.code == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
    assert "Budget is known; Need is known" in problem.message
    assert readiness.refusal(needs, "Their board decides today", cast.ines) == []
    assert readiness.refusal(needs, "Please", cast.mara) != []
    ConversionSettings.objects.update(overridden_by="editors")
    assert readiness.may_override(cast.mara) and not readiness.may_override(cast.rhea)
    ConversionSettings.objects.update(overridden_by="nobody")
    assert not readiness.may_override(cast.ada) and not readiness.may_override(None)


def test_a_rule_that_only_reminds_refuses_nobody(make_lead: Callable[..., Lead]) -> None:
    ConversionRule.objects.create(name="Nice", required_fields=["budget"], is_binding=False)
    needs = readiness.missing([make_lead()]).popitem()[1]
    assert not needs[0].is_met and readiness.refusal(needs, "", None) == []


def test_a_rule_whose_field_is_gone_is_never_met_and_says_so(
    make_lead: Callable[..., Lead],
) -> None:
    ConversionRule.objects.create(name="Old", criteria="Gone__c = 'x'", required_fields=["gone"])
    (need,) = readiness.missing([make_lead()]).popitem()[1]
    assert not need.is_met and "a field that is gone" in need.words


def test_many_leads_cost_no_more_than_one(
    ready: ConversionRule, make_lead: Callable[..., Lead], django_assert_num_queries: Any
) -> None:
    ConversionRule.objects.create(name="Call sheet", asks_questions=True)
    Question.objects.create(text="How old is the roof?", is_required=True)
    leads = [make_lead() for _ in range(7)]
    readiness.missing(leads[:1])  # what is kept is read once
    for some in (leads[:1], leads):
        with django_assert_num_queries(3):  # verdicts, answers, and the stamp of what is kept
            readiness.missing(some)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{company}", "Harbor Cold Storage"),
        ("{company} - {city}", "Harbor Cold Storage"),
        ("{city}, {company}", "Harbor Cold Storage"),
        ("{company}: {city} ({title})", "Harbor Cold Storage (Manager)"),
        ("{company} – {city} – {LeadSource}", "Harbor Cold Storage – Web"),
        ("{company}, {quarter} {year}", "Harbor Cold Storage, Q1 2026"),
        ("{first_name} {last_name}’s roof", "Okafor’s roof"),
        ("Solar", "Solar"),
        ("{city}", ""),
    ],
)  # fmt: skip
def test_patterns_leave_no_holes(pattern: str, said: str, make_lead: Callable[..., Lead]) -> None:
    lead = make_lead(title="Manager", lead_source="Web")
    assert naming.fill(pattern, lead, date(2026, 3, 14)) == said


def test_a_name_is_never_empty_nor_too_long(make_lead: Callable[..., Lead]) -> None:
    house, today = settings(), date(2026, 3, 14)
    assert naming.deal_name(make_lead(company=""), house, today) == "Okafor"
    assert naming.account_name(make_lead(company=""), house, today) == ""
    long = make_lead(company="x" * 200)
    assert len(naming.deal_name(long, house, today)) == 120


def test_a_pattern_tells_what_it_does_not_know(db: None) -> None:
    assert naming.unknown("{company} {Nonsense} {year} {LeadSource}") == ["Nonsense"]
