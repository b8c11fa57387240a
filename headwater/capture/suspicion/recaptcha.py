"""reCAPTCHA, only where somebody has switched it on: Google is asked by a job, never at the door.

Until Google has answered, the submission stands in quarantine and says so; when Google cannot be
reached it stays there, and a person may let it in. Then the intake judges it as of when it came.
"""

import json
import logging
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from headwater.capture.body import NOTE
from headwater.capture.receiving import wake
from headwater.capture.suspicion import memory
from headwater.jobs import enqueue, job
from headwater.records.models import Submission
from headwater.records.submission import State

log = logging.getLogger("headwater.recaptcha")

PARAMETER, SETTINGS = "g-recaptcha-response", "captcha_settings"  # Salesforce's forms send both
VERDICT = "recaptcha"  # in the note beside the payload
TIMEOUT = 5.0  # seconds
LIKELY_PERSON = 0.5  # of version 3's score; version 2 gives none
ASKING = "Google is being asked whether its reCAPTCHA was solved."
UNREACHED = "Google could not be reached to check its reCAPTCHA. It is asked again by itself."


class Unreachable(Exception):
    """Google gave no answer; the job tries again."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key pair, from the environment or from Setup; '' means that it is not used."""

    site: str = ""
    secret: str = ""

    @property
    def are_set(self) -> bool:
        return bool(self.site and self.secret)


def keys() -> Keys:
    """The pair in use; the environment goes before Setup."""
    if settings.RECAPTCHA_SECRET:
        return Keys(settings.RECAPTCHA_SITE_KEY, settings.RECAPTCHA_SECRET)
    kept = memory.settings()
    return Keys(kept.recaptcha_site_key, kept.recaptcha_secret)


def verdict_of(submission: Submission) -> dict[str, Any] | None:
    """What Google has said, {"ok": bool, "why": str}; None before it was asked."""
    found: dict[str, Any] | None = (submission.payload.get(NOTE) or {}).get(VERDICT)
    return found


def key_name(texts: Mapping[str, list[str]]) -> str:
    """The name of the key pair that a form of Salesforce's generator asks for."""
    try:
        return str(json.loads(texts[SETTINGS][0])["keyname"])[:80]
    except (KeyError, IndexError, ValueError, TypeError):
        return ""


def ask_about(submission: Submission) -> None:
    """Have Google asked as soon as the transaction is through."""
    enqueue(ask, key=submission.pk)


@job("capture.ask_recaptcha")
def ask(key: int) -> None:
    """Ask Google about one submission and hand it back to the intake with the verdict."""
    submission = Submission.objects.filter(pk=key, state=State.QUARANTINED).first()
    if submission is None or verdict_of(submission):
        return
    token = "".join(submission.payload.get(PARAMETER) or [""])
    try:
        verdict = verify(token, submission.source_address or "")
    except Unreachable:
        Submission.objects.filter(pk=key, state=State.QUARANTINED).update(reason=UNREACHED)
        raise
    _hand_back(key, verdict)


def verify(token: str, address: str) -> dict[str, Any]:
    """Google's verdict on a token; raises Unreachable."""
    fields = {"secret": keys().secret, "response": token, "remoteip": address}
    request = urllib.request.Request(  # noqa: S310 - the address is ours, not a visitor's
        settings.RECAPTCHA_VERIFY_URL, urllib.parse.urlencode(fields).encode()
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            said = dict(json.load(answer))
    except (OSError, ValueError, TypeError) as error:
        log.warning("reCAPTCHA cannot be checked: %s", error)
        raise Unreachable from error
    score = said.get("score")
    is_person = bool(said.get("success")) and (score is None or float(score) >= LIKELY_PERSON)
    why = ", ".join(map(str, said.get("error-codes") or ())) or (f"score {score}" if score else "")
    return {"ok": is_person, "why": why[:200]}


def _hand_back(key: int, verdict: dict[str, Any]) -> None:
    """It waits for the intake again, with the verdict beside what was sent."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=key)
        if row.state != State.QUARANTINED:
            return  # a person was quicker
        note = dict(row.payload.get(NOTE) or {})
        note[VERDICT] = verdict | {"at": timezone.now().isoformat()}
        row.payload[NOTE] = note
        row.state, row.reason, row.settled_at = State.WAITING, "", None
        row.save(update_fields=["payload", "state", "reason", "settled_at"])
        wake()
