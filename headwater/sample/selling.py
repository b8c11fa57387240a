"""How the people of Juniper Solar sell: they call, call again, give up, convert, win and lose."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from headwater.convert.choices import Beside, Choices, FollowUp, NewDeal
from headwater.converting import deeds
from headwater.people.models import User
from headwater.qualify.calls import log_call
from headwater.qualify.logged_call import Outcome
from headwater.records import dealing
from headwater.records.models import Account, Conversion, Lead, Opportunity
from headwater.route.reassign import give
from headwater.sample import talks
from headwater.sample.inquiries import Inquiry

if TYPE_CHECKING:
    from headwater.sample.history import Deed, History

DEAD_ENDS = ("Not a fit", "Market not served", "Student or research", "No budget",
             "Chose a competitor", "Never reached")  # fmt: skip
LOSSES = ("Price", "Competitor", "No decision", "Timing", "Other")
WINS = ("Product fit", "Trust in us", "Fast delivery", "Price", "")
SAID = (
    "Asked about payback; the landlord agrees.", "Wants figures before the board meets.",
    "Roof was renewed two years ago, metal.", "Out until next week; the assistant took a message.",
    "Interested in the battery more than in panels.",
    "Compares three offers, decides by month's end.",
    "Uses most power in the evening.", "Will send the last bill.",
)  # fmt: skip
ROLES = ("Decision Maker", "Economic Buyer", "Evaluator", "Executive Sponsor")
STAGES = ("Qualification", "Needs Analysis", "Value Proposition", "Proposal/Price Quote",
          "Negotiation/Review")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One lead being worked: how promising it is and how often somebody called."""

    lead_id: int
    promise: float
    is_business: bool
    calls: int = 0


def begin(history: "History", lead_id: int, inquiry: Inquiry) -> None:
    """Somebody will answer: most within minutes, some late, the newest bought ones not yet."""
    random = history.random
    is_old = inquiry.at < history.until - timedelta(days=3)
    if inquiry.way.source == "Purchased List" and not is_old and random.random() < 0.6:
        return  # still in the queue
    minutes = random.choices(
        (random.uniform(1, 4.5), random.uniform(5, 50), random.uniform(60, 600)), (64, 24, 12)
    )[0]
    case = Case(lead_id, inquiry.way.promise, inquiry.is_business)
    history.later(inquiry.at + timedelta(minutes=minutes), lambda now: _call(history, case, now))


def _call(history: "History", case: Case, now: datetime) -> None:
    lead = Lead.objects.filter(pk=case.lead_id).first()
    if lead is None or not lead.is_open:
        return
    by = _caller(history, lead)
    random, case = (
        history.random,
        Case(case.lead_id, case.promise, case.is_business, case.calls + 1),
    )
    chance = random.random()
    if chance < case.promise:
        _qualify(history, lead, case, by, now)
    elif chance < case.promise + 0.3 + 0.15 * case.calls or case.calls > 3:
        _dead_end(random, lead, by, now)
    else:
        _again(history, lead, case, by, now)


def _caller(history: "History", lead: Lead) -> User:
    """The owner calls; a lead in the queue is first taken by one of the reps."""
    for rep in history.people.reps:
        if rep.pk == lead.owner_id:
            return rep
    rep = history.random.choice(history.people.reps)
    give([lead], rep, by=history.people.ines)
    return rep


def _dead_end(random: Random, lead: Lead, by: User, now: datetime) -> None:
    log_call(
        lead, Outcome.DEAD_END, by=by, now=now, reason=random.choice(DEAD_ENDS),
        note=random.choice(SAID), seconds=random.randrange(20, 240),
    )  # fmt: skip


def _again(history: "History", lead: Lead, case: Case, by: User, now: datetime) -> None:
    random = history.random
    when = (now + timedelta(days=random.choice((1, 2, 3, 5, 8, 13)))).replace(
        hour=random.choice((15, 16, 17, 20, 21)), minute=random.choice((0, 30)), second=0
    )
    is_reached = random.random() < 0.7
    if is_reached:
        talks.ask(random, lead, by=by, now=now, share=0.3, also={})
    log_call(
        lead, Outcome.CALL_AGAIN, by=by, now=now, call_at=when, is_reached=is_reached,
        note=random.choice(SAID) if is_reached else "", seconds=random.randrange(20, 400),
    )  # fmt: skip
    late = timedelta(minutes=random.uniform(-20, 300))
    history.later(when + late, lambda moment: _call(history, case, moment))


