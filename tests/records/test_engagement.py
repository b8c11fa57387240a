"""What people did: kept once, and counted without machines."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from headwater.people.standing import moment
from headwater.records import bots, engagement
from headwater.records.engagement import Kind
from headwater.records.models import BotRule, EmailMessage, Engagement

pytestmark = pytest.mark.django_db


def _event(key: str, **values: Any) -> Engagement:
    return Engagement(**{"at": timezone.now(), "kind": Kind.PAGE_VIEW, "key": key} | values)


def test_the_same_event_twice_is_one_row(
    make_lead: Any, django_assert_max_num_queries: Any
) -> None:
    lead = make_lead()
    events = [_event(f"page:{number}", lead=lead, what="/prices") for number in range(30)]
    with django_assert_max_num_queries(3), moment():  # two of them read the rules
        assert engagement.note(events) == 30
    assert engagement.note([*events[:3], _event("page:new", lead=lead)]) == 1
    assert lead.engagements.count() == 31


def test_machines_are_kept_and_not_counted(make_lead: Any) -> None:
    lead, yesterday = make_lead(), timezone.now() - timedelta(days=1)
    reason = "It calls itself a crawler."
    engagement.note([
        _event("1", lead=lead, at=yesterday), _event("2", lead=lead, agent="Googlebot/2.1"),
    ])  # fmt: skip
    assert [row.key for row in lead.engagements.human()] == ["1"]
    assert [row.bot_reason for row in lead.engagements.machine()] == [reason]


def test_nothing_is_noted_without_a_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert engagement.note([]) == 0


BROWSER = "Mozilla/5.0 (Macintosh) Firefox/130.0"


def _mail(lead: Any, at: Any) -> Any:
    return EmailMessage.objects.create(key=f"m:{at}", lead=lead, sent_at=at)


def _click(message: Any, number: int, at: Any, **values: Any) -> Engagement:
    facts = {"agent": BROWSER, "network": "203.0.113.0/24", "what": f"https://x/{number}"}
    return _event(
        f"c:{number}:{at}", kind=Kind.EMAIL_CLICK, message=message, lead=message.lead, at=at,
        **facts | values,
    )  # fmt: skip


def test_a_click_faster_than_anybody_reads_is_a_machines(make_lead: Any) -> None:
    sent = timezone.now() - timedelta(hours=1)
    mail = _mail(make_lead(), sent)
    quick, slow = (
        _click(mail, 1, sent + timedelta(seconds=2)),
        _click(mail, 1, sent + timedelta(60)),
    )
    engagement.note([quick, slow])
    assert quick.bot_reason == "It came faster after sending than anybody reads."
    assert slow.bot_reason == ""


def test_whoever_follows_every_link_at_once_is_found_out_by_the_last_one(
    make_lead: Any, django_assert_max_num_queries: Any
) -> None:
    sent = timezone.now() - timedelta(hours=1)
    mail = _mail(make_lead(), sent)
    began = sent + timedelta(minutes=9)
    for number in range(3):
        with django_assert_max_num_queries(6):
            engagement.note([_click(mail, number, began + timedelta(seconds=number))])
    engagement.note([_click(mail, 1, began + timedelta(minutes=5))])
    assert Engagement.objects.machine().count() == 3
    assert Engagement.objects.human().get().at == began + timedelta(minutes=5)


def test_a_link_that_people_do_not_see_tells_of_all_that_was_done_with_it(make_lead: Any) -> None:
    sent = timezone.now() - timedelta(days=1)
    mail, later = _mail(make_lead(), sent), timezone.now()
    first, trap = _click(mail, 1, later), _click(mail, 2, later, signs="hidden")
    elsewhere = _click(mail, 3, later - timedelta(minutes=1), network="198.51.100.0/24")
    engagement.note([first, trap, elsewhere])
    reasons = [row.bot_reason for row in (first, trap, elsewhere)]
    assert reasons == ["A link was followed that people do not see."] * 2 + [""]


def test_verdicts_follow_the_rules_that_are_switched(make_lead: Any) -> None:
    lead = make_lead()
    rows = [
        _event("1", lead=lead, agent="Mozilla/5.0 Proofpoint"),
        _event("2", lead=lead, agent=BROWSER, network=bots.network_of("198.51.100.7")),
        _event("3", lead=lead, agent=BROWSER, signs="prefetch"),
    ]
    engagement.note(rows)
    assert [bool(row.bot_reason) for row in rows] == [True, False, True]
    BotRule.objects.filter(value__contains="proofpoint").update(is_active=False)
    BotRule.objects.create(sign="network", value="198.51.100.0/24", reason="A data centre.")
    stored = list(lead.engagements.order_by("key"))
    stored[2].verdict = "person"
    assert engagement.judge_again(stored) == 3
    assert [row.bot_reason for row in lead.engagements.order_by("key")] == [
        "",
        "A data centre.",
        "",
    ]


def test_what_a_door_sees_keeps_no_address() -> None:
    told = bots.seen({"Sec-Purpose": "prefetch;prerender"}, "2001:db8:1:2::3")
    assert told.facts == {"agent": "none", "network": "2001:db8:1::/48", "signs": "prefetch"}
    assert bots.network_of("nonsense") == bots.network_of(None) == ""


def test_the_readers_own_click_is_theirs_though_a_scanner_in_their_office_was_there_before(
    make_lead: Any,
) -> None:
    """Also when all of the day is judged again at once."""
    sent = timezone.now() - timedelta(days=1)
    mail, scanned = _mail(make_lead(), sent), timezone.now() - timedelta(hours=2)
    trap = _click(mail, 2, scanned, signs="hidden")
    beside = _click(mail, 1, scanned + timedelta(seconds=40))
    own = _click(mail, 1, scanned + timedelta(hours=1))
    engagement.note([trap, beside])
    engagement.note([own])
    assert [bool(row.bot_reason) for row in (trap, beside, own)] == [True, True, False]
    assert engagement.judge_again(list(Engagement.objects.order_by("pk"))) == 0
