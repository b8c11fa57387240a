"""When are two records one person? A table to read from the top: the first row that holds decides.

Exact keys only. A certain row makes a new inquiry join what is there; the others are shown as
possible duplicates. A shared mailbox or a shared phone never makes two people one: the name must
agree, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from headwater.match.person import Person, is_name_compatible

CERTAIN = 80  # the strength from which evidence is acted upon


@dataclass(frozen=True, slots=True)
class Rule:
    """Evidence in words, and how strong it is (0 to 100)."""

    words: str
    strength: int
    holds: Callable[[Person, Person], bool]

    @property
    def is_certain(self) -> bool:
        """Enough to act upon."""
        return self.strength >= CERTAIN


def has_same_email(one: Person, other: Person) -> bool:
    return bool(one.email) and one.email == other.email


def has_same_own_email(one: Person, other: Person) -> bool:
    return has_same_email(one, other) and not one.has_role_address


def has_same_shared_email_and_name(one: Person, other: Person) -> bool:
    return has_same_email(one, other) and is_name_compatible(one, other)


def has_same_phone(one: Person, other: Person) -> bool:
    return bool(one.phones & other.phones)


def has_same_phone_and_name(one: Person, other: Person) -> bool:
    return has_same_phone(one, other) and is_name_compatible(one, other)


def has_same_name_and_company(one: Person, other: Person) -> bool:
    return bool(one.name_at_company) and one.name_at_company == other.name_at_company


def has_same_name_and_company_and_no_other_email(one: Person, other: Person) -> bool:
    return has_same_name_and_company(one, other) and not (one.email and other.email)


RULES = (
    Rule("same e-mail address", 100, has_same_own_email),
    Rule("same shared e-mail address and same name", 95, has_same_shared_email_and_name),
    Rule("same phone number and same name", 90, has_same_phone_and_name),
    Rule("same name at the same company", 80, has_same_name_and_company_and_no_other_email),
    Rule("same name at the same company, another e-mail address", 60,
         has_same_name_and_company),
    Rule("same shared e-mail address, another name", 30, has_same_email),
    Rule("same phone number, another name", 30, has_same_phone),
)  # fmt: skip


def compare(one: Person, other: Person) -> Rule | None:
    """The strongest row that holds between two people, None when nothing speaks for one person."""
    return next((rule for rule in RULES if rule.holds(one, other)), None)


# Why an account is thought to be the employer; the kind of the shared key → words and strength.
EMPLOYER = {
    "domain": ("same work domain", 90),
    "company": ("same company name", 70),
}
