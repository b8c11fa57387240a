"""Leads as plain JSON: one or many, at once or awaited, and nothing of it is lost."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from headwater import intake
from headwater.api import intake_key, tokens
from headwater.api.models import IntakeKey
from headwater.capture import releasing
from headwater.catalog import custom
from headwater.records.models import Campaign, CampaignMember, Consent, Lead, Submission
from headwater.records.submission import Door, State

ADA = {"first_name": "Ada", "last_name": "Lovelace", "company": "Analytical Engines",
       "email": "ada@engines.example", "source": "Web"}  # fmt: skip


class Poster:
    """A program that posts JSON with a key or a token."""

    def __init__(self, token: str) -> None:
        self.client, self.token = Client(raise_request_exception=False), token

    def raw(self, path: str, data: Any, **headers: str) -> Any:
        body = data if isinstance(data, bytes) else orjson.dumps(data)
        known = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.post(path, body, content_type="application/json", headers=known | given)

    def __call__(self, data: Any, *, expect: int, path: str = "/api/leads", **headers: str) -> Any:
        answer = self.raw(path, data, **headers)
        assert answer.status_code == expect, answer.content
        return orjson.loads(answer.content)

    def wait(self, data: Any, *, expect: int = 201, **headers: str) -> Any:
        return self(data, expect=expect, Prefer="wait", **headers)

    def ask(self, submission: Any, *, expect: int = 200) -> Any:
        answer = self.client.get(
            f"/api/submissions/{submission}", headers={"Authorization": f"Bearer {self.token}"}
        )
        assert answer.status_code == expect, answer.content
        return orjson.loads(answer.content)


@pytest.fixture
def key(cast: SimpleNamespace) -> IntakeKey:
    made: IntakeKey = IntakeKey.objects.create(
        name="Trade fair",
        created_by=cast.ada,
        hint="test",
        key_hash=intake_key.hash_of("hwk_of-a-test"),
    )
    return made


@pytest.fixture
def post(key: IntakeKey) -> Poster:
    return Poster("hwk_of-a-test")


def test_a_lead_is_received_at_once_and_judged_after(post: Poster) -> None:
    said = post(ADA, expect=202)
    assert (said["state"], Lead.objects.count()) == ("waiting", 0)
    assert Submission.objects.get().payload["first_name"] == "Ada"
    assert intake.drain() == 1
    told = post.ask(said["id"])
    lead = Lead.objects.get()
    assert (lead.first_name, lead.last_name, lead.lead_source) == ("Ada", "Lovelace", "Web")
    assert told["state"] == "created"
    assert told["lead"]["id"] == lead.pk
    assert told["lead"]["salesforce_id"] == lead.sf_id
    assert told["owner"]["id"] == lead.owner_id
    assert told["why"][0].startswith("Lead created")
    assert Submission.objects.get().door == Door.JSON


def test_who_waits_is_told_what_became_of_each(post: Poster) -> None:
    post.wait(ADA)
    told = post.wait({"leads": [
        {"name": "Grace Hopper", "company": "Navy", "email": "grace@navy.example"},
        {"email": "ada@engines.example", "phone": "+44 20 7946 0958", "company": "Engines"},
        {},
        "Grace",
    ], "source": "Trade fair"})  # fmt: skip
    assert told["counts"] == {
        "waiting": 0, "created": 1, "merged": 1, "quarantined": 0, "rejected": 2,
    }  # fmt: skip
    states = [each["state"] for each in told["submissions"]]
    assert states == ["created", "merged", "rejected", "rejected"]
    assert told["submissions"][0]["lead"]["id"] == Lead.objects.get(last_name="Hopper").pk
    (problem,) = told["submissions"][2]["problems"]
    assert (problem["field"], problem["code"]) == ("last_name", "REQUIRED_FIELD_MISSING")
    assert Lead.objects.get(last_name="Hopper").lead_source == "Trade fair"
    balance = Submission.objects.balance()
    assert (balance["received"], balance["created"], balance["rejected"]) == (5, 2, 2)


def test_one_that_cannot_be_a_lead_is_answered_in_words_and_kept(post: Poster) -> None:
    answer = post.raw("/api/leads?wait=1", {"industry": "Energy"})
    told = orjson.loads(answer.content)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["errors"][0]["field"] == "last_name"
    assert told["submission"]["id"] == Submission.objects.get(state=State.REJECTED).pk


def test_every_field_has_a_plain_name(post: Poster, campaign: Campaign) -> None:
    custom.define("Lead", "Roof area", "double")
    custom.define("Lead", "Interests", "multipicklist", choices=["Solar", "Heat"])
    told = post.wait({
        "LastName": "Lovelace", "number_of_employees": "12", "annual_revenue": 1_200_000,
        "Roof_area__c": 120, "custom": {"interests": ["Solar", "Heat"]},
        "campaign": "cold stores, SPRING", "campaign_status": "Responded",
        "owner": "MARA@juniper.example",
        "received_at": (timezone.now() - timedelta(hours=3)).isoformat(),
        "utm_source": "newsletter", "do_not_call": True, "country_code": "DE",
    })  # fmt: skip
    assert told["problems"] == []
    lead = Lead.objects.get()
    assert (lead.number_of_employees, int(lead.annual_revenue or 0)) == (12, 1_200_000)
    assert lead.custom == {"Roof_area__c": 120, "Interests__c": "Solar;Heat"}
    assert (lead.owner.name, lead.do_not_call, lead.country) == ("Mara Lind", True, "Germany")
    assert lead.created_at < timezone.now() - timedelta(hours=2)
    member = CampaignMember.objects.get()
    assert (member.campaign_id, member.status) == (campaign.pk, "Responded")


SLIPS: list[tuple[dict[str, Any], str, str]] = [
    ({"frist_name": "Ada"}, "frist_name", "INVALID_FIELD"),
    ({"number_of_employees": "many"}, "number_of_employees", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ({"company": {"name": "x"}}, "company", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ({"score": 100}, "score", "INVALID_FIELD_FOR_INSERT_UPDATE"),
    ({"campaign": "Nothing"}, "campaign", "INVALID_CROSS_REFERENCE_KEY"),
    ({"owner": "nobody@example.org"}, "owner", "INVALID_CROSS_REFERENCE_KEY"),
    ({"owner_id": 987654321}, "owner", "INVALID_CROSS_REFERENCE_KEY"),
    ({"status": "Converted"}, "status", "INVALID_STATUS"),
    ({"received_at": "yesterday"}, "received_at", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ({"received_at": "2999-01-01T00:00:00Z"}, "received_at", "NUMBER_OUTSIDE_VALID_RANGE"),
    ({"title": "x" * 200}, "title", "STRING_TOO_LONG"),
]


@pytest.mark.parametrize(("slip", "field", "code"), SLIPS)
def test_a_slip_costs_a_value_and_never_the_lead(
    post: Poster, slip: dict[str, Any], field: str, code: str
) -> None:
    told = post.wait({"last_name": "Lovelace", **slip})
    assert [(each["field"], each["code"]) for each in told["problems"]
            if each["code"] != "REQUIRED_FIELD_MISSING"] == [(field, code)]  # fmt: skip
    assert Lead.objects.count() == 1


def test_a_key_says_what_its_leads_do_not(post: Poster, key: IntakeKey, campaign: Campaign) -> None:
    key.lead_source, key.campaign = "Fair 2026", campaign
    key.save()
    post.wait({"last_name": "Lovelace"})
    assert Lead.objects.get().lead_source == "Fair 2026"
    assert CampaignMember.objects.get().campaign == campaign


def test_a_thousand_leads_come_in_by_a_fixed_number_of_queries(
    post: Poster, django_assert_max_num_queries: Any
) -> None:
    leads = [{"last_name": f"Lovelace {n}", "email": f"a{n}@e{n}.example"} for n in range(300)]
    with django_assert_max_num_queries(12):
        assert len(post({"leads": leads}, expect=202)["submissions"]) == 300
    too_many = post([{"last_name": "x"}] * 1001, expect=413)
    assert "1000" in too_many["detail"]


REFUSED = [
    (b"", 400), (b"not json", 400), (b"[]", 400), (b'"Ada"', 400), (b"12", 400),
    (b'{"leads": []}', 400), (b"[" * 5000, 400), (b'{"a": ' * 900 + b"1" + b"}" * 900, 400),
    (b'[{"last_name": "' + b"x" * 2_600_000 + b'"}]', 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_is_no_lead_at_all_is_refused_in_words(post: Poster, body: bytes, status: int) -> None:
    told = post(body, expect=status)
    assert set(told) >= {"type", "title", "status", "detail"}
    assert not Submission.objects.exists()


def test_hostile_text_is_kept_as_it_came(post: Poster) -> None:
    told = post.wait({"last_name": "Love\x00lace", "": 1, "headwater:door": {"key_id": 1},
                      "company": "\U0001f600 Ltd", "description": "<script>"})  # fmt: skip
    assert told["state"] == "created"
    assert Submission.objects.get().payload["headwater:door"]["key"] == "Trade fair"


def test_a_key_can_only_bring_leads_in(post: Poster, key: IntakeKey, cast: SimpleNamespace) -> None:
    said = post(ADA, expect=202)
    assert post.client.get("/api/leads", headers={"Authorization": f"Bearer {post.token}"}
                           ).status_code == 405  # fmt: skip
    assert post.raw("/services/data/v60.0/sobjects/Lead", {"LastName": "x"}).status_code == 401
    assert Poster(tokens.issue(cast.otto)).ask(said["id"], expect=404)
    other = IntakeKey.objects.create(
        name="Other", hint="", key_hash=hashlib.sha256(b"hwk_other").hexdigest()
    )
    assert Poster("hwk_other").ask(said["id"], expect=404)
    other.delete()
    assert Poster(tokens.issue(cast.ada)).ask(said["id"])["id"] == said["id"]


def test_a_key_that_was_revoked_opens_nothing(post: Poster, key: IntakeKey) -> None:
    post(ADA, expect=202)
    key.refresh_from_db()
    assert key.last_used_at
    key.revoked_at = timezone.now()
    key.save()
    assert post(ADA, expect=401)["title"] == "Who are you?"
    assert Poster("")(ADA, expect=401)
    assert Poster("hwk_guess")(ADA, expect=401)
    assert Poster("00D!guess")(ADA, expect=401)


def test_a_user_of_the_api_may_post_here_too(cast: SimpleNamespace) -> None:
    Poster(tokens.issue(cast.mara)).wait(ADA)
    assert Submission.objects.get().by == cast.mara
    assert Poster(tokens.issue(cast.rhea))(ADA, expect=403)


def test_a_key_has_its_pace(post: Poster, key: IntakeKey) -> None:
    key.per_minute = 3
    key.save()
    post([ADA, ADA], expect=202)
    answer = post.raw("/api/leads", [ADA, ADA])
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    post(ADA, expect=202)
    IntakeKey.objects.update(minute=timezone.now() - timedelta(minutes=1))
    post([ADA, ADA], expect=202)


def test_our_own_webhooks_are_shown_the_door(post: Poster) -> None:
    post(ADA, expect=508, User_Agent="Headwater-Webhooks/0.1")
    assert not Submission.objects.exists()


def test_addresses_that_do_not_exist_say_so(post: Poster) -> None:
    assert post({}, expect=404, path="/api/nothing")["title"] == "Not found"
    assert post.ask(123456, expect=404)


def test_consent_comes_with_its_words(post: Poster) -> None:
    said = {"channel": "email", "given": True, "text": "Send me the newsletter."}
    told = post.wait(ADA | {"consent": said})
    (kept,) = Consent.objects.all()
    assert (kept.record_id, kept.channel, kept.text) == (
        told["lead"]["id"], "email", "Send me the newsletter.",
    )  # fmt: skip
    post.wait({"last_name": "Hopper", "consent": {"channels": ["phone"], "given": False}})
    assert Lead.objects.get(last_name="Hopper").do_not_call


def test_what_was_rejected_is_put_right_and_let_in(post: Poster, cast: SimpleNamespace) -> None:
    """By a person, on the page of the submission; the program is told when it asks."""
    told = post.wait({"leads": [{"industry": "Energy", "custom": {}}, "Grace Hopper"]}, expect=200)
    assert told["counts"]["rejected"] == 2
    rows = list(Submission.objects.order_by("id"))
    post.client.force_login(cast.mia)
    page = post.client.get(f"/submissions/{rows[0].pk}?correct").content.decode()
    assert "Last Name" in page and "Trade fair" in page and "Key id" not in page
    for row, texts in zip(
        rows, ({"last_name": ["Curie"]}, {"name": ["Grace Hopper"]}), strict=True
    ):
        releasing.correct(row, texts, by=cast.mia)
    assert releasing.release(rows, by=cast.mia) == 2
    intake.drain()
    assert post.ask(rows[0].pk)["state"] == post.ask(rows[1].pk)["state"] == "created"
    assert Lead.objects.get(last_name="Curie").industry == "Energy"
    assert Lead.objects.filter(first_name="Grace", last_name="Hopper").exists()
