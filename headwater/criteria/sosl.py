"""SOSL: `FIND {words} IN NAME FIELDS RETURNING Lead(Id, Name WHERE … LIMIT 5), Contact`.

What is looked for is a small tree of its own; what is returned is a SELECT, read by its parser.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Select, parse_query
from headwater.criteria.sought import Sought, sought

LONGEST = 100_000
MOST = 2_000  # records of one search
HEAD = re.compile(r"\s*FIND\s*\{", re.IGNORECASE)
FIELDS = re.compile(r"\s*IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b", re.IGNORECASE)
RETURNING = re.compile(r"\s*RETURNING\b", re.IGNORECASE)
OBJECT = re.compile(r"\s*([A-Za-z]\w*)\s*")
LIMIT = re.compile(r"\s*LIMIT\s+(\d{1,9})\b", re.IGNORECASE)
# Said by clients and of no consequence here.
IGNORED = re.compile(
    r"\s*(?:WITH\s+(?:SNIPPET(?:\s*\([^)]*\))?|METADATA|HIGHLIGHT|SPELL_CORRECTION\s*=\s*\w+"
    r"|(?:DIVISION|NETWORK|PricebookId)\s*(?:=|IN)\s*(?:'[^']*'|\([^)]*\)))"
    r"|UPDATE\s+(?:TRACKING|VIEWSTAT)(?:\s*,\s*(?:TRACKING|VIEWSTAT))*)",
    re.IGNORECASE,
)
LIST_VIEW = re.compile(r"\bUSING\s+ListView\s*=\s*\w+", re.IGNORECASE)
CLAUSE = re.compile(r"'(?:\\.|[^'\\])*'|\b(WHERE|ORDER\s+BY|LIMIT|OFFSET)\b", re.IGNORECASE)
BRACKET = re.compile(r"'(?:\\.|[^'\\])*'|[()]")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, in `ALL`, `NAME`, `EMAIL` or `PHONE` fields, and what of it is told.

    Where nothing is to be returned, the ids of every object that can be searched are.
    """

    sought: Sought
    fields: str = "ALL"
    returning: tuple[Select, ...] = ()
    limit: int = MOST


def parse_search(text: str) -> Search:
    """The search that SOSL text asks; raises CriteriaError."""
    if len(text) > LONGEST:
        raise CriteriaError(f"A search has at most {LONGEST:,} characters.", -1, kind="search")
    head = HEAD.match(text)
    if head is None:
        _refuse(text, 0, "A search begins with FIND {words}.")
    end = _closing(text, head.end())
    found, place = sought(text[head.end() : end], head.end()), end + 1
    fields = FIELDS.match(text, place)
    place = fields.end() if fields else place
    selects, place = _returning(text, place)
    limit, place = _tail(text, place)
    if text[place:].strip():
        _refuse(text, place + len(text[place:]) - len(text[place:].lstrip()), "")
    name = fields[1].upper() if fields else "ALL"
    return Search(found, "ALL" if name == "SIDEBAR" else name, selects, limit)


def _closing(text: str, place: int) -> int:
    while place < len(text) and text[place] != "}":
        place += 2 if text[place] == "\\" else 1
    if place >= len(text):
        _refuse(text, len(text), "The words have no closing }.")
    return place


def _returning(text: str, place: int) -> tuple[tuple[Select, ...], int]:
    word = RETURNING.match(text, place)
    if word is None:
        return (), place
    selects, place = [], word.end()
    while True:
        name = OBJECT.match(text, place)
        if name is None:
            _refuse(text, place, "An object should stand here.")
        place, inside, start = name.end(), "", name.end()
        if text[place : place + 1] == "(":
            start = place + 1
            place = _bracket(text, place)
            inside = text[start : place - 1]
        selects.append(_select(name[1], name.start(1), inside, start))
        rest = text[place:].lstrip()
        if not rest.startswith(","):
            return tuple(selects), place
        place = len(text) - len(rest) + 1


def _bracket(text: str, place: int) -> int:
    """The place behind the bracket that closes the one here; quoted ones do not count."""
    depth = 0
    for match in BRACKET.finditer(text, place):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    raise CriteriaError("This bracket is not closed.", place, kind="search")


def _select(name: str, at: int, inside: str, start: int) -> Select:
    """The SELECT behind `Lead(Id, Name WHERE … LIMIT n)`; positions are those in the search."""
    inside = LIST_VIEW.sub(lambda match: " " * len(match[0]), inside)
    clause = next((match for match in CLAUSE.finditer(inside) if match[1]), None)
    cut = clause.start() if clause else len(inside)
    columns, rest = inside[:cut], inside[cut:]
    head = f"SELECT {columns.strip() or 'Id'} FROM {name} "  # noqa: S608  # SOQL, no SQL
    try:
        return parse_query(head + rest)
    except CriteriaError as error:
        place = at
        if error.position >= len(head):
            place = start + cut + error.position - len(head)
        elif error.position >= 0 and columns.strip():
            place = start + max(error.position - len("SELECT "), 0)
        raise CriteriaError(error.message, place, error.suggestion, "search") from None


def _tail(text: str, place: int) -> tuple[int, int]:
    limit = MOST
    while True:
        if word := LIMIT.match(text, place):
            limit = min(int(word[1]), MOST)
        elif not (word := IGNORED.match(text, place)):
            return limit, place
        place = word.end()


def _refuse(text: str, position: int, message: str) -> NoReturn:
    words = re.findall(r"\w+|\S", text[position : position + 80])
    message = message or f"“{words[0] if words else ''}” is not understood."
    raise CriteriaError(message, position, kind="search")
