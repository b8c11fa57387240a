"""Setup's teams: how each member stands, and what an admin sets about them."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from headwater.people.models import Absence, User
from headwater.records.models import Lead, TrailEntry

SignIn = Callable[[User], Client]
SENT = {
    "turn_weight": "3", "most_open_leads": "30", "most_leads_a_day": "", "is_taking_leads": "on",
    "skill_language": "fr, de ,fr", "skill_territory": "", "skill_product": "Solar",
    "skill_segment": "",
}  # fmt: skip


def test_an_admin_sets_what_turns_ask(sign_in: SignIn, cast: SimpleNamespace) -> None:
    ada = sign_in(cast.ada)
    assert "Weight" in ada.get(f"/setup/teams/members/{cast.mara.pk}").content.decode()
    assert ada.post(f"/setup/teams/members/{cast.mara.pk}", SENT)["Location"] == "/setup/teams"
    mara = User.objects.get(pk=cast.mara.pk)
    assert (mara.turn_weight, mara.most_open_leads, mara.most_leads_a_day) == (3, 30, None)
    assert mara.skills == {"language": ["fr", "de"], "product": ["Solar"]}
    changes = TrailEntry.objects.get(event="user.changed").changes
    assert changes["turn_weight"] == ["1", "3"]
    assert changes["skills"] == ["", "language: fr, de; product: Solar"]
    ada.post(f"/setup/teams/members/{cast.mara.pk}", SENT)  # nothing new
    assert TrailEntry.objects.filter(event="user.changed").count() == 1


def test_the_page_shows_how_everybody_stands(
    sign_in: SignIn, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    now = timezone.now()
    Absence.objects.create(user=cast.ines, starts_at=now, ends_at=now + timedelta(days=2))
    User.objects.filter(pk=cast.mara.pk).update(most_open_leads=1, skills={"language": ["fr"]})
    make_lead(owner=cast.mara)
    page = sign_in(cast.ines).get("/setup/teams").content.decode()
    assert "away, back on" in page
    assert "at capacity, 1 of 1 open" in page
    assert "next in turn" in page  # Owen, the only one left
    assert ">fr<" in page
    assert "/setup/teams/members/" not in page  # she may read, not change
    outside = sign_in(cast.otto).get("/setup/teams").content.decode()
    assert ">fr<" in outside  # what is set is everybody's to read, who has what is not
    for untold in ("away, back on", "at capacity", "1 of 1"):
        assert untold not in outside


def test_only_admins_change_members(sign_in: SignIn, cast: SimpleNamespace) -> None:
    for user in (cast.ines, cast.mara, cast.mia):
        client = sign_in(user)
        assert client.post(f"/setup/teams/members/{cast.mara.pk}", SENT).status_code == 403
    refused = sign_in(cast.ada).post(
        f"/setup/teams/members/{cast.mara.pk}", SENT | {"turn_weight": "0"}
    )
    assert refused.status_code == 422
    assert "greater than or equal to 1" in refused.content.decode()


def test_more_members_ask_no_more_queries(
    sign_in: SignIn, cast: SimpleNamespace,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(20):
        User.objects.create_user(
            f"more{number}@juniper.example", last_name=f"More {number}", team=cast.south
        )
    client = sign_in(cast.owen)
    with django_assert_max_num_queries(20):
        client.get("/setup/teams")
