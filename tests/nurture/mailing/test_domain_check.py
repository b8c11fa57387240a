"""DNS records judged in words, asked of a real name server of the test's own."""

import socket
from collections.abc import Iterator
from threading import Thread
from types import SimpleNamespace
from typing import Any

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from django.test import Client
from django.urls import reverse

from headwater.nurture.mailing.domain_check import look_up

Zone = dict[str, list[str]]
GOOD = {
    "juniper.example": ["google-site=1", "v=spf1 include:mailgun.org ~all"],
    "k1._domainkey.juniper.example": ["k=rsa; p=MIGf"],
    "_dmarc.juniper.example": ["v=DMARC1; p=none; rua=mailto:a@juniper.example"],
}


@pytest.fixture
def zone() -> Iterator[tuple[Zone, dns.resolver.Resolver]]:
    """What a name server knows, and somebody who asks it; names it does not know do not exist."""
    known: Zone = {}
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.bind(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                raw, who = door.recvfrom(4096)
            except OSError:
                return
            asked = dns.message.from_wire(raw)
            name = asked.question[0].name.to_text(omit_final_dot=True)
            said = dns.message.make_response(asked)
            if name not in known:
                said.set_rcode(dns.rcode.NXDOMAIN)
            for text in known.get(name, ()):
                said.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", f'"{text}"'))
            if known.get(name) != ["silence"]:
                door.sendto(said.to_wire(), who)

    thread = Thread(target=answer, daemon=True)
    thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], door.getsockname()[1]
    yield known, resolver
    door.close()
    thread.join(timeout=0.1)


def test_what_is_right_is_told_with_its_record(zone: Any) -> None:
    known, resolver = zone
    known |= GOOD
    found = look_up("juniper.example", include="mailgun.org", resolver=resolver)
    assert [(each.check, each.state) for each in found] == [
        ("SPF", "right"), ("DKIM", "right"), ("DMARC", "right"),
    ]  # fmt: skip
    assert "under “k1”" in found[1].words and "watches" in found[2].words
    below = look_up("mail.juniper.example", resolver=resolver)
    assert [each.state for each in below] == ["missing", "unknown", "right"]  # DMARC is inherited


@pytest.mark.parametrize(
    ("records", "check", "state", "words"),
    [
        ({"x.example": ["v=spf1 mx ~all", "v=spf1 a -all"]}, 0, "wrong", "There are 2 records"),
        ({"x.example": ["v=spf1 mx +all"]}, 0, "wrong", "everybody"),
        ({"x.example": ["v=spf1 mx -all"]}, 0, "wrong", "does not name include:mailgun.org"),
        ({"x.example": ["v=spf1 include:mailgun.org"]}, 0, "wrong", "End it with ~all"),
        ({"x.example": ["v=spf1 redirect=_spf.x.example"]}, 0, "right", ""),
        ({"x.example": ["v=spf10 all"]}, 0, "missing", "There is no record"),
        ({"k1._domainkey.x.example": ["v=DKIM1; p="]}, 1, "wrong", "withdrawn"),
        ({"_dmarc.x.example": ["v=DMARC1; rua=mailto:a@x.example"]}, 2, "wrong", "no policy"),
        ({"_dmarc.x.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, 2, "wrong", "2 records"),
        ({"_dmarc.x.example": ["v=DMARC1;p=reject"]}, 2, "right", "refused"),
    ],
)
def test_what_is_missing_or_wrong(
    zone: Any, records: Zone, check: int, state: str, words: str
) -> None:
    known, resolver = zone
    known |= records
    found = look_up("x.example", include="mailgun.org", resolver=resolver)[check]
    assert (found.state, words in found.words) == (state, True)


def test_silence_proves_nothing_and_is_told_calmly(
    zone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, resolver = zone
    known["x.example"] = ["silence"]
    monkeypatch.setattr("headwater.nurture.mailing.domain_check.PATIENCE", 0.3)
    spf, dkim, dmarc = look_up("x.example", selector="s9", resolver=resolver)
    assert (spf.state, "did not answer in time" in spf.words) == ("unknown", True)
    assert (dkim.state, dmarc.state) == ("missing", "missing")


def test_admins_ask_about_our_own_domains(
    cast: SimpleNamespace, client: Client, zone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, resolver = zone
    domain = cast.mara.email.partition("@")[2]
    known |= {name.replace("juniper.example", domain): said for name, said in GOOD.items()}
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
    url = reverse("look_up_records")
    client.force_login(cast.mara)
    assert client.post(url, {"domain": domain}).status_code == 403
    client.force_login(cast.ada)
    page = client.post(url, {"domain": domain}).text
    assert "There is a key, under “k1”." in page
    assert "SPF: right" in page
    assert client.post(url, {"domain": "elsewhere.example"}).status_code == 404
    assert "A selector is a word" in client.post(url, {"domain": domain, "selector": "a b"}).text
