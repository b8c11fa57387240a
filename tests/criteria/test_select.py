"""SELECT … FROM … WHERE … ORDER BY … LIMIT … OFFSET: what comes back, and in which order."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from headwater.catalog import ids
from headwater.criteria.columns import compile_select, parse_select, within
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.records.models import Lead, Task

CALENDAR = Calendar(datetime(2026, 3, 11, 12, tzinfo=UTC))


def rows(text: str, **options: Any) -> list[tuple[Any, ...]]:
    query = compile_select(text, calendar=CALENDAR, **options)
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    if not query.columns:
        return found
    return [
        tuple(column.read(raw) for column, raw in zip(query.columns, row, strict=True))
        for row in found
    ]


def total(text: str) -> int:
    query = compile_select(text, calendar=CALENDAR)
    with connection.cursor() as cursor:
        cursor.execute(query.count_sql, query.count_params)
        return int(cursor.fetchone()[0])


def test_gives_api_values(leads: dict[str, Lead], cast: SimpleNamespace) -> None:
    text = (
        "select id, l.lastname, Owner.Name, OwnerId, CreatedById, Yearly_Use__c, AnnualRevenue,"
        " Phone from Lead l where l.lastname in ('Full', 'Queued') order by LastName"
    )
    assert rows(text) == [
        (
            ids.encode("00Q", leads["Full"].pk), "Full", "Mara Lind",
            ids.encode("005", cast.mara.pk),
            ids.encode("005", cast.ines.pk), Decimal("1200.5"), 2_000_000, None,
        ),
        (
            ids.encode("00Q", leads["Queued"].pk), "Queued", "North queue",
            ids.encode("00G", cast.queue.pk), None, -3, 1_000_000, None,
        ),
    ]  # fmt: skip
    paths = [column.path for column in compile_select(text, calendar=CALENDAR).columns]
    assert paths[:3] == [("Id",), ("LastName",), ("Owner", "Name")]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("LastName", ["Blank", "Full", "O'Neil", "Queued", "Élan"]),
        ("LastName DESC", ["Élan", "Queued", "O'Neil", "Full", "Blank"]),
        ("LeadSource, LastName", ["Blank", "Élan", "O'Neil", "Full", "Queued"]),
        ("LeadSource DESC NULLS LAST, LastName", ["Full", "Queued", "O'Neil", "Blank", "Élan"]),
        ("AnnualRevenue NULLS LAST, CreatedDate", ["Queued", "Full", "Blank", "O'Neil", "Élan"]),
        ("AnnualRevenue DESC, CreatedDate ASC", ["Blank", "O'Neil", "Élan", "Full", "Queued"]),
        ("Owner.Type, LastName", ["Queued", "Blank", "Full", "O'Neil", "Élan"]),
    ],
)
def test_order_puts_nulls_first_unless_told(
    order: str, names: list[str], leads: dict[str, Lead]
) -> None:
    assert [row[0] for row in rows(f"SELECT LastName FROM Lead ORDER BY {order}")] == names


def test_pages_of_a_query_do_not_overlap(leads: dict[str, Lead]) -> None:
    text = "SELECT LastName FROM Lead ORDER BY Status LIMIT 4 OFFSET 1"
    whole = rows(text)
    assert len(whole) == total(text) == 4
    assert [row for start in (0, 3) for row in rows(text, batch=(start, 3))] == whole
    assert rows(text, batch=(4, 3)) == []


def test_count_counts(leads: dict[str, Lead]) -> None:
    assert rows("SELECT COUNT() FROM Lead WHERE LeadSource = 'web'") == [(2,)]
    assert rows("SELECT count() FROM Lead LIMIT 3") == [(3,)]
    assert total("SELECT Id FROM Lead") == 5


def test_deleted_and_invisible_rows_stay_out(leads: dict[str, Lead], cast: SimpleNamespace) -> None:
    lead = leads["Blank"]
    lead.is_deleted = True
    lead.save()
    assert total("SELECT Id FROM Lead") == 4
    assert len(rows("SELECT Id FROM Lead", with_deleted=True)) == 5
    for_mara = within(Lead.objects.filter(owner=cast.mara))
    assert rows("SELECT LastName FROM Lead", extra_where=for_mara) == [("Full",)]
    assert rows("SELECT COUNT() FROM Lead", extra_where=for_mara) == [(1,)]


def test_who_and_what_give_name_type_and_id(leads: dict[str, Lead], cast: SimpleNamespace) -> None:
    Task.objects.create(subject="Call", lead=leads["Full"], owner=cast.mara)
    full = ids.encode("00Q", leads["Full"].pk)
    found = rows("SELECT WhoId, Who.Name, Who.Type, Who.Id, WhatId, What.Name FROM Task")
    assert found == [(full, "Fay Full", "Lead", full, None, None)]


def test_fields_all_gives_every_field(leads: dict[str, Lead]) -> None:
    every = compile_select("SELECT FIELDS(ALL) FROM Lead LIMIT 200", calendar=CALENDAR)
    own = compile_select("SELECT FIELDS(CUSTOM) FROM Lead LIMIT 200", calendar=CALENDAR)
    assert {column.field.name for column in own.columns} <= {
        each.field.name for each in every.columns
    }
    assert all(column.field.is_custom for column in own.columns)
    assert len(rows("SELECT FIELDS(ALL) FROM Lead")) == 5


REFUSED = [
    ("SELECT", "syntax"),
    ("SELECT Id", "syntax"),
    ("SELECT FROM Lead", "syntax"),
    ("SELECT * FROM Lead", "syntax"),
    ("SELECT Id FROM Led", "object"),
    ("SELECT Nam FROM Lead", "field"),
    ("SELECT Owner.Nam FROM Lead", "field"),
    ("SELECT Id, Id FROM Lead", "field"),
    ("SELECT Id FROM Lead WHERE", "syntax"),
    ("SELECT Id FROM Lead ORDER BY Nam", "field"),
    ("SELECT Id FROM Lead LIMIT -1", "syntax"),
    ("SELECT Id FROM Lead LIMIT 1.5", "syntax"),
    ("SELECT Id FROM Lead OFFSET 2001", "range"),
    ("SELECT Id FROM Lead LIMIT 1 LIMIT 2", "syntax"),
    ("SELECT Id FROM Lead; DROP TABLE records_lead", "syntax"),
    ("SELECT COUNT(), Id FROM Lead", "syntax"),
    ("SELECT COUNT() FROM Lead ORDER BY Id", "syntax"),
    ("SELECT pg_sleep(Id) FROM Lead", "syntax"),
    ("SELECT FIELDS(SOME) FROM Lead", "syntax"),
    ("DELETE FROM Lead", "syntax"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "kind"), REFUSED)
def test_refuses(text: str, kind: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        compile_select(text, calendar=CALENDAR)
    assert caught.value.kind == kind


def test_an_alias_may_not_be_a_keyword_and_is_optional(ask: Callable[..., set[str]]) -> None:
    assert str(parse_select("SELECT Id FROM Lead WHERE Score = 1").where) == "Score = 1"
    assert (
        parse_select("SELECT x.Id FROM Lead x").columns
        == parse_select("SELECT Id FROM Lead").columns
    )
    assert (
        parse_select("SELECT Lead.Id FROM Lead").columns
        == parse_select("SELECT Id FROM Lead").columns
    )
