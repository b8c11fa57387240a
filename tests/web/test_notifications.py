"""The bell: what Headwater tells a person is seen, opened, read, and nobody else's business."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from headwater.people.models import User
from headwater.records.models import Lead, Notification
from headwater.route.announce import tell_owners

Tell = Callable[..., Notification]


@pytest.fixture
def tell(cast: SimpleNamespace) -> Tell:
    """A notification for somebody, each a minute newer than the one before."""

    def write(user: User, text: str = "New lead: Tom Okafor", url: str = "/more") -> Notification:
        number = Notification.objects.count()
        at = timezone.now() - timedelta(hours=9) + timedelta(minutes=number)
        return Notification.objects.create(
            user=user, key=f"test:{number}", text=text, url=url, at=at
        )

    return write


def test_a_new_lead_rings_is_opened_and_is_read(
    mara: Client, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    assert "none unread" in mara.get("/more").content.decode()
    lead = make_lead(first_name="Tom")
    tell_owners([lead], at=timezone.now(), by=None)
    notice = Notification.objects.get(user=cast.mara)
    page = mara.get("/more").content.decode()
    assert page.count('<span class="n" data-unread>1</span>') == 2  # in the bar of five, on More
    assert f'data-newest="{notice.pk}"' in page
    menu = mara.get("/notifications/latest").content.decode()
    assert "New lead: Tom Okafor, Harbor Cold Storage" in menu
    assert "Unread: " in menu and "Mark all as read" in menu
    assert mara.get(f"/notifications/{notice.pk}")["Location"] == f"/leads/{lead.pk}"
    menu = mara.get("/notifications/latest").content.decode()
    assert "New lead: Tom Okafor" in menu
    assert "Unread: " not in menu and "Mark all as read" not in menu
    assert "none unread" in mara.get("/more").content.decode()


def test_what_is_new_is_told_once(mara: Client, cast: SimpleNamespace, tell: Tell) -> None:
    old = tell(cast.mara, "Older")
    tell(cast.otto, "Otto’s")
    url = f"/notifications/unread?after={old.pk}"
    assert "data-news" not in mara.get(url).content.decode()
    new = tell(cast.mara, "Nobody has answered <Tom> in time")
    answer = mara.get(url).content.decode()
    assert 'data-news="Nobody has answered &lt;Tom&gt; in time"' in answer
    assert f'data-url="/notifications/{new.pk}"' in answer
    assert f"/notifications/unread?after={new.pk}" in answer  # what it asks next
    assert "data-news" not in mara.get(f"/notifications/unread?after={new.pk}").content.decode()
    tell(cast.mara, "One more")
    answer = mara.get(url).content.decode()
    assert 'data-news="2 new notifications. The latest: One more"' in answer
    assert 'data-url="/notifications"' in answer


def test_reading_one_does_not_make_older_ones_new(
    mara: Client, cast: SimpleNamespace, tell: Tell
) -> None:
    tell(cast.mara)
    new = tell(cast.mara)
    mara.get(f"/notifications/{new.pk}")
    answer = mara.get(f"/notifications/unread?after={new.pk}").content.decode()
    assert f"after={new.pk}" in answer and "data-news" not in answer


def test_all_are_read_up_to_what_was_shown(mara: Client, cast: SimpleNamespace, tell: Tell) -> None:
    shown = [tell(cast.mara) for _ in range(3)]
    others = tell(cast.otto)
    later = tell(cast.mara, "Came meanwhile")
    answer = mara.post(
        "/notifications/reading", {"until": shown[-1].pk}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204 and "headwater:changed" in answer["HX-Trigger"]
    unread = Notification.objects.filter(read_at=None)
    assert set(unread) == {others, later}
    assert mara.post("/notifications/reading")["Location"] == "/notifications"  # without scripts
    assert set(unread.all()) == {others}


def test_the_page_shows_all_of_them_at_the_same_cost(
    mara: Client,
    cast: SimpleNamespace,
    tell: Tell,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tell(cast.mara, "The first of all")
    with django_assert_num_queries(6):  # session, person, the bell, offers, how many, these
        mara.get("/notifications")
    for number in range(54):
        tell(cast.mara, f"Number {number}.")
    with django_assert_num_queries(6):
        page = mara.get("/notifications").content.decode()
    assert "Number 53." in page and "The first of all" not in page
    assert "1 to 50 of 55 notifications" in page
    assert "The first of all" in mara.get("/notifications?page=2").content.decode()
    with django_assert_num_queries(4):
        menu = mara.get("/notifications/latest").content.decode()
    assert menu.count("data-row") == 10
    assert mara.get("/notifications?page=-1%00").status_code == 200


def test_the_number_ends_at_99(
    mara: Client, cast: SimpleNamespace, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Notification.objects.bulk_create(
        Notification(user=cast.mara, key=f"many:{n}", text="x", url="/") for n in range(150)
    )
    with django_assert_num_queries(4):
        assert ">99+</span>" in mara.get("/more").content.decode()


def test_who_has_none_is_told_what_comes_here(mara: Client) -> None:
    assert "Nothing to tell yet" in mara.get("/notifications").content.decode()
    assert "Nothing yet" in mara.get("/notifications/latest").content.decode()


# --- refusals -----------------------------------------------------------------------------------
def test_those_of_others_do_not_exist(
    cast: SimpleNamespace, sign_in: Callable[[User], Client], tell: Tell
) -> None:
    notice = tell(cast.mara, "Only for Mara")
    for other in (cast.otto, cast.ines, cast.ada):  # not for a manager or an admin either
        client = sign_in(other)
        assert client.get(f"/notifications/{notice.pk}").status_code == 404
        client.post("/notifications/reading", {"until": notice.pk})
        for url in ("/notifications", "/notifications/latest", "/notifications/unread"):
            assert "Only for Mara" not in client.get(url).content.decode()
        assert "none unread" in client.get("/more").content.decode()
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("key", [0, 2**63 - 1, 2**63, 10**40])
def test_one_that_never_was(mara: Client, key: int) -> None:
    assert mara.get(f"/notifications/{key}").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_only_the_person_reads(
    mara: Client, cast: SimpleNamespace, tell: Tell, headers: dict[str, str]
) -> None:
    notice = tell(cast.mara)
    assert mara.get(f"/notifications/{notice.pk}", headers=headers).status_code == 302
    assert mara.head(f"/notifications/{notice.pk}").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None
    mara.get(f"/notifications/{notice.pk}", headers={"Sec-Fetch-Site": "same-origin"})
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    mara.get(f"/notifications/{notice.pk}")  # read is read: the moment stays
    notice.refresh_from_db()
    assert notice.read_at == first


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example", "javascript:x"])
def test_it_leads_nowhere_else(mara: Client, cast: SimpleNamespace, tell: Tell, url: str) -> None:
    notice = tell(cast.mara, url=url)
    assert mara.get(f"/notifications/{notice.pk}")["Location"] == "/notifications"


def test_methods_and_nonsense(
    mara: Client, client: Client, cast: SimpleNamespace, tell: Tell
) -> None:
    notice = tell(cast.mara)
    assert mara.get("/notifications/reading").status_code == 405
    assert mara.post(f"/notifications/{notice.pk}").status_code == 405
    for after in ("", "x", "-1", "9" * 40, "%00", "²"):
        assert mara.get(f"/notifications/unread?after={after}").status_code == 200
    assert client.get("/notifications")["Location"].startswith("/sign-in")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.mara)
    assert strict.post("/notifications/reading").status_code == 403
    notice.refresh_from_db()
    assert notice.read_at is None


def test_who_only_reads_may_read_theirs(
    cast: SimpleNamespace, sign_in: Callable[[User], Client], tell: Tell
) -> None:
    notice = tell(cast.rhea)
    sign_in(cast.rhea).post("/notifications/reading", {"until": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is not None
