"""The builder's rows: a flat AND goes to rows and back, everything else stays text."""

import pytest

from headwater.catalog import custom, ids, objects
from headwater.criteria.parse import parse
from headwater.criteria.rows import Row, from_rows, operators_for, rows

pytestmark = pytest.mark.django_db
USER = ids.encode("005", 7)

FLAT = [
    ("", []),
    ("Company = 'Acme'", [("Company", "=", "Acme")]),
    (
        "Company = null AND Phone != null",
        [("Company", "is_empty", ""), ("Phone", "is_not_empty", "")],
    ),
    ("Company LIKE '%50\\%%'", [("Company", "contains", "50%")]),
    ("NOT Company LIKE '%x%'", [("Company", "not_contains", "x")]),
    (
        "Company LIKE 'x%' AND Company LIKE '%y'",
        [("Company", "begins", "x"), ("Company", "ends", "y")],
    ),
    ("Industry IN ('A', 'B')", [("Industry", "IN", ["A", "B"])]),
    ("Industry NOT IN ('A', 'B')", [("Industry", "NOT IN", ["A", "B"])]),
    ("Panels__c INCLUDES ('A;B', 'C')", [("Panels__c", "INCLUDES", ["A;B", "C"])]),
    ("Score > 5.5", [("Score", ">", "5.5")]),
    ("DoNotCall = true", [("DoNotCall", "=", "true")]),
    ("CreatedDate = LAST_N_DAYS:30", [("CreatedDate", "=", "LAST_N_DAYS:30")]),
    ("CreatedDate >= 2026-01-31", [("CreatedDate", ">=", "2026-01-31")]),
    ("CreatedDate < 2026-01-31T09:30:00Z", [("CreatedDate", "<", "2026-01-31T09:30:00Z")]),
    (f"OwnerId != '{USER}'", [("OwnerId", "!=", USER)]),
    ("Owner.Name = 'Mara'", [("Owner.Name", "=", "Mara")]),
]


@pytest.mark.parametrize(("text", "lines"), FLAT)
def test_goes_to_rows_and_back(text: str, lines: list[Row]) -> None:
    custom.define("Lead", "Panels", "multipicklist")
    tree = parse(text, "Lead")
    assert rows(tree) == lines
    assert from_rows(lines, "Lead") == tree


@pytest.mark.parametrize(
    "text",
    [
        "Score = 1 OR Score = 2",
        "Score = 1 AND (Score = 2 OR Score = 3)",
        "NOT Score = 1",
        "Company LIKE 'a_c'",
        "Company LIKE '%'",
        "Industry IN ('A', null)",
        "Email < ''",
    ],
)
def test_needs_text(text: str) -> None:
    assert rows(parse(text)) is None


def test_a_person_may_type_thousands_and_lower_case() -> None:
    typed = [("AnnualRevenue", ">", "1,000,000"), ("CreatedDate", "=", "last_n_days:7")]
    assert (
        str(from_rows(typed, "Lead")) == "AnnualRevenue > 1000000 AND CreatedDate = LAST_N_DAYS:7"
    )


def test_what_is_typed_cannot_leave_its_value() -> None:
    tree = from_rows([("Company", "=", "x' OR Company != '")], "Lead")
    assert rows(tree) == [("Company", "=", "x' OR Company != '")]
    with pytest.raises(ValueError, match="not one value"):
        from_rows([("Score", "=", "1 OR Score = 2")], "Lead")


def test_every_field_offers_operators_that_work() -> None:
    lead = objects.get("Lead")
    for field in lead.fields.values():
        offered = operators_for(field)
        assert offered
        for operator in offered:
            if operator.takes == "nothing":
                from_rows([(field.name, operator.name, "")], "Lead")
