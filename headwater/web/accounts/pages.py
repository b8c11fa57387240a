"""The list of accounts, one account, a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from headwater.people.models import User
from headwater.records.models import Account
from headwater.web.duplicates import panel
from headwater.web.duplicates.tombstones import follows_merges
from headwater.web.lists import page
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.records import kinds, new_record
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
        View("new", "New this month", "CreatedDate = THIS_MONTH"),
    ),
    columns=("Name", "Industry", "BillingCity", "Phone", "Type", "OwnerId", "CreatedDate"),
    new_url_name="new_account",
    template="accounts/list.html",
    bulk="duplicates/bulk.html",
    empty="An account appears when a lead is converted. Press c to add one by hand.",
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
    return record_page.show(
        request, record, ACCOUNTS, GROUPS, template="accounts/account.html",
        leads=related.leads_of(user, converted_account=record),
        contacts=related.contacts_of(user, record),
        deals=related.deals_of(user, account=record),
        open_leads=related.open_leads_of(user, record),
        family=_family(user, record),
        resembling=panel.resembling(record, user), merged_from=panel.merged_from(record),
    )  # fmt: skip


def _family(user: User, record: Account) -> dict[str, Any]:
    """The parent, if the person may see it, and the accounts below."""
    rows = Account.objects.alive().visible_to(user)
    found = list(rows.filter(pk=record.parent_id)) if record.parent_id else []
    children = list(rows.filter(parent=record).order_by("name")[: related.MOST])
    return {"parent": found[0] if found else None, "children": children}


def new_account(request: HttpRequest) -> HttpResponse:
    """GET and POST /accounts/new."""
    foot = "Makes one account, owned by you."
    return new_record.dialog(request, "Account", NEW, foot=foot)
