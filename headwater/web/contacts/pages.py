"""The list of contacts, one contact, a new one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from headwater.records.models import Contact
from headwater.web.consent.block import consents
from headwater.web.duplicates import panel
from headwater.web.duplicates.tombstones import follows_merges
from headwater.web.lists import page
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import Scope
from headwater.web.records import kinds, new_record
from headwater.web.records.facts import Group
from headwater.web.relations import record_page, related
from headwater.web.relations.named import named

CONTACTS = ListKind(
    object_name="Contact",
    url_name="contacts",
    record_url_name="contact",
    title="Contacts",
    views=(
        View("all", "All"),
        View("mine", "My contacts", scope=Scope.MINE),
        View("new", "New this month", "CreatedDate = THIS_MONTH"),
        View("quiet", "No e-mail, please", "HasOptedOutOfEmail = true"),
    ),
    columns=("Name", "AccountId", "Title", "Email", "Phone", "OwnerId", "CreatedDate"),
    new_url_name="new_contact",
    bulk="duplicates/bulk.html",
    empty="A contact appears when a lead is converted. Press c to add one by hand.",
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
    return record_page.show(
        request, record, CONTACTS, GROUPS, template="contacts/contact.html",
        leads=related.leads_of(user, converted_contact=record),
        contacts=related.contacts_of(user, record.account, but=record),
        deals=related.deals_of(user, contacts=record), **consents(record),
        resembling=panel.resembling(record, user), merged_from=panel.merged_from(record),
    )  # fmt: skip


def new_contact(request: HttpRequest) -> HttpResponse:
    """GET and POST /contacts/new; `?account=` fills in where the person works."""
    initial = named(request, "Account", "account_id")
    foot = "Makes one contact, owned by you."
    return new_record.dialog(request, "Contact", NEW, initial=initial, foot=foot)
