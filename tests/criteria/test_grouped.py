"""Sums, groups, functions of dates, queries inside queries: what comes back, what is refused."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from headwater.criteria.columns import Within, compile_select
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import parse_query
from headwater.records.models import Campaign, CampaignMember, Lead, Task

CALENDAR = Calendar(datetime(2026, 3, 11, 12, tzinfo=UTC), "America/New_York")


def rows(text: str, **bounds: Any) -> list[tuple[Any, ...]]:
    query = compile_select(text, calendar=CALENDAR, within=Within(**bounds))
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


YEAR = "CALENDAR_YEAR(CreatedDate)"
PARTS = ", ".join(
    f"{part}(CreatedDate)"
    for part in ("DAY_IN_WEEK", "HOUR_IN_DAY", "WEEK_IN_MONTH", "FISCAL_QUARTER")
)
ROLLED_UP = (
    "SELECT IsConverted, DoNotCall, GROUPING(DoNotCall) g, COUNT(Id) FROM Lead"
    " GROUP BY ROLLUP(IsConverted, DoNotCall) ORDER BY COUNT(Id) DESC LIMIT 2"
)
# The five leads of conftest: Full and Queued (web), O'Neil (phone), Élan and Blank.
SUMS = [
    ("SELECT COUNT(Id), COUNT(LeadSource), COUNT_DISTINCT(Owner.Name) FROM Lead", [(5, 3, 4)]),
    ("SELECT SUM(NumberOfEmployees) s, AVG(NumberOfEmployees), MIN(Score), MAX(LastName) FROM Lead",
     [(55, 27.5, 0, "Élan")]),
    ("SELECT IsConverted, COUNT(Id) FROM Lead GROUP BY IsConverted ORDER BY COUNT(Id)",
     [(True, 1), (False, 4)]),
    ("SELECT LeadSource, COUNT(Id) FROM Lead GROUP BY LeadSource HAVING COUNT(Id) > 1",
     [(None, 2)]),
    ("SELECT Owner.Type, COUNT(Id) FROM Lead GROUP BY Owner.Type ORDER BY Owner.Type DESC",
     [("User", 4), ("Group", 1)]),
    ("SELECT LeadSource FROM Lead GROUP BY LeadSource HAVING LeadSource LIKE 'w%'",
     [("WEB",), ("Web",)]),
    (f"SELECT {YEAR} y, COUNT(Id) FROM Lead GROUP BY {YEAR} ORDER BY {YEAR} DESC LIMIT 2",
     [(2026, 3), (2025, 1)]),
    ("SELECT COUNT(Id) FROM Lead WHERE CALENDAR_MONTH(CreatedDate) = 3", [(4,)]),
    # 2026-03-01T00:00Z is still February in New York.
    ("SELECT COUNT(Id) FROM Lead WHERE CALENDAR_MONTH(convertTimezone(CreatedDate)) = 2", [(1,)]),
    (f"SELECT {PARTS}, COUNT(Id) FROM Lead WHERE LastName = 'Full' GROUP BY {PARTS}",
     [(4, 8, 2, 1, 1)]),
    (ROLLED_UP, [(None, None, 1, 5), (False, None, 1, 4)]),
    ("SELECT COUNT(Id) FROM Lead WHERE OwnerId IN (SELECT Id FROM User WHERE Name = 'Mara Lind')",
     [(1,)]),
    ("SELECT COUNT(Id) n FROM Lead WHERE Id IN (SELECT WhoId FROM Task WHERE Subject = 'Call')",
     [(1,)]),
    ("SELECT COUNT() FROM Lead WHERE Owner.Type = 'Queue'", [(1,)]),
    ("SELECT COUNT(Id) n FROM Lead WHERE Id NOT IN (SELECT LeadId FROM CampaignMember)", [(4,)]),
    ("SELECT COUNT() FROM CampaignMember m, m.Lead l WHERE l.LastName = 'Full'", [(1,)]),
    ("SELECT COUNT() FROM Lead l WHERE l.Owner.Name LIKE 'Mara%' FOR VIEW", [(1,)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SUMS)
def test_sums_up(
    text: str, found: list[Any], leads: dict[str, Lead], cast: SimpleNamespace
) -> None:
    Task.objects.create(subject="Call", lead=leads["Full"], owner=cast.mara)
    fair = Campaign.objects.create(name="Fair", owner=cast.ines)
    CampaignMember.objects.create(campaign=fair, lead=leads["Full"])
    assert rows(text) == found


def test_names_of_columns_are_aliases_or_numbers(leads: dict[str, Lead]) -> None:
    text = (
        "SELECT COUNT(Id), Owner.Name, SUM(Score) total, MAX(Score) FROM Lead GROUP BY Owner.Name"
    )
    names = [column.path for column in compile_select(text, calendar=CALENDAR).columns]
    assert names == [("expr0",), ("Name",), ("total",), ("expr1",)]


@pytest.mark.parametrize(
    "order",
    ["", "ORDER BY LeadSource", "ORDER BY LeadSource DESC NULLS LAST, LastName",
     "ORDER BY Score DESC", "ORDER BY AnnualRevenue NULLS LAST", "ORDER BY CreatedDate DESC",
     "ORDER BY Owner.Name, OwnerId"],
)  # fmt: skip
def test_a_page_goes_on_behind_the_last_row_of_the_one_before(
    order: str, leads: dict[str, Lead]
) -> None:
    text = f"SELECT LastName FROM Lead {order} LIMIT 4"
    whole = [row[0] for row in rows(text)]
    place: tuple[Any, ...] | None = None
    seen: list[str] = []
    while True:
        page = rows(text, places=True, after=place, batch=(len(seen), 1))
        if not page:
            break
        seen += [row[0] for row in page]
        place = page[-1][1:]
    assert seen == whole


REFUSED = [
    ("SELECT Name, COUNT(Id) FROM Lead", "syntax"),
    ("SELECT Status, Name FROM Lead GROUP BY Status", "syntax"),
    ("SELECT CreatedDate FROM Lead GROUP BY CreatedDate", "syntax"),
    ("SELECT SUM(Name) FROM Lead", "syntax"),
    ("SELECT COUNT(Id) a, MAX(Id) a FROM Lead", "syntax"),
    ("SELECT COUNT(Id) FROM Lead LIMIT 1", "syntax"),
    ("SELECT Id FROM Lead WHERE COUNT(Id) > 1", "syntax"),
    ("SELECT CALENDAR_YEAR(CreatedDate) FROM Lead", "syntax"),
    ("SELECT Id FROM Lead WHERE CALENDAR_YEAR(Name) = 1", "syntax"),
    ("SELECT Id FROM Lead WHERE pg_sleep(Name) = 1", "syntax"),
    ("SELECT Id FROM Lead ORDER BY Address", "syntax"),
    ("SELECT Id FROM Lead WHERE Address = 'x'", "value"),
    ("SELECT Id FROM Lead WHERE Id IN (SELECT Name FROM Lead)", "field"),
    ("SELECT Id FROM Lead WHERE Id IN (SELECT Id FROM Contact)", "field"),
    ("SELECT Id FROM Lead WHERE Id IN (SELECT LeadId FROM Nothing)", "object"),
    ("SELECT Id FROM Lead WHERE Id IN (SELECT LeadId FROM CampaignMember LIMIT 1)", "syntax"),
    ("SELECT Id FROM Lead GROUP BY ROLLUP(Status, Rating, Industry, LeadSource)", "syntax"),
    ("SELECT Id FROM Lead FOR NOBODY", "syntax"),
    ("SELECT Id FROM Lead WITH MAGIC", "syntax"),
    ("SELECT Id FROM Lead l, x.Owner o", "syntax"),
    ("SELECT Id, (SELECT COUNT() FROM Tasks) FROM Lead", "syntax"),
    ("SELECT TYPEOF Owner WHEN Lead THEN Name END FROM Lead", "field"),
    ("SELECT MAX(MAX(Score)) FROM Lead", "syntax"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "kind"), REFUSED)
def test_refuses(text: str, kind: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        compile_select(parse_query(text), calendar=CALENDAR)
    assert caught.value.kind == kind


@pytest.mark.django_db
def test_rules_have_neither_functions_nor_queries_inside() -> None:
    from headwater.criteria.parse import parse

    for rule in ("CALENDAR_YEAR(CreatedDate) = 2026", "Id IN (SELECT LeadId FROM CampaignMember)"):
        with pytest.raises(CriteriaError, match="whole queries"):
            parse(rule, "Lead")
