"""Which company it is: its name by words, acronym and letters, and its web domain."""

from headwater.match.identity import Identity
from headwater.match.model.alike import (
    contains,
    is_roughly_within,
    is_within,
    is_within_share,
    jaro_winkler,
    roughly_within_sql,
    share,
    similar_sql,
    within_share_sql,
    within_sql,
)
from headwater.match.model.comparison import NOBODY_SAID, Comparison, Level, Names
from headwater.match.normal.plain import digits_of

FAR = 0.85
MANY, FEW = 6.0, 3.0  # letters for one edit
_ACRONYM = (
    "(length(l.company) >= 3 AND l.company = r.acronym)"
    " OR (length(r.company) >= 3 AND r.company = l.acronym)"
)
_BEGINS = (
    "least(length(l.company), length(r.company)) >= 4"
    " AND (starts_with(l.company, r.company) OR starts_with(r.company, l.company))"
)
_SLIP = within_share_sql("l.company", "r.company", MANY)
_CORE_ALIKE = (
    f"l.core = r.core OR list_has_all(l.core, r.core) OR list_has_all(r.core, l.core) OR {_SLIP}"
)
_OTHER_BRANCH = (
    "((l.branch <> r.branch AND len(l.branch) > 0 AND len(r.branch) > 0)"
    " OR l.company_digits <> r.company_digits)"
)
NAME_LEVELS = (
    Level("same", "same name", "l.company = r.company", ("words",)),
    Level("same_words", "same words in another order", "l.company_words = r.company_words",
          ("words",)),
    Level("branch", "same name of another branch",
          f"{_OTHER_BRANCH} AND ({_CORE_ALIKE})", most=1.0),
    Level("same_core", "same name but for common words", "l.core = r.core", ("core",)),
    Level("slip", "name nearly the same", _SLIP),
    Level("contained", "all distinctive words of one in the other",
          "list_has_all(l.core, r.core) OR list_has_all(r.core, l.core)", ("core",)),
    Level("acronym", "one name is the acronym of the other", _ACRONYM),
    Level("begins", "one name begins the other", _BEGINS),
    Level("head", "same first distinctive word", "l.head = r.head", ("core",)),
    Level("shared", "a distinctive word in both", "list_has_any(l.core, r.core)", ("core",)),
    Level("loose", "names a little alike",
          f"{similar_sql('l.company', 'r.company', FAR)}"
          f" OR {roughly_within_sql('l.company', 'r.company', FEW)}"),
    Level("other", "another name", "true"),
)  # fmt: skip
(SAME, WORDS, BRANCH, CORE, SLIP, CONTAINED, ACRONYM, BEGINS, HEAD, SHARED, LOOSE, OTHER) = range(
    12
)


def company_level(one: Identity, other: Identity) -> int:  # noqa: PLR0911 - a level each
    a, b = one.company, other.company
    if not a or not b:
        return NOBODY_SAID
    if a == b:
        return SAME
    if one.company_words == other.company_words:
        return WORDS
    core, slip = one.core == other.core, is_within_share(a, b, MANY)
    contained = core or contains(one.core, other.core) or contains(other.core, one.core)
    if (contained or slip) and _is_other_branch(one, other):
        return BRANCH
    if core:
        return CORE
    if slip:
        return SLIP
    if contained:
        return CONTAINED
    if (len(a) >= 3 and a == other.acronym) or (len(b) >= 3 and b == one.acronym):
        return ACRONYM
    if min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)):
        return BEGINS
    if one.head == other.head:
        return HEAD
    if share(one.core, other.core):
        return SHARED
    return LOOSE if jaro_winkler(a, b) >= FAR or is_roughly_within(a, b, FEW) else OTHER


def _is_other_branch(one: Identity, other: Identity) -> bool:
    if one.company_digits != other.company_digits:
        return True
    return bool(one.branch and other.branch) and one.branch != other.branch


def company_names(one: Identity, other: Identity) -> Names:
    """The level of the name in `first`; a clash where nothing of the names is the same."""
    level = company_level(one, other)
    return Names(level, 0, level == OTHER)


def _name(one: Identity, other: Identity, names: Names) -> int:
    return names.first


def _domain(one: Identity, other: Identity, names: Names) -> int:
    if not one.domain or not other.domain:
        return NOBODY_SAID
    if one.domain == other.domain:
        return 0
    same_digits = digits_of(one.domain) == digits_of(other.domain)
    return 1 if same_digits and is_within(one.domain, other.domain, 2) else 2


def _digits_sql(column: str) -> str:
    return f"regexp_replace({column}, '[^0-9]', '', 'g')"


_MISSING = "l.company = '' OR r.company = ''"
_ANY_OTHER = " OR ".join(f"({level.sql})" for level in NAME_LEVELS[:-1])
CLASH = f"NOT ({_MISSING}) AND NOT ({_ANY_OTHER})"
"""Whether nothing of the two names is the same."""
NAME = Comparison("company", "name", _MISSING, NAME_LEVELS, _name)
DOMAIN = Comparison(
    "company",
    "domain",
    "l.domain = '' OR r.domain = ''",
    (
        Level("same", "same web domain", "l.domain = r.domain"),
        Level(
            "slip",
            "web domain nearly the same",
            f"{within_sql('l.domain', 'r.domain', 2)}"
            f" AND {_digits_sql('l.domain')} = {_digits_sql('r.domain')}",
        ),
        Level("other", "another web domain", "true"),
    ),
    _domain,
)
