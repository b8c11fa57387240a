"""Any tree over the real catalog prints, parses back equal, reads as English and runs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.catalog import ids, objects
from headwater.criteria import dates
from headwater.criteria.check import OPERATORS, kind_of
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.print import text_of
from headwater.criteria.rows import from_rows, rows
from headwater.criteria.strings import as_pattern
from headwater.criteria.tree import (
    And,
    Bool,
    Comparison,
    Currency,
    Date,
    DateLiteral,
    DateTime,
    InList,
    Not,
    Null,
    Number,
    Or,
    Path,
    Pattern,
    Text,
    Tree,
)

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TEXTS = st.builds(Text, TEXT)
PATTERNS = st.builds(
    lambda parts: Pattern("".join(parts)),
    st.lists(st.one_of(TEXT.map(as_pattern), st.sampled_from(["%", "_"])), max_size=4),
)
AMOUNTS = st.decimals(-(10**15), 10**15, places=2).map(lambda amount: Decimal(f"{amount:f}"))
NUMBERS = st.one_of(
    st.builds(Number, AMOUNTS),
    st.builds(Currency, st.just("USD"), AMOUNTS.filter(lambda n: n >= 0)),
)
LITERALS = st.one_of(
    st.builds(DateLiteral, st.sampled_from(sorted(dates.PLAIN))),
    st.builds(DateLiteral, st.sampled_from(sorted(dates.WITH_NUMBER)), st.integers(0, 9_999)),
)
DAYS = st.one_of(st.builds(Date, st.dates(date(1700, 1, 2), date(4000, 12, 30))), LITERALS)
MOMENTS = st.builds(
    DateTime,
    st.datetimes(datetime(1701, 1, 1), datetime(3999, 1, 1), timezones=st.just(UTC)).map(
        lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    ),
)
PREFIXES = {"Id": "00Q", "OwnerId": "005", "MatchedAccountId": "001", "CreatedById": "005"}
PARENTS = [
    "Owner.Name",
    "Owner.Type",
    "MatchedAccount.Owner.Email",
    "MatchedAccount.AnnualRevenue",
    "MatchedContact.Account.Parent.Industry",
    "CreatedBy.IsActive",
    "CreatedBy.CreatedDate",
]


def values(kind: str, name: str) -> st.SearchStrategy[Any]:
    keys = st.integers(0, 2**62)
    return {
        "text": TEXTS,
        "list": TEXTS,
        "id": st.builds(lambda key: Text(ids.encode(PREFIXES[name], key)), keys),
        "number": NUMBERS,
        "date": DAYS,
        "datetime": st.one_of(MOMENTS, DAYS),
        "boolean": st.builds(Bool, st.booleans()),
    }[kind]


@st.composite
def comparisons(draw: st.DrawFn, kinds: dict[str, str]) -> Comparison:
    name = draw(st.sampled_from(sorted(kinds)))
    kind = kinds[name]
    operator = draw(st.sampled_from(OPERATORS[kind]))
    one = values(kind, name)
    value: Any
    if operator == "LIKE":
        value = draw(PATTERNS)
    elif operator in ("IN", "NOT IN"):
        value = draw(
            st.lists(st.one_of(one, st.just(Null())), min_size=1, max_size=4).map(tuple).map(InList)
        )
    elif operator in ("INCLUDES", "EXCLUDES"):
        value = draw(st.lists(one, min_size=1, max_size=3).map(tuple).map(InList))
    else:
        value = draw(st.one_of(one, st.just(Null())) if operator in ("=", "!=") else one)
    return Comparison(Path(tuple(name.split("."))), operator, value)


def trees(kinds: dict[str, str]) -> st.SearchStrategy[Tree]:
    def deeper(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(st.builds(Not, inner), st.builds(And, several), st.builds(Or, several))

    return st.recursive(comparisons(kinds), deeper, max_leaves=8)


@pytest.fixture
def kinds(leads: Any) -> dict[str, str]:
    """Every field that a rule on leads can ask for, and a few of its parents', by kind."""
    from headwater.criteria.paths import Joins

    joins = Joins("Lead", "t")
    own = {field.name: kind_of(field) for field in objects.get("Lead").fields.values()}
    usable = {name: kind for name, kind in own.items() if kind != "id" or name in PREFIXES}
    return usable | {
        path: kind_of(joins.find(Path(tuple(path.split(".")))).field) for path in PARENTS
    }


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_prints_parses_back_reads_and_runs(
    data: st.DataObject, kinds: dict[str, str], ask: Callable[..., set[str]]
) -> None:
    tree = data.draw(trees(kinds))
    text = text_of(tree)
    assert parse(text, "Lead") == tree
    assert text_of(parse(text)) == text
    assert english(tree, "Lead")
    found = ask(tree)
    everything = ask("CreatedDate != null")
    assert ask(Not(tree)) == everything - found
    lines = rows(tree)
    if lines is not None:
        assert ask(from_rows(lines, "Lead")) == found


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["Company", "Score", "=", "!=", "(", ")", "AND", "OR", "NOT", "IN", "'x'", "'",
                 "5", ",",
                 "TODAY", "LIKE", "null", "\\", "%", ";", "--", "LAST_N_DAYS:3", "Owner.Name", '"']
            ),
            max_size=10,
        ).map(" ".join),
    )
)  # fmt: skip
def test_any_text_is_understood_or_refused_in_words(text: str) -> None:
    try:
        tree = parse(text)
    except CriteriaError as error:
        assert 0 <= error.position <= len(text) + 1
        assert error.message.endswith((".", "!", "?"))
    else:
        assert parse(text_of(tree)) == tree
