"""A post to a form of our own: is it a person's, and what does it say?

The page carries a signed token with the time it was drawn, and a field that people do not see.
A form pasted into another site cannot carry a fresh token; it says `embedded` instead.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner, b62_decode
from django.utils import timezone

from headwater.capture.body import Body
from headwater.capture.visit import parameters_of
from headwater.capture.web_form import WebForm
from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.records.draft import Draft
from headwater.records.models import Submission

TOKEN, TRAP, EMBEDDED, CONSENT = "form-token", "homepage", "embedded", "consent"
FASTEST = timedelta(seconds=1)  # nobody reads, types and sends within this
TO_COME = "token-of-the-view"
TRAPPED = "A field that people do not see was filled in."
UNDRAWN = "It came without the form's token: it was not sent from the page."
FORGED = "The form's token is not ours."
TOO_FAST = "It was sent faster than a person can fill it in."
# What the door only guesses; a sender who is always let in is not held up by it.
GUESSES = frozenset({TRAPPED, UNDRAWN, FORGED, TOO_FAST})
_signer = TimestampSigner(salt="headwater.forms")
_given = ContextVar("given", default="")


def new_token() -> str:
    """Once per page view: when it was drawn, and which view it was."""
    return _given.get() or _signer.sign(secrets.token_urlsafe(9))


@contextmanager
def a_token_to_come() -> Iterator[None]:
    """In this block `new_token` gives TO_COME, for a page that is drawn before it is viewed."""
    before = _given.set(TO_COME)
    try:
        yield
    finally:
        _given.reset(before)


def suspicion(form: WebForm, body: Body) -> str:
    """'' or why this should wait for a person's look, in plain words."""
    if body.trouble:
        return body.trouble
    if body.first(TRAP):
        return TRAPPED
    if form.consent and not body.first(CONSENT):
        return "The box of consent was not ticked."
    if not form.is_open:
        return "The form was switched off." if form.deleted_at is None else "The form was deleted."
    if body.first(EMBEDDED):
        return ""
    return _token_trouble(body.first(TOKEN))


def key_of(form: WebForm, body: Body) -> str | None:
    """The same page view sent twice is one submission; corrected and sent again it is another."""
    token = body.first(TOKEN)
    if not token:
        return None
    # A script writes other line ends than the browser that sends the same form after it.
    text = repr(sorted(body.parameters.items())).replace(r"\r\n", r"\n")
    said = text.encode("utf-8", "backslashreplace")
    return f"form:{form.slug[:50]}:{hashlib.blake2b(said, digest_size=16).hexdigest()}"


def draft_of(submission: Submission, payload: dict[str, list[str]], form: WebForm | None) -> Draft:
    """What the form asked for, then its hidden values; a form since deleted asks for anything."""
    draft = Draft(values={}, submission=submission, received_at=submission.received_at)
    for field in form.understood if form else _askable():
        texts = [text for text in payload.get(field.name, ()) if text.strip()]
        if texts:
            joined = ";".join(texts) if field.type == "multipicklist" else texts[0]
            draft.values[field.attribute] = joined
    if form is None:
        return draft
    draft.values |= _hidden(form, payload, submission.referrer)
    if form.lead_source:
        draft.values.setdefault("lead_source", form.lead_source)
    draft.campaign_id, draft.member_status = form.campaign_id, form.member_status
    if payload.get(CONSENT):
        _agree(draft, payload, form)
    # Nothing said means the usual template, an empty key means no answer.
    if form.auto_response or not form.answers:
        draft.evidence["auto_response"] = form.auto_response if form.answers else ""
    return draft


def _agree(draft: Draft, payload: dict[str, list[str]], form: WebForm) -> None:
    """The box was ticked: what they agreed to are the words that their page showed."""
    at = draft.received_at or timezone.now()
    text, channels = form.consent_at(drawn_at(next(iter(payload.get(TOKEN, ())), "")) or at)
    if text and channels:
        draft.evidence["consent"] = {"channels": channels, "text": text, "at": at.isoformat()}


def drawn_at(token: str) -> datetime | None:
    """When the page was drawn that carried this token; None for what is no token of ours."""
    try:
        _signer.unsign(token)
        return datetime.fromtimestamp(b62_decode(token.rsplit(":", 2)[1]), UTC)
    except (BadSignature, ValueError, IndexError):
        return None


def _askable() -> list[FieldDef]:
    return [field for field in objects.get("Lead").fields.values() if field.is_createable]


def _hidden(form: WebForm, payload: dict[str, list[str]], page: str) -> dict[str, Any]:
    """What nobody is asked for: parameters of the page's address go before fixed values."""
    known = objects.get("Lead").fields
    given = {name: value for name, value in form.hidden.items() if value}
    if form.taken:
        said = parameters_of(page) | payload
        for name, parameter in form.taken.items():
            text = next(iter(said.get(parameter, ())), "")
            if text.strip():
                given[name] = text
    return {known[name].attribute: value for name, value in given.items() if name in known}


def _token_trouble(token: str) -> str:
    if not token:
        return UNDRAWN
    try:
        _signer.unsign(token)
    except BadSignature:
        return FORGED
    try:
        _signer.unsign(token, max_age=FASTEST)
    except SignatureExpired:
        return ""
    return TOO_FAST
