"""The list of accounts, one account, a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from headwater.people.models import User
from headwater.records import household
from headwater.records.models import Account, Contact
from headwater.web.accounts import belongings, person, tree
from headwater.web.duplicates import panel
from headwater.web.duplicates.tombstones import follows_merges
from headwater.web.lists import page
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.records import kinds, new_record, one_person
from headwater.web.records.facts import Group
from headwater.web.relations import record_page, related

ACCOUNTS = ListKind(
    object_name="Account",
    url_name="accounts",
    record_url_name="account",
    title="Accounts",
    views=(
        View("all", "All"),
        View("mine", "My accounts", scope=Scope.MINE),
        View("companies", "Companies", "IsPersonAccount = false"),
        View("people", "Person accounts", "IsPersonAccount = true"),
        View("homes", "Households", "Type = 'Household' AND IsPersonAccount = false"),
        View("new", "New this month", "CreatedDate = THIS_MONTH"),
        View("from_leads", "From leads", "IsFromLead = true"),
    ),
    columns=("Name", "Industry", "BillingCity", "Phone", "Type", "OwnerId", "CreatedDate"),
    new_url_name="new_account",
    template="accounts/list.html",
    bulk="duplicates/bulk.html",
    empty="An account appears when a lead is converted.",
)
GROUPS = (
    Group("Who they are", ("type", "industry", "number_of_employees", "annual_revenue", "website",
                           "phone", "owner_id", "parent_id", "description")),
    Group("Where", ("billing_street", "billing_city", "billing_state", "billing_postal_code",
                    "billing_country")),
    Group("More", ("rating", "account_source", "created_at"), rest=True),
)  # fmt: skip
NEW = ("name", "type", "industry", "website", "phone", "billing_city", "billing_country",
       "number_of_employees", "parent_id")  # fmt: skip


def accounts(request: HttpRequest) -> HttpResponseBase:
    """GET /accounts."""
    return page.show(request, ACCOUNTS)


@follows_merges("Account")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /accounts/<pk>."""
    user = kinds.person(request)
    record: Account = kinds.find("Account", pk, user, "owner", "parent", "created_by")
    sides, said = person.page(record, user)
    is_home = household.is_one(record)
    members = household.members(record, by=user) if is_home else []
    accounts = belongings.family_of(user, record)
    people = belongings.people(user, record, contacts=members if is_home else None)
    return record_page.show(
        request, record, ACCOUNTS, GROUPS, with_story=sides, **_leads(record, sides, user),
        template="accounts/person.html" if sides else "accounts/account.html",
        also=belongings.story_of(user, accounts, members), is_household=is_home, people=people,
        chart=belongings.chart(people), deals=belongings.deals(user, accounts),
        sources=belongings.sources(user, record), **tree.drawn(record, user),
        resembling=panel.resembling(sides[0] if sides else record, user),
        merged_from=panel.merged_from(record), **said,
    )  # fmt: skip


def _leads(record: Account, sides: list[Contact], user: User) -> dict[str, Any]:
    """Those it came from, and the open ones that were recognised as people of it."""
    if sides:
        return {"leads": one_person.leads_of(sides[0].pk, user)}
    return {
        "leads": related.leads_of(user, converted_account=record),
        "open_leads": related.open_leads_of(user, record),
    }


def new_account(request: HttpRequest) -> HttpResponse:
    """GET and POST /accounts/new."""
    foot = "Makes one account, owned by you."
    return new_record.dialog(request, "Account", NEW, foot=foot)
