"""Five leads that differ in every kind of field, and the doors that must agree on them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from headwater.catalog import custom
from headwater.criteria.columns import compile_select
from headwater.criteria.dates import Calendar
from headwater.criteria.judge import judge, judge_rows
from headwater.criteria.querysets import filter_queryset
from headwater.database import statements
from headwater.records.models import Account, Lead

NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


@pytest.fixture
def leads(cast: SimpleNamespace) -> Iterator[dict[str, Lead]]:
    """Full has everything, blank nothing, and others stand in between."""
    _define_fields()
    account = Account.objects.create(name="Harbor Group", owner=cast.otto, industry="Energy")
    made = _five_leads(cast, account)
    Lead.objects.bulk_create(made)
    yield {lead.last_name: lead for lead in made}
    custom.forget()


@pytest.fixture
def ask(leads: dict[str, Lead]) -> Callable[..., set[str]]:
    """The last names that meet a rule: list, journey (saved or not yet saved) and API agree."""
    names = {lead.pk: lead.last_name for lead in leads.values()}
    columns = (*statements.stored(Lead), ("name", "name"))

    def answer(rule: Any, *, zone: str = "UTC", now: datetime = NOW) -> set[str]:
        calendar = Calendar(now, zone)
        listed = filter_queryset(
            Lead.objects.all(),
            rule,
            now=now,
            user=SimpleNamespace(time_zone=zone),  # type: ignore[arg-type]
        )
        by_list = {names[lead.pk] for lead in listed}
        verdicts = judge([rule], "Lead", list(names), zone=zone, now=now)
        assert {names[key] for key, (verdict,) in verdicts.items() if verdict} == by_list
        rows = statements.rows(list(Lead.objects.filter(pk__in=names)), columns)
        verdicts = judge_rows([rule], "Lead", rows, zone=zone, now=now)
        assert {names[key] for key, (verdict,) in verdicts.items() if verdict} == by_list
        where = f" WHERE {rule}" if str(rule) else ""
        query = compile_select(f"SELECT Id FROM Lead{where}", calendar=calendar)
        with connection.cursor() as cursor:
            cursor.execute(query.sql, query.params)
            assert {names[key] for (key,) in cursor.fetchall()} == by_list
        return by_list

    return answer


def _define_fields() -> None:
    for label, kind in (
        ("Yearly Use", "double"), ("Panels", "multipicklist"), ("Roof", "picklist"),
        ("Visit On", "date"), ("Visit At", "datetime"), ("Has Roof", "boolean"),
        ("Share", "percent"),
    ):  # fmt: skip
        custom.define("Lead", label, kind)


def _five_leads(cast: SimpleNamespace, account: Account) -> list[Lead]:
    return [
        Lead(
            last_name="Full", first_name="Fay", company="Acme 50% Ltd", email="fay@example.com",
            lead_source="Web", annual_revenue=2_000_000, number_of_employees=50, score=40,
            owner=cast.mara, created_by=cast.ines, do_not_call=True,
            last_activity_on=date(2026, 3, 10),
            created_at=datetime(2026, 3, 11, 8, tzinfo=UTC), matched_account=account,
            custom={
                "Yearly_Use__c": 1200.5, "Panels__c": "Mono;Poly", "Roof__c": "Flat",
                "Visit_On__c": "2026-03-12", "Visit_At__c": "2026-03-12T09:30:00+00:00",
                "Has_Roof__c": True, "Share__c": 50,
            },
        ),
        Lead(
            last_name="Queued", company="ACME_50", lead_source="WEB", annual_revenue=1_000_000,
            owner_id=cast.queue.pk, created_at=datetime(2026, 3, 10, 8, tzinfo=UTC), score=10,
            custom={"Panels__c": "Poly", "Yearly_Use__c": -3},
        ),
        Lead(
            last_name="O'Neil", company="Back\\slash", lead_source="Phone", number_of_employees=5,
            owner=cast.owen, created_at=datetime(2025, 3, 10, 8, tzinfo=UTC),
            last_activity_on=date(2025, 12, 31), custom={"Panels__c": "Thin;Mono;Poly"},
        ),
        Lead(
            last_name="Élan", company="Straße", owner=cast.otto, is_converted=True,
            created_at=datetime(2026, 3, 1, 0, tzinfo=UTC),
        ),
        Lead(last_name="Blank", owner=cast.otto, created_at=datetime(2020, 1, 1, tzinfo=UTC)),
    ]  # fmt: skip
