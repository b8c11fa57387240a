"""The scenarios of the method in each of the three modes: what the advisor says, and why."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.advising.advice_rule import Way
from headwater.advising.advisor import advise, advise_leads
from headwater.people.models import Organization
from headwater.records.models import Lead

LEAD, DIRECT = Way.LEAD, Way.DIRECT
ANNA = {"first_name": "Anna", "last_name": "Bell"}
ASKS = {"description": "Could you send us a quote for 40 panels?"}
# scenario → what they say, and the way in mixed mode
SCENARIOS: dict[str, tuple[dict[str, Any], Way]] = {
    "new contact, company unknown": ({**ANNA, "email": "anna.bell@gmail.com"}, LEAD),
    "new contact, company known": ({**ANNA, "company": "Bell Foods"}, DIRECT),
    "early-stage deal": ({**ANNA, "company": "Bell Foods", "need": "A roof by summer"}, DIRECT),
    "existing account, new project": (
        {"last_name": "Okafor", "first_name": "Tom", "email": "tom@harborcold.com",
         "description": "A second hall"}, DIRECT),
    "several contacts at one company": (
        {"last_name": "Ruiz", "first_name": "Eva", "email": "eva@harborcold.com"}, DIRECT),
    "unqualified": ({**ANNA, "description": "I write about energy at school."}, LEAD),
    "unqualified, company named": (
        {**ANNA, "company": "Bell Foods", "description": "Just looking."}, DIRECT),
    "a project mentioned in passing": (
        {**ANNA, "company": "Bell Foods", "description": "One day we may need a carport."}, DIRECT),
    "person without a company, qualified": ({**ANNA, "email": "anna.bell@gmail.com", **ASKS},
                                            DIRECT),
    "a company that is only filled in": ({**ANNA, "company": "[not provided]"}, LEAD),
}  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("lead_mode", ["leads", "direct", "mixed"])
def test_a_scenario_in_each_mode(
    scenario: str, lead_mode: str, mode: Callable[..., Organization], harbor: SimpleNamespace,
    cast: SimpleNamespace,
) -> None:  # fmt: skip
    said, way = SCENARIOS[scenario]
    mode(lead_mode)
    (advice,) = advise([said], by=cast.mara)
    assert advice.way == {"leads": LEAD, "direct": DIRECT, "mixed": way}[lead_mode]
    assert not advice.obstacle  # there are person accounts
    assert advice.because and advice.facts.words
    assert bool(advice.account) == ("harborcold" in str(said))


def test_the_facts_come_with_their_evidence(
    mode: Callable[..., Organization], harbor: SimpleNamespace, cast: SimpleNamespace
) -> None:
    mode("mixed")
    known, asks, nobody = advise(
        [{"last_name": "Ruiz", "email": "eva@harborcold.com"}, {**ANNA, **ASKS}, ANNA], by=cast.mara
    )
    assert known.account == harbor.account
    assert known.rule and known.rule.name == "There is an account"
    assert "Harbor Cold Storage is an account (" in known.facts.words
    assert asks.facts.words == (
        "The company is unknown; no account; qualified: description contains quote (score 0)."
    )
    assert nobody.facts.words.endswith("not qualified yet (score 0).")
    assert nobody.because.startswith("Company unknown, never any business")


def test_without_person_accounts_nobody_without_a_company_goes_direct(
    mode: Callable[..., Organization], cast: SimpleNamespace
) -> None:
    mode("direct", has_person_accounts=False)
    (advice,) = advise([{**ANNA, "company": ""}], by=cast.mara)
    assert (advice.way, advice.is_direct) == (DIRECT, False)
    assert "an account is a company here" in advice.obstacle


def test_the_first_rule_that_fits_decides_and_none_says_lead(
    mode: Callable[..., Organization], cast: SimpleNamespace
) -> None:
    from headwater.advising.models import AdviceRule

    mode("mixed")
    AdviceRule.objects.create(
        name="Norway first", sort_order=0, criteria="Country = 'Norway'", way="lead",
        words="Oslo wants to see them first.",
    )  # fmt: skip
    oslo, broken = advise(
        [{**ANNA, "company": "Fjord AS", "country": "Norway"}, {**ANNA, "company": "Bell"}],
        by=cast.mara,
    )
    assert (oslo.way, oslo.because) == (LEAD, "Oslo wants to see them first.")
    assert broken.way == DIRECT
    AdviceRule.objects.update(is_active=False)
    (none,) = advise([{**ANNA, "company": "Bell"}], by=cast.mara)
    assert (none.way, none.rule) == (LEAD, None)


def test_what_somebody_may_not_see_is_not_named(
    mode: Callable[..., Organization], harbor: SimpleNamespace, cast: SimpleNamespace
) -> None:
    mode("mixed", account_access="private")
    (advice,) = advise([{"last_name": "Ruiz", "email": "eva@harborcold.com"}], by=cast.otto)
    assert (advice.way, advice.account) == (DIRECT, None)
    assert "Harbor" not in advice.facts.words + advice.because
    assert "where you cannot see it" in advice.facts.words


def test_many_leads_cost_as_many_queries_as_one(
    mode: Callable[..., Organization], harbor: SimpleNamespace, cast: SimpleNamespace,
    make_lead: Callable[..., Lead], django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    mode("mixed")
    leads = [make_lead(last_name=f"Ruiz{n}", email=f"r{n}@harborcold.com", company="") for n in
             range(30)]  # fmt: skip
    advise_leads(leads[:1], by=cast.mara)
    with django_assert_max_num_queries(7):
        advices = advise_leads(leads, by=cast.mara)
    assert {advice.account for advice in advices.values()} == {harbor.account}
