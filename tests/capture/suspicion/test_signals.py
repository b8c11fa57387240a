"""Each doubt by table: what robots send, and what people send that looks a little like it."""

import pytest

from headwater.capture.suspicion.inquiry import Inquiry
from headwater.capture.suspicion.signals import (
    SIGNALS,
    THRESHOLD,
    points_of,
    reason_of,
    true_of,
)
from headwater.capture.suspicion.writing import is_gibberish, links_in

ROOF = "We want to put panels on our roof before the next winter. What would it cost?"


def names_of(**said: object) -> set[str]:
    return {signal.name for signal in true_of(Inquiry(**said))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"last_name": "Anna www.meet.example"}, "name_address"),
        ({"last_name": "Win at lucky-casino.com"}, "name_address"),
        ({"first_name": "a/b", "last_name": "x"}, "name_address"),
        ({"message": "https://shop.example/1"}, "only_links"),
        ({"message": "see www.shop.example !!"}, "only_links"),
        ({"message": "[url=http://a.example]cheap pills for everyone[/url]"}, "markup"),
        ({"message": "<a href='http://a.example'>cheap pills for you</a>"}, "markup"),
        (
            {"message": "One http://a.example two http://b.example three www.c.example"},
            "many_links",
        ),
        ({"message": f"{ROOF} Our site: https://mill.example"}, "link"),
        ({"message": ROOF, "senders": 3}, "same_words"),
        ({"email": "qa@mailinator.com"}, "disposable"),
        ({"email": "qa@eu.mailinator.com"}, "disposable"),
        ({"last_name": "xKqvTzWpLm"}, "odd_name"),
        ({"first_name": "RonaldDyeMB"}, "odd_name"),
        ({"first_name": "Goosy", "last_name": "goosy"}, "same_name"),
        ({"message": "wqfhjkxzvbnq"}, "odd_message"),
        ({"message": "Лучшее саsino и bоnus для вас, получите больше сегодня"}, "mixed_script"),
        (
            {"last_name": "Smith", "page": "Get a quote", "message": "Купите наши товары сегодня"},
            "other_script",
        ),
        ({"proof": "missing"}, "proof_missing"),
        ({"proof": "too old"}, "proof_bad"),
        ({"captcha": "missing"}, "captcha_missing"),
        ({"captcha": "failed"}, "captcha_failed"),
    ],
)
def test_what_robots_send_is_seen(said: dict[str, object], expected: str) -> None:
    assert expected in names_of(**said)


@pytest.mark.parametrize(
    "said",
    [
        {"first_name": "Ana", "last_name": "Lee", "email": "ana@mill.example.org", "message": ROOF},
        {"last_name": "O'Brien-McDonald", "message": "2 < 3, and I <3 solar"},
        {"last_name": "Prof. Dr. St. John-Smythe PhD", "company": "Booking.com"},
        {"first_name": "Иван", "last_name": "Петров", "message": "Сколько стоит крыша с панелями?"},
        {"first_name": "美咲", "last_name": "佐藤", "message": "屋根に付けたいです。"},
        {"first_name": "Zoë", "last_name": "Müller", "message": "Größe: 60 m², Neigung α = 30°"},
        {"first_name": "Ana", "last_name": "Lee", "message": "ok", "proof": "", "captcha": ""},
        {"message": "3D-модель крыши и WiFi-роутер у нас есть, нужен расчёт", "last_name": "Попов"},
        {},
    ],
)  # fmt: skip
def test_what_people_send_raises_no_doubt(said: dict[str, object]) -> None:
    assert names_of(**said) == set()


def test_a_russian_who_writes_the_name_in_latin_is_let_in() -> None:
    found = true_of(
        Inquiry(first_name="Ivan", last_name="Petrov", page="Get a quote", proof="missing",
                message="Сколько стоит крыша с панелями? Сайт: https://dom.example")
    )  # fmt: skip
    assert {signal.name for signal in found} == {"other_script", "link", "proof_missing"}
    assert points_of(found) < THRESHOLD


def test_no_single_doubt_that_a_person_can_raise_sets_aside() -> None:
    alone = {signal.name for signal in SIGNALS if signal.weight >= THRESHOLD}
    assert alone == {"captcha_failed"}
    assert all(signal.sentence.endswith(".") and signal.weight > 0 for signal in SIGNALS)


def test_the_reason_is_told_with_its_sum() -> None:
    found = true_of(Inquiry(last_name="xKqvTzWpLm", email="a@mailinator.com"))
    reason = reason_of(found, THRESHOLD)
    assert reason.startswith("Suspected spam, 12 points of 10: ")
    assert "letters drawn at random. (6)" in reason and "thrown away. (6)" in reason


NAMES = """
Schwartz Schmidts Hirschsprung Wojciechowski Krzysztof McDonald MacGregor DeShawn
LaToya JeanPierre O'Connell Nguyen Ng Szczepanski Vlcek Strzelczyk Brandt Rhys
Gwynneth Bjork Kvistgaard Xiaoping Zhuangzhuang Qureshi Ntsikelelo Mpho Ngcobo Tshwete
Srivastava Krishnamurthy Venkataraman Papadopoulos Papanikolaou Andriyashevska Lynch
Byrne Hjalmar Thistlethwaite Featherstonehaugh SmithMBA vanderBerg Hlavsa Skrzypczak
Wertheimer Aleksandrovskaya Fjord Jnr Przybylski Chrzanowski Wright
"""


@pytest.mark.parametrize("word", NAMES.split())
def test_names_of_people_are_names(word: str) -> None:
    assert not is_gibberish(word)


@pytest.mark.parametrize(
    "word",
    ["xKqvTzWpLm", "RonaldDyeMB", "sdfghjklq", "qwrtpsdfg", "zxcvbnmqw", "hJkLpOiUyT", "wPqZtLmNbV",
     "JamesnexFW", "kjhgfdszx", "x7kq2jdh9"],
)  # fmt: skip
def test_letters_drawn_at_random_are_not(word: str) -> None:
    assert is_gibberish(word)


def test_a_link_written_twice_is_one() -> None:
    assert links_in('<a href="http://a.example/">http://a.example</a>') == 1
    assert links_in("no links, only www and http") == 0
