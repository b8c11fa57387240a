"""Deciding: three facts about somebody, the rules in order, and the advice in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.advising.advice_rule import AdviceRule, Way
from headwater.people.organization import LeadMode, Organization
from headwater.records.models import Account, Contact

# What is written into a company that must be filled (capture does so, too) is no company.
NO_COMPANY = frozenset({"", "[not provided]"})
NO_RULE = "No rule says otherwise."
WITHOUT_LEADS = "We work without leads."
WITH_LEADS = "We work with leads; they become direct records when they are converted."
NO_ACCOUNT_WITHOUT = (
    "There is no company, and an account is a company here: person accounts are switched off."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about somebody: the company they named, whom match knows and by what
    evidence, and the signs that qualify them, each as a sentence. `is_hidden`: there is a record
    of them that whoever asks may not see."""

    company: str = ""
    account: Account | None = None
    account_evidence: str = ""
    contact: Contact | None = None
    contact_evidence: str = ""
    signs: Sequence[str] = ()
    score: int = 0
    is_hidden: bool = False

    @property
    def knows_company(self) -> bool:
        return self.company not in NO_COMPANY

    @property
    def has_account(self) -> bool:
        return self.is_hidden or self.account is not None or self.contact is not None

    @property
    def is_qualified(self) -> bool:
        return bool(self.signs)

    @property
    def words(self) -> str:
        """The three facts in a sentence, each with its evidence."""
        is_told = self.account is not None and self.account.name == self.company
        company = self.company if self.knows_company else "the company is unknown"
        quality = f"qualified: {_lower(self.signs[0])}" if self.signs else "not qualified yet"
        parts = [
            "" if is_told else company,
            self._account_words(),
            f"{quality} (score {self.score})",
        ]
        said = "; ".join(part for part in parts if part)
        return f"{said[:1].upper()}{said[1:]}."

    def _account_words(self) -> str:
        if self.contact:
            there = f" of {self.account}" if self.account else ""
            return f"{self.contact} is a contact{there} ({self.contact_evidence})"
        if self.account:
            return f"{self.account} is an account ({self.account_evidence})"
        return "they are known, where you cannot see it" if self.is_hidden else "no account"


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody new should become and why. `obstacle` says what stands against direct records
    although they are advised; it then waits as a lead."""

    way: Way
    facts: Facts
    because: str
    rule: AdviceRule | None = None
    obstacle: str = ""

    @property
    def account(self) -> Account | None:
        return self.facts.account

    @property
    def contact(self) -> Contact | None:
        return self.facts.contact

    @property
    def is_direct(self) -> bool:
        """Direct records are advised, and can be made."""
        return self.way == Way.DIRECT and not self.obstacle

    @property
    def told(self) -> dict[str, Any]:
        """As the Trail tells it."""
        found: dict[str, Any] = {"way": str(self.way), "words": self.because}
        found |= {"facts": self.facts.words}
        if self.rule:
            found["rule"] = self.rule.name
        if self.obstacle:
            found["obstacle"] = self.obstacle
        for noun, record in (("account", self.account), ("contact", self.contact)):
            if record:
                found[noun] = {"id": record.pk, "name": str(record)}
        return found


def decide(facts: Facts, rules: Iterable[tuple[AdviceRule, bool]], here: Organization) -> Advice:
    """The advice about somebody; `rules` come with whether their criteria are true of them."""
    obstacle = _obstacle(facts, here)
    if here.mode == LeadMode.LEADS:
        return Advice(Way.LEAD, facts, WITH_LEADS)
    if here.mode == LeadMode.DIRECT:
        return Advice(Way.DIRECT, facts, WITHOUT_LEADS, obstacle=obstacle)
    for rule, is_true in rules:
        if is_true and rule.fits(
            company=facts.knows_company, account=facts.has_account, qualified=facts.is_qualified
        ):
            way = Way(rule.way)
            return Advice(way, facts, rule.words, rule, obstacle if way == Way.DIRECT else "")
    return Advice(Way.LEAD, facts, NO_RULE)


def _obstacle(facts: Facts, here: Organization) -> str:
    if facts.knows_company or facts.account or here.has_person_accounts:
        return ""
    return NO_ACCOUNT_WITHOUT


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
