"""A year of deals with customers from before: opened, moved, put off, grown, won, lost, let go.

The forecast, its history and the early stages have something to tell. Each deed is done as people
do it, at the moment at which it would have happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from headwater.people.models import User
from headwater.records import deal_roles, dealing, writing
from headwater.records.models import Account, Campaign, Contact, Opportunity
from headwater.sample.company import People
from headwater.sample.history import History
from headwater.sample.time_travel import at

DAYS = 365
COUNT = 84
CUSTOMERS = (
    ("Bellweather Dairy", "Anna", "Whitfield"), ("Kestrel Logistics", "Marcus", "Odhiambo"),
    ("Sandpiper Hotels", "Lucia", "Ferrante"), ("Tamarack Sawmills", "Erik", "Dahl"),
    ("Brightwater School District", "Joan", "Pereira"), ("Corvid Print Works", "Samir", "Nader"),
    ("Lakeshore Clinics", "Priya", "Raman"), ("Orchard Valley Packers", "Tom", "Becker"),
    ("Granite Self Storage", "Helen", "Marsh"), ("Foxglove Garden Centers", "Ruth", "Adeyemi"),
    ("Meridian Cold Chain", "Paul", "Novak"), ("Halcyon Breweries", "Ines", "Castellano"),
)  # fmt: skip
PROJECTS = ("roof array", "carport solar", "battery storage", "second site", "monitoring",
            "charging stations", "ground array", "roof renewal")  # fmt: skip
PATH = ("Qualification", "Needs Analysis", "Value Proposition", "Proposal/Price Quote",
        "Negotiation/Review")  # fmt: skip
ROLES = ("Decision Maker", "Economic Buyer", "Technical Buyer")
LOSSES = ("Price", "Price", "Competitor", "No decision", "No decision", "Timing", "Lost contact")
WINS = ("Product fit", "Trust in us", "Trust in us", "Price", "Existing customer",
        "Recommended by others")  # fmt: skip
STEPS = ("Send the revised offer", "Call the facility manager", "Roof survey on site",
         "Agree on the day to sign", "Ask for last year\u2019s bills")  # fmt: skip
SOURCES = ("Partner Referral", "Phone Inquiry", "Trade Show", "Web", "Other")
Deed = Callable[[Opportunity], object]


@dataclass(frozen=True, slots=True)
class Plot:
    """What will become of one deal."""

    amount: Decimal
    ends: str  # won, lost, out (of the early stages), early or open
    seller: User


def arrive(people: People, campaigns: dict[str, Campaign], until: datetime) -> None:
    """All of it, up to `until`."""
    history = History(people, campaigns, until, Random(23))
    began = until - timedelta(days=DAYS + 5)
    with at(began):
        customers = [_customer(people.ines, *each) for each in CUSTOMERS]
    for number in range(COUNT):
        when = began + timedelta(days=5 + history.random.uniform(0, DAYS - 2))
        history.later(when, _opening(history, customers[number % len(customers)], number))
    history.work_until(until)


def _customer(owner: User, name: str, first: str, last: str) -> tuple[Account, Contact]:
    given = {"name": name, "type": "Customer - Direct", "owner_id": owner.pk}
    account: Account = writing.create("Account", given, by=owner)
    person = {"first_name": first, "last_name": last, "account_id": account.pk}
    contact: Contact = writing.create("Contact", {**person, "owner_id": owner.pk}, by=owner)
    return account, contact


def _opening(
    history: History, customer: tuple[Account, Contact], number: int
) -> Callable[[datetime], None]:
    def open_one(now: datetime) -> None:
        random, (account, contact) = history.random, customer
        ends = random.choices(("won", "lost", "out", "early", "open"), (34, 30, 18, 8, 10))[0]
        plot = Plot(Decimal(round(random.lognormvariate(3.7, 0.7))) * 1_000 + 4_000, ends,
                    random.choice(history.people.reps))  # fmt: skip
        campaign = random.choice([*history.campaigns.values(), None, None, None])
        deal = dealing.open_deal(
            {"name": f"{account.name}, {PROJECTS[(number * 5 + 1) % len(PROJECTS)]}",
             "account_id": account.pk, "lead_source": random.choice(SOURCES),
             "campaign_id": campaign.pk if campaign else None, "owner_id": plot.seller.pk},
            by=plot.seller, contact=contact, role=random.choice(ROLES),
        )  # fmt: skip
        _plan(history, deal.pk, plot, now)

    return open_one


def _plan(history: History, pk: int, plot: Plot, now: datetime) -> None:
    """Put the life of a deal on the agenda."""
    random, when = history.random, now
    if random.random() < 0.6:
        when += timedelta(days=random.uniform(2, 20))
        history.later(when, _do(pk, lambda deal: _move(deal, "Prospecting", plot.seller)))
    if plot.ends == "early":
        return
    if plot.ends == "out":
        when += timedelta(days=random.uniform(10, 50))
        reason = random.choice(("No decision", "Timing", "Other"))
        history.later(when, _do(pk, lambda deal: _lose(deal, plot.seller, reason)))
        return
    steps = len(PATH) if plot.ends == "won" else random.randrange(1, len(PATH) + 1)
    for stage in PATH[:steps]:
        when += timedelta(days=random.uniform(4, 17))
        close_on = (when + timedelta(days=random.randrange(25, 80))).date()
        history.later(when, _do(pk, _to(stage, plot, close_on)))
        _chances(history, pk, plot, when)
    when += timedelta(days=random.uniform(4, 20))
    win, loss = random.choice(WINS), random.choice(LOSSES)
    if plot.ends == "won":
        history.later(when, _do(pk, lambda deal: _win(deal, plot.seller, win)))
    elif plot.ends == "lost":
        history.later(when, _do(pk, lambda deal: _lose(deal, plot.seller, loss)))


def _chances(history: History, pk: int, plot: Plot, when: datetime) -> None:
    """What comes between: another amount, a later day, another seller, a next step."""
    random, by = history.random, plot.seller
    factor = Decimal(str(random.choice((0.8, 0.9, 1.15, 1.3))))
    later, other = random.randrange(14, 45), random.choice(history.people.reps)
    step = random.choice(STEPS)
    for chance, deed in (
        (0.3, lambda deal: writing.change([deal], {"amount": _round(deal, factor)}, by=by)),
        (0.3, lambda deal: writing.change([deal], {"close_on": _later(deal, later)}, by=by)),
        (0.05, lambda deal: writing.change([deal], {"owner_id": other.pk}, by=by)),
        (0.5, lambda deal: writing.change([deal], {"next_step": step}, by=by)),
        (0.15, lambda deal: _invite(deal, by)),
    ):
        if random.random() < chance:
            history.later(when + timedelta(days=random.uniform(1, 4)), _do(pk, deed))


def _do(pk: int, deed: Deed) -> Callable[[datetime], None]:
    """A deed on the deal as it is then, while it is open."""

    def act(now: datetime) -> None:
        deal = Opportunity.objects.get(pk=pk)
        if not deal.is_closed:
            deed(deal)

    return act


def _to(stage: str, plot: Plot, close_on: object) -> Deed:
    def go(deal: Opportunity) -> object:
        first = deal.amount is None
        return dealing.advance(
            [deal], stage, by=plot.seller, amount=plot.amount if first else None,
            close_on=close_on if first else None,  # type: ignore[arg-type]
        )  # fmt: skip

    return go


def _move(deal: Opportunity, stage: str, by: User) -> object:
    return dealing.advance([deal], stage, by=by)


def _win(deal: Opportunity, by: User, reason: str) -> object:
    return dealing.advance([deal], "Closed Won", by=by, win_reason=reason)


def _lose(deal: Opportunity, by: User, reason: str) -> object:
    return dealing.advance([deal], "Closed Lost", by=by, loss_reason=reason)


def _round(deal: Opportunity, factor: Decimal) -> Decimal | None:
    return None if deal.amount is None else round(deal.amount * factor / 500) * Decimal(500)


def _later(deal: Opportunity, days: int) -> object:
    return deal.close_on and deal.close_on + timedelta(days=days)


def _invite(deal: Opportunity, by: User) -> None:
    """Somebody else of the company takes part, too."""
    name = {"first_name": "Chris", "last_name": f"{str(deal.account).split()[0]}-Lee",
            "account_id": deal.account_id}  # fmt: skip
    others = list(Contact.objects.alive().filter(account=deal.account).order_by("pk")[1:2])
    contact = others[0] if others else writing.create("Contact", {**name, "owner_id": by.pk}, by=by)
    deal_roles.join(deal, contact, by=by, role="Technical Buyer")
