"""The queue of duplicates: what waits, deciding one by one and several at once, and taking back."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from headwater.match import pairs
from headwater.people.models import User
from headwater.people.organization import Access
from headwater.records.duplicate_pair import Tier
from headwater.records.models import Account, Contact, DuplicatePair, Lead, TrailEntry
from headwater.web.duplicates import waterfall

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
MakeLead = Callable[..., Lead]
State = DuplicatePair.State
EVIDENCE = [
    {"field": "phone", "words": "same mobile number", "bits": 10.2},
    {"field": "last_name", "words": "same rare surname", "bits": 6.8},
    {"field": "email", "words": "another e-mail address", "bits": -1.6},
]
HTMX = {"HX-Request": "true"}
QUERIES = 17  # session, person, bell, pairs, names, counts, the run; the two records and what hangs


def pair_of(one: Any, other: Any, **said: Any) -> DuplicatePair:
    """The two in the queue."""
    names = [(type(each).__name__, each.pk) for each in (one, other)]
    said = {"probability": 0.97, "tier": Tier.LIKELY, "evidence": EVIDENCE} | said
    pairs.write([pairs.pair(names[0], names[1], found_by="base", **said)])
    found: DuplicatePair = DuplicatePair.objects.order_by("-pk")[0]
    return found


@pytest.fixture
def ruth(make_lead: MakeLead) -> Lead:
    return make_lead(first_name="Ruth", last_name="Ames", email="ruth@ames.example.net",
                     mobile_phone="+4155550178")  # fmt: skip


@pytest.fixture
def again(make_lead: MakeLead) -> Lead:
    return make_lead(first_name="Ruth M.", last_name="Ames", email="r.ames@mail.example.org",
                     mobile_phone="+4155550178", city="Linden")  # fmt: skip


@pytest.fixture
def waiting(ruth: Lead, again: Lead) -> DuplicatePair:
    return pair_of(ruth, again)


# --- looking ------------------------------------------------------------------------------------
def test_a_pair_waits_with_its_evidence(
    mara: Client, waiting: DuplicatePair, ruth: Lead, again: Lead
) -> None:
    page = mara.get("/duplicates").text
    for words in ("1 to review", "Ruth M. Ames", "97.0 %", "Likely", "Same mobile number",
                  "very strong", "against", "Are these the same person?"):  # fmt: skip
        assert words in page, words
    for number, lead in enumerate((ruth, again), start=1):
        assert f'value="{lead.pk}" id="master-{lead.pk}"' in page
        assert f'data-key="{number}"' in page
    assert page.index("r.ames@mail.example.org") < page.index("Harbor Cold Storage</td>")
    beside = mara.get(reverse("duplicate", args=[waiting.pk]), {"place": 0}, headers=HTMX).text
    assert "<html" not in beside
    assert "Merge <kbd>m</kbd>" in beside
    assert "<html" in mara.get(reverse("duplicate", args=[waiting.pk])).text


def test_an_empty_queue_teaches(mara: Client, sign_in: SignIn, cast: SimpleNamespace) -> None:
    page = mara.get("/duplicates").text
    assert "Nobody is here twice" in page
    assert "joins the open lead by itself" in page
    assert f'action="{reverse("match_runs")}"' not in page
    assert f'action="{reverse("match_runs")}"' in sign_in(cast.mia).get("/duplicates").text
    assert "No pair fits" in mara.get("/duplicates?kind=Contact").text


def test_filters_and_counts(
    sign_in: SignIn, cast: SimpleNamespace, waiting: DuplicatePair, make_lead: MakeLead
) -> None:
    accounts = [Account.objects.create(name=name, owner=cast.owen)
                for name in ("Collins Brewery", "Collins Brewing Co")]  # fmt: skip
    pair_of(*accounts, probability=0.74, tier=Tier.POSSIBLE)
    contact = Contact.objects.create(last_name="Park", first_name="Leo", owner=cast.mara)
    pair_of(contact, make_lead(first_name="Leonard", last_name="Park", owner=cast.owen))
    ines = sign_in(cast.ines)

    def names(query: str = "") -> set[str]:
        page = ines.get(f"/duplicates{query}").text
        return {name for name in ("Ruth M. Ames", "Collins Brewing Co", "Leonard Park")
                if f'<span class="cut">{name}' in page or f'cut">{name}</b>' in page}  # fmt: skip

    assert names() == {"Ruth M. Ames", "Collins Brewing Co", "Leonard Park"}
    assert names("?kind=Lead") == {"Ruth M. Ames"}
    assert names("?kind=across") == {"Leonard Park"}
    assert names("?tier=possible") == {"Collins Brewing Co"}
    assert names("?whose=mine") == set()
    assert names("?state=different") == set()
    page = sign_in(cast.ada).get("/duplicates").text
    for tab, count in (("All", 3), ("Leads", 1), ("Accounts", 1), ("Across", 1)):
        assert f'>{tab} <span class="num">{count}</span>' in page
    assert ">Contacts <span" not in page
    mara = sign_in(cast.mara)
    assert "Ruth M. Ames" in mara.get("/duplicates?whose=mine").text


def test_both_records_must_be_seen(
    sign_in: SignIn, cast: SimpleNamespace, ruth: Lead, make_lead: MakeLead
) -> None:
    theirs = make_lead(first_name="Ruth", last_name="Ames", owner=cast.otto)
    pair = pair_of(ruth, theirs)
    for person in (cast.mara, cast.otto, cast.ines, cast.petra):
        client = sign_in(person)
        assert "Ames" not in client.get("/duplicates").text
        assert client.get(reverse("duplicate", args=[pair.pk])).status_code == 404
        for deed in ("difference", "skipping", "reopening"):
            url = reverse(f"duplicate_{deed}", args=[pair.pk])
            assert client.post(url).status_code == 404
        client.post(reverse("duplicates_difference"), {"id": pair.pk})
    assert DuplicatePair.objects.get().state == State.OPEN
    assert "Ames" in sign_in(cast.ada).get("/duplicates").text


def test_readers_read(sign_in: SignIn, cast: SimpleNamespace, waiting: DuplicatePair) -> None:
    rhea = sign_in(cast.rhea)
    page = rhea.get("/duplicates").text
    assert "r.ames@mail.example.org" in page  # side by side
    assert "Merge <kbd>" not in page
    assert 'type="radio"' not in page
    for deed in ("difference", "skipping", "reopening"):
        assert rhea.post(reverse(f"duplicate_{deed}", args=[waiting.pk])).status_code == 403
    for deed in ("duplicates_difference", "duplicates_merge"):
        assert rhea.post(reverse(deed), {"id": waiting.pk}).status_code == 403


def test_a_page_costs_the_same_with_many_pairs(
    mara: Client, waiting: DuplicatePair, make_lead: MakeLead,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    mara.get("/duplicates")
    with django_assert_num_queries(QUERIES):
        mara.get("/duplicates")
    for number in range(12):
        one, other = (make_lead(first_name=f"Nr{number}", last_name=n) for n in ("Ash", "Ashe"))
        pair_of(one, other, probability=0.9 - number / 100, group=waiting.pk + 1000 + number % 2)
    mara.get("/duplicates")
    with django_assert_num_queries(QUERIES + 1):  # the clusters of the page
        mara.get("/duplicates")


def test_who_may_not_merge_compares(
    mara: Client, ruth: Lead, make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    cast.organization.lead_access = Access.READ
    cast.organization.save()
    pair_of(ruth, make_lead(last_name="Amesbury", owner=cast.otto))
    page = mara.get("/duplicates").text
    assert "Amesbury" in page
    assert "trouble" in page
    assert "Merge <kbd>" not in page
    assert "Not a duplicate <kbd>" in page


# --- deciding -----------------------------------------------------------------------------------
def test_not_a_duplicate_is_not_asked_again_until_undone(
    mara: Client, waiting: DuplicatePair, cast: SimpleNamespace, ruth: Lead
) -> None:
    url = reverse("duplicate_difference", args=[waiting.pk])
    answer = mara.post(url, headers=HTMX)
    assert answer.status_code == 204
    assert "duplicates:decided" in answer["HX-Trigger"]
    assert "stay apart" in answer["HX-Trigger"]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == (State.DIFFERENT, cast.mara)
    assert "Nobody is here twice" in mara.get("/duplicates").text
    assert "Ruth M. Ames" in mara.get("/duplicates?state=different").text
    assert "Not the same as another lead" in mara.get(f"/leads/{ruth.pk}").text
    undo_url = answer["HX-Trigger"].partition('"undo_url": "')[2].partition('"')[0]
    assert "back in the queue" in mara.post(undo_url, follow=True).text
    waiting.refresh_from_db()
    assert waiting.state == State.OPEN


def test_skipping_and_asking_again(mara: Client, waiting: DuplicatePair) -> None:
    answer = mara.post(reverse("duplicate_skipping", args=[waiting.pk]), {"next": "/duplicates"})
    assert answer["Location"] == "/duplicates"
    assert "Ruth" in mara.get("/duplicates?state=skipped").text
    mara.post(reverse("duplicate_reopening", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.state == State.OPEN


def test_who_is_left_out_of_a_cluster_is_not_decided(
    mara: Client, waiting: DuplicatePair, ruth: Lead, again: Lead, make_lead: MakeLead
) -> None:
    third = make_lead(first_name="Rue", last_name="Ames")
    DuplicatePair.objects.update(group=waiting.pk)
    others = [pair_of(one, third, probability=0.9, group=waiting.pk) for one in (ruth, again)]
    page = mara.get("/duplicates").text
    assert "3 records" in page
    assert "Are these 3 one person?" in page
    url = reverse("duplicate", args=[waiting.pk])
    assert "Are these the same person?" in mara.get(url, {"without": third.pk}).text
    mara.post(reverse("duplicate_difference", args=[waiting.pk]), {"id": [ruth.pk, again.pk]})
    assert set(DuplicatePair.objects.open()) == set(others)


def test_the_next_pair_comes_into_the_place(
    mara: Client, waiting: DuplicatePair, make_lead: MakeLead
) -> None:
    second = pair_of(make_lead(last_name="Pell"), make_lead(last_name="Pellow"), probability=0.8)
    page = mara.get("/duplicates", {"current": second.pk}).text
    assert f'name="current" value="{second.pk}"' in page
    mara.post(reverse("duplicate_difference", args=[waiting.pk]))
    page = mara.get("/duplicates", {"current": waiting.pk, "place": 0}).text
    assert f'name="current" value="{second.pk}"' in page
    page = mara.get("/duplicates", {"current": waiting.pk, "place": 7}).text
    assert f'name="current" value="{second.pk}"' in page


def test_several_at_once(mara: Client, waiting: DuplicatePair, make_lead: MakeLead) -> None:
    weak = pair_of(make_lead(last_name="Pell"), make_lead(last_name="Pellow"), probability=0.5,
                   tier=Tier.POSSIBLE)  # fmt: skip
    given = {"id": [waiting.pk, weak.pk], "next": "/duplicates"}
    page = mara.post(reverse("duplicates_merge"), given, follow=True).text
    assert "1 merge done. 1 left: look at these one by one." in page
    assert Lead.objects.filter(last_name="Ames", is_deleted=False).count() == 1
    assert Lead.objects.filter(last_name__startswith="Pell", is_deleted=False).count() == 2
    page = mara.post(reverse("duplicates_difference"), given, follow=True).text
    assert "1 pair stays apart" in page
    assert DuplicatePair.objects.get(pk=weak.pk).state == State.DIFFERENT


def test_a_lead_is_converted_into_a_contact(
    mara: Client, ruth: Lead, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(name="Ames & Sons", owner=cast.mara)
    contact = Contact.objects.create(first_name="Ruth", last_name="Ames", email=ruth.email,
                                     account=account, owner=cast.mara)  # fmt: skip
    pair = pair_of(contact, ruth)
    page = mara.get("/duplicates").text
    assert "Convert into this contact" in page
    assert f"/leads/{ruth.pk}/conversion?contact={contact.pk}&amp;account={account.pk}" in page
    assert "Merge <kbd>m</kbd>" not in page
    given = {"id": [pair.pk], "next": "/duplicates"}
    assert "Nothing was merged" in mara.post(reverse("duplicates_merge"), given, follow=True).text


def test_hostile_addresses(mara: Client, waiting: DuplicatePair) -> None:
    for query in ("?kind='", "?tier=x&whose=1&state=merged", "?page=-1", "?page=99999999999",
                  "?current=x&place=99999999", "?master=x", "?place=²"):  # fmt: skip
        assert mara.get(f"/duplicates{query}").status_code == 200, query
    assert mara.get("/duplicates/999999999").status_code == 404
    away = {"next": "https://evil.example.com"}
    answer = mara.post(reverse("duplicate_skipping", args=[waiting.pk]), away)
    assert answer["Location"] == "/duplicates"
    assert not TrailEntry.objects.filter(event="duplicate.refused").exists()


# --- the waterfall ------------------------------------------------------------------------------
def test_a_waterfall_begins_at_any_two_and_ends_at_the_probability() -> None:
    fall = waterfall.waterfall(EVIDENCE, 0.97)
    assert [bar.tone for bar in fall.bars] == ["start", "pos", "pos", "neg"]
    start, phone, name, mail = fall.bars
    assert start.words.startswith("Any two records: 1 in ")
    assert phone.left == pytest.approx(start.left)
    assert name.left == pytest.approx(phone.left + phone.width, abs=0.02)
    assert mail.left + mail.width == pytest.approx(name.left + name.width, abs=0.02)
    assert all(bar.left >= 0 and bar.left + bar.width <= 100 for bar in fall.bars)
    assert [bar.strength for bar in fall.bars] == ["start", "very strong", "strong", "against"]


@pytest.mark.parametrize(
    ("probability", "odds", "chance"),
    [(0.9986, "about 710 to 1", "99.8 %"), (0.5, "about even", "50.0 %"),
     (0.2, "about 1 to 4", "20.0 %"), (1.0, "more than a million to 1", "99.9 %"),
     (0.0001, "about 1 to 10,000", "No likeness")],
)  # fmt: skip
def test_chances_in_words(probability: float, odds: str, chance: str) -> None:
    assert waterfall.odds(probability) == odds
    assert waterfall.chance(probability) == chance


def test_no_evidence_is_drawn_too() -> None:
    assert len(waterfall.waterfall([], 0.5).bars) == 1
