"""What a copy elsewhere has to fetch again, or forget, since it last looked."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

from django.utils import timezone

from headwater.records import writing
from headwater.records.models import Lead
from tests.api.conftest import Program


def span(since: timedelta, until: timedelta = timedelta(minutes=5)) -> str:
    now = timezone.now()
    return urlencode({"start": (now - since).isoformat(), "end": (now + until).isoformat()})


def test_what_changed_and_what_went(
    api: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    kept, gone = make_lead(), make_lead(last_name="Gone")
    writing.delete([gone], by=cast.ada)
    told = api("GET", f"sobjects/Lead/updated?{span(timedelta(hours=1))}")
    assert told["ids"] == [kept.sf_id]
    assert told["latestDateCovered"].endswith("+0000")
    told = api("GET", f"sobjects/Lead/deleted/?{span(timedelta(hours=1))}")
    assert [each["id"] for each in told["deletedRecords"]] == [gone.sf_id]
    later = span(timedelta(minutes=-2), timedelta(minutes=5))
    assert api("GET", f"sobjects/Lead/updated?{later}")["ids"] == []


def test_nobody_is_told_of_what_they_do_not_see(
    program: Callable[..., Program], cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    gone = make_lead(owner=cast.mara)
    make_lead(owner=cast.mara, last_name="Kept")
    writing.delete([gone], by=cast.ada)
    outsider, hour = program(cast.otto), span(timedelta(hours=1))
    assert outsider("GET", f"sobjects/Lead/updated?{hour}")["ids"] == []
    assert outsider("GET", f"sobjects/Lead/deleted?{hour}")["deletedRecords"] == []


def test_spans_that_make_no_sense_are_refused(api: Program) -> None:
    for asked in (span(timedelta(days=31)), span(timedelta(0), timedelta(hours=-1)), "start=x", ""):
        told = api("GET", f"sobjects/Lead/updated?{asked}", expect=400)
        assert told[0]["errorCode"] == "INVALID_REPLICATION_DATE"
    api("GET", f"sobjects/LeadStatus/updated?{span(timedelta(hours=1))}", expect=400)
