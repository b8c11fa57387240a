"""Hostile posts at both public doors: never a 500, always exactly one submission."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater import intake
from headwater.capture.body import escape, restore
from headwater.capture.models import WebForm
from headwater.catalog import ids
from headwater.records.models import Lead, Submission
from headwater.records.submission import State
from headwater.web.forms.posting import LIMIT

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"
OID = ids.encode("00D", 1)
DOORS = ("/servlet/servlet.WebToLead?encoding=UTF-8", "/forms/quote")
PART = '--xx\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
ENCODED = PART.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n")
START = f"oid={OID}&embedded=1&"

HOSTILE = {
    "empty": (b"", URLENCODED),
    "nothing but separators": (b"&&&==&=&", URLENCODED),
    "NUL bytes": (b"last_name=a%00b&LastName=a%00b", URLENCODED),
    "NUL in a name": (b"last%00_name=x", URLENCODED),
    "surrogates": (b"last_name=%ED%A0%80&LastName=%ED%B0%80", URLENCODED),
    "overlong utf-8": (b"last_name=%C0%AF%FE%FF", URLENCODED),
    "broken percent": (b"last_name=%&LastName=%zz%4", URLENCODED),
    "script": (b"last_name=%3Cscript%3Ealert(1)%3C/script%3E&LastName=%3Cb%3E", URLENCODED),
    "SQL": (b"last_name=');DROP TABLE records_lead;--&LastName=' OR 1=1 --", URLENCODED),
    "template": (b"last_name={{7*7}}{%25 debug %25}&LastName={{settings.SECRET_KEY}}", URLENCODED),
    "huge field": (b"last_name=" + b"x" * 1_000_000 + b"&LastName=y", URLENCODED),
    "5,000 parameters": ("&".join(f"p{n}=v" for n in range(5000)).encode(), URLENCODED),
    "20,000 parameters": (b"a=1&" * 20_000, URLENCODED),
    "duplicates": (b"last_name=A&last_name=B&email=a@b&email[]=c&LastName=A", URLENCODED),
    "names of Python": (b"__class__=1&__proto__=2&constructor=3&pk=1&id=1&owner_id=1", URLENCODED),
    "our own note": (b"headwater:door=1&last_name=x", URLENCODED),
    "escape mark": (quote("last_name=\ue0000000\ue000", safe="=").encode(), URLENCODED),
    "right to left": (quote("last_name=\u202egnp.exe\u200b", safe="=").encode(), URLENCODED),
    "no content type": (b"last_name=x&LastName=x", ""),
    "odd content type": (b"\xff\xfe\x00\x01", "application/octet-stream; charset=\x01"),
    "unknown charset": (b"last_name=%FC", f"{URLENCODED}; charset=klingon"),
    "odd charset": (b"last_name=%FC", f"{URLENCODED}; charset=unicode_escape"),
    "utf-16 charset": (b"last_name=x&LastName=y", f"{URLENCODED}; charset=utf-16"),
    "multipart": (PART.format("last_name", "Ü").encode() + b"--xx--\r\n", MULTIPART),
    "multipart, latin": (PART.format("last_name", "Ü").encode("latin-1") + b"--xx--", MULTIPART),
    "multipart, cut off": (PART.format("last_name", "x").encode()[:-9], MULTIPART),
    "multipart, no boundary": (b"--xx\r\n\r\n", "multipart/form-data"),
    "multipart, bad boundary": (b"--xx\r\n\r\n", "multipart/form-data; boundary=\xff"),
    "multipart, many": (b"".join(PART.format(n, n).encode() for n in range(3000)), MULTIPART),
    "multipart, bad base64": (ENCODED.format("a", "!!").encode(), MULTIPART),
    "multipart, file": (
        b'--xx\r\nContent-Disposition: form-data; name="cv"; filename="a\x00.exe"\r\n\r\nMZ\r\n'
        + PART.format("LastName", "x").encode() + b"--xx--", MULTIPART,
    ),
    "json": (b'{"last_name": "x\\u0000\\ud800", "n": [1, {"a": null}]}', "application/json"),
    "json, deep": (b"[" * 100_000, "application/json"),
    "json, a list": (b"[1,2]", "application/json"),
    "json, huge number": (b'{"last_name": 1e999, "x": ' + b"9" * 5000 + b"}", "application/json"),
}  # fmt: skip


@pytest.fixture
def form(cast: SimpleNamespace) -> WebForm:
    fields = [{"name": "LastName", "required": True}, {"name": "Email"}, {"name": "AnnualRevenue"}]
    return WebForm.objects.create(slug="quote", name="Get a quote", fields=fields)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_post_is_one_submission(
    client: Client, form: WebForm, door: str, case: str
) -> None:
    raw, content_type = HOSTILE[case]
    for start in (b"", START.encode() if content_type == URLENCODED else b""):
        before = Submission.objects.count()
        response = client.generic("POST", door, start + raw, content_type=content_type)
        assert response.status_code < 500
        assert Submission.objects.count() == before + 1
    while intake.drain():
        pass
    balance = Submission.objects.balance()
    assert balance.pop("received") == sum(balance.values())
    assert balance["waiting"] == 0
    assert Lead.objects.count() == balance["created"]


@pytest.mark.parametrize("door", DOORS)
def test_too_long_is_answered_and_its_start_is_kept(
    client: Client, form: WebForm, door: str
) -> None:
    response = client.generic("POST", door, b"last_name=" + b"x" * LIMIT, content_type=URLENCODED)
    assert response.status_code == 413
    assert "too long" in response.content.decode()
    submission = Submission.objects.get()
    assert submission.state == State.REJECTED
    assert "first part" in submission.reason
    assert submission.payload["headwater:door"]["raw_base64"].startswith("bGFzdF9uYW1l")


def test_hostile_words_about_the_sender(client: Client, form: WebForm) -> None:
    response = client.post(
        DOORS[1], {"LastName": "x"}, REMOTE_ADDR="not an address\x00",
        HTTP_USER_AGENT="a\x00" * 400, HTTP_REFERER="\ud800" + "r" * 5000,
    )  # fmt: skip
    assert response.status_code == 302
    assert Submission.objects.get().source_address is None


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    raw=st.binary(max_size=300),
    kind=st.sampled_from([URLENCODED, MULTIPART, "application/json", "text/plain; charset=big5"]),
)
def test_any_bytes_are_one_submission(client: Client, form: WebForm, raw: bytes, kind: str) -> None:
    before = Submission.objects.count()
    response = client.generic("POST", DOORS[0], raw, content_type=kind)
    assert response.status_code < 500
    assert Submission.objects.count() == before + 1


@given(st.text(alphabet=st.characters(blacklist_categories=[])))
def test_what_is_escaped_comes_back(text: str) -> None:
    kept = escape(text)
    assert "\x00" not in kept
    kept.encode("utf-8")
    assert restore(kept) == text
