"""What is wrong is said in plain words, with its place and what to write instead."""

import pytest

from headwater.catalog import ids
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.rows import Row, from_rows

USER, ACCOUNT = ids.encode("005", 1), ids.encode("001", 1)

# text, place, a part of the message, a part of the suggestion
COMPLAINTS = [
    # syntax
    ("Status", 6, "an operator should stand", "= 'x'"),
    ("Status =", 8, "ends where a value should stand", ""),
    ("Status = Open", 9, "neither a number nor a date", "'Open'"),
    ('Status = "Open"', 9, "single quotes", "'text'"),
    ("Status = ‘Open’", 9, "Curly quotes", "straight"),
    ("Status = 'Open", 9, "no closing quote", "\\'"),
    ("LastName = 'O'Neil'", 14, "follows a complete condition", "AND"),
    ("LastName = 'a' 'b'", 15, "quotes where none can stand", "\\'"),
    ("Status == 'Open'", 8, "two operators", "single ="),
    ("Status is null", 7, "no operator", "= null"),
    ("Status IS NOT NULL", 7, "no operator", "!= null"),
    ("Status is 'Open'", 7, "no operator", "Write =."),
    ("Company contains 'x'", 8, "no operator", "LIKE '%text%'"),
    ("Company starts with 'x'", 8, "no operator", "LIKE 'text%'"),
    ("Score between 1 and 2", 6, "no operator", ">= 1 AND"),
    ("Company NOT LIKE 'x'", 12, "Only IN can follow NOT", "NOT Company LIKE"),
    ("Score ! 3", 6, "no operator", "!="),
    ("Score ~ 3", 6, "no operator", "Operators are"),
    ("Score = 1 AND Score = 2 OR Score = 3", 24, "mixed", "brackets"),
    ("Score = 1 OR Score = 2 AND Score = 3", 23, "mixed", "brackets"),
    ("Score = 1 && Score = 2", 10, "not understood", "AND"),
    ("Score = 1 || Score = 2", 10, "not understood", "OR"),
    ("Score = 1, Score = 2", 9, "not understood", "AND or OR"),
    ("Score = 1 Score = 2", 10, "follows a complete condition", "AND or OR"),
    ("(Score = 1", 10, "not closed", "Add )"),
    ("Score = 1)", 9, "never opened", ""),
    ("()", 1, "a field should stand", ""),
    ("NOT", 3, "a field should stand", ""),
    ("AND Score = 1", 4, "no operator", ""),
    ("Score IN 1", 9, "list in brackets", "IN ('a', 'b')"),
    ("Score IN ()", 10, "lacks a value", ""),
    ("Score IN (1 2)", 12, "lacks a comma", ""),
    ("Score IN (1,", 12, "a value should stand", ""),
    ("Score = (1)", 8, "needs IN", "IN ('a', 'b')"),
    ("Score = 12abc", 8, "no value", "A value is"),
    ("$core = 1", 0, "a field should stand", ""),
    ("CreatedDate = TODAYY", 14, "no date that is known", "TODAY?"),
    ("CreatedDate = LAST_N_DAYS", 14, "needs a number", "LAST_N_DAYS:30"),
    ("CreatedDate = TODAY:3", 14, "takes no number", "Write TODAY."),
    ("CreatedDate = LAST_N_DAYS:1234567", 14, "no date that is known", ""),
    ("CreatedDate = 2026-02-30", 14, "no date of the calendar", "2024-01-31"),
    ("CreatedDate = 1026-02-01", 14, "no date of the calendar", "1700"),
    ("Company = 'a\\qb'", 12, "no escape", "\\\\"),
    ("Company = 'a\\u0000'", 10, "code 0", ""),
    ("Company = 'a\\ud800'", 10, "surrogate", ""),
    ("Company = '" + "x" * 4_001 + "'", 10, "4,000 characters", ""),
    ("Score = " + "9" * 41, 8, "too long", ""),
    # names
    ("Scor = 1", 0, "no field “Scor”", "Score"),
    ("Score = 1 AND LeadSorce = 'x'", 14, "no field “LeadSorce”", "LeadSource"),
    ("Owner.Nam = 'x'", 0, "no field “Nam”", "Name"),
    ("Ownr.Name = 'x'", 0, "no relationship “Ownr”", "Owner"),
    ("Owner.Manager.Manager.Manager.Manager.Manager.Name = 'x'", 0, "more than 5 parents", ""),
    ("Password = 'x'", 0, "no field", ""),
    # operators and values that do not suit the field
    ("Company = 100", 10, "is text, and 100 is not", "'100'"),
    ("Company = true", 10, "is text", "'true'"),
    ("Company = TODAY", 10, "is text", "'TODAY'"),
    ("Company INCLUDES ('a')", 0, "INCLUDES cannot", "IN ('a', 'b')"),
    ("Company LIKE 5", 13, "LIKE needs text", "'%x%'"),
    ("Company LIKE null", 13, "LIKE needs text", ""),
    ("Company < null", 10, "cannot compare with null", "= null"),
    ("Score = '5'", 8, "is a number, and '5' is not", "Write 5 without quotes"),
    ("Score = '1,000'", 8, "is a number", "1000"),
    ("Score = 'many'", 8, "is a number", "digits"),
    ("Score LIKE '5%'", 0, "LIKE cannot compare", "= !="),
    ("DoNotCall = 'true'", 12, "is a checkbox", "true or false"),
    ("DoNotCall > true", 0, "is a checkbox", "= !="),
    ("DoNotCall IN (true)", 0, "is a checkbox", "= true"),
    ("LastActivityDate = '2026-01-01'", 19, "is a date", "without quotes"),
    ("LastActivityDate = 2026-01-01T00:00:00Z", 19, "is a date", "2026-01-01"),
    ("CreatedDate = 5", 14, "is a date and time", "TODAY"),
    ("OwnerId = 'Mara'", 10, "is no id", ""),
    (f"OwnerId = '{ACCOUNT}'", 10, "is the id of an Account", "a User or a Group"),
    (f"Id = '{USER}'", 5, "is the id of a User", "a Lead"),
    (f"Id = '{USER[:-1]}Z'", 5, "is no id", ""),
    ("Id = 'zzz000000000001'", 5, "not the id of a record", "a Lead"),
    ("Id LIKE '00Q%'", 0, "is an id", ""),
    ("Id IN ('x', 'y')", 7, "is no id", ""),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "place", "message", "suggestion"), COMPLAINTS)
def test_says_what_where_and_how(text: str, place: int, message: str, suggestion: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        parse(text, "Lead")
    assert message in caught.value.message
    assert caught.value.position == place
    assert suggestion in caught.value.suggestion
    assert str(caught.value).startswith(caught.value.message)


@pytest.mark.django_db
def test_a_row_of_the_builder_is_named_by_its_number() -> None:
    with pytest.raises(CriteriaError, match="is a number") as caught:
        from_rows([("Company", "=", "x"), ("Score", "=", "many")], "Lead")
    assert caught.value.position == 1
    for row in (Row("Score", "="), Row("Company", "contains"), Row("Company", "IN", [])):
        with pytest.raises(CriteriaError):
            from_rows([row], "Lead")
