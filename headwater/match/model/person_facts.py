"""What else tells a person: the employer, the date of birth, the title."""

from headwater.match.identity import Identity
from headwater.match.model.alike import (
    is_roughly_within,
    is_within,
    is_within_share,
    jaro_winkler,
    roughly_within_sql,
    similar_sql,
    within_share_sql,
    within_sql,
)
from headwater.match.model.comparison import NOBODY_SAID, Comparison, Level, Names
from headwater.match.model.person_name import CLASH

NEAR, FAR = 0.92, 0.85
MANY, FEW = 4.0, 2.5  # letters for one edit
_BOTH = "l.company <> '' AND r.company <> ''"
_SAME_COMPANY = "l.company = r.company AND l.company <> ''"
# Two equal addresses have one domain; it proves nothing more then.
_BOTH_DOMAINS = "l.domain <> '' AND r.domain <> '' AND (l.email = '' OR l.email <> r.email)"
_SAME_DOMAIN = f"l.domain = r.domain AND {_BOTH_DOMAINS}"
_SAME_DIGITS = "l.company_digits = r.company_digits"
_ALIKE = (
    "l.core = r.core OR (length(l.company) >= 3 AND l.company = r.acronym)"
    " OR (length(r.company) >= 3 AND r.company = l.acronym)"
    f" OR ({_SAME_DIGITS} AND ({within_share_sql('l.company', 'r.company', MANY)}"
    f" OR {similar_sql('l.company', 'r.company', NEAR)}))"
)
EMPLOYER_LEVELS = (
    Level("colleague", "a colleague with another name",
          f"(({_SAME_COMPANY}) OR ({_SAME_DOMAIN})) AND ({CLASH})",
          like=("both", "same", "domain"), most=4),
    Level("both", "same company and web domain", f"({_SAME_COMPANY}) AND ({_SAME_DOMAIN})",
          ("company",)),
    Level("same", "same company", _SAME_COMPANY, ("company",)),
    Level("domain", "same web domain", _SAME_DOMAIN),
    Level("alike", "company's name in another form", f"{_BOTH} AND ({_ALIKE})", most=6),
    Level("loose", "companies' names a little alike",
          f"{_BOTH} AND {_SAME_DIGITS} AND (l.head = r.head"
          f" OR {similar_sql('l.company', 'r.company', FAR)}"
          f" OR {roughly_within_sql('l.company', 'r.company', FEW)})"),
    Level("other", "another company", "true"),
)  # fmt: skip
COLLEAGUE, BOTH, SAME, DOMAIN, ALIKE, LOOSE, OTHER = range(7)


def is_company_alike(one: Identity, other: Identity) -> bool:
    a, b = one.company, other.company
    return (
        one.core == other.core
        or (len(a) >= 3 and a == other.acronym)
        or (len(b) >= 3 and b == one.acronym)
        or (
            one.company_digits == other.company_digits
            and (is_within_share(a, b, MANY) or jaro_winkler(a, b) >= NEAR)
        )
    )


def _employer(one: Identity, other: Identity, names: Names) -> int:
    a, b = one.company, other.company
    both = bool(a and b)
    both_domains = bool(one.domain and other.domain) and (not one.email or one.email != other.email)
    if not both and not both_domains:
        return NOBODY_SAID
    same, same_domain = both and a == b, both_domains and one.domain == other.domain
    if same or same_domain:
        if names.clash:
            return COLLEAGUE
        return BOTH if same and same_domain else SAME if same else DOMAIN
    if both:
        if is_company_alike(one, other):
            return ALIKE
        if one.company_digits == other.company_digits and (
            one.head == other.head or jaro_winkler(a, b) >= FAR or is_roughly_within(a, b, FEW)
        ):
            return LOOSE
    return OTHER


EMPLOYER = Comparison(
    "person", "company", f"NOT ({_BOTH}) AND NOT ({_BOTH_DOMAINS})", EMPLOYER_LEVELS, _employer
)


def _part(side: str, start: int, size: int) -> str:
    return f"substr({side}.birthdate, {start}, {size})"


_TURNED = f"l.birthdate = {_part('r', 1, 4)} || {_part('r', 7, 2)} || {_part('r', 5, 2)}"
_YEAR, _MONTH, _DAY = (
    f"{_part('l', start, size)} = {_part('r', start, size)}"
    for start, size in ((1, 4), (5, 2), (7, 2))
)
BIRTHDATE_LEVELS = (
    Level("same", "same date of birth", "l.birthdate = r.birthdate"),
    Level("turned", "date of birth with day and month exchanged", _TURNED),
    Level("slip", "date of birth with one other digit",
          within_sql("l.birthdate", "r.birthdate", 1)),
    Level("two_parts", "date of birth with one other part",
          f"({_YEAR} AND {_MONTH}) OR ({_YEAR} AND {_DAY}) OR ({_MONTH} AND {_DAY})"),
    Level("near", "date of birth with two other digits",
          within_sql("l.birthdate", "r.birthdate", 2)),
    Level("other", "another date of birth", "true"),
)  # fmt: skip


def _birthdate(one: Identity, other: Identity, names: Names) -> int:
    a, b = one.birthdate, other.birthdate
    if not a or not b:
        return NOBODY_SAID
    if a == b:
        return 0
    if a == b[:4] + b[6:8] + b[4:6]:
        return 1
    if is_within(a, b, 1):
        return 2
    if (a[:4] == b[:4]) + (a[4:6] == b[4:6]) + (a[6:8] == b[6:8]) >= 2:
        return 3
    return 4 if is_within(a, b, 2) else 5


BIRTHDATE = Comparison(
    "person", "birthdate", "l.birthdate = '' OR r.birthdate = ''", BIRTHDATE_LEVELS, _birthdate
)

TITLE_LEVELS = (
    Level("same", "same title", "l.title = r.title"),
    Level("other", "another title", "true"),
)


def _title(one: Identity, other: Identity, names: Names) -> int:
    if not one.title or not other.title:
        return NOBODY_SAID
    return 0 if one.title == other.title else 1


TITLE = Comparison("person", "title", "l.title = '' OR r.title = ''", TITLE_LEVELS, _title)
