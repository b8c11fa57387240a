"""What attackers and broken mailers send: kept, read as far as it goes, and never at our cost."""

import io
import time
import zipfile

import pytest

from headwater.capture.mail.html_text import text_of
from headwater.capture.mail.letter import read
from headwater.capture.mail.sniffing import sniff
from headwater.records.models import EmailMessage, Lead
from headwater.records.submission import State
from tests.capture.mail.conftest import SALES, Bring, Write

HEAD = b"From: Tom <tom@harbor-cold.example.com>\nTo: sales@juniper.example\n"
NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)
)
HOSTILE = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 50,
    "no headers": b"\n\nhello",
    "nul": HEAD + b"Subject: a\x00b\n\nbo\x00dy",
    "8-bit headers": HEAD + "Subject: Grüße aus Łódź\n\nx".encode(),
    "latin-1 headers": HEAD + "Subject: Grüße\n\nx".encode("latin-1"),
    "broken encoded word": HEAD + b"Subject: =?utf-8?b?!!!?= =?nope?q?x?=\n\nx",
    "unknown charset": HEAD + b"Content-Type: text/plain; charset=klingon\n\nhello",
    "codec of python": HEAD + b"Content-Type: text/plain; charset=unicode_escape\n\n\\x00",
    "no boundary": HEAD + b"Content-Type: multipart/mixed\n\nhello",
    "unclosed": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello",
    "broken base64": HEAD + b"Content-Transfer-Encoding: base64\n\n=====hello!!",
    "deep": HEAD + NESTED + b"deep down",
    "messages in messages": HEAD + b"Content-Type: message/rfc822\n\n" * 3000 + b"x",
    "many parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000,
    "many addresses": b"From: " + b"a@b.example, " * 50_000 + b"\n\nx",
    "comments": b"From: " + b"(" * 100_000 + b"a@b.example\n\nx",
    "long subject": HEAD + b"Subject: " + b"a" * 2_000_000 + b"\n\nx",
    "many references": HEAD + b"References: " + b"<a@b.example> " * 50_000 + b"\n\nx",
    "bad file name": HEAD + b"Content-Type: x/y; name*0*=\xff'%%%; name*1=\n\nx",
    "surrogates": HEAD + b"Subject: =?utf-8?q?=ED=A0=80?=\n\n\xed\xa0\x80",
    "bidi": HEAD + "Subject: \u202eexe.pdf\n\nx".encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_kept_and_settled_in_a_moment(name: str, bring: Bring) -> None:
    began = time.process_time()
    submission = bring(HOSTILE[name])
    assert submission.state in (State.CREATED, State.QUARANTINED)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "piece",
    [
        "<![",
        "<!--",
        "<a ",
        "</",
        "<a b='",
        "<a/",
        "<div>",
        "<b><p>",
        "<script>",
        "&#",
        "<a href='http://x.example",
    ],
)
def test_markup_costs_time_by_its_length_only(piece: str) -> None:
    began = time.process_time()
    text_of(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 4


def test_no_header_reaches_our_own_mail(write: Write, bring: Bring) -> None:
    raw = write().replace(
        b"Subject: Panels for our cold store",
        b"Subject: =?utf-8?q?Hi=0D=0ABcc:_victim=40x.example?=",
    ).replace(b"Message-ID: <", b"Message-ID: <a\r\n\tb")  # fmt: skip
    bring(raw)
    answer = EmailMessage.objects.get(is_incoming=False)
    assert "\n" not in answer.subject + answer.in_reply_to + answer.references
    assert "\r" not in answer.subject + answer.in_reply_to + answer.references


def test_a_subject_cannot_send_adverts_to_a_forged_sender(write: Write, bring: Bring) -> None:
    bring(write(Subject="Win at https://bad.example now"))
    assert "bad.example" not in EmailMessage.objects.get(is_incoming=False).subject


def test_a_zip_bomb_stays_packed(write: Write, bring: Bring) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 20_000_000)
    bring(write(files=(("bomb.zip", packed.getvalue(), "application/zip"),)))
    kept = EmailMessage.objects.get(is_incoming=True).attachments.get()
    assert (kept.content_type, kept.size) == ("application/zip", len(packed.getvalue()))


def test_a_file_is_what_its_bytes_say(write: Write, bring: Bring) -> None:
    page = b"<html><script>alert(1)</script>"
    bring(
        write(files=(("photo.png", page, "image/png"), ("C:\\x\\a\u202e.html", page, "text/html")))
    )
    kinds = {
        a.name: a.content_type for a in EmailMessage.objects.get(is_incoming=True).attachments.all()
    }
    assert set(kinds.values()) == {"text/plain"}
    assert "a.html" in kinds
    assert sniff(b"") == sniff(b"\x00\x01") == "application/octet-stream"


def test_more_files_than_anybody_sends(write: Write, bring: Bring) -> None:
    bring(write(files=tuple((f"{n}.txt", b"x", "application/octet-stream") for n in range(70))))
    assert Lead.objects.count() == 1
    assert EmailMessage.objects.get(is_incoming=True).attachments.count() == 50


def test_umlauts_in_every_wrapping() -> None:
    subject = b"Subject: =?iso-8859-1?q?Gr=FC=DFe?= =?utf-8?b?IGF1cyDFgcOzZMW6?=\n"
    letter = read(HEAD + subject + b"Content-Type: text/plain; charset=latin1\n\nGr\xfc\xdfe")
    assert (letter.subject, letter.text) == ("Grüße aus Łódź", "Grüße")
    assert SALES in letter.headers.delivered_to()
