"""Which of the records that a lead may be is sure enough to join, and what is in doubt. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headwater.convert.choices import Beside
from headwater.converting.company_groups import Company
from headwater.match.candidates import Candidate, Candidates
from headwater.people.organization import organization
from headwater.records.duplicate_pair import Tier
from headwater.records.models import Contact, Lead

NEW, JOIN, WITH, NONE = "new", "join", "with", "none"
TOLD = {NEW: "new {noun} {name}", JOIN: "joins {noun} {name}", WITH: "shares {noun} {name}",
        NONE: "no {noun}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of a lead in one object: a new record, an existing one (`key`, `record`), the
    one that another lead (`key`) makes, or none; and the evidence for it."""

    what: str = NONE
    key: int = 0
    name: str = ""
    because: str = ""
    record: Any = None

    @property
    def choice(self) -> Any:
        """As conversion takes it: a record, whom to stand beside, or None for a new one."""
        return Beside(self.key) if self.what == WITH else self.record

    def told(self, noun: str) -> str:
        said = TOLD[self.what].format(noun=noun, name=self.name).strip()
        return f"{said} ({self.because})" if self.because else said


def contact(lead: Lead, found: Candidates) -> tuple[Part | None, str]:
    """The contact who certainly is this person, or what is in doubt about it."""
    sure = [each for each in found.contacts if each.is_sure]
    best = _clear(sure, lead.name)
    if best is None:
        likely = [each for each in found.contacts if each.tier == Tier.LIKELY]
        return None, _doubt("contact", sure or likely)
    account_id = best.record.account_id
    if account_id and account_id not in {each.record.pk for each in found.accounts}:
        return None, f"{best.record} is a contact of an account that is not yours to use."
    return _part(best), ""


def account(
    lead: Lead, found: Candidates, of: Contact | None, company: Company
) -> tuple[Part | None, str]:
    """The account of that contact, else the lead's employer; or what is in doubt about it."""
    known = {each.record.pk: each for each in found.accounts}
    linked = of.account_id if of else lead.matched_account_id
    if linked in known:
        return _part(known[linked]), ""
    country = organization().country
    sure = [each for each in found.accounts if each.is_sure]
    # The name alone is enough to work somewhere, as it is when a lead comes in.
    sure = sure or [e for e in found.accounts if company.is_that_of(e.record, country)]
    best = _clear(sure, lead.company)
    if best:
        return _part(best), ""
    likely = [each for each in found.accounts if each.probability >= 0.5]  # rather than not
    return None, _doubt("account", sure or likely)


def _clear(sure: Sequence[Candidate], name: str) -> Candidate | None:
    """The surest; of several that are equally sure only the one of the same name."""
    equal = [each for each in sure if each.strength == sure[0].strength]
    if len(equal) == 1:
        return equal[0]
    named = [each for each in equal if str(each.record).casefold() == name.casefold()]
    return named[0] if len(named) == 1 else None


def _part(best: Candidate) -> Part:
    return Part(JOIN, best.record.pk, str(best.record), best.because, best.record)


def _doubt(noun: str, found: Sequence[Candidate]) -> str:
    if not found:
        return ""
    best = found[0]
    if len(found) > 1:
        names = ", ".join(dict.fromkeys(str(each.record) for each in found[:3]))
        return f"Several {noun}s may be meant: {names}."
    return f"May be the {noun} {best.record} ({best.strength} %): {best.because}."
