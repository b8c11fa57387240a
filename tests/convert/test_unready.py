"""How many open leads a rule would hold up, as Setup tells before anybody is."""

from collections.abc import Callable
from types import SimpleNamespace

from headwater.convert import readiness, unready
from headwater.convert.models import ConversionRule
from headwater.convert.unready import Tally
from headwater.records.models import Lead, Question


def test_the_count_is_what_the_dialogs_would_say(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    make_lead(number_of_employees=500, budget="60,000", score=50, rating="Hot")
    make_lead(number_of_employees=500, budget="60,000", score=50)
    make_lead(number_of_employees=500, score=50, rating="Hot")
    make_lead(number_of_employees=5)
    make_lead(number_of_employees=500, is_converted=True)
    rule = ConversionRule.objects.create(
        name="Large", applies_to="NumberOfEmployees > 100", required_fields=["budget"],
        least_score=40, criteria="Rating = 'Hot'", statuses=["Open - Not Contacted", "It’s"],
    )  # fmt: skip
    assert unready.tally(rule, by=cast.ada) == Tally(asked=3, unready=2)
    assert unready.tally(rule, by=cast.otto) == Tally(asked=0, unready=0)
    leads = list(Lead.objects.open())
    blocked = [pk for pk, needs in readiness.missing(leads).items()
               if any(need.blocks for need in needs)]  # fmt: skip
    assert len(blocked) == 2


def test_open_questions_count_for_those_who_are_asked(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    make_lead(rating="Hot")
    make_lead()
    Question.objects.all().delete()
    Question.objects.create(text="Roof?", is_required=True, criteria="Rating = 'Hot'")
    rule = ConversionRule.objects.create(name="Sheet", asks_questions=True)
    assert unready.tally(rule, by=cast.ada) == Tally(asked=2, unready=1)


def test_a_rule_that_cannot_be_read_stops_everybody_it_is_for(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    make_lead()
    broken = ConversionRule.objects.create(name="Old", criteria="Gone__c = 'x'")
    assert unready.tally(broken, by=cast.ada).unready == 1
    for_nobody = ConversionRule.objects.create(name="Older", applies_to="Gone__c = 'x'")
    assert unready.tally(for_nobody, by=cast.ada) == Tally(0, 0)
