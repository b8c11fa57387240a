"""Messages become drafts: who asks, from which company, for what; each with its verdict.

A draft that is no inquiry carries its verdict for `headwater.correspondence`, or is set aside with
the reason. The bytes of one message at a time are in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.capture.body import NOTE
from headwater.capture.cleaning.text import clean_text
from headwater.capture.mail import signature
from headwater.capture.mail.arrival import raw_of
from headwater.capture.mail.bounces import bounce_of
from headwater.capture.mail.headers import Person, person_of
from headwater.capture.mail.letter import Letter, read
from headwater.capture.mail.mailbox import Mailbox
from headwater.capture.mail.sorting import Kind, Verdict, sort
from headwater.capture.mail.threads import world_of
from headwater.capture.releasing import CORRECTIONS, corrected
from headwater.capture.suspicion.judge import is_released
from headwater.catalog import objects
from headwater.records.draft import Draft
from headwater.records.keys import letters, work_domain
from headwater.records.models import Submission
from headwater.records.problem import Problem
from headwater.records.submission import State

LONGEST = 30_000  # characters of a description; the message itself has all
MOST_REFERENCES = 20  # that an answer carries on


@dataclass(slots=True)
class Mail:
    """What `headwater.correspondence` needs of a message: the letter without the files' bytes."""

    letter: Letter
    verdict: Verdict


def drafts_of(submissions: Sequence[Submission]) -> list[Draft]:
    """One draft for each message, in order; `evidence["mail"]` is its Mail."""
    read_letters, bounces = [], []
    for submission in submissions:
        letter = _letter(submission)
        read_letters.append(letter)
        bounces.append(bounce_of(letter))
        letter.report = None  # with all that came back
    world = world_of(read_letters, bounces)
    drafts = []
    for submission, letter, bounce in zip(submissions, read_letters, bounces, strict=True):
        verdict = sort(
            letter, bounce, world, mailbox=submission.form, is_released=is_released(submission)
        )
        mailbox = world.mailboxes.get(submission.form.lower())
        drafts.append(_draft(submission, Mail(letter, verdict), mailbox))
    return drafts


def _letter(submission: Submission) -> Letter:
    """The message, with what people have corrected in the submission."""
    letter = read(raw_of(submission))
    for file in letter.files:
        if not file.is_message:  # the sender of a forwarded message is still to be read
            file.content = b""
    if (submission.payload.get(NOTE) or {}).get(CORRECTIONS):
        said = {name: texts[0] for name, texts in corrected(submission.payload).items()}
        letter.subject = said.get("Subject", letter.subject)
        letter.text = said.get("Text", "") if len(letter.text) < LONGEST else letter.text
        letter.sender = _corrected_sender(said.get("From", ""), letter.sender)
    return letter


def _corrected_sender(text: str, sender: Person) -> Person:
    name, cut, address = text.rpartition("<")
    return person_of(name, address.rstrip("> ")) if cut else person_of("", text) if text else sender


def _draft(submission: Submission, mail: Mail, mailbox: Mailbox | None) -> Draft:
    verdict = mail.verdict
    draft = Draft(values={}, submission=submission, received_at=submission.received_at)
    draft.evidence["mail"] = mail
    if verdict.kind is Kind.ASIDE:
        draft.outcome, draft.reason = State.QUARANTINED, verdict.reason
    if verdict.kind is not Kind.INQUIRY:
        return draft
    draft.values, doubts = values_of(verdict.person, verdict.subject, verdict.text)
    draft.values |= _corrections(submission)
    draft.problems += [Problem("", "MAIL", doubt) for doubt in (*verdict.doubts, *doubts)]
    draft.evidence["thread"] = _thread(mail.letter, verdict)
    if mailbox is not None:
        draft.campaign_id = mailbox.campaign_id
        if mailbox.lead_source:
            draft.values["lead_source"] = mailbox.lead_source
        if mailbox.auto_response or not mailbox.answers:
            draft.evidence["auto_response"] = mailbox.auto_response if mailbox.answers else ""
    return draft


def _corrections(submission: Submission) -> dict[str, str]:
    """What people have filled in beside the message: API names of a lead's fields."""
    known = objects.get("Lead").fields
    said = corrected(submission.payload)
    return {known[name].attribute: texts[0] for name, texts in said.items() if name in known}


def values_of(person: Person, subject: str, text: str) -> tuple[dict[str, str], list[str]]:
    """Lead attribute → text, and what was only guessed."""
    said = signature.hints(text, person)
    values = {name: said[name] for name in said if name not in ("name", "company")}
    doubts: list[str] = []
    name = _name(person, said)
    if name:
        values["name"] = name
    company = said.get("company", "") or _company(person, doubts)
    if company:
        values["company"] = company
    about = "\n\n".join(part for part in (clean_text(subject), text.strip()) if part)
    return values | {"email": person.address, "description": about[:LONGEST]}, doubts


def _name(person: Person, said: dict[str, str]) -> str:
    """As it stands before the address, else in the signature, else tom.okafor@ is Tom Okafor."""
    if person.name and not signature.has_legal_form(person.name):
        return person.name
    if said.get("name"):
        return said["name"]
    parts = person.address.partition("@")[0].split(".")
    if len(parts) == 2 and all(part.isalpha() and len(part) > 1 for part in parts):
        return " ".join(part.capitalize() for part in parts)
    return ""


def _company(person: Person, doubts: list[str]) -> str:
    """A company's name before the address, else the work domain read as words."""
    if signature.has_legal_form(person.name):
        return person.name
    domain = work_domain(person.address)
    label = domain.partition(".")[0]
    if not label or label.isdigit() or letters(label) == letters(person.name):
        return ""
    name = " ".join(word[:1].upper() + word[1:] for word in label.split("-") if word)
    doubts.append(f"The company “{name}” was read from the address's domain.")
    return name


def _thread(letter: Letter, verdict: Verdict) -> dict[str, str]:
    """What an answer needs to stand in the sender's thread; not for somebody else's forwarding."""
    if verdict.colleague or not letter.message_id:
        return {}
    references = [*letter.headers.message_ids("references"), letter.message_id]
    return {
        "in_reply_to": letter.message_id[:250],
        "references": " ".join(dict.fromkeys(references[-MOST_REFERENCES:])),
        "subject": letter.subject,
    }
