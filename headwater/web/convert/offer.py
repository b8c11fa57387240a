"""What the convert dialog offers: each column already answered, with the evidence beside it.

Nothing is kept between two looks: the address (or the post) says what was chosen, the rest follows
from the lead, its candidates and the map.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from headwater.catalog import ids, picklists
from headwater.catalog.fields import FieldDef
from headwater.convert import filling, mapping
from headwater.convert.filling import Difference
from headwater.match.candidates import Candidate, Candidates, candidates
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Account, Contact, Lead, Opportunity, OpportunityStage
from headwater.web.convert.counts import hanging_count
from headwater.web.records import words

NEW, NONE = "new", "none"
MOST = 5  # options in a column; more would be a list


@dataclass(frozen=True, slots=True)
class Option:
    """One answer in a column; `badge` says how strong the evidence is."""

    value: str
    name: str
    small: str
    badge: str = ""
    tone: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """A field in which lead and record differ: keep what is there, or take the lead's."""

    name: str
    label: str
    held: str
    lead_value: str
    is_taken: bool


@dataclass
class Offer:
    """The dialog for one lead as `user` sees it; `asked` is what was chosen so far."""

    lead: Lead
    user: User
    asked: QueryDict
    problems: list[str] = field(default_factory=list)

    @cached_property
    def found(self) -> Candidates:
        return candidates(self.lead, by=self.user)

    @cached_property
    def account(self) -> Account | None:
        """The chosen existing account; None is a new one."""
        chosen = self.asked.get("account", "")
        if chosen == NEW:
            return None
        if chosen:
            found: Account | None = _row(Account, chosen, self.user)
            return found
        best = _clear_best(self.found.accounts, self.lead.company)
        return best.record if best else None

    @cached_property
    def contact(self) -> Contact | None:
        """The chosen existing contact of the chosen account; None is a new one."""
        chosen, possible = self.asked.get("contact", ""), self._contacts_there
        if chosen == NEW:
            return None
        named = next((each.record for each in possible if str(each.record.pk) == chosen), None)
        best = None if named else _clear_best(possible, self.lead.name)
        return named or (best.record if best else None)

    @cached_property
    def deals(self) -> list[Opportunity]:
        """Open deals of the chosen account that the person may see, the newest first."""
        if self.account is None:
            return []
        rows = Opportunity.objects.open().visible_to(self.user).filter(account=self.account)
        return list(rows.select_related("owner").order_by("-created_at")[:MOST])

    @property
    def opportunity(self) -> str:
        """The key of an open deal, `new` or `none`: an open deal is offered before a new one."""
        chosen = self.asked.get("opportunity", "")
        keys = [str(deal.pk) for deal in self.deals]
        if chosen in (NEW, NONE, *keys):
            return chosen
        return keys[0] if keys else NEW

    @property
    def accounts(self) -> list[Option]:
        found = [_option(each, self.account) for each in self.found.accounts[:MOST]]
        if self.account and all(option.value != str(self.account.pk) for option in found):
            place = self.account.billing_city or "Chosen by you"
            found.insert(0, Option(str(self.account.pk), self.account.name, place, is_chosen=True))
        name = self.lead.company or f"{self.lead.name}, a person account"
        fresh = Option(NEW, "New account", f"{name}, from the lead", is_chosen=self.account is None)
        return [*found, fresh]

    @property
    def contacts(self) -> list[Option]:
        where = (
            f", at {self.account or self.lead.company}" if self.account or self.lead.company else ""
        )
        fresh = f"{self.lead.name}{where}"
        found = [_option(each, self.contact) for each in self._contacts_there[:MOST]]
        return [*found, Option(NEW, "New contact", fresh, is_chosen=self.contact is None)]

    @property
    def opportunities(self) -> list[Option]:
        chosen = self.opportunity
        found = [
            Option(str(deal.pk), deal.name,
                   f"Since {words.day(deal.created_at.date())} · {deal.stage_name} · {deal.owner}",
                   "Open", "accent", chosen == str(deal.pk))
            for deal in self.deals
        ]  # fmt: skip
        why_none = "The contact keeps the history; say why"
        return [
            *found,
            Option(NEW, "New opportunity", f"{self.new_deal_name}", is_chosen=chosen == NEW),
            Option(NONE, "None for now", why_none, is_chosen=chosen == NONE),
        ]

    @property
    def new_deal_name(self) -> str:
        return (self.lead.company or self.lead.name)[:120]

    @cached_property
    def account_takes(self) -> list[Take]:
        return self._takes("Account", self.account)

    @cached_property
    def contact_takes(self) -> list[Take]:
        return self._takes("Contact", self.contact)

    @cached_property
    def siblings(self) -> list[Lead]:
        """Other open leads that are surely the same person."""
        return [each.record for each in self.found.leads
                if each.is_sure and each.record.is_open]  # fmt: skip

    @property
    def unticked(self) -> bool:
        """Whether the person has been asked already, so that an absent tick means no."""
        return bool(self.asked)

    @cached_property
    def stages(self) -> list[OpportunityStage]:
        """Open stages, the early ones first: the first of them is where a deal starts."""
        stages = OpportunityStage.objects.filter(is_active=True, is_closed=False)
        return sorted(stages, key=lambda stage: (not stage.is_early, stage.sort_order))

    @cached_property
    def roles(self) -> list[str]:
        return picklists.values("ContactRole")

    @cached_property
    def people(self) -> list[User]:
        return list(User.objects.filter(is_active=True).order_by("name"))

    @property
    def owner_id(self) -> int:
        """Who gets the new records: as asked, else the lead's owner, else who converts."""
        asked = self.asked.get("owner", "")
        usual = self.user.pk if self.lead.owner.is_queue else self.lead.owner_id
        return int(asked) if asked.isdecimal() and len(asked) < 19 else usual

    @cached_property
    def summary(self) -> list[tuple[str, str]]:
        """What will happen: (loud word, quiet rest) for each part of the foot's sentence."""
        made = [word for word, record in (("account", self.account), ("contact", self.contact))
                if record is None]  # fmt: skip
        made += ["opportunity"] if self.opportunity == NEW else []
        joined = 2 - len([word for word in made if word != "opportunity"])
        activities, memberships = hanging_count(self.lead)
        parts = (
            [("Makes", " and ".join(filter(None, (", ".join(made[:-1]), made[-1]))))]
            if made
            else []
        )
        parts += [("Fills the gaps of", _many(joined, "record"))] if joined else []
        parts += [("Joins", "1 opportunity")] if self.opportunity not in (NEW, NONE) else []
        moved = [_many(activities, "activity", "activities")] if activities else []
        moved += [_many(memberships, "campaign")] if memberships else []
        parts += [("Moves", " and ".join(moved))] if moved else []
        return parts

    @property
    def _contacts_there(self) -> list[Candidate]:
        key = self.account.pk if self.account else None
        return [each for each in self.found.contacts if each.record.account_id in (None, key)]

    @cached_property
    def _lines(self) -> dict[str, list[mapping.Line]]:
        return mapping.lines()

    @cached_property
    def _currency(self) -> str:
        return organization().currency

    def _takes(self, object_name: str, record: Any) -> list[Take]:
        if record is None:
            return []
        lines = self._lines[object_name]
        fields = {line.target.attribute: line.target for line in lines}
        return [
            self._take(object_name, fields[each.attribute], each)
            for each in filling.differences(self.lead, record, lines)
        ]

    def _take(self, object_name: str, target: FieldDef, each: Difference) -> Take:
        name = f"take-{object_name}-{each.attribute}"
        return Take(
            name=name,
            label=words.label(target),
            held=words.said(target, each.held, self._currency),
            lead_value=words.said(target, each.lead_value, self._currency),
            is_taken=self.asked.get(name) == "lead",
        )


def _clear_best(found: list[Candidate], name: str) -> Candidate | None:
    """The surest candidate; of several that are equally sure only the one of the same name."""
    sure = [each for each in found if each.is_sure]
    equal = [each for each in sure if each.strength == sure[0].strength]
    if len(equal) == 1:
        return equal[0]
    return next((each for each in equal if str(each.record).casefold() == name.casefold()), None)


def _option(candidate: Candidate, chosen: Any) -> Option:
    record, strength = candidate.record, candidate.strength
    small = candidate.because[:1].upper() + candidate.because[1:]
    tone = "good" if candidate.is_sure else ""
    is_chosen = bool(chosen and chosen.pk == record.pk)
    return Option(str(record.pk), str(record), small, f"{strength} %", tone, is_chosen)


def _row(model: Any, given: str, user: User) -> Any:
    """The record of a plain key or an 18-character id, if the person may see it."""
    try:
        key = int(given) if given.isdecimal() else ids.decode(given)[1]
    except (ids.MalformedId, ValueError):
        return None
    if key > ids.LARGEST:
        return None
    return model.objects.alive().visible_to(user).filter(pk=key).first()


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
