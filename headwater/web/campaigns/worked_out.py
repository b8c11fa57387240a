"""Each number of a campaign with how it was worked out, so that nobody has to believe it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from headwater.measure.campaigns import Numbers, Result
from headwater.records.models import Campaign
from headwater.web.templatetags.words import count, money, percent, plural


@dataclass(frozen=True, slots=True)
class Line:
    """A number in words, '' where it cannot be known yet; `whole` is it with those below."""

    label: str
    own: str
    how: str
    whole: str = ""


def lines(campaign: Campaign, result: Result, currency: str) -> list[Line]:
    """All that a campaign cost and brought, line by line."""
    own = list(_of(result.own, campaign, currency))
    if not result.below:
        return own
    whole = _of(result.whole, campaign, currency)
    return [
        Line(line.label, line.own, line.how, "" if line.label in OWN_ONLY else other.own)
        for line, other in zip(own, whole, strict=True)
    ]


OWN_ONLY = frozenset({"Expected response"})


def _of(numbers: Numbers, campaign: Campaign, currency: str) -> Iterator[Line]:
    def coin(value: Decimal | None) -> str:
        return money(round(value, 2) if value is not None else None, currency)

    cost, won = coin(numbers.cost), coin(numbers.won_amount)
    yield Line("People", count(numbers.people), _people(numbers))
    yield Line("Responses", count(numbers.responses), "members whose status is a response")
    yield Line("Response rate", percent(numbers.response_rate, 1),
               f"{count(numbers.responses)} ÷ {count(numbers.people)} people")  # fmt: skip
    expected = campaign.expected_response
    yield Line("Expected response", f"{expected.normalize():f} %" if expected is not None else "",
               "entered on the campaign")  # fmt: skip
    yield Line("Cost", cost, _planned(numbers, coin(numbers.budgeted_cost)))
    for label, value, divisor, noun in (
        ("Cost per lead", numbers.cost_per_lead, numbers.leads, "lead"),
        ("Cost per response", numbers.cost_per_response, numbers.responses, "response"),
        ("Cost per deal", numbers.cost_per_deal, numbers.deals, "deal"),
        ("Cost per won deal", numbers.cost_per_won_deal, numbers.won, "won deal"),
    ):
        by = plural(divisor, noun) if divisor else f"no {noun} yet"
        how = f"{cost} ÷ {by}" if cost and divisor else by if cost else "no cost is entered"
        yield Line(label, coin(value), how)
    naming = f"{plural(numbers.deals, 'deal')} that {_name(numbers.deals)} it as primary campaign"
    yield Line("Opportunities", coin(numbers.amount), naming)
    yield Line("Won", won, f"{plural(numbers.won, 'deal')} of these")
    yield Line("Of what was expected", _share(numbers.won_amount, numbers.expected_revenue),
               f"{won} ÷ {coin(numbers.expected_revenue)} expected revenue"
               if numbers.expected_revenue else "no revenue is expected yet")  # fmt: skip
    how = f"({won} won − {cost} spent) ÷ {cost}" if numbers.cost else "no cost is entered"
    yield Line("Return on cost", percent(numbers.roi), how)


def _people(numbers: Numbers) -> str:
    leads, contacts = plural(numbers.leads, "lead"), plural(numbers.contacts, "contact")
    if not numbers.converted:
        return f"{leads} + {contacts}"
    return f"{leads} + {contacts} − {count(numbers.converted)} who are both, since they converted"


def _planned(numbers: Numbers, budgeted: str) -> str:
    if not numbers.budgeted_cost:
        return "entered on the campaign"
    return (
        f"{percent(_part(numbers.cost, numbers.budgeted_cost)) or 'nothing'} of {budgeted} budgeted"
    )


def _share(part: Decimal, whole: Decimal | None) -> str:
    return percent(_part(part, whole))


def _part(part: Decimal | None, whole: Decimal | None) -> float | None:
    return float(part / whole) if part is not None and whole else None


def _name(deals: int) -> str:
    return "names" if deals == 1 else "name"
