"""Proof of work by ALTCHA's protocol: whoever counted gets through, for this form, in time."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from headwater.capture.suspicion import proof


def test_a_solved_challenge_is_a_proof(solve: Callable[..., str]) -> None:
    found = proof.read(solve(), "quote", timezone.now())
    assert found.trouble == "" and len(found.signature) == 64
    assert found.ends_at is not None and found.ends_at > timezone.now()


def test_it_is_judged_as_of_when_it_came(solve: Callable[..., str]) -> None:
    late = timezone.now() + proof.LASTS + timedelta(minutes=1)
    assert proof.read(solve(), "quote", late).trouble == "too old"
    assert proof.read(solve("guide"), "quote", timezone.now()).trouble == "of another form"


@pytest.mark.parametrize(
    "text", ["x", "e30=", "bnVsbA==", "W10=", base64.b64encode(b'{"challenge": 1}').decode(),
             "[" * 5000, "\ud800"],
)  # fmt: skip
def test_nonsense_is_unreadable(text: str) -> None:
    assert proof.read(text, "quote", timezone.now()).trouble == "unreadable"
    assert proof.read("", "quote", timezone.now()).trouble == "missing"


@pytest.mark.parametrize("change", ["until", "key", "form", "prefix", "signature"])
def test_what_was_changed_is_forged(solve: Callable[..., str], change: str) -> None:
    told = json.loads(base64.b64decode(solve()))
    parameters = told["challenge"]["parameters"]
    if change == "until":
        parameters["data"]["until"] += 9_999_999
    elif change == "form":
        parameters["data"]["form"] = "guide"
    elif change == "prefix":
        parameters["keyPrefix"] = "00"
    elif change == "key":
        told["solution"]["derivedKey"] = "ab" * 32
    else:
        told["challenge"]["signature"] = None
    text = base64.b64encode(json.dumps(told).encode()).decode()
    assert proof.read(text, "guide", timezone.now()).trouble == "forged"
