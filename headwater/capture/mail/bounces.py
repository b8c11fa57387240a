"""Mail that came back: which address, why, and for good or for now.

Most servers say it by RFC 3464; some old ones only in words, which are read as far as they are
plain. A bounce counts only where it is about a message of ours (`headwater.correspondence`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from itertools import pairwise

from headwater.capture.cleaning.text import clean_text
from headwater.capture.mail.headers import Headers, decoded, person_of
from headwater.capture.mail.letter import Letter
from headwater.records.machine_address import is_machine

# 5.2.2 is "mailbox full": called permanent, but it passes.
_PASSES = re.compile(r"^(?:4\.|5\.2\.2$)")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"\b([45])\d\d[ -]")
_FOR_GOOD = re.compile(
    r"does(?: not|n't) exist|unknown (?:user|recipient)|user (?:unknown|not found)|no such "
    r"(?:user|recipient|mailbox|address)|no mailbox here|mailbox (?:unavailable|not found)|"
    r"recipient (?:rejected|not found)|address (?:rejected|not found)|unrouteable|"
    r"unbekannter empfänger|existiert nicht|n'existe pas|no existe",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|returned mail|"
    r"mail delivery (?:failed|system)|mail system error|failure notice|warning: message|"
    r"delayed mail|nicht zustellbar|unzustellbar|non remis|no se puede entregar)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-][\w.-]{1,250}\w)>?")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,248}>")
LONGEST = 20_000  # characters that are looked through


@dataclass(slots=True)
class Bounce:
    """`message_ids` may hold those of other messages, too; one of them is the message's.

    `is_complaint`: it did not come back, its reader marked it as spam (RFC 5965).
    """

    address: str = ""
    reason: str = ""
    status: str = ""
    is_hard: bool = False
    is_delay: bool = False
    is_complaint: bool = False
    message_ids: list[str] = field(default_factory=list)


def bounce_of(letter: Letter) -> Bounce | None:
    """None where this is no bounce."""
    if letter.report is not None and _kind_of(letter.report) == "delivery-status":
        return _reported(letter, letter.report)
    if letter.report is not None and _kind_of(letter.report) == "feedback-report":
        return _complaint(letter, letter.report)
    return _in_words(letter) if _sounds_like_one(letter) else None


def _complaint(letter: Letter, report: "Message[str, str]") -> Bounce | None:
    """What a mailbox provider tells of a reader who pressed “spam”; praise is none."""
    for part in report.walk():
        payload = part.get_payload()
        if part.get_content_type() != "message/feedback-report" or not isinstance(payload, list):
            continue
        said = Headers(payload[0])  # type: ignore[arg-type]
        kind = said.first("feedback-type").strip().lower()
        if kind == "not-spam":
            return None
        address = person_of("", said.first("original-rcpt-to").strip(" <>")).address
        reason = f"Its reader complained ({kind or 'abuse'})."
        return Bounce(address, reason, is_complaint=True, message_ids=_original_ids(letter))
    return None


def _kind_of(report: "Message[str, str]") -> str:
    return str(report.get_param("report-type", "") or "").lower()


def _reported(letter: Letter, report: "Message[str, str]") -> Bounce | None:
    """By RFC 3464: the first recipient that failed, else one that is late."""
    blocks = [block for block in _blocks(report) if block.first("action")]
    failed = [block for block in blocks if block.first("action").lower().startswith("failed")]
    late = [block for block in blocks if block.first("action").lower().startswith("delayed")]
    if not blocks:
        return _in_words(letter)
    if not failed and not late:
        return None  # it was delivered; that is a notice
    block = (failed or late)[0]
    status = next(iter(_STATUS.findall(block.first("status"))), "")
    said = _after_type(block.first("diagnostic-code")) or status
    bounce = Bounce(
        address=_recipient(block), reason=said[:300], status=status, is_delay=not failed,
        is_hard=bool(failed) and status.startswith("5") and not _PASSES.match(status),
        message_ids=_original_ids(letter),
    )  # fmt: skip
    if failed and not status:
        bounce.is_hard = bool(_FOR_GOOD.search(said))
    return bounce


def _blocks(report: "Message[str, str]") -> Iterator[Headers]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            for block in payload if isinstance(payload, list) else []:
                if isinstance(block, Message):
                    yield Headers(block)


def _recipient(block: Headers) -> str:
    for name in ("original-recipient", "final-recipient"):
        person = person_of("", _after_type(block.first(name)).strip(" <>"))
        if person.address:
            return person.address
    return ""


def _after_type(text: str) -> str:
    """'rfc822; tom@x.org' → 'tom@x.org'; 'smtp; 550 no such user' → '550 no such user'."""
    return text.partition(";")[2].strip() if ";" in text else text.strip()


def _original_ids(letter: Letter) -> list[str]:
    """The Message-ID of what came back, from its returned headers or the whole of it."""
    found: list[str] = []
    for part in letter.report.walk() if letter.report is not None else ():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                found += Headers(inner[0]).message_ids("message-id")
        elif part.get_content_type() == "text/rfc822-headers":
            given = part.get_payload(decode=True)
            text = given.decode("utf-8", "replace") if isinstance(given, bytes) else ""
            found += Headers(message_from_string(text[:LONGEST])).message_ids("message-id")
    return found or _ids_in(letter)


def _ids_in(letter: Letter) -> list[str]:
    """Whatever looks like a Message-ID in the text and the messages attached."""
    attached = (file.content[:LONGEST] for file in letter.files if file.is_message)
    texts = [letter.text[:LONGEST], *(each.decode("utf-8", "replace") for each in attached)]
    found = [*letter.references, *(each for text in texts for each in _MESSAGE_ID.findall(text))]
    return [each for each in dict.fromkeys(found) if each != letter.message_id][:50]


def _sounds_like_one(letter: Letter) -> bool:
    """From a mail system, and about a failure; a person may write "Undeliverable" too."""
    if letter.headers.has("x-failed-recipients"):
        return True
    null_sender = letter.headers.first("return-path").strip() == "<>"
    is_system = null_sender or (is_machine(letter.sender.address) and not letter.reply_to.address)
    return is_system and bool(_SUBJECT.match(letter.subject))


def _in_words(letter: Letter) -> Bounce:
    text = letter.text[:LONGEST]
    named = _ADDRESS.search(letter.headers.first("x-failed-recipients")) or _ADDRESS.search(text)
    status = next(iter(_STATUS.findall(text)), "")
    code = _REPLY_CODE.search(text)
    is_late = bool(re.search(r"\bdelay|will retry|warning: message", letter.subject, re.IGNORECASE))
    is_hard = (
        bool(_FOR_GOOD.search(text)) or status.startswith("5") or bool(code and code[1] == "5")
    )
    return Bounce(
        address=named[1] if named else "", reason=_sentence(text, named[1] if named else ""),
        status=status, is_delay=is_late, message_ids=_ids_in(letter),
        is_hard=is_hard and not is_late and not _PASSES.match(status),
    )  # fmt: skip


def _sentence(text: str, address: str) -> str:
    """The line that says why: one with a code, else the one behind the address."""
    lines = [clean_text(decoded(line)) for line in text.split("\n")[:200]]
    coded = [line for line in lines if _STATUS.search(line) or _REPLY_CODE.search(line)]
    worded = [line for line in lines if _FOR_GOOD.search(line)]
    behind = [after for line, after in pairwise(lines) if address and address in line]
    return next(iter([*coded, *worded, *behind, *lines]), "")[:300]
