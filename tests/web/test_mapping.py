"""The map of fields on its page: read, tried on a lead, changed with Undo; what stays is shown."""

import html
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.catalog import custom, objects
from headwater.catalog.models import PicklistValue
from headwater.convert import mapping
from headwater.convert.choices import Choices
from headwater.convert.mapping import FieldMapping
from headwater.converting import deeds
from headwater.people.models import Organization, User
from headwater.people.organization import Access
from headwater.records.models import Contact, Lead, TrailEntry

pytestmark = pytest.mark.django_db
PAGE = "/setup/mapping"


@pytest.fixture
def ada(cast: SimpleNamespace, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(cast.ada)


@pytest.fixture
def roof(db: None) -> None:
    for name in ("Lead", "Account"):
        custom.define(name, "Roof", "string")


@pytest.fixture
def tom(make_lead: Callable[..., Lead], roof: None) -> Lead:
    return make_lead(
        first_name="Tom", need="A battery", lead_source="Web", custom={"Roof__c": "Flat"}
    )


def _goes_to(lead_field: str) -> set[str]:
    return {
        f"{row.object_name}.{row.field}"
        for row in FieldMapping.objects.filter(lead_field=lead_field)
    }


def _undo(client: Client, page: str) -> None:
    client.post(re.findall(r'action="(/undo/[^"]+)"', page)[-1])


def test_the_map_is_read_and_tried_on_a_lead(ada: Client, tom: Lead) -> None:
    page = ada.get(PAGE).content.decode()
    assert "Stays on the lead" in page
    assert "1 line suggests itself" in page
    example = page[page.index('id="mapping-example"') :]
    assert "Harbor Cold Storage" in example
    assert "Flat" in example.partition("Stays on the lead")[2]
    mapping.map_field("Roof__c", "Account", "Roof__c")
    example = ada.get(f"{PAGE}/example?lead={tom.pk}").content.decode()
    assert "Flat" in example.partition("Stays on the lead")[0]
    assert "A battery" in example.partition("Stays on the lead")[2]


def test_names_follow_the_patterns_and_defaults_of_the_other_list_come_in(
    ada: Client, tom: Lead
) -> None:
    PicklistValue.objects.filter(picklist="Rating").update(is_default=False)
    PicklistValue.objects.filter(picklist="Rating", value="Warm").update(is_default=True)
    page = ada.get(f"{PAGE}/example?lead={tom.pk}").content.decode()
    account, _, rest = page.partition("<h3>Contact</h3>")
    assert re.search(r"Warm\s+<span class=\"badge\">its own default", account)
    deal = rest.partition("<h3>Opportunity</h3>")[2].partition("Stays on the lead")[0]
    assert "Harbor Cold Storage" in deal


def test_another_lead_is_found_for_the_example(
    ada: Client, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    make_lead(last_name="Newer", company="Somewhere")
    assert "Somewhere" in ada.get(f"{PAGE}/example").content.decode()
    found = ada.get(f"{PAGE}/example?q=okafor").content.decode()
    assert "Harbor Cold Storage" in found
    assert "No lead is called" in ada.get(f"{PAGE}/example?q=nobody%00").content.decode()
    assert ada.get(f"{PAGE}/example?lead=999999999999999999999").status_code == 200


def test_a_line_is_drawn_changed_and_taken_out_each_with_undo(ada: Client, tom: Lead) -> None:
    url = f"{PAGE}/Roof__c"
    assert "Where does “Roof” go?" in ada.get(url).content.decode()
    page = ada.post(url, {"Account": "Roof__c"}, follow=True).content.decode()
    assert "1 line changed." in page
    assert _goes_to("Roof__c") == {"Account.Roof__c"}
    _undo(ada, page)
    assert _goes_to("Roof__c") == set()
    custom.define("Account", "Cover", "string")
    ada.post(url, {"Account": "Roof__c"})
    page = ada.post(url, {"Account": "Cover__c"}, follow=True).content.decode()
    assert _goes_to("Roof__c") == {"Account.Cover__c"}
    _undo(ada, page)
    assert _goes_to("Roof__c") == {"Account.Roof__c"}
    page = ada.post(url, {"Account": ""}, follow=True).content.decode()
    assert _goes_to("Roof__c") == set()
    _undo(ada, page)
    assert _goes_to("Roof__c") == {"Account.Roof__c"}
    assert "Nothing was changed." in ada.post(url, follow=True).content.decode()


def test_what_does_not_fit_is_refused_in_the_dialog(ada: Client, tom: Lead) -> None:
    answer = ada.post(f"{PAGE}/Roof__c", {"Account": "Roof__c", "Contact": "Department"})
    assert answer.status_code == 422
    assert "only 80 fit" in answer.content.decode()
    assert _goes_to("Roof__c") == set(), "all or nothing"
    assert ada.post(f"{PAGE}/LastName", {"Contact": ""}).status_code == 422
    assert ada.post(f"{PAGE}/Roof__c", {"Account": "Nonsense"}).status_code == 422
    assert ada.get(f"{PAGE}/Nonsense").status_code == 404


def test_a_choice_is_checked_at_once(ada: Client, tom: Lead) -> None:
    custom.define("Lead", "Grade", "picklist", choices=["A", "B"])
    custom.define("Account", "Grade", "picklist", choices=["B"])

    def said(field: str, target: str) -> str:
        asked = {"object": "Account", "Account": target}
        return ada.get(f"{PAGE}/{field}/check", asked).content.decode()

    assert "Fits." in said("Roof__c", "Roof__c")
    assert "do not fit together" in said("Roof__c", "NumberOfEmployees")
    assert "Not in that list: A" in said("Grade__c", "Grade__c")
    assert "Company goes there now" not in said("Roof__c", "Roof__c")
    mapping.map_field("Need", "Account", "Roof__c")
    assert "Need goes there now; it would no longer." in said("Roof__c", "Roof__c")
    assert said("Roof__c", "").strip() == ""
    assert ada.get(f"{PAGE}/Roof__c/check?object=Campaign").status_code == 404


def test_a_field_is_made_there_with_one_press(ada: Client, tom: Lead) -> None:
    page = ada.post(f"{PAGE}/Need/fields", {"object": "Opportunity"}, follow=True).content.decode()
    assert "Opportunity has a field Need now" in page
    assert _goes_to("Need") == {"Opportunity.Need__c"}
    assert "Need__c" in objects.get("Opportunity").fields
    _undo(ada, page)
    assert "Need__c" not in objects.get("Opportunity").fields
    again = ada.post(f"{PAGE}/Roof__c/fields", {"object": "Account"}, follow=True)
    assert "already" in again.content.decode()


def test_what_suggests_itself_is_added_and_told(
    ada: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    chosen = {"line": ["Roof__c:Account:Roof__c", "Need:Account:Name"]}
    page = ada.post(f"{PAGE}/proposals", chosen, follow=True).content.decode()
    assert "1 line added." in page
    assert _goes_to("Roof__c") == {"Account.Roof__c"}
    entry = TrailEntry.objects.get(event="mapping.created")
    assert entry.by == cast.ada
    assert "Roof__c goes into Account.Roof__c" in page


def test_everybody_may_read_it_and_only_an_admin_changes_it(
    mara: Client, sign_in: Callable[[User], Client], cast: SimpleNamespace, tom: Lead
) -> None:
    page = mara.get(PAGE).content.decode()
    assert "Leads that say it" not in page, "how many there are is not everybody's to know"
    for url in (f"{PAGE}/Roof__c", f"{PAGE}/Roof__c/fields", f"{PAGE}/proposals"):
        assert mara.post(url, {"object": "Account"}).status_code == 403
    assert mara.get(f"{PAGE}/Roof__c/check?object=Account").status_code == 403
    otto = sign_in(cast.otto)
    assert "Okafor" not in otto.get(f"{PAGE}?lead={tom.pk}").content.decode()
    assert "Okafor" not in otto.get(f"{PAGE}/example?q=okafor").content.decode()


def test_a_mapped_field_keeps_fitting(ada: Client, tom: Lead) -> None:
    mapping.map_field("Roof__c", "Account", "Roof__c")
    field = custom.CustomField.objects.get(object_name="Account", name="Roof__c")
    asked = {"label": "Roof", "length": 100, "scale": 2}
    answer = ada.post(f"/setup/fields/{field.pk}", asked)
    assert answer.status_code == 422
    assert "Take it off the map first" in answer.content.decode()
    mapping.unmap("Account", "Roof__c")
    assert ada.post(f"/setup/fields/{field.pk}", asked).status_code == 302


def test_the_page_costs_the_same_for_many_fields(ada: Client, tom: Lead) -> None:
    counts = []
    for number in (0, 6):
        for each in range(number):
            custom.define("Lead", f"Extra {each}", "string")
        ada.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            ada.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- what has no place is kept and shown ---------------------------------------------------------
def test_what_only_the_lead_says_is_shown_on_all_that_it_became(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    conversion = deeds.convert(tom, Choices(), by=cast.mara)
    assert conversion.unmapped == {"Roof": "Flat", "Need": "A battery"}
    for url in (
        f"/accounts/{conversion.account_id}", f"/contacts/{conversion.contact_id}",
        f"/opportunities/{conversion.opportunity_id}",
    ):  # fmt: skip
        page = mara.get(url).content.decode()
        assert "Was the lead of source Web" in page
        assert "2 more values from the lead" in page
        assert "A battery" in page
        assert f"/leads/{tom.pk}" in page


def test_a_converted_lead_leads_on_and_says_why_it_is_read_only(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    deeds.convert(tom, Choices(), by=cast.mara)
    page = mara.get(f"/leads/{tom.pk}").content.decode()
    assert "This lead is read-only" in page
    assert "Undo conversion" in page
    assert "2 values only the lead says" in page
    for place in ("accounts", "contacts"):
        assert re.search(rf'href="/{place}/\d+"', page)
    assert "Okafor" in mara.get("/leads?view=converted").content.decode()
    assert f"/leads/{tom.pk}" in mara.get("/palette?q=okafor").content.decode()
    assert "/facts/" not in page


def test_what_it_became_is_linked_only_for_who_may_see_it(
    sign_in: Callable[[User], Client], cast: SimpleNamespace, tom: Lead
) -> None:
    deeds.convert(tom, Choices(), by=cast.mara)
    Organization.objects.update(account_access=Access.PRIVATE)
    Lead.objects.filter(pk=tom.pk).update(owner=cast.otto)
    page = sign_in(cast.otto).get(f"/leads/{tom.pk}").content.decode()
    assert "3 records of it are not yours to see" in page
    assert "/accounts/" not in page


# --- the same list after conversion --------------------------------------------------------------
def test_a_list_of_leads_is_shown_over_what_they_became(
    mara: Client, cast: SimpleNamespace, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    make_lead(last_name="Other", company="Quarry", lead_source="Other")
    deeds.convert(tom, Choices(), by=cast.mara)
    asked = {"where": "IsConverted = true AND LeadSource = 'Web' AND Score >= 0"}
    assert "/leads/twins?" in mara.get("/leads", asked).content.decode()
    page = mara.get("/leads/twins", asked).content.decode()
    assert page.count("Left out, because there it has no twin") == 3
    assert "Score &gt;= 0" in page
    urls = [html.unescape(each) for each in re.findall(r'class="btn sp" href="([^"]+)"', page)]
    assert [url.partition("?")[0] for url in urls] == ["/contacts", "/accounts", "/opportunities"]
    assert "Okafor" in mara.get(urls[0]).content.decode()
    assert "Harbor Cold Storage" in mara.get(urls[1]).content.decode()


def test_whose_list_it_is_stays_and_wrong_criteria_are_told(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    page = mara.get("/leads/twins?view=mine").content.decode()
    assert "Mara" in page or "owner" in page.lower()
    assert "IsConverted = false" in page
    page = mara.get("/leads/twins?view=queues").content.decode()
    assert "What waits in a queue is not converted yet." in page
    assert "trouble" in mara.get("/leads/twins?where=Nonsense+%3D+1").content.decode()


def test_lists_of_records_show_those_from_leads(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    Contact.objects.create(last_name="Byhand", owner=cast.mara)
    deeds.convert(tom, Choices(), by=cast.mara)
    page = mara.get("/contacts?view=from_leads&column=Name&column=IsFromLead").content.decode()
    assert "Okafor" in page
    assert "Byhand" not in page
    assert "Byhand" in mara.get("/contacts?view=all&column=IsFromLead").content.decode()
    for place in ("accounts", "opportunities"):
        assert mara.get(f"/{place}?view=from_leads").status_code == 200
