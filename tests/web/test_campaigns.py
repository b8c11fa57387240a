"""Campaigns: members, statuses, results, hierarchy, influence, and what one may see of them."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from headwater.converting import deeds
from headwater.measure.influence_settings import InfluenceSettings
from headwater.people.models import Organization, User
from headwater.people.organization import Access
from headwater.records import campaigning, dealing, membership
from headwater.records.models import Campaign, CampaignMember, Contact, Lead

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


def _get(client: Client, name: str, *args: Any, **query: Any) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def _undo(client: Client) -> None:
    """Press the Undo of the toast that came last."""
    client.post(reverse("undo", args=[list(client.session["headwater.undo"])[-1]]))


def _won(cast: SimpleNamespace, campaign: Campaign, lead: Lead) -> Any:
    membership.add(campaign, [lead], by=cast.mia, status=campaign.member_statuses.last())
    deal = deeds.convert(lead, by=cast.mara).opportunity
    assert deal
    dealing.advance([deal], "Closed Won", by=cast.mara, amount=Decimal(9000))
    return deal


def test_a_campaign_shows_what_it_brought_and_how_that_was_worked_out(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    campaign.actual_cost = Decimal(2000)
    campaign.save()
    _won(cast, campaign, make_lead(first_name="Tom"))
    membership.add(campaign, [make_lead(first_name="Ann")], by=cast.mia)
    page = _get(mara, "campaign", campaign.pk)
    for words in ("2 leads, 1 converted", "50 % of the people", "$9,000", "350 %", "$2,000 spent"):
        assert words in page
    assert "Tom Okafor" in page and "Ann Okafor" in page
    results = _get(mara, "campaign_results", campaign.pk)
    for words in ("$2,000 ÷ 2 leads", "($9,000 won − $2,000 spent) ÷ $2,000", "1 ÷ 2 people"):
        assert words in results
    share = _get(mara, "campaign_influence", campaign.pk, model="first")
    assert "First touch" in share and share.count("350 %") == 5
    assert "Tom" not in share, "a deal is told by its own name"


def test_numbers_count_only_what_one_may_see(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead, sign_in: SignIn
) -> None:
    Organization.objects.update(account_access=Access.PRIVATE)
    deal = _won(cast, campaign, make_lead(first_name="Tom"))
    otto = sign_in(cast.otto)
    for name in ("campaign", "campaign_results", "campaign_tree", "campaign_influence"):
        page = _get(otto, name, campaign.pk)
        assert "Okafor" not in page and "9,000" not in page, name
    assert "0 leads" in _get(otto, "campaign", campaign.pk)
    assert "9,000" not in _get(otto, "campaigns_report")
    assert "9,000" in _get(sign_in(cast.mara), "campaigns_report")
    assert otto.get(reverse("opportunity_influence", args=[deal.pk])).status_code == 404
    rows = list(otto.get(reverse("members_csv", args=[campaign.pk])))
    assert len(rows) == 1, "the head alone"


def test_ticked_members_are_moved_and_taken_out_and_back(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    leads = [make_lead(first_name=f"L{n}") for n in range(3)]
    members = membership.add(campaign, leads, by=cast.mia)
    ticked = [member.pk for member in members[:2]]
    url = reverse("member_statuses", args=[campaign.pk])
    mara.post(url, {"id": ticked, "status": "Responded"})
    responded = CampaignMember.objects.filter(has_responded=True, first_responded_on__isnull=False)
    assert responded.count() == 2
    _undo(mara)
    assert not responded.exists()
    mara.post(reverse("member_removal", args=[campaign.pk]), {"id": ticked})
    assert CampaignMember.objects.filter(is_deleted=False).count() == 1
    assert "L1 Okafor" not in _get(mara, "campaign", campaign.pk)
    _undo(mara)
    assert CampaignMember.objects.filter(is_deleted=False).count() == 3
    one = reverse("member_status", args=[campaign.pk, members[2].pk])
    mara.post(one, {"status": "Responded"})
    assert responded.count() == 1
    assert mara.post(one, {"status": "Nonsense"}).status_code == 404


def test_members_are_found_filtered_and_exported(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    _won(cast, campaign, make_lead(first_name="Tom"))
    membership.add(campaign, [make_lead(first_name="=Ann")], by=cast.mia)
    assert "Tom" in _get(mara, "campaign", campaign.pk, status="Responded")
    assert "Ann" not in _get(mara, "campaign", campaign.pk, status="Responded")
    assert "Tom Okafor" not in _get(mara, "campaign", campaign.pk, kind="lead")
    assert "Ann Okafor" not in _get(mara, "campaign", campaign.pk, q="tom okaf")
    assert "Nobody fits" in _get(mara, "campaign", campaign.pk, q="zzz")
    answer = mara.get(reverse("members_csv", args=[campaign.pk]), {"status": "Sent"})
    text = b"".join(answer).decode()
    assert "'=Ann Okafor" in text and "Tom" not in text and "FirstRespondedDate" in text


def test_people_are_added_by_search_and_from_the_lists_with_undo(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead, other = make_lead(first_name="Tom"), make_lead(first_name="Ann")
    contact = Contact.objects.create(last_name="Okafor-Adler", owner=cast.mara)
    url = reverse("new_members", args=[campaign.pk])
    found = mara.get(url, {"q": "okafor"}, headers={"HX-Target": "people-found"}).content.decode()
    assert "Tom Okafor" in found and "Okafor-Adler" in found and "<form" not in found
    mara.post(url, {"lead": lead.pk, "contact": contact.pk, "status": "Responded"})
    assert CampaignMember.objects.filter(status="Responded").count() == 2
    assert "in it already" in mara.get(url, {"q": "okafor"}).content.decode()
    _undo(mara)
    assert not CampaignMember.objects.exists()
    responded = campaign.member_statuses.get(label="Responded")
    mara.post(reverse("leads_campaign"),
              {"id": [lead.pk, other.pk], "campaign": f"{campaign.pk}:{responded.pk}"})  # fmt: skip
    mara.post(reverse("contacts_campaign"), {"id": contact.pk, "campaign": campaign.pk})
    by_status = list(CampaignMember.objects.order_by("pk").values_list("status", flat=True))
    assert by_status == ["Responded", "Responded", "Sent"]
    _undo(mara)
    assert CampaignMember.objects.count() == 2
    assert mara.post(reverse("contacts_campaign"), {"campaign": "x"}).status_code == 404
    assert f'value="{campaign.pk}:{responded.pk}"' in _get(mara, "contacts")


def test_what_happened_in_campaigns_is_told_on_the_persons_timeline(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead = make_lead()
    members = membership.add(campaign, [lead], by=cast.mia)
    responded = campaign.member_statuses.get(label="Responded")
    campaigning.move_members(members, responded, by=cast.mia)
    membership.remove(members, by=cast.mia)
    page = _get(mara, "lead", lead.pk)
    for words in ("Added to", "Responded to", "Taken out of"):
        assert f"{words} “{campaign}”" in page


def test_marketing_makes_campaigns_and_statuses_and_nobody_else(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    mia = sign_in(cast.mia)
    mia.post(reverse("new_campaign"), {"name": "Trade fair", "is_active": "on"})
    campaign = Campaign.objects.get()
    sent, responded = campaign.member_statuses.all()
    assert [sent.label, responded.label] == ["Sent", "Responded"] and campaign.is_active
    url = reverse("campaign_statuses", args=[campaign.pk])
    mia.post(url, {"label": "Came to the stand", "has_responded": "on"})
    assert mia.post(url, {"label": "sent"}).status_code == 422
    came = campaign.member_statuses.last()
    assert came
    mia.post(url, {
        f"label_{sent.pk}": "Invited", f"place_{sent.pk}": "9", "default": responded.pk,
        f"label_{responded.pk}": "Responded", f"place_{responded.pk}": "2",
        f"label_{came.pk}": "Came", f"place_{came.pk}": "1", f"responded_{came.pk}": "on",
    })  # fmt: skip
    rows = list(campaign.member_statuses.values_list("label", "is_default", "has_responded"))
    assert rows == [("Came", False, True), ("Responded", True, False), ("Invited", False, False)]
    mia.post(url, {"remove": sent.pk})
    assert campaign.member_statuses.count() == 2
    _undo(mia)
    assert campaign.member_statuses.filter(label="Invited").exists()
    for stranger in (cast.mara, cast.rhea):
        client = sign_in(stranger)
        assert client.post(url, {"label": "X"}).status_code == 403
        assert client.post(reverse("new_campaign"), {"name": "X"}).status_code == 403


def test_the_hierarchy_shows_own_numbers_and_those_with_all_below(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead, sign_in: SignIn
) -> None:
    mia = sign_in(cast.mia)
    mia.post(f"{reverse('new_campaign')}?campaign={campaign.pk}",
             {"name": "Spring fair", "parent_id": campaign.pk})  # fmt: skip
    child = Campaign.objects.get(name="Spring fair")
    assert child.parent == campaign
    membership.add(child, [make_lead()], by=cast.mia)
    page = _get(mia, "campaign_tree", child.pk)
    assert str(campaign) in page and "level-2" in page and "<small>1</small>" in page
    fact = reverse("fact", args=["Campaign", campaign.pk, "ParentId"])
    assert "stands below it already" in mia.post(fact, {"ParentId": child.pk}).content.decode() or (
        Campaign.objects.get(pk=campaign.pk).parent_id is None
    )
    assert "1 in hierarchy" in _get(mia, "campaign", campaign.pk)


def test_a_deal_shows_its_influence_and_takes_a_primary_campaign_with_undo(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    deal = _won(cast, campaign, make_lead(first_name="Tom"))
    fair = campaigning.open_campaign({"name": "Fair"}, by=cast.mia)
    deal.closed_at = None
    deal.save()
    membership.add(fair, list(deal.contacts.all()), by=cast.mia)
    panel = _get(mara, "opportunity_influence", deal.pk, model="even")
    assert panel.count("50.00 %") == 2 and panel.count("$4,500") == 2
    assert "Tom Okafor" in panel and "as a lead" in panel and "responded" in panel
    mara.post(reverse("primary_campaign", args=[deal.pk]), {"campaign": fair.pk})
    deal.refresh_from_db()
    assert deal.campaign == fair
    assert "100.00 %" in _get(mara, "opportunity_influence", deal.pk)
    _undo(mara)
    deal.refresh_from_db()
    assert deal.campaign == campaign


def test_influence_is_set_by_admins_and_read_by_all(cast: SimpleNamespace, sign_in: SignIn) -> None:
    url, given = reverse("influence"), {"window_days": "90", "model": "even"}
    assert sign_in(cast.mara).post(url, given).status_code == 403
    ada = sign_in(cast.ada)
    assert ada.post(url, {"window_days": "-1", "model": "even"}).status_code == 422
    ada.post(url, given)
    row = InfluenceSettings.current()
    assert (row.window_days, row.model, row.responses_only) == (90, "even", False)
    assert "90" in sign_in(cast.mara).get(url).content.decode()


def test_list_and_pages_ask_a_fixed_number_of_questions(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    leads = [make_lead(first_name=f"L{i}") for i in range(30)]
    membership.add(campaign, leads, by=cast.mia)
    for number in range(20):
        given = {"name": f"C{number}", "parent_id": campaign.pk, "is_active": True}
        campaigning.open_campaign(given, by=cast.mia)
    with django_assert_max_num_queries(13):
        assert campaign.name in mara.get(reverse("campaigns")).content.decode()
    with django_assert_max_num_queries(18):
        assert "L7 Okafor" in _get(mara, "campaign", campaign.pk)
    with django_assert_max_num_queries(22):
        assert "C7" in _get(mara, "campaign_tree", campaign.pk)
    with django_assert_max_num_queries(15):
        assert "C7" in _get(mara, "campaigns_report")
