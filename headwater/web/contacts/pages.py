"""The list of contacts, one contact, a new one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from headwater.people.models import User
from headwater.records.models import Contact
from headwater.web.campaigns import adding
from headwater.web.consent.block import consents
from headwater.web.contacts import beside
from headwater.web.duplicates import panel
from headwater.web.duplicates.tombstones import follows_merges
from headwater.web.lists import page
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.records import kinds, new_record, one_person
from headwater.web.records.facts import Group
from headwater.web.relations import record_page, related
from headwater.web.relations.named import named

# A person account is one person, found among the accounts.
NOT_PERSONS = "IsPersonAccount = false"
CONTACTS = ListKind(
    object_name="Contact",
    url_name="contacts",
    record_url_name="contact",
    title="Contacts",
    views=(
        View("all", "All", NOT_PERSONS),
        View("mine", "My contacts", NOT_PERSONS, Scope.MINE),
        View("new", "New this month", "CreatedDate = THIS_MONTH"),
        View("from_leads", "From leads", "IsFromLead = true"),
        View("quiet", "No e-mail, please", "HasOptedOutOfEmail = true"),
        View("people", "Person accounts", "IsPersonAccount = true"),
    ),
    columns=("Name", "AccountId", "Title", "Email", "Phone", "OwnerId", "CreatedDate"),
    new_url_name="new_contact",
    bulk="contacts/bulk.html",
    context=adding.in_list,
    empty="A contact appears when a lead is converted.",
)
GROUPS = (
    Group("Who", ("title", "department", "account_id", "email", "phone", "mobile_phone",
                  "reports_to_id", "owner_id", "description")),
    Group("Where", ("mailing_street", "mailing_city", "mailing_state", "mailing_postal_code",
                    "mailing_country")),
    Group("More", ("lead_source", "created_at"), rest=True),
)  # fmt: skip
NEW = ("first_name", "last_name", "title", "email", "phone", "mobile_phone", "account_id",
       "mailing_city", "mailing_country")  # fmt: skip


def contacts(request: HttpRequest) -> HttpResponseBase:
    """GET /contacts."""
    return page.show(request, CONTACTS)


@follows_merges("Contact")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /contacts/<pk>."""
    user = kinds.person(request)
    joined = ("owner", "account", "reports_to", "created_by")
    record: Contact = kinds.find("Contact", pk, user, *joined)
    if record.account is not None and record.account.is_person_account:
        return _on_the_account(request, record, user)
    return record_page.show(
        request, record, CONTACTS, GROUPS, template="contacts/contact.html",
        leads=one_person.leads_of(record.pk, user), **beside.of_contact(record, user),
        contacts=related.contacts_of(user, record.account, but=record), **consents(record),
        resembling=panel.resembling(record, user), merged_from=panel.merged_from(record),
    )  # fmt: skip


def _on_the_account(request: HttpRequest, record: Contact, user: User) -> HttpResponse:
    """A person account has one page, that of the account."""
    account = kinds.find("Account", record.account_id or 0, user)
    asked = request.GET.urlencode()
    return redirect(kinds.page_of(account) + (f"?{asked}" if asked else ""))


def new_contact(request: HttpRequest) -> HttpResponse:
    """GET and POST /contacts/new; `?account=` fills in where the person works."""
    initial = named(request, "Account", "account_id")
    foot = "Makes one contact, owned by you."
    return new_record.dialog(request, "Contact", NEW, initial=initial, foot=foot)
