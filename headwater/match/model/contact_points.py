"""E-mail addresses and phone numbers. Sharing one proves little where the names clash."""

from headwater.match.identity import Identity
from headwater.match.model.alike import (
    is_within,
    jaro_winkler,
    share,
    similar_sql,
    within_sql,
)
from headwater.match.model.comparison import NOBODY_SAID, Comparison, Level, Names

SHORTEST_LOCAL = 4
NEAR = 0.93


# Another digit is another mailbox, not a misspelt one.
_MAY_SLIP = (
    # Two addresses that spell two names are two addresses.
    "NOT (l.is_spelt AND r.is_spelt AND l.local <> r.local) AND l.email_digits = r.email_digits"
)
_SLIP = (
    f"({_MAY_SLIP} AND ((l.host = r.host AND {within_sql('l.local', 'r.local', 1)})"
    f" OR (l.local = r.local AND {within_sql('l.host', 'r.host', 2)})))"
)
_SAME_LOCAL = f"l.local = r.local AND length(l.local) >= {SHORTEST_LOCAL}"


def email_levels(clash: str) -> tuple[Level, ...]:
    return (
        Level("role", "same shared mailbox", "l.email = r.email AND l.is_role", most=10),
        Level("clash", "same e-mail address, another name", f"l.email = r.email AND ({clash})",
              like=("same",), most=11),
        Level("same", "same e-mail address", "l.email = r.email"),
        Level("clash_slip", "e-mail address nearly the same, another name",
              f"{_SLIP} AND ({clash})", like=("slip",), most=2),
        Level("slip", "e-mail address with a slip of the pen", _SLIP),
        *_NOT_THE_SAME,
    )  # fmt: skip


_NOT_THE_SAME = (
    Level("unusual_local", "same unusual mailbox name at another domain",
          f"{_SAME_LOCAL} AND NOT l.is_role AND NOT (l.is_spelt OR r.is_spelt)"),
    Level("local", "same mailbox name, which the name spells, at another domain",
          f"{_SAME_LOCAL} AND NOT l.is_role", most=0.5),
    Level("letters", "mailbox names of the same letters",
          f"l.letters = r.letters AND length(l.letters) >= {SHORTEST_LOCAL} AND NOT l.is_role",
          most=2),
    Level("near", "e-mail addresses much alike",
          f"{_MAY_SLIP} AND {similar_sql('l.email', 'r.email', NEAR)}",
          most=8),
    Level("digits", "another e-mail address, a little alike",
          similar_sql("l.email", "r.email", NEAR), most=-2),
    Level("spelt", "both addresses spell the name, at one domain",
          "l.host = r.host AND l.is_spelt AND r.is_spelt", most=0),
    Level("domain", "another address at the same company",
          "l.domain = r.domain AND l.domain <> ''", most=-1.5),
    Level("other", "another e-mail address", "true"),
)  # fmt: skip


(
    ROLE,
    CLASH,
    SAME,
    CLASH_SLIP,
    SLIP,
    UNUSUAL,
    LOCAL,
    LETTERS,
    ALIKE,
    DIGITS,
    SPELT,
    DOMAIN,
    OTHER,
) = range(13)


def email_level(one: Identity, other: Identity, names: Names) -> int:  # noqa: PLR0911
    a, b = one.email, other.email
    if not a or not b:
        return NOBODY_SAID
    if a == b:
        return ROLE if one.is_role else CLASH if names.clash else SAME
    same_local, same_host = one.local == other.local, one.host == other.host
    may_slip = one.email_digits == other.email_digits and not (
        one.is_spelt and other.is_spelt and not same_local
    )
    if may_slip and (
        (same_host and is_within(one.local, other.local, 1))
        or (same_local and is_within(one.host, other.host, 2))
    ):
        return CLASH_SLIP if names.clash else SLIP
    if not one.is_role:
        if same_local and len(one.local) >= SHORTEST_LOCAL:
            return LOCAL if one.is_spelt or other.is_spelt else UNUSUAL
        if one.letters == other.letters and len(one.letters) >= SHORTEST_LOCAL:
            return LETTERS
    if jaro_winkler(a, b) >= NEAR:
        return ALIKE if may_slip else DIGITS
    if same_host and one.is_spelt and other.is_spelt:
        return SPELT
    return DOMAIN if one.domain and one.domain == other.domain else OTHER


def phone_levels(clash: str) -> tuple[Level, ...]:
    same = "list_has_any(l.phones, r.phones)"
    tail = "list_has_any(l.tails, r.tails)"
    written = (
        "(length(l.digits) >= 9 AND length(r.digits) >= 9"
        " AND (ends_with(l.digits, r.digits) OR ends_with(r.digits, l.digits)))"
    )
    slip = f"l.phone <> '' AND r.phone <> '' AND {within_sql('l.phone', 'r.phone', 1)}"
    return (
        Level("clash", "same phone number, another name",
              f"({clash}) AND ({same} OR {tail} OR {written})", ("phone",),
              like=("same", "tail", "written"), most=6),
        Level("same", "same phone number", same, ("phone",)),
        Level("tail", "phone numbers with the same last digits", tail, ("phone",)),
        Level("written", "phone numbers of the same digits", written),
        Level("clash_slip", "phone number with one other digit, another name",
              f"({clash}) AND {slip}", like=("slip",), most=0),
        Level("slip", "phone number with one other digit", slip, most=4),
        Level("other", "another phone number", "true"),
    )  # fmt: skip


(PHONE_CLASH, PHONE_SAME, PHONE_TAIL, PHONE_WRITTEN, PHONE_CLASH_SLIP, PHONE_SLIP, PHONE_OTHER) = (
    range(7)
)


def phone_level(one: Identity, other: Identity, names: Names) -> int:
    if not one.tails or not other.tails:
        return NOBODY_SAID
    if share(one.phones, other.phones):
        return PHONE_CLASH if names.clash else PHONE_SAME
    if share(one.tails, other.tails):
        return PHONE_CLASH if names.clash else PHONE_TAIL
    a, b = one.digits, other.digits
    if len(a) >= 9 and len(b) >= 9 and (a.endswith(b) or b.endswith(a)):
        return PHONE_CLASH if names.clash else PHONE_WRITTEN
    if one.phone and other.phone and is_within(one.phone, other.phone, 1):
        return PHONE_CLASH_SLIP if names.clash else PHONE_SLIP
    return PHONE_OTHER


def email(kind: str, clash: str) -> Comparison:
    missing = "l.email = '' OR r.email = ''"
    return Comparison(kind, "email", missing, email_levels(clash), email_level)


def phone(kind: str, clash: str) -> Comparison:
    missing = "len(l.tails) = 0 OR len(r.tails) = 0"
    return Comparison(kind, "phone", missing, phone_levels(clash), phone_level)
