"""The same request sent twice is done once and answered twice, byte for byte."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from headwater.api import idempotency, tokens
from headwater.api.models import KeptAnswer
from headwater.people.models import User
from headwater.records.models import Lead, Submission, Task
from tests.api.conftest import Program
from tests.api.test_intake import ADA as PLAIN
from tests.api.test_intake import Poster

ADA = {"LastName": "Lovelace", "Company": "Engines", "Email": "ada@engines.example"}
KEY: dict[str, Any] = {"Idempotency_Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}


def test_a_retry_is_given_the_first_answer(api: Program) -> None:
    first = api.raw("POST", "sobjects/Lead", ADA, **KEY)
    second = api.raw("POST", "sobjects/Lead/", ADA, **KEY)
    assert second.status_code == 422, "another address is another request"
    second = api.raw("POST", "sobjects/Lead", ADA, **KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["Content-Type"] == second.headers["Content-Type"]
    assert idempotency.REPLAYED not in first.headers
    assert second.headers[idempotency.REPLAYED] == "true"
    assert Lead.objects.count() == Submission.objects.count() == 1
    other = api.raw("POST", "sobjects/Lead", ADA, Idempotency_Key="another")
    assert other.content != first.content


def test_a_refusal_is_an_answer_too(api: Program) -> None:
    first = api.raw("POST", "sobjects/Lead", {"FirstName": "Ada"}, **KEY)
    second = api.raw("POST", "sobjects/Lead", {"FirstName": "Ada"}, **KEY)
    assert first.status_code == 400
    assert first.content == second.content
    assert Submission.objects.balance()["rejected"] == 1


def test_a_key_belongs_to_one_request_of_one_client(
    api: Program, program: Callable[[User | None], Program], cast: SimpleNamespace
) -> None:
    api("POST", "sobjects/Lead", ADA, **KEY)
    told = api("POST", "sobjects/Lead", ADA | {"Title": "Countess"}, expect=422, **KEY)
    assert told[0]["errorCode"] == "INVALID_IDEMPOTENCY_KEY"
    program(cast.mara)("POST", "sobjects/Lead", ADA, **KEY)
    assert Lead.objects.count() == 2


@pytest.mark.parametrize("key", ["", '""', "x" * 256, "ünïcode", "a\tb"])
def test_what_is_no_key_is_refused(api: Program, key: str) -> None:
    told = api("POST", "sobjects/Lead", ADA, expect=400, Idempotency_Key=key)
    assert told[0]["errorCode"] == "INVALID_IDEMPOTENCY_KEY"
    assert not Lead.objects.exists()


def test_other_records_and_changes_heed_it_too(api: Program) -> None:
    made = api("POST", "sobjects/Task", {"Subject": "Call"}, Idempotency_Key="t")
    assert api("POST", "sobjects/Task", {"Subject": "Call"}, Idempotency_Key="t") == made
    assert Task.objects.count() == 1
    for _ in range(2):
        api("PATCH", f"sobjects/Task/{made['id']}", {"Subject": "Write"}, Idempotency_Key="p")


def test_what_broke_on_our_side_may_be_tried_again(rf: Any, db: None) -> None:
    from django.http import HttpResponse

    request = rf.post("/x", headers={"Idempotency-Key": "a"})
    assert idempotency.once(request, "c", b"", lambda: HttpResponse(status=503)).status_code == 503
    with pytest.raises(ZeroDivisionError):
        idempotency.once(request, "c", b"", lambda: HttpResponse(str(1 // 0)))
    assert not KeptAnswer.objects.exists()
    assert idempotency.once(request, "c", b"", lambda: HttpResponse("ok")).content == b"ok"


def test_answers_are_forgotten_after_two_days(api: Program) -> None:
    api("POST", "sobjects/Lead", ADA, **KEY)
    idempotency.forget()
    assert KeptAnswer.objects.count() == 1
    KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=49))
    idempotency.forget()
    assert not KeptAnswer.objects.exists()


def test_json_leads_are_answered_twice_and_made_once(cast: SimpleNamespace) -> None:
    post = Poster(tokens.issue(cast.ada))
    for path in ("/api/leads", "/api/leads?wait=1"):
        first, second = (post.raw(path, PLAIN, Idempotency_Key=path) for _ in range(2))
        assert first.status_code == second.status_code
        assert first.content == second.content
        assert first.headers["Location"] == second.headers["Location"]
        assert second.headers[idempotency.REPLAYED] == "true"
    assert Submission.objects.count() == 2
    answer = post.raw("/api/leads", [PLAIN], Idempotency_Key="/api/leads")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert post(PLAIN, expect=400, Idempotency_Key="x" * 300)["title"] == "Bad idempotency key"


@pytest.mark.django_db(transaction=True)
def test_twins_at_the_same_moment_make_one_lead(cast: SimpleNamespace) -> None:
    """The second waits for the first and is given its answer."""
    token = tokens.issue(cast.ada)
    found: list[Any] = []

    def call() -> None:
        try:
            found.append(Poster(token).raw("/api/leads?wait=1", PLAIN, Idempotency_Key="twin"))
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in found} == {201}
    assert len({answer.content for answer in found}) == 1
    assert Lead.objects.count() == Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_twin_takes_over_when_the_first_fails(rf: Any) -> None:
    from django.http import HttpResponse

    begun = threading.Event()

    def fail() -> HttpResponse:
        begun.set()
        time.sleep(0.3)
        return HttpResponse(status=500)

    def first() -> None:
        try:
            idempotency.once(rf.post("/x", headers={"Idempotency-Key": "a"}), "c", b"", fail)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(5)
    request = rf.post("/x", headers={"Idempotency-Key": "a"})
    answer = idempotency.once(request, "c", b"", lambda: HttpResponse("second"))
    thread.join()
    assert answer.content == b"second"
