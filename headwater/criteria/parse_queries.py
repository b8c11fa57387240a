"""Whole queries as the parser recognises them: columns, groups, order, and what is left out."""

from dataclasses import replace
from typing import Any

from lark import Token, Transformer
from lark.visitors import v_args

from headwater.criteria import aliases, tree
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Child, Column, Item, Kinds, Order, Select
from headwater.criteria.tree import Path

# Said by clients, and of no consequence here: who may see what holds for every query.
IGNORED = {
    "FOR": {"VIEW", "REFERENCE", "UPDATE"},
    "UPDATE": {"TRACKING", "VIEWSTAT"},
    "WITH": {"SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE"},
}
MOST_FUNCTIONS = 5
Operand = tuple[Path, int]  # and its place in the text


@v_args(inline=True)
class Queries(Transformer[Token, Any]):
    """The rules of `select`, `operand` and all between them."""

    def select(
        self, columns: tuple[Item, ...], sources: tuple[aliases.Source, ...], *clauses: Any
    ) -> Select:
        (name, _, position), *_ = sources
        found = Select(columns, str(name), position=position)
        for clause in clauses:
            found = replace(found, **clause)
        return aliases.without(found, aliases.names_of(sources))

    def sources(self, *found: aliases.Source) -> tuple[aliases.Source, ...]:
        return found

    def source(self, name: Token, alias: Token | None = None) -> aliases.Source:
        return Path(tuple(name.split("."))), str(alias or ""), name.start_pos or 0

    def scope(self, name: Token) -> dict[str, Any]:
        return {"scope": name.lower()}

    def where(self, condition: tree.Tree) -> dict[str, Any]:
        return {"where": not_too_deep(condition)}

    def having(self, condition: tree.Tree) -> dict[str, Any]:
        return {"having": not_too_deep(condition)}

    def group(self, operands: tuple[Operand, ...]) -> dict[str, Any]:
        return {"group": tuple(Column(path, position=place) for path, place in operands)}

    def group_sets(self, sets: Token, operands: tuple[Operand, ...]) -> dict[str, Any]:
        return self.group(operands) | {"sets": sets.upper()}

    def limit(self, token: Token) -> dict[str, Any]:
        return {"limit": _count(token)}

    def offset(self, token: Token) -> dict[str, Any]:
        return {"offset": _count(token)}

    def order(self, *items: Order) -> dict[str, Any]:
        return {"order": items}

    def order_item(self, operand: Operand, *words: Token) -> Order:
        said = {word.type: word.lower() for word in words}
        return Order(
            operand[0],
            is_descending=said.get("DIRECTION") == "desc",
            nulls=said.get("END", ""),
            position=operand[1],
        )

    def ignored_with(self, *words: Token) -> dict[str, Any]:
        return _ignored("WITH", words)

    def ignored_for(self, *words: Token) -> dict[str, Any]:
        return _ignored("FOR", words)

    def ignored_update(self, *words: Token) -> dict[str, Any]:
        return _ignored("UPDATE", words)

    # --- columns -----------------------------------------------------------------------------

    def columns(self, *columns: Item) -> tuple[Item, ...]:
        return columns

    def value_column(self, operand: Operand, alias: Token | None = None) -> Column:
        return Column(operand[0], str(alias or ""), position=operand[1])

    def child_column(self, select: Select) -> Child:
        return Child(select, position=select.position)

    def typeof_column(self, path: Token, *cases: Any) -> Kinds:
        named = tuple(case for case in cases if isinstance(case[0], str))
        otherwise = next((case for case in cases if not isinstance(case[0], str)), ())
        return Kinds(_path(path), named, otherwise, path.start_pos or 0)

    def when(self, kind: Token, names: tuple[Path, ...]) -> tuple[str, tuple[Path, ...]]:
        return str(kind), names

    def otherwise(self, names: tuple[Path, ...]) -> tuple[Path, ...]:
        return names

    def names(self, *tokens: Token) -> tuple[Path, ...]:
        return tuple(_path(token) for token in tokens)

    # --- what can be compared, grouped, ordered by -------------------------------------------

    def operands(self, *operands: Operand) -> tuple[Operand, ...]:
        return operands

    def path(self, token: Token) -> Operand:
        return _path(token), token.start_pos or 0

    def call(self, function: Token, operand: Operand | None = None) -> Operand:
        inner = operand[0] if operand else Path(())
        position = function.start_pos or 0
        if len(inner.functions) >= MOST_FUNCTIONS:
            raise CriteriaError("These functions are nested too deep.", position, kind="syntax")
        return Path(inner.parts, (function.upper(), *inner.functions)), position


def _ignored(clause: str, words: tuple[Token, ...]) -> dict[str, Any]:
    for word in words:
        if word.upper() not in IGNORED[clause]:
            message = f"“{word}” is not known behind {clause}."
            raise CriteriaError(message, word.start_pos or 0, kind="syntax")
    return {}


def _path(token: Token) -> Path:
    return Path(tuple(token.split(".")))


def not_too_deep(condition: tree.Tree) -> tree.Tree:
    """The condition, if recursion over it is bounded; raises CriteriaError."""
    if tree.depth(condition) > tree.DEEPEST:
        message = f"The brackets are nested more than {tree.DEEPEST} deep."
        raise CriteriaError(message, 0, kind="syntax")
    return condition


def _count(token: Token) -> int:
    if not token.isdigit() or len(token) > 9:
        raise CriteriaError(f"“{token}” is no number of rows.", token.start_pos or 0, kind="syntax")
    return int(token)
