"""Coming in: the story of one person, then everybody who is turned away."""

import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    """What one test tried too often must not count against the next."""
    cache.clear()


def sign_in(client: Client, email: str, password: str) -> int:
    answer = client.post("/sign-in", {"login": email, "password": password})
    return int(answer.status_code)


def test_a_person_comes_in_works_and_leaves(cast: SimpleNamespace, client: Client) -> None:
    asked = client.get("/more?x=1")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in?next=%2Fmore%3Fx%3D1")
    page = client.get(asked["Location"])
    assert b'name="next" value="/more?x=1"' in page.content

    answer = client.post(
        "/sign-in", {"login": cast.mara.email.upper(), "password": PASSWORD, "next": "/more?x=1"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/more?x=1")
    assert b"Mara Lind" in client.get("/more").content

    assert client.get("/sign-out").status_code == 200  # asks; a link must not sign anybody out
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/more").status_code == 302


def test_a_forgotten_password_is_changed_by_mail(cast: SimpleNamespace, client: Client) -> None:
    answer = client.post("/password/reset", {"email": cast.mara.email})
    assert answer["Location"] == "/password/reset/sent"
    (letter,) = mail.outbox
    assert letter.subject == "Choose a new password for Headwater"
    link = re.search(r"https?://\S+/password/reset/\S+", str(letter.body))
    assert link
    page = client.get(link[0].replace("http://testserver", ""), follow=True)
    url = page.request["PATH_INFO"]
    new = "heron over slow water 9"
    answer = client.post(url, {"password1": new, "password2": new})
    assert answer["Location"] == "/password/reset/done"
    assert sign_in(client, cast.mara.email, PASSWORD) == 200
    assert sign_in(client, cast.mara.email, new) == 302
    assert b"has been used" in Client().get(link[0]).content


def test_an_unknown_address_is_answered_alike(cast: SimpleNamespace, client: Client) -> None:
    answer = client.post("/password/reset", {"email": "nobody@example.org"})
    assert answer["Location"] == "/password/reset/sent"
    assert "sign up" not in mail.outbox[0].body


def test_a_password_is_changed_by_its_owner(cast: SimpleNamespace, mara: Client) -> None:
    new = "heron over slow water 9"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert mara.post("/password", form).status_code == 302
    assert mara.get("/more").status_code == 200
    assert sign_in(Client(), cast.mara.email, new) == 302


def test_guessing_is_slowed_down(cast: SimpleNamespace, client: Client) -> None:
    for _ in range(5):
        assert sign_in(client, cast.mara.email, "wrong") == 200
    page = client.post("/sign-in", {"login": cast.mara.email, "password": PASSWORD})
    assert page.status_code == 200
    assert b"Too many tries" in page.content
    assert sign_in(client, cast.owen.email, PASSWORD) == 302  # his neighbour is not locked out


def test_asking_for_passwords_is_slowed_down(cast: SimpleNamespace, client: Client) -> None:
    answers = [client.post("/password/reset", {"email": cast.mara.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert b"Too many tries" in answers[-1].content


def test_who_has_left_stays_out(cast: SimpleNamespace, client: Client) -> None:
    cast.mara.is_active = False
    cast.mara.save()
    answer = client.post("/sign-in", {"login": cast.mara.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/closed"
    assert b"This account is closed" in client.get("/sign-in/closed").content
    assert client.get("/more").status_code == 302


def test_nobody_signs_up(cast: SimpleNamespace, client: Client, mara: Client) -> None:
    assert client.get("/sign-up").status_code == 302
    assert mara.get("/sign-up").status_code == 404
    assert client.post("/sign-up", {"email": "a@example.org", "password1": "x"}).status_code == 302


@pytest.mark.parametrize("outside", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_the_way_back_stays_in_the_house(
    cast: SimpleNamespace, client: Client, outside: str
) -> None:
    form = {"login": cast.mara.email, "password": PASSWORD, "next": outside}
    assert client.post("/sign-in", form)["Location"] == "/"
