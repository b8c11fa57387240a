"""First and last name, read together: they are swapped, shortened and misspelt together."""

from headwater.match.identity import Identity
from headwater.match.model.alike import (
    is_roughly_within,
    is_within,
    jaro_winkler,
    roughly_within_sql,
    share,
    similar_sql,
    within_sql,
)
from headwater.match.model.comparison import NOBODY_SAID, Comparison, Level, Names

# How alike two first names or two last names are.
MISSING, SAME, ALIKE, BEGINS, TYPO, LOOSE, OTHER = range(7)
LONG = 8  # letters of a name in which two slips of the pen are no wonder
FAR = 0.8
FEW = 2.5  # letters for one edit
SWAPPED = 0.88


def first_is(one: Identity, other: Identity) -> int:
    """ALIKE is a nickname or the first of two names; BEGINS an initial or a cut-off name."""
    a, b = one.first, other.first
    if not a or not b:
        return MISSING
    if a == b:
        return SAME
    if share(one.nicks, other.nicks):
        return ALIKE
    near = _near(a, b, one.name_digits == other.name_digits)
    # Mark is not a misspelt Mary.
    return OTHER if near >= TYPO and one.is_known and other.is_known else near


def last_is(one: Identity, other: Identity) -> int:
    """ALIKE is one name of a compound."""
    a, b = one.last, other.last
    if not a or not b:
        return MISSING
    if a == b:
        return SAME
    if share(one.last_words, other.last_words):
        return ALIKE
    return _near(a, b, one.name_digits == other.name_digits)


def _near(a: str, b: str, same_digits: bool) -> int:
    if not same_digits:
        return OTHER
    if a.startswith(b) or b.startswith(a):
        return BEGINS
    shortest = min(len(a), len(b))
    if shortest < 3:
        return OTHER
    if is_within(a, b, 2 if shortest >= LONG else 1):
        return TYPO
    return LOOSE if jaro_winkler(a, b) >= FAR or is_roughly_within(a, b, FEW) else OTHER


def _is_swapped(one: Identity, other: Identity) -> bool:
    a, b, c, d = one.first, one.last, other.first, other.last
    if not (a and b and c and d):
        return False
    return (a == d and b == c) or (jaro_winkler(a, d) >= SWAPPED and jaro_winkler(b, c) >= SWAPPED)


def person_names(one: Identity, other: Identity) -> Names:
    """Clearly another name: the first names differ, or the last and not even the first is same."""
    first, last = first_is(one, other), last_is(one, other)
    clash = first == OTHER or (last == OTHER and first not in (SAME, ALIKE))
    if first == last == SAME:
        clash = _is_other_generation(one, other)
    elif clash and _is_swapped(one, other):
        clash = False
    return Names(first, last, clash)


def _is_other_generation(one: Identity, other: Identity) -> bool:
    return bool(one.generation and other.generation and one.generation != other.generation)


def _near_sql(a: str, b: str, known: str = "") -> str:
    return (
        f"WHEN l.name_digits <> r.name_digits THEN {OTHER}"
        f" WHEN starts_with({a}, {b}) OR starts_with({b}, {a}) THEN {BEGINS}{known}"
        f" WHEN least(length({a}), length({b})) < 3 THEN {OTHER}"
        f" WHEN {within_sql(a, b, 1)} THEN {TYPO}"
        f" WHEN least(length({a}), length({b})) >= {LONG} AND {within_sql(a, b, 2)} THEN {TYPO}"
        f" WHEN {similar_sql(a, b, FAR)} OR {roughly_within_sql(a, b, FEW)}"
        f" THEN {LOOSE} ELSE {OTHER} END"
    )


_KNOWN = f" WHEN l.is_known AND r.is_known THEN {OTHER}"
FIRST_IS = (
    f"CASE WHEN l.first = '' OR r.first = '' THEN {MISSING} WHEN l.first = r.first THEN {SAME}"
    f" WHEN list_has_any(l.nicks, r.nicks) THEN {ALIKE} {_near_sql('l.first', 'r.first', _KNOWN)}"
)
LAST_IS = (
    f"CASE WHEN l.last = '' OR r.last = '' THEN {MISSING} WHEN l.last = r.last THEN {SAME}"
    f" WHEN list_has_any(l.last_words, r.last_words) THEN {ALIKE} {_near_sql('l.last', 'r.last')}"
)
EXACTLY_SWAPPED = "(l.first = r.last AND l.last = r.first)"
ALL_SAID = "(l.first <> '' AND l.last <> '' AND r.first <> '' AND r.last <> '')"
SWAPPED_SQL = (
    f"({ALL_SAID} AND ({EXACTLY_SWAPPED} OR ({similar_sql('l.first', 'r.last', SWAPPED)}"
    f" AND {similar_sql('l.last', 'r.first', SWAPPED)})))"
)
OTHER_GENERATION = "(l.generation <> '' AND r.generation <> '' AND l.generation <> r.generation)"
CLASH = (
    f"CASE WHEN l.first <> '' AND l.last <> '' AND l.first = r.first AND l.last = r.last"
    f" THEN {OTHER_GENERATION} WHEN ({FIRST_IS}) = {OTHER}"
    f" OR (({LAST_IS}) = {OTHER} AND ({FIRST_IS}) NOT IN ({SAME}, {ALIKE}))"
    f" THEN NOT {SWAPPED_SQL} ELSE false END"
)
"""Whether the names are clearly those of two people."""