def _qualify(history: "History", lead: Lead, case: Case, by: User, now: datetime) -> None:
    random = history.random
    told = {
        "need": random.choice(talks.NEEDS),
        "timeline": random.choice(("This quarter", "This year")),
    }
    talks.ask(random, lead, by=by, now=now, share=0.7, also=told)
    log_call(
        lead, Outcome.CLEAR_OPPORTUNITY, by=by, now=now, note=random.choice(SAID),
        seconds=random.randrange(180, 1500),
    )  # fmt: skip
    soon = now + timedelta(hours=random.choice((0.2, 0.5, 3, 30, 70)))
    history.later(soon, lambda _now: _convert(history, case, by))


def _convert(history: "History", case: Case, by: User) -> None:
    lead = Lead.objects.filter(pk=case.lead_id).first()
    if lead is None or not lead.is_open:
        return
    done = deeds.convert_many(_wanted(history, lead, case, by), by=by)[0]
    if isinstance(done, Conversion) and done.opportunity_id:
        random = history.random
        size = Decimal(random.randrange(18, 240) if case.is_business else random.randrange(9, 28))
        sell(history, done.opportunity_id, size * 1_000, 0.46 if case.is_business else 0.38, by)


def _wanted(history: "History", lead: Lead, case: Case, by: User) -> list[tuple[Lead, Choices]]:
    """The lead, and beside it the colleagues of the same company of whom `by` takes care, too."""
    interest = str(lead.custom.get("Interest__c", "solar")).lower()
    deal = NewDeal(name=f"{lead.company or lead.name}, {interest}")
    known = lead.matched_account if case.is_business else None
    role = ROLES[lead.pk % len(ROLES)] if case.is_business else ""
    # Older ones are done long since; a list of overdue offers would tell of nobody's day.
    is_recent = timezone.now() > history.until - timedelta(days=5)
    day = timezone.localdate() + timedelta(days=2 + lead.pk % 6)
    next_step = FollowUp("Send the offer", day) if is_recent else None
    first = Choices(account=known, opportunity=deal, role=role, follow_up=next_step)
    beside = Beside(lead.pk)
    others = Choices(account=known or beside, opportunity=beside, role="Influencer")
    rows = Lead.objects.open().filter(owner=by, company=lead.company).exclude(pk=lead.pk)
    colleagues = rows.order_by("pk")[:3] if case.is_business and lead.company else ()
    return [(lead, first), *((each, others) for each in colleagues)]


def sell(history: "History", deal_id: int, amount: Decimal, chance: float, by: User) -> None:
    """Take a deal along its stages over the next weeks, to won or lost; some fall out early."""
    random, when = history.random, timezone.now()
    if random.random() < 0.2:  # it stays early or falls out there: fine, and in no forecast
        if deal_id % 3:
            when += timedelta(days=9 + deal_id % 23)
            reason = ("No decision", "Timing")[deal_id % 2]
            history.later(when, _step(deal_id, "Closed Lost", by, None, reason))
        return
    ends = random.randrange(1, len(STAGES) + 1)
    for stage in STAGES[:ends]:
        when += timedelta(days=random.uniform(1, 9))
        history.later(when, _step(deal_id, stage, by, amount))
    when += timedelta(days=random.uniform(1, 9))
    won = random.random() < chance
    history.later(when, _step(deal_id, "Closed Won" if won else "Closed Lost", by, amount,
                              "" if won else random.choice(LOSSES)))  # fmt: skip


def _step(deal_id: int, stage: str, by: User, amount: Decimal | None, loss: str = "") -> "Deed":
    def step(now: datetime) -> None:
        deal = Opportunity.objects.get(pk=deal_id)
        if not deal.is_closed:
            close_on = None if "Closed" in stage else (now + timedelta(days=30)).date()
            dealing.advance(
                [deal], stage, by=by, amount=amount, close_on=close_on, loss_reason=loss,
                win_reason=WINS[deal_id % len(WINS)] if stage == "Closed Won" else "",
            )  # fmt: skip

    return step


def plan_direct_deals(history: "History") -> None:
    """Now and then a customer calls about a new project: a deal without a lead."""
    random = history.random
    for number in range(70):
        when = history.until - timedelta(days=random.uniform(2, 110))
        history.later(when, _direct(history, number))


def _direct(history: "History", number: int) -> "Deed":
    def open_one(now: datetime) -> None:
        random, by = history.random, history.random.choice(history.people.reps)
        accounts = list(
            Account.objects.alive().filter(is_person_account=False).order_by("pk")[:200]
        )
        if not accounts:
            return
        account = random.choice(accounts)
        deal = dealing.open_deal(
            {"name": f"{account.name}, second site {number}", "account_id": account.pk,
             "lead_source": "Other", "owner_id": by.pk}, by=by,
        )  # fmt: skip
        sell(history, deal.pk, Decimal(random.randrange(12, 160)) * 1_000, 0.33, by)

    return open_one
