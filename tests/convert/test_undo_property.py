"""Whatever a lead holds and whatever is chosen: converted and undone, everything is as it was."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.catalog import custom
from headwater.convert import mapping
from headwater.convert.choices import Choices, NewDeal, NoDeal
from headwater.convert.convert import convert
from headwater.convert.undo import undo
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Clock,
    Contact,
    Lead,
    Note,
    Opportunity,
    Task,
)
from tests.convert.dump import everything

NOON = dt.datetime(2026, 3, 11, 12, 0, 0, 123456, tzinfo=dt.UTC)
words = st.text('abc ÄöЖ漢’"\\', max_size=12)
blank_or_words = st.one_of(st.just(""), words)
LEAD = st.fixed_dictionaries(
    {
        "first_name": blank_or_words,
        "last_name": st.text("abcÖ", min_size=1, max_size=12),
        "company": st.sampled_from(["", "Harbor", "Größe & Söhne"]),
        "phone": st.sampled_from(["", "1", "+15550142"]),
        "title": blank_or_words,
        "industry": st.sampled_from(["", "Energy"]),
        "street": blank_or_words,
        "lead_source": st.sampled_from(["", "Web"]),
        "annual_revenue": st.one_of(st.none(), st.decimals(0, 10**17, places=0)),
        "number_of_employees": st.one_of(st.none(), st.integers(0, 10**6)),
        "do_not_call": st.booleans(),
        "has_opted_out_of_email": st.booleans(),
        "last_activity_on": st.one_of(st.none(), st.just(dt.date(2026, 3, 1))),
        "snoozed_until": st.one_of(st.none(), st.just(NOON)),
    }
)
CUSTOM = st.fixed_dictionaries(
    {},
    optional={
        "Use__c": st.one_of(st.integers(0, 999), st.just(0.1)),
        "Roof__c": st.text("abc漢", min_size=1, max_size=9),
        "Wanted__c": st.just("2026-06-01"),
        "Battery__c": st.just(True),
    },
)
SURE = NewDeal("Roof", "Qualification", Decimal("1.10"), dt.date(2026, 6, 1))
DEAL = st.sampled_from(["new", "none", "existing", SURE])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_convert_then_undo_is_nothing_at_all(
    data: st.DataObject, cast: SimpleNamespace, campaign: Campaign
) -> None:
    with transaction.atomic():
        _map_custom_fields()
        lead = _lead_with_everything(data, cast, campaign)
        choices = _choices(data, cast)
        before = everything()
        conversion = convert(lead, choices, by=cast.mara)
        undo(conversion, by=cast.ines)
        assert everything() == before
        transaction.set_rollback(True)
    custom.forget()


def _map_custom_fields() -> None:
    kinds = {"Use": "double", "Roof": "string", "Wanted": "date", "Battery": "boolean"}
    for name, kind in kinds.items():
        for object_name in ("Lead", "Account", "Contact", "Opportunity"):
            custom.define(object_name, name, kind)
        for object_name in ("Account", "Contact", "Opportunity"):
            mapping.map_field(f"{name}__c", object_name, f"{name}__c")


def _lead_with_everything(data: st.DataObject, cast: SimpleNamespace, campaign: Campaign) -> Lead:
    lead: Lead = Lead.objects.create(owner=cast.mara, custom=data.draw(CUSTOM), **data.draw(LEAD))
    for owner in data.draw(st.lists(st.sampled_from([cast.mara, cast.owen]), max_size=3)):
        done = data.draw(st.booleans())
        Task.objects.create(owner=owner, lead=lead, subject="Call", is_closed=done)
    if data.draw(st.booleans()):
        Note.objects.create(lead=lead, body="…")
        CampaignMember.objects.create(lead=lead, campaign=campaign)
        Clock.objects.create(
            lead=lead, policy="Web", minutes=5, started_at=NOON, due_at=NOON, owner=cast.mara
        )
    return lead


def _choices(data: st.DataObject, cast: SimpleNamespace) -> Choices:
    account = contact = deal = None
    if data.draw(st.booleans()):
        account = _held(data, Account, cast, name="Harbor")
        if data.draw(st.booleans()):
            contact = _held(data, Contact, cast, last_name="O", account=account)
    chosen: Any = data.draw(DEAL)
    if chosen == "existing":
        deal = _held(data, Opportunity, cast, name="R", stage_name="Prospecting", account=account)
    take = {"Account": ["phone", "annual_revenue", "Battery__c"], "Contact": ["title", "Use__c"]}
    plain: dict[Any, Any] = {"new": NewDeal(), "none": NoDeal("Not now"), "existing": deal}
    return Choices(
        account=account,
        contact=contact,
        owner=data.draw(st.sampled_from([None, cast.owen])),
        opportunity=plain.get(chosen, chosen),
        take=data.draw(st.sampled_from([{}, take])),
        overwrite_lead_source=data.draw(st.booleans()),
    )  # fmt: skip


def _held(
    data: st.DataObject, model: Callable[..., Any], cast: SimpleNamespace, **values: Any
) -> Any:
    record = model(owner=cast.mara, custom=data.draw(CUSTOM), **values)
    if hasattr(record, "phone"):
        record.phone = data.draw(st.sampled_from(["", "2"]))
    record.save()
    return record
