"""Suspicion at the intake: some drafts of a public door are set aside before the journey begins.

A quarantined draft is not live, so no step of the journey sees it: no owner, no clock, no score,
no mail, no share of a round robin. Let in by a person, it is never judged again.
"""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from headwater.capture.body import NOTE, restore
from headwater.capture.suspicion import memory, proof, recaptcha, signals
from headwater.capture.suspicion.inquiry import Inquiry, inquiry_of
from headwater.capture.suspicion.models import KnownSender
from headwater.capture.web_form import WebForm
from headwater.records.draft import Draft
from headwater.records.models import Submission
from headwater.records.problem import Problem
from headwater.records.submission import Door, State

Case = tuple[Draft, Submission, WebForm | None, Inquiry]


def judge(drafts: Sequence[Draft], forms: Mapping[str, WebForm]) -> None:
    """Quarantine what looks like spam: at most two statements for a batch, whatever its size."""
    cases = [
        (draft, submission, form, inquiry_of(draft, form))
        for draft in drafts
        if draft.is_live and (submission := draft.submission) and not is_released(submission)
        for form in [forms.get(submission.form)]
    ]
    if not cases:
        return
    _count_senders(cases)
    _check_proofs(cases)
    _check_captchas(cases)
    for case in cases:
        _decide(*case)


def is_released(submission: Submission) -> bool:
    """Whether a person has said that it may come in."""
    return "released_by" in (submission.payload.get(NOTE) or ())


def _decide(draft: Draft, submission: Submission, form: WebForm | None, inquiry: Inquiry) -> None:
    """What people said about the sender, then what the form demands, then the sum of signals."""
    value, verdict = memory.verdict_on(inquiry.email, submission.source_address)
    if verdict == KnownSender.Verdict.LET_IN:
        return
    if verdict:
        _set_aside(draft, f"Somebody put {value} on the list of senders to set aside.")
    elif demanded := _demanded(form, inquiry):
        _set_aside(draft, demanded)
    elif inquiry.captcha == "asked":
        _set_aside(draft, recaptcha.ASKING)
        recaptcha.ask_about(submission)
    elif found := signals.true_of(inquiry):
        threshold = memory.settings().threshold
        if signals.points_of(found) >= threshold:
            _set_aside(draft, signals.reason_of(found, threshold))
        draft.problems += [Problem("", "SUSPICION", signal.sentence) for signal in found]


def _demanded(form: WebForm | None, inquiry: Inquiry) -> str:
    """Why a form that takes nothing without its proof sets this aside, '' when it does not."""
    if form is None or not form.is_strict:
        return ""
    if inquiry.proof:
        return f"The form takes nothing without a proof of work; this one's is {inquiry.proof}."
    if inquiry.captcha == "missing":
        return "The form takes nothing without a solved reCAPTCHA, and none came."
    return ""


def _set_aside(draft: Draft, reason: str) -> None:
    draft.outcome, draft.reason = State.QUARANTINED, reason


def _count_senders(cases: Sequence[Case]) -> None:
    marks = [memory.fingerprint(inquiry.message) for *_, inquiry in cases]
    sent = [
        (mark, inquiry.email or submission.source_address or "")
        for mark, (_, submission, _, inquiry) in zip(marks, cases, strict=True)
    ]
    counts = memory.senders_of(sent, timezone.now())
    for mark, (*_, inquiry) in zip(marks, cases, strict=True):
        inquiry.senders = counts.get(mark, 1)


def _check_proofs(cases: Sequence[Case]) -> None:
    brought = []
    for _, submission, form, inquiry in cases:
        if form is None or form.protection != WebForm.Protection.PROOF:
            continue
        found = proof.read(_sent(submission, proof.PARAMETER), form.slug, submission.received_at)
        inquiry.proof = found.trouble
        brought.append((found, submission.pk))
    used = proof.use(brought)
    for _, submission, _, inquiry in cases:
        if submission.pk in used:
            inquiry.proof = "used before"


def _check_captchas(cases: Sequence[Case]) -> None:
    """Only where a form, or the setting for Web-to-Lead, asks for one and there are keys."""
    asking = [case for case in cases if _may_have_captcha(case)]
    if not asking or not recaptcha.keys().are_set:
        return
    needs = memory.settings().web_to_lead_needs_recaptcha
    for _, submission, form, inquiry in asking:
        token = _sent(submission, recaptcha.PARAMETER)
        verdict = recaptcha.verdict_of(submission)
        if verdict:
            inquiry.captcha = "" if verdict["ok"] else "failed"
        elif token:
            inquiry.captcha = "asked"
        elif form or needs or _sent(submission, recaptcha.SETTINGS):
            inquiry.captcha = "missing"


def _may_have_captcha(case: Case) -> bool:
    _, submission, form, _ = case
    if form is not None:
        return form.protection == WebForm.Protection.RECAPTCHA
    return submission.door == Door.WEB_TO_LEAD


def _sent(submission: Submission, name: str) -> str:
    texts = submission.payload.get(name)
    return restore(str(texts[0])) if isinstance(texts, list) and texts else ""
