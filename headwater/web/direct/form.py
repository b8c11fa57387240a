"""What the direct form asks and what was given in it: a company, a person, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from headwater.advising import direct
from headwater.catalog import ids, picklists
from headwater.people.models import User
from headwater.records.models import Account, Campaign, Contact, Opportunity
from headwater.records.problem import Refused
from headwater.web.records import entry, inputs, kinds, words

COMPANY = {"company": "name", "website": "website"}
PERSON = ("first_name", "last_name", "title", "email", "phone")
DEAL = {"deal_name": "name", "description": "description"}
# Where a problem of the deed is shown: Object.Field → the box of the form.
PLACES = {
    "Account.Name": "company", "Account.Website": "website", "Contact.FirstName": "first_name",
    "Contact.LastName": "last_name", "Contact.Title": "title", "Contact.Email": "email",
    "Contact.Phone": "phone", "Opportunity.Name": "deal_name",
    "Opportunity.Description": "description", "Opportunity.LeadSource": "lead_source",
}  # fmt: skip
NEW = "new"  # chosen although a record was found


class DirectForm(forms.Form):
    """One form for all three records; only a last name has to be there."""

    company = forms.CharField(label="Company", max_length=255, required=False)
    website = forms.CharField(label="Website", max_length=255, required=False)
    first_name = forms.CharField(label="First name", max_length=40, required=False)
    last_name = forms.CharField(label="Last name", max_length=80)
    email = forms.CharField(label="E-mail", max_length=80, required=False)
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    title = forms.CharField(label="Title", max_length=128, required=False)
    lead_source = forms.CharField(label="Lead source", required=False)
    deal_name = forms.CharField(label="What it is about", max_length=120, required=False)
    campaign = forms.CharField(label="Campaign", required=False)
    description = forms.CharField(
        label="What they said", required=False, max_length=32_000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", ""), *((each, each) for each in picklists.values("LeadSource"))]
        self.fields["lead_source"].widget = forms.Select(choices=known)
        self.fields["campaign"].widget = inputs.RecordLookup("Campaign")
        for name, kind in (("email", "email"), ("phone", "tel")):
            self.fields[name].widget.input_type = kind
        self.fields["deal_name"].help_text = "Empty: the company’s name."

    def blame(self, refused: Refused) -> None:
        """Put each problem beside its box, the others above the form."""
        for problem in refused.problems:
            place = PLACES.get(problem.field)
            self.add_error(place if place in self.fields else None, problem.message)


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in the form: values by attribute for each object, and the chosen records."""

    company: Mapping[str, Any]
    person: Mapping[str, Any]
    deal: Mapping[str, Any]
    lead_source: str
    campaign: Campaign | None
    chosen: Mapping[str, Any]

    @classmethod
    def of(cls, query: QueryDict, user: User) -> "Given":
        """Read it; records that `user` may not see, or that are gone, are not chosen."""
        return cls(
            company={to: words.given(query, name) for name, to in COMPANY.items()},
            person={name: words.given(query, name) for name in PERSON},
            deal={to: words.given(query, name) for name, to in DEAL.items()},
            lead_source=words.given(query, "lead_source"),
            campaign=_campaign(query, user),
            chosen={
                noun: _record(model, words.given(query, noun), user)
                for noun, model in (("account", Account), ("contact", Contact),
                                    ("deal", Opportunity))
            },
        )  # fmt: skip

    @property
    def as_lead(self) -> dict[str, Any]:
        """The same as values of a lead, for the advisor and for the form of a lead."""
        account = self.chosen["account"]
        said = {
            **self.person, "company": account.name if account else self.company["name"],
            "website": self.company["website"], "lead_source": self.lead_source,
            "description": self.deal["description"],
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}

    def wanted(self, because: Mapping[str, Any]) -> direct.Wanted:
        """The deed, written in the standard way."""
        return direct.Wanted(
            self.chosen["account"] or entry.standard("Account", self.company).values,
            self.chosen["contact"] or entry.standard("Contact", self.person).values,
            self.chosen["deal"] or self.deal,
            lead_source=self.lead_source, campaign=self.campaign, because=because,
        )  # fmt: skip


def _record(model: Any, key: str, user: User) -> Any:
    if not key.isdecimal():
        return None
    rows = model.objects.alive().visible_to(user).filter(pk=int(key[:18]))
    return rows.select_related("account").first() if model is Contact else rows.first()


def _campaign(query: QueryDict, user: User) -> Campaign | None:
    try:
        key = ids.decode(words.given(query, "campaign"))[1]
    except ids.MalformedId:
        return None
    found: Campaign | None = kinds.find("Campaign", key, user)
    return found
