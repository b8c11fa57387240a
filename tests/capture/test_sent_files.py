"""A file sent with a form is kept, is there for who may see the submission, and for nobody else."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headwater.capture import spool
from headwater.capture.body import payload_of, read
from headwater.capture.models import WebForm
from headwater.capture.receiving import Post
from headwater.capture.sent_files import files_of
from headwater.records.models import Submission
from headwater.records.submission import Door

PLAN = bytes(range(256)) * 40
MULTIPART = (
    b'--xyz\r\nContent-Disposition: form-data; name="LastName"\r\n\r\nLee\r\n'
    b'--xyz\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
    b"hello\r\n--xyz--\r\n"
)


def test_a_file_is_kept_and_downloaded(client: Client, cast: SimpleNamespace) -> None:
    WebForm.objects.create(slug="quote", name="Get a quote", fields=[{"name": "LastName"}])
    sent: dict[str, object] = {
        "LastName": "Lee",
        "embedded": "1",
        "plan": SimpleUploadedFile("plän <1>.html", PLAN),
    }
    sent["bill"] = SimpleUploadedFile("bill.pdf", b"%PDF-1.7")
    assert client.post("/forms/quote", sent).status_code == 302
    submission = Submission.objects.get()
    assert [file.content for file in files_of(submission.payload)] == [PLAN, b"%PDF-1.7"]

    address = f"/submissions/{submission.pk}"
    assert client.get(f"{address}/files/1").status_code == 302, "who is not signed in sees nothing"
    client.force_login(cast.otto)
    assert client.get(f"{address}/files/1").status_code == 404
    client.force_login(cast.mia)
    page = client.get(address).content.decode()
    assert f"{address}/files/2" in page and "plän &lt;1&gt;.html (10,240 bytes)" in page
    assert "did not fit" not in page
    answer = client.get(f"{address}/files/1")
    assert (answer.content, answer["Content-Type"]) == (PLAN, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment") and "sandbox" in str(
        answer.headers
    )
    for number in (0, 3):
        assert client.get(f"{address}/files/{number}").status_code == 404


def test_it_waits_in_the_spool_with_the_rest(cast: SimpleNamespace) -> None:
    body = read(MULTIPART, "multipart/form-data; boundary=xyz")
    spool.keep(Post(Door.FORM, payload_of(body), form="quote"))
    assert spool.bring_in() == 1
    assert files_of(Submission.objects.get().payload)[0].content == b"hello"


@pytest.mark.parametrize("payload", [{}, {"headwater:door": {"files": ["a"]}}])
def test_where_nothing_was_kept_there_is_nothing(payload: dict[str, object]) -> None:
    assert files_of(payload) == []
