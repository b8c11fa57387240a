"""Text to tree, by the grammar in grammar.lark (LALR: no recursion, linear time)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.visitors import v_args

from headwater.criteria import dates, tree
from headwater.criteria.complaints import complaint, not_a_value
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse_queries import Operand, Queries, not_too_deep
from headwater.criteria.select import Select
from headwater.criteria.strings import unquote

LONGEST = 100_000
LONGEST_NUMBER = 40
WORDS: dict[str, Callable[[int], tree.Single]] = {
    "null": tree.Null,
    "true": lambda position: tree.Bool(True, position),
    "false": lambda position: tree.Bool(False, position),
}


def parse(text: str, object_name: str = "") -> tree.Tree:
    """The tree of a condition, `EVERYTHING` for blank text; raises CriteriaError.

    With an object its fields, operators and values are checked too.
    """
    from headwater.criteria.check import check

    found = _condition(text)
    if object_name:
        check(found, object_name)
    return found


@lru_cache(maxsize=4096)
def _condition(text: str) -> tree.Tree:
    found: tree.Tree = read(text, "criteria")
    return found


def read(text: str, start: str) -> Any:
    """What the grammar's rule `start` makes of the text."""
    if len(text) > LONGEST:
        raise CriteriaError(
            f"A condition may have {LONGEST:,} characters, this one has {len(text):,}.",
            LONGEST, kind="syntax",
        )  # fmt: skip
    try:
        return _parser().parse(text, start=start)
    except UnexpectedInput as error:
        raise complaint(text, error) from None


@cache
def _parser() -> Lark:
    return Lark(
        FilePath(__file__).with_name("grammar.lark").read_text(encoding="utf-8"),
        parser="lalr",
        start=["criteria", "select"],
        transformer=_Builder(),
        maybe_placeholders=False,
    )


@v_args(inline=True)
class _Builder(Queries):
    """Makes the nodes of the tree as the parser recognises them."""

    def criteria(self, condition: tree.Tree = tree.EVERYTHING) -> tree.Tree:
        return not_too_deep(condition)

    def all_of(self, *parts: tree.Tree) -> tree.And:
        return tree.And(parts)

    def any_of(self, *parts: tree.Tree) -> tree.Or:
        return tree.Or(parts)

    def negation(self, part: tree.Tree) -> tree.Not:
        return tree.Not(part)

    def compare(self, operand: Operand, operator: Token, value: Any) -> tree.Comparison:
        sign = "!=" if operator == "<>" else str(operator)
        return _comparison(operand, sign, _value(value))

    def like(self, operand: Operand, value: Any) -> tree.Comparison:
        return _comparison(operand, "LIKE", _value(value, is_pattern=True))

    def among(self, operand: Operand, operator: Token, values: tree.InList) -> tree.Comparison:
        return _comparison(operand, operator.upper(), values)

    def not_among(self, operand: Operand, _in: Token, values: tree.InList) -> tree.Comparison:
        return _comparison(operand, "NOT IN", values)

    def semi_join(self, operand: Operand, _in: Token, select: Select) -> tree.Comparison:
        return _comparison(operand, "IN", tree.Among(select, select.position))

    def anti_join(self, operand: Operand, _in: Token, select: Select) -> tree.Comparison:
        return _comparison(operand, "NOT IN", tree.Among(select, select.position))

    def list(self, *values: Any) -> tree.InList:
        read = tuple(_value(value) for value in values)
        return tree.InList(read, read[0].position)

    def text(self, token: Token) -> Token:
        return token  # escapes are read once it is known whether this is a pattern

    def number(self, token: Token) -> tree.Number:
        return tree.Number(_decimal(token, token), token.start_pos or 0)

    def currency(self, token: Token) -> tree.Currency:
        return tree.Currency(token[:3], _decimal(token, token[3:]), token.start_pos or 0)

    def date(self, token: Token) -> tree.Date:
        return tree.Date(_real(token, date.fromisoformat, str(token)), token.start_pos or 0)

    def moment(self, token: Token) -> tree.DateTime:
        text = token.upper()
        return tree.DateTime(_real(token, datetime.fromisoformat, text), token.start_pos or 0)

    def word(self, token: Token) -> tree.Single:
        position = token.start_pos or 0
        known = WORDS.get(token.lower())
        if known:
            return known(position)
        name, n = dates.read_literal(token)
        if not name:
            raise not_a_value(token, position)
        return tree.DateLiteral(name, n, position)


def _comparison(operand: Operand, operator: str, value: tree.Value) -> tree.Comparison:
    return tree.Comparison(operand[0], operator, value, operand[1])


def _value(value: Any, *, is_pattern: bool = False) -> Any:
    if not isinstance(value, Token):
        return value
    position = value.start_pos or 0
    text = unquote(value, position, is_pattern=is_pattern)
    return tree.Pattern(text, position) if is_pattern else tree.Text(text, position)


def _decimal(token: Token, text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise CriteriaError("This number is too long.", token.start_pos or 0)
    return Decimal(text)


def _real(token: Token, read_date: Callable[[str], Any], text: str) -> Any:
    """A date that the calendar has, from 1700-01-01 to 4000-12-31 as SOQL allows."""
    try:
        found = read_date(text)
    except ValueError:
        found = None
    if found is None or not dates.FIRST.year <= found.year <= dates.LAST.year:
        raise CriteriaError(
            f"{token} is no date of the calendar.", token.start_pos or 0,
            "Dates are written 2024-01-31, times 2024-01-31T09:30:00Z, from 1700 to 4000.",
        )  # fmt: skip
    return found
