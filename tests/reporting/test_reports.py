"""A report adds up what its reader may see, and every number opens the records behind it."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.criteria.errors import CriteriaError
from headwater.records.models import Lead
from headwater.reporting import running
from headwater.reporting.known_kinds import KINDS
from headwater.reporting.spec import Axis, Measure, Spec
from headwater.reporting.table import table

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> None:
    """Three of Mara's and one of Otto's, of two sources and two months."""
    march, may = datetime(2026, 3, 31, 23, 30, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    for source, at, revenue, owner in (
        ("Web", march, 100, cast.mara), ("web", may, 300, cast.mara), ("", may, None, cast.mara),
        ("Partner", may, 50, cast.otto),
    ):  # fmt: skip
        lead = make_lead(lead_source=source, annual_revenue=revenue, owner=owner)
        Lead.objects.filter(pk=lead.pk).update(created_at=at)


def words(spec: Spec, user: Any) -> dict[str, list[Any]]:
    shown = table(running.grouped(spec, user))
    return {
        line.head.words: [number.value for number in line.numbers]
        for line in (*shown.lines, shown.total)
    }


def test_leads_by_source_and_month_with_totals(cast: SimpleNamespace, leads: None) -> None:
    spec = Spec("Lead", row=Axis("LeadSource"), across=Axis("CreatedDate", "month"))
    shown = table(running.grouped(spec, cast.ada))
    assert [head.words for head in shown.across] == ["Mar 2026", "Apr 2026", "May 2026"]
    assert words(spec, cast.ada) == {
        "Web": [1, 0, 1, 2], "Partner": [0, 0, 1, 1], "Empty": [0, 0, 1, 1], "Total": [1, 0, 3, 4],
    }  # fmt: skip
    assert words(spec, cast.mara)["Total"] == [1, 0, 2, 3], "Otto's lead is not hers to count"


def test_months_are_those_of_the_reader(cast: SimpleNamespace, leads: None) -> None:
    spec = Spec("Lead", row=Axis("CreatedDate", "month"))
    cast.ada.time_zone = "Europe/Berlin"
    assert list(words(spec, cast.ada)) == ["Apr 2026", "May 2026", "Total"]


def test_sums_averages_and_shares(cast: SimpleNamespace, leads: None) -> None:
    measures = tuple(
        Measure.of(each) for each in (
            "sum:AnnualRevenue", "avg:AnnualRevenue", "max:AnnualRevenue", "median:AnnualRevenue",
            "unique:OwnerId", "rate:With source:LeadSource != null",
        )
    )  # fmt: skip
    found = words(Spec("Lead", row=Axis("OwnerId"), measures=measures), cast.ada)
    assert found["Mara Lind"][:5] == [Decimal(400), Decimal(200), Decimal(300), 200.0, 1]
    assert round(float(found["Mara Lind"][5]), 3) == 0.667
    assert float(found["Total"][5]) == 0.75


def test_every_number_opens_the_records_behind_it(cast: SimpleNamespace, leads: None) -> None:
    spec = Spec(
        "Lead", where="LastName = 'Okafor'", row=Axis("LeadSource"),
        across=Axis("CreatedDate", "month"),
        measures=(Measure(), Measure("rate", where="AnnualRevenue > 60", label="Large")),
    )  # fmt: skip
    shown = table(running.grouped(spec, cast.ada))
    for line in (*shown.lines, shown.total):
        for number in line.numbers:
            if number.measure.measure.function == "count" and number.behind:
                assert running.count(number.behind, cast.ada) == number.value, number.behind.where
    large = shown.total.numbers[-1]
    assert large.behind
    assert running.count(large.behind, cast.ada) == 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_column_that_is_offered_can_be_listed_grouped_and_measured(
    cast: SimpleNamespace, leads: None, kind: Any
) -> None:
    names = [name for _, group in kind.offered() for name, _ in group]
    for who in (cast.ada, cast.otto):
        spec = Spec(kind.key, columns=tuple(names), where=kind.where)
        running.refuse_wrong(spec)
        running.listed(spec, who)
    for name in names[::5]:  # all can be listed; grouping is tried on some
        spec = Spec(kind.key, row=Axis(name), measures=(Measure("unique", name),))
        try:
            running.refuse_wrong(spec)
        except CriteriaError:
            continue
        shown = table(running.grouped(spec, cast.ada))
        for line in shown.lines:
            behind = line.numbers[0].behind
            assert behind is None or running.count(behind, cast.ada) >= 1


def test_a_list_without_an_order_begins_with_the_newest(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    newest, oldest = make_lead(last_name="Late"), make_lead(last_name="Early")
    Lead.objects.filter(pk=oldest.pk).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    found = running.listed(Spec("Lead", columns=("LastName",)), cast.ada)
    assert [row[1] for row in found.rows] == [newest.pk, oldest.pk]
