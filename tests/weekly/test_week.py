"""The week of marketing: what was sent became opened, answered, qualified, money; mailed once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.nurture.models import Delivery, Enrolment, Program
from headwater.records.models import (
    Campaign,
    CampaignMember,
    Conversion,
    EmailMessage,
    Engagement,
    Handoff,
    Lead,
    NotificationMail,
    NotificationSettings,
    Opportunity,
)
from headwater.weekly import figures, letter, sentences, weeks
from headwater.weekly.facts import FACTS
from headwater.weekly.weeks import Week

WEEK = Week(date(2026, 3, 2))
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
BEFORE = TUESDAY - timedelta(days=7)
MONDAY_MORNING = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)


def mail(lead: Lead, at: datetime, *, program: str = "", kind: str = "program") -> EmailMessage:
    key = f"{lead.pk}:{at}:{program}"
    message = EmailMessage.objects.create(
        lead=lead, key=key, message_id=f"<{key}>", state="sent", sent_at=at, subject="Hello"
    )
    Delivery.objects.create(message=message, kind=kind, program=program)
    return message


def opened(message: EmailMessage, at: datetime, *, bot: str = "", times: int = 1) -> None:
    for number in range(times):
        Engagement.objects.create(
            kind="email_open", at=at, lead=message.lead, message=message, bot_reason=bot,
            key=f"{message.pk}:{at}:{number}:{bot}",
        )  # fmt: skip


@pytest.fixture
def week(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], campaign: Campaign
) -> SimpleNamespace:
    """Two mails of a program in the week and one before; one is answered, qualifies and is won."""
    program = Program.objects.create(name="Warm again", is_active=True)
    tom, eva = make_lead(first_name="Tom"), make_lead(first_name="Eva", owner=cast.otto)
    for lead in (tom, eva):
        Enrolment.objects.create(program=program, lead=lead, enrolled_at=BEFORE)
    CampaignMember.objects.create(campaign=campaign, lead=tom, status="Sent")
    first = mail(tom, TUESDAY, program="Warm again")
    second = mail(eva, TUESDAY, program="Warm again")
    mail(tom, BEFORE, program="Warm again")
    mail(tom, TUESDAY, kind="personal")
    opened(first, TUESDAY, times=3)
    Engagement.objects.create(
        kind="email_click", at=TUESDAY, lead=tom, message=first, what="https://x.example", key="c"
    )
    opened(second, TUESDAY, bot="Clicked every link within a second")
    reply = EmailMessage.objects.create(
        lead=tom, key="reply", is_incoming=True, state="received", in_reply_to=first.message_id
    )
    EmailMessage.objects.filter(pk=reply.pk).update(created_at=TUESDAY)
    Handoff.objects.create(lead=tom, offered_to=cast.mara, offered_at=TUESDAY)
    deal = Opportunity.objects.create(
        name="Roof", owner=cast.mara, stage_name="Closed Won", is_won=True, is_closed=True,
        amount=45_000, closed_at=TUESDAY, campaign=campaign,
    )  # fmt: skip
    Conversion.objects.create(lead=tom, opportunity=deal, at=TUESDAY)
    return SimpleNamespace(program=program, tom=tom, eva=eva, campaign=campaign, deal=deal)


def numbers(line: figures.Line) -> list[tuple[int, int]]:
    return [(int(pair.now), int(pair.before)) for _, pair in line.pairs]


def test_the_week_stands_beside_the_week_before(
    cast: SimpleNamespace, week: SimpleNamespace
) -> None:
    report = figures.report(WEEK, cast.mia)
    whole = [(2, 1), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0), (45_000, 0)]
    assert numbers(report.all) == whole
    [program], [campaign] = report.programs, report.campaigns
    assert (program.name, numbers(program)) == ("Warm again", whole)
    assert (campaign.campaign_id, numbers(campaign)[:2]) == (week.campaign.pk, [(1, 1), (1, 0)])
    assert campaign.amount.now == Decimal(45_000)
    assert sentences.told(report) == [
        "2 e-mails went out, 1 more than the week before.",
        "1 e-mail was opened by people (50 %), 1 more than the week before.",
        "1 e-mail was clicked (50 %), 1 more than the week before.",
        "1 reply came, 1 more than the week before.",
        "1 lead became marketing qualified, 1 more than the week before.",
        "1 deal was won, $45,000, $45,000 more than the week before.",
    ]
    assert sentences.in_short(program) == (
        "Warm again: 2 mails, 1 opened, 1 clicked, 1 reply, 1 qualified, 1 won, $45,000"
    )
    assert numbers(figures.report(WEEK.before, cast.mia).all)[0] == (1, 0)


def test_each_sees_what_they_may_see(cast: SimpleNamespace, week: SimpleNamespace) -> None:
    here = cast.organization
    here.lead_access = here.opportunity_access = "private"
    here.save()
    assert numbers(figures.report(WEEK, cast.otto).all)[:2] == [(1, 0), (0, 0)]
    assert numbers(figures.report(WEEK, cast.otto).all)[4] == (0, 0)
    assert numbers(figures.report(WEEK, cast.mara).all)[0] == (1, 1)


def test_one_query_for_each_figure(cast: SimpleNamespace, week: SimpleNamespace) -> None:
    figures.report(WEEK, cast.mia)
    with CaptureQueriesContext(connection) as queries:
        figures.report(WEEK, cast.mia)
    assert sum(query["sql"].startswith("\nWITH fact") for query in queries) == len(FACTS)
    assert len(queries) <= 8  # besides: which campaigns one may see, how the organisation stands


def test_the_mail_goes_to_marketing_once_on_its_day(
    cast: SimpleNamespace, week: SimpleNamespace
) -> None:
    assert letter.write(MONDAY_MORNING - timedelta(hours=4)) == 0
    assert letter.write(MONDAY_MORNING) == 1
    assert letter.write(MONDAY_MORNING + timedelta(hours=1)) == 0
    sent = NotificationMail.objects.get()
    assert (sent.user, sent.subject) == (cast.mia, "Marketing, 2 to 8 March 2026")
    assert "2 e-mails went out, 1 more than the week before." in sent.text
    assert "Warm again: 2 mails" in sent.text


def test_others_choose_it_and_marketing_may_not(
    cast: SimpleNamespace, week: SimpleNamespace
) -> None:
    NotificationSettings.objects.create(user=cast.mia, weekly="no")
    NotificationSettings.objects.create(
        user=cast.ines, weekly="yes", weekly_on=2, weekly_at=time(7)
    )
    assert letter.write(MONDAY_MORNING) == 0
    assert letter.write(MONDAY_MORNING + timedelta(days=2)) == 1
    assert NotificationMail.objects.get().user == cast.ines


def test_a_week_without_anything_sends_nothing(cast: SimpleNamespace) -> None:
    assert letter.write(MONDAY_MORNING) == 0
    assert NotificationMail.objects.get().again_at is None


def test_weeks_begin_on_monday_by_the_organisations_clock(cast: SimpleNamespace) -> None:
    assert weeks.week_of(date(2026, 3, 8)) == WEEK
    assert weeks.last_whole(MONDAY_MORNING) == WEEK
    assert Week(date(2026, 3, 30)).words == "30 March to 5 April 2026"
