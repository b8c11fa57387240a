"""Nurture over any time: against a slow count over random mails, its sums, and the week's page."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.measure import daily_sums
from headwater.measure.figure import Period
from headwater.nurture.models import Delivery, Enrolment, Program
from headwater.people.models import User
from headwater.records.models import (
    Conversion,
    EmailMessage,
    Engagement,
    Handoff,
    Lead,
    Opportunity,
)
from headwater.weekly import figures, kept, over_time, weeks
from headwater.weekly.weeks import Week

START = datetime(2026, 2, 2, 9, tzinfo=UTC)  # a Monday
UNTIL = datetime(2026, 3, 2, tzinfo=UTC)
ALL = Period(None, UNTIL)


@pytest.fixture
def made(cast: SimpleNamespace) -> SimpleNamespace:
    """Four weeks of mails of two programs, answers and colleagues; some read by machines."""
    random = Random(11)
    programs = [Program.objects.create(name=name, is_active=True) for name in ("Warm", "Cold")]
    leads = Lead.objects.bulk_create(
        Lead(last_name=f"L{n}", company="C", created_at=START,
             owner=random.choice((cast.mara, cast.otto)))
        for n in range(12)
    )  # fmt: skip
    things: list[tuple[str, datetime, Lead, str]] = []

    def moment(after: datetime) -> datetime:
        return after + (UNTIL - after) * random.random()

    for lead in leads:
        program = random.choice((*programs, None))
        if program:
            Enrolment.objects.create(program=program, lead=lead, enrolled_at=START)
        for number in range(random.randrange(4)):
            kind = random.choice(("program", "answer", "personal"))
            named = program.name if program and kind == "program" else ""
            sent = moment(START)
            key = f"{lead.pk}:{number}"
            mail = EmailMessage.objects.create(
                lead=lead, key=key, message_id=f"<{key}>", state="sent", sent_at=sent
            )
            Delivery.objects.create(message=mail, kind=kind, program=named, template="hello")
            seen = _seen(random, mail, moment)
            if random.random() < 0.3:
                at = moment(sent)
                EmailMessage.objects.create(lead=lead, key=f"r{key}", is_incoming=True,
                                            in_reply_to=mail.message_id, created_at=at)  # fmt: skip
                seen.append(("replied", at))
            if kind != "personal":
                things += [(what, at, lead, named) for what, at in [("sent", sent), *seen]]
        things += _sold(random, lead, moment, program, cast)
    return SimpleNamespace(things=things, cast=cast)


def _seen(random: Random, mail: EmailMessage, moment: Any) -> list[tuple[str, datetime]]:
    """Opens and clicks of people, each mail's first one."""
    opens, clicks = [], []
    for number in range(random.randrange(4)):
        kind, bot = random.choice(("email_open", "email_click")), random.choice(("", "", "machine"))
        at = moment(mail.sent_at)
        Engagement.objects.create(kind=kind, at=at, lead=mail.lead, message=mail, bot_reason=bot,
                                  key=f"{mail.pk}:{number}")  # fmt: skip
        if not bot:
            opens.append(at)
            clicks += [at] if kind == "email_click" else []
    first = [("opened", min(opens))] if opens else []
    return first + ([("clicked", min(clicks))] if clicks else [])


def _sold(
    random: Random, lead: Lead, moment: Any, program: Program | None, cast: SimpleNamespace
) -> list[tuple[str, datetime, Lead, str]]:
    named, found = program.name if program else "", []
    if random.random() < 0.5:
        at = moment(START)
        Handoff.objects.create(lead=lead, offered_to=cast.mara, offered_at=at)
        found.append(("qualified", at, lead, named))
    if random.random() < 0.5:
        at = moment(START)
        deal = Opportunity.objects.create(
            name="D", owner=lead.owner, stage_name="Closed Won", is_won=True, is_closed=True,
            amount=100, closed_at=at,
        )  # fmt: skip
        Conversion.objects.create(lead=lead, opportunity=deal, at=START)
        found.append(("won", at, lead, named))
    return found


def counts(line: over_time.Line) -> dict[str, int]:
    return {name: getattr(line, name) for name in over_time.FACTS if getattr(line, name)}


def test_it_is_what_a_slow_count_says(made: SimpleNamespace) -> None:
    here = made.cast.organization
    here.lead_access = here.opportunity_access = "private"
    here.save()
    for user in User.objects.filter(pk__in=(made.cast.ada.pk, made.cast.mara.pk)):
        found = over_time.over_time(user, ALL)
        mine = [thing for thing in made.things if user == made.cast.ada or thing[2].owner == user]
        assert counts(found.all) == Counter(what for what, *_ in mine)
        assert found.all.cents == 10_000 * found.all.won
        for name in ("", "Warm", "Cold"):
            expected = Counter(what for what, _, _, program in mine if program == name)
            assert counts(found.programs.get(name, over_time.Line())) == expected
        by_week = Counter((at.date() - timedelta(days=at.weekday()), what) for what, at, *_ in mine)
        assert by_week == {(week, what): count for week, line in found.weeks.items()
                           for what, count in counts(line).items()}  # fmt: skip


def test_its_sums_and_the_week_say_the_same(made: SimpleNamespace) -> None:
    live = over_time.over_time(made.cast.ada, ALL)
    for monday, line in live.weeks.items():
        week = figures.report(Week(monday), made.cast.ada).all
        assert [int(getattr(week, name).now) for name in over_time.FACTS] == [
            getattr(line, name) for name in over_time.FACTS
        ]
    daily_sums.count(over_time.WHAT, over_time.DAILY)
    summed = over_time.over_time(made.cast.ada, ALL)
    assert summed.counted_at and summed.weeks == live.weeks and summed.all == live.all
    assert (summed.programs, summed.mails) == (live.programs, live.mails)
    assert summed.weeks[date(2026, 2, 9)].sent
    over_time.hourly()
    assert over_time.over_time(made.cast.ada, ALL).counted_at is None


def test_where_there_are_many_leads_the_week_is_counted_each_hour(
    made: SimpleNamespace, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = weeks.last_whole(timezone.now())
    live = figures.report(week, cast.ada)
    assert kept.report(week, cast.ada) == (live, None)
    monkeypatch.setattr(daily_sums, "MOST_LIVE", 1)
    kept.hourly.func()
    found, at = kept.report(week, cast.ada)
    assert (found, bool(at)) == (live, True)
    assert kept.report(week, cast.mara)[1] is None, "who sees a part has it counted at once"
    monkeypatch.setattr(daily_sums, "MOST_LIVE", 1_000)
    kept.hourly.func()
    assert kept.report(week, cast.ada)[1] is None