def _pairs(first: tuple[int, ...], last: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((a, b) for a in first for b in last)


_NEARLY = (BEGINS, TYPO)
_TABLE = (
    # level, words, pairs of (first, last), rare
    ("same", "same first and last name", _pairs((SAME,), (SAME,)), ("given", "last")),
    ("nickname", "same last name, first name in another form", _pairs((ALIKE,), (SAME,)),
     ("last",)),
    ("first_begins", "same last name, first name shortened", _pairs((BEGINS,), (SAME,)), ("last",)),
    ("first_typo", "same last name, first name nearly the same", _pairs((TYPO,), (SAME,)),
     ("last",)),
    ("last_typo", "same first name, last name nearly the same",
     _pairs((SAME, ALIKE), (TYPO, BEGINS)), ("given",)),
    ("last_part", "same first name, last name part of a compound", _pairs((SAME, ALIKE), (ALIKE,)),
     ("given",)),
    ("both_typo", "first and last name nearly the same", _pairs(_NEARLY, (ALIKE, *_NEARLY)), ()),
    ("first_missing", "same last name, one without a first name", ((MISSING, SAME),), ("last",)),
    ("first_missing_typo", "last name nearly the same, one without a first name",
     _pairs((MISSING,), (ALIKE, *_NEARLY)), ()),
    ("last_missing", "same first name, one without a last name",
     _pairs((SAME, ALIKE), (MISSING,)), ("given",)),
    ("last_missing_typo", "first name nearly the same, one without a last name",
     _pairs(_NEARLY, (MISSING,)), ()),
    ("first_loose", "same last name, first name a little alike", ((LOOSE, SAME),), ("last",)),
    ("last_loose", "same first name, last name a little alike",
     _pairs((SAME, ALIKE), (LOOSE,)), ("given",)),
    ("other_last", "same first name, another last name", _pairs((SAME, ALIKE), (OTHER,)),
     ("given",)),
    ("loose", "names a little alike",
     (*_pairs((*_NEARLY, LOOSE), (LOOSE,)), *_pairs((LOOSE,), (ALIKE, *_NEARLY))), ()),
    ("one_loose", "a name a little alike, the rest of it missing",
     ((MISSING, LOOSE), (LOOSE, MISSING)), ()),
    ("one_other", "another name, the rest of it missing",
     ((MISSING, OTHER), (OTHER, MISSING)), ()),
    ("other_first", "same last name, another first name", ((OTHER, SAME),), ("last",)),
    ("other_first_typo", "last name nearly the same, another first name",
     _pairs((OTHER,), (ALIKE, *_NEARLY)), ()),
    ("other", "another name",
     (*_pairs((OTHER,), (LOOSE, OTHER)), *_pairs((*_NEARLY, LOOSE), (OTHER,))), ()),
)  # fmt: skip


def _condition(pairs: tuple[tuple[int, int], ...]) -> str:
    both = ", ".join(str(10 * first + last) for first, last in pairs)
    return f"10 * ({FIRST_IS}) + ({LAST_IS}) IN ({both})"


# A family shares a last name, an office some first names.
_MOST = {"other_last": 1.5, "other_first": 0.0, "other_first_typo": 0.0, "one_other": 0.0}
SWAPPED_LEVEL, GENERATION_LEVEL, MIDDLE_LEVEL = range(3)
LEVELS = (
    Level("swapped", "first and last name exchanged",
          f"NOT (l.first = r.first AND l.last = r.last) AND ({FIRST_IS}) NOT IN (1, 2)"
          f" AND ({LAST_IS}) NOT IN (1, 2) AND {SWAPPED_SQL}"),
    Level("other_generation", "same name, another generation",
          f"l.first = r.first AND l.last = r.last AND {OTHER_GENERATION}", ("last",), most=0.0),
    Level("other_middle", "same first and last name, another middle name",
          "l.given = r.given AND l.last = r.last AND l.last <> '' AND l.given <> ''"
          " AND l.middle <> '' AND r.middle <> '' AND l.middle[1] <> r.middle[1]",
          ("given", "last")),
    *(
        Level(name, words, _condition(pairs), rare, most=_MOST.get(name, 99.0))
        for name, words, pairs, rare in _TABLE
    ),
)  # fmt: skip
_PLACES = {pair: place for place, row in enumerate(_TABLE, start=3) for pair in row[2]}


def _is_other_middle(one: Identity, other: Identity) -> bool:
    return bool(one.middle and other.middle) and one.middle[0] != other.middle[0]


def _level(one: Identity, other: Identity, names: Names) -> int:
    first, last, _ = names
    if first == last == MISSING:
        return NOBODY_SAID
    if first not in (SAME, ALIKE) and last not in (SAME, ALIKE) and _is_swapped(one, other):
        return SWAPPED_LEVEL
    if last == SAME and first in (SAME, ALIKE):
        if first == SAME and _is_other_generation(one, other):
            return GENERATION_LEVEL
        if one.given == other.given and _is_other_middle(one, other):
            return MIDDLE_LEVEL
    return _PLACES[first, last]


NAME = Comparison(
    "person",
    "name",
    "(l.first = '' OR r.first = '') AND (l.last = '' OR r.last = '')",
    LEVELS,
    _level,
)
