"""The pages of hand-offs: the question on the lead, the list, the reasons, what is agreed."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater import early_deals, handing_over
from headwater.handing_over import To
from headwater.qualify import agreeing
from headwater.qualify.models import HandoffPolicy, StageDefinition
from headwater.qualify.stage_definition import Side
from headwater.records.models import Handoff, Lead, Opportunity

MakeLead = Callable[..., Lead]
SignIn = Callable[..., Client]


@pytest.fixture
def offered(cast: SimpleNamespace, make_lead: MakeLead) -> Handoff:
    lead = make_lead(owner=cast.mia, score=70, lead_source="Web")
    (row,) = handing_over.offer(
        [lead], by=cast.mia, to=To(owner=cast.mara), words="Met at the fair"
    )
    return row


def page(client: Client, url: str, **query: Any) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_the_lead_asks_its_owner_to_decide(
    cast: SimpleNamespace, sign_in: SignIn, offered: Handoff
) -> None:
    told = page(sign_in(cast.mara), f"/leads/{offered.lead_id}")
    assert "Mia Market offers you this lead." in told
    assert "Met at the fair" in told
    assert "Accept <kbd>y</kbd>" in told
    other = page(sign_in(cast.mia), f"/leads/{offered.lead_id}")
    assert "Accept <kbd>y</kbd>" not in other
    assert "Take the offer back" in other


def test_accepting_is_one_press_with_undo(
    cast: SimpleNamespace, sign_in: SignIn, offered: Handoff
) -> None:
    client = sign_in(cast.mara)
    client.post(f"/handoffs/{offered.pk}/acceptance")
    offered.refresh_from_db()
    assert offered.stage == "accepted"
    told = page(client, f"/leads/{offered.lead_id}")
    assert "Lead accepted by sales" in told
    undo = told.split('action="/undo/')[1].split('"')[0]
    client.post(f"/undo/{undo}")
    offered.refresh_from_db()
    assert offered.stage == "offered"


def test_rejecting_asks_for_the_reason(
    cast: SimpleNamespace, sign_in: SignIn, offered: Handoff
) -> None:
    client = sign_in(cast.mara)
    assert "No capacity" in page(client, f"/handoffs/{offered.pk}/rejection")
    answer = client.post(f"/handoffs/{offered.pk}/rejection", {"note": "Hm"})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    answer = client.post(
        f"/handoffs/{offered.pk}/rejection", {"reason": "Not ready", "note": "Next year"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/handoffs"  # the lead is marketing's again
    told = page(sign_in(cast.mia), f"/leads/{offered.lead_id}")
    assert "Lead rejected by sales: Not ready" in told
    assert "Next year" in told
    assert "Offer again" in told


def test_an_outsider_sees_nothing_of_it(
    cast: SimpleNamespace, sign_in: SignIn, offered: Handoff
) -> None:
    client = sign_in(cast.otto)
    assert client.post(f"/handoffs/{offered.pk}/acceptance").status_code == 404
    assert client.get(f"/handoffs/{offered.pk}/rejection").status_code == 404
    assert "Okafor" not in page(client, "/handoffs")
    reader = sign_in(cast.rhea)
    assert reader.post(f"/handoffs/{offered.pk}/acceptance").status_code == 403


def test_marketing_offers_from_the_lead(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    lead, client = make_lead(owner=cast.mia), sign_in(cast.mia)
    assert "Offer Okafor to sales" in page(client, f"/leads/{lead.pk}/handoffs")
    url = f"/leads/{lead.pk}/handoffs"
    answer = client.post(url, {"to": "owner-999999"})
    assert (answer.status_code, "Choose who gets it" in answer.content.decode()) == (422, True)
    client.post(url, {"to": f"owner-{cast.owen.pk}", "words": "Asked for prices"})
    row = Handoff.objects.get()
    assert (row.offered_to_id, row.because["words"]) == (cast.owen.pk, "Asked for prices")
    again = client.post(url, {"to": f"team-{cast.north.pk}"})
    assert "offered already" in again.content.decode()
    refused = sign_in(cast.owen).post(url, {"to": ""})
    assert "Marketing or a manager offers" in refused.content.decode()


def test_marketing_makes_an_early_deal(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    lead, client = make_lead(owner=cast.mia), sign_in(cast.mia)
    url = f"/leads/{lead.pk}/deal"
    assert "Info Gathering, 0 %" in page(client, url)
    client.post(url, {"to": f"owner-{cast.mara.pk}", "stage": "Prospecting"})
    deal = Opportunity.objects.get()
    assert (deal.stage_name, deal.owner_id) == ("Prospecting", cast.mara.pk)
    told = page(sign_in(cast.mara), f"/opportunities/{deal.pk}")
    assert "Mia Market offers you this early deal." in told
    assert sign_in(cast.mara).get(url).status_code == 404


def test_many_are_offered_from_the_list_and_accepted_on_the_page(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    leads = [make_lead(last_name=f"L{n}", owner=cast.mia) for n in range(3)]
    client = sign_in(cast.mia)
    assert "Offer <kbd>o</kbd>" in page(client, "/leads", view="open")
    chosen = {"id": [lead.pk for lead in leads], "to": f"owner-{cast.mara.pk}"}
    client.post("/leads/selection/handoffs", chosen)
    rows = list(Handoff.objects.all())
    assert len(rows) == 3
    rep = sign_in(cast.mara)
    rep.post("/handoffs/selection/acceptance", {"id": [row.pk for row in rows[:2]]})
    assert Handoff.objects.filter(stage="accepted").count() == 2
    more = make_lead(last_name="Deal", owner=cast.mia)
    HandoffPolicy.objects.update(owner=cast.mara)
    client.post("/leads/selection/handoffs", {"id": [more.pk], "deals": "1"})
    assert Handoff.objects.get(lead=more).kind == "mqo"


def test_the_page_tells_what_waits_and_why_sales_said_no(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead, offered: Handoff
) -> None:
    leads = [make_lead(last_name=f"Nadir {n}", owner=cast.mia, lead_source="Web") for n in range(3)]
    rows = handing_over.offer(leads, by=cast.mia, to=To(owner=cast.mara))
    handing_over.reject(rows[:2], by=cast.mara, reason="Wrong market", note="Overseas")
    handing_over.accept(rows[2:], by=cast.mara)
    client = sign_in(cast.ines)
    told = page(client, "/handoffs")
    assert "Okafor" in told
    assert "Wrong market" in told
    assert "67 %" not in told  # every rejection had this one reason
    assert "100 %" in told
    behind = page(client, "/handoffs/decided", reason="Wrong market", period="all")
    assert "Nadir 0" in behind
    assert "Overseas" in behind
    assert "Nadir 2" not in behind
    assert "Nadir 2" in page(client, "/handoffs/decided", stage="accepted", source="Web")
    assert "Nothing of this kind" in page(client, "/handoffs/decided", person="x", reason="?")


def test_the_page_costs_the_same_however_much_waits(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    client = sign_in(cast.ines)

    def cost(count: int) -> int:
        leads = [make_lead(last_name=f"P{n}", owner=cast.mia) for n in range(count)]
        rows = handing_over.offer(leads, by=cast.mia, to=To(owner=cast.mara))
        handing_over.reject(rows[: count // 2], by=cast.mara, reason="Not ready")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/handoffs")
            page(client, "/handoffs/decided")
        return len(queries)

    cost(2)
    assert cost(2) == cost(12)


def test_both_sides_sign_on_the_page(cast: SimpleNamespace, sign_in: SignIn) -> None:
    mia, ines = sign_in(cast.mia), sign_in(cast.ines)
    assert "Nothing agreed yet" in page(mia, "/setup/agreements")
    mql = StageDefinition.objects.get(stage="mql")
    mia.post(f"/setup/agreements/{mql.pk}/signature", {"side": "marketing"})
    mia.post(f"/setup/agreements/{mql.pk}/signature", {"side": "sales"})
    assert agreeing.agreed() == {}
    ines.post(f"/setup/agreements/{mql.pk}/signature", {"side": "sales"})
    assert agreeing.agreed()["mql"].version == 1
    assert "Version 1 counts" in page(ines, "/setup/agreements")
    wrong = mia.post("/setup/agreements/mql", {"text": "Hot", "criteria": "Scor >= 80"})
    assert wrong.status_code == 422
    mia.post("/setup/agreements/mql", {"text": "Hot", "criteria": "Score >= 80"})
    assert "Score is at least 80" in page(ines, "/setup/agreements")
    assert agreeing.agreed()["mql"].version == 1
    assert "1 of 4 agreed" in page(sign_in(cast.ada), "/setup")


def test_how_leads_are_handed_over_is_set_by_admins(cast: SimpleNamespace, sign_in: SignIn) -> None:
    admin, url = sign_in(cast.ada), "/setup/agreements/handing"
    assert "No capacity" in page(admin, url)
    both = {"owner": cast.mara.pk, "team": cast.north.pk, "reasons": "Too far"}
    assert admin.post(url, both).status_code == 422
    admin.post(url, {"is_automatic": "on", "team": cast.north.pk, "reasons": "Too far\n\nToo far"})
    policy = HandoffPolicy.current()
    assert (policy.team, policy.owner, policy.rejected_status) == (cast.north, None, None)
    told = page(admin, "/setup/agreements")
    assert "team North, in turn" in told
    assert "Too far" in told
    assert sign_in(cast.mia).get(url).status_code == 403


def test_what_is_agreed_stands_beside_the_question(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    for side, person in ((Side.MARKETING, cast.mia), (Side.SALES, cast.ines)):
        for definition in StageDefinition.objects.filter(stage__in=["mql", "sql"]):
            agreeing.sign(definition, side, by=person)
    lead = make_lead(owner=cast.mia, score=70)
    (row,) = handing_over.offer([lead], by=cast.mia, to=To(owner=cast.mara))
    told = page(sign_in(cast.mara), f"/leads/{lead.pk}")
    assert "MQL: not all that was agreed holds" in told
    assert "Phone is not empty or Mobile phone is not empty" in told
    handing_over.accept([row], by=cast.mara)
    assert "SQL: not all that was agreed holds" in page(sign_in(cast.mara), f"/leads/{lead.pk}")


def test_a_webhook_hears_of_hand_offs(offered: Handoff) -> None:
    from headwater.api.webhooks.events import EVENTS, chosen
    from headwater.records.models import TrailEntry

    entry = TrailEntry.objects.get(event="handoff.offered")
    assert chosen(entry, ["handoff.offered"]) == "handoff.offered"
    assert {name for name in EVENTS if name.startswith("handoff.")} == {
        "handoff.offered", "handoff.accepted", "handoff.rejected", "handoff.escalated",
        "handoff.withdrawn",
    }  # fmt: skip


def test_a_deal_marketing_made_is_rejected_on_its_page(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    lead = make_lead(owner=cast.mia)
    (row,) = early_deals.convert([lead], by=cast.mia, to=To(owner=cast.mara)).handoffs
    client = sign_in(cast.mara)
    client.post(f"/handoffs/{row.pk}/rejection", {"reason": "Duplicate"})
    told = page(sign_in(cast.mia), f"/opportunities/{row.opportunity_id}")
    assert "Rejected" in told
    assert "Duplicate" in told
