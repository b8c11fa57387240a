"""A message as it is read: who, to whom, what about, the text, the files. Nothing here raises.

The standard parser with its old policy reads anything; what its recursion cannot bear (parts in
parts in parts) is not taken apart, and the reader is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from headwater.capture.body import codec_of
from headwater.capture.cleaning.text import clean_text
from headwater.capture.mail.headers import Headers, Person, decoded
from headwater.capture.mail.html_text import text_of

MOST_PARTS = 100  # parts that may hold others; people's mail has three or four
MOST_FILES = 50
LARGEST_FILE = 15_000_000  # bytes that are kept apart from the raw message
LONGEST_TEXT = 200_000  # characters
_NESTS = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
MOST_LINES = 5_000  # lines that may begin a part; each costs the parser its time
_BEGINS = re.compile(rb"^--\S", re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")

Part = Message  # the parser's word for a message is its word for a part, too


@dataclass(slots=True)
class File:
    """An attachment; `content` is empty where it was too large, and `problem` says so."""

    name: str
    content: bytes
    size: int
    is_inline: bool = False
    is_message: bool = False
    problem: str = ""


@dataclass(slots=True)
class Letter:
    """What one message says. `trouble` tells what could not be read, '' when all could.

    `report` is the message itself where it is a mail system's report (`is_report`).
    """

    headers: Headers
    subject: str = ""
    sender: Person = field(default_factory=Person)
    reply_to: Person = field(default_factory=Person)
    message_id: str = ""
    text: str = ""
    files: list[File] = field(default_factory=list)
    report: "Part[str, str] | None" = None
    is_report: bool = False
    trouble: str = ""

    @property
    def references(self) -> list[str]:
        """The Message-IDs that it answers, the nearest last."""
        found = self.headers.message_ids("references") + self.headers.message_ids("in-reply-to")
        return list(dict.fromkeys(found))


def read(raw: bytes) -> Letter:
    """A letter of the bytes of a message, whatever they are."""
    if len(_NESTS.findall(raw)) > MOST_PARTS:
        return _flat(raw, f"It has more than {MOST_PARTS} parts inside each other.")
    if len(_BEGINS.findall(raw)) > MOST_LINES:
        return _flat(raw, "It has thousands of parts.")
    try:
        return _whole(message_from_bytes(raw, policy=compat32))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError) as no:
        return _flat(raw, f"Its parts could not be read ({type(no).__name__}).")


def _flat(raw: bytes, trouble: str) -> Letter:
    """The headers and the bare text, as of a message without parts."""
    cut = _HEAD_END.search(raw)
    end = cut.end() if cut else len(raw)
    letter = _headed(BytesHeaderParser(policy=compat32).parsebytes(raw[: min(end, 200_000)]))
    letter.text = clean_text(
        raw[end : end + LONGEST_TEXT].decode("utf-8", "replace"), multiline=True
    )
    letter.trouble = trouble
    return letter


def _whole(message: "Part[str, str]") -> Letter:
    letter = _headed(message)
    if message.get_content_type() == "multipart/report":
        letter.report, letter.is_report = message, True
    letter.text = clean_text(_text(message, letter), multiline=True)[:LONGEST_TEXT]
    return letter


def _headed(message: "Part[str, str]") -> Letter:
    headers = Headers(message)
    senders = headers.people("from") or headers.people("sender")
    return Letter(
        headers=headers,
        subject=headers.first("subject")[:998],
        sender=senders[0] if senders else Person(),
        reply_to=next(iter(headers.people("reply-to")), Person()),
        message_id=next(iter(headers.message_ids("message-id")), ""),
    )


def _text(part: "Part[str, str]", letter: Letter) -> str:
    """The text of a part; files that are met on the way go to the letter."""
    if not part.is_multipart() or part.get_content_maintype() == "message":
        if _is_text(part):
            return _words(part)
        _keep_file(part, letter)
        return ""
    if part.get_content_type() == "multipart/alternative":
        return _best(list(_children(part)), letter)
    texts = [_text(child, letter) for child in _children(part)]
    return "\n\n".join(text for text in texts if text.strip())


def _best(choices: "list[Part[str, str]]", letter: Letter) -> str:
    """Of several ways to say the same: plain text, unless it says nothing."""
    said = [
        (choice.get_content_type() == "text/plain", _text(choice, letter)) for choice in choices
    ]
    plain = [text for is_plain, text in said if is_plain and text.strip()]
    return next(iter(plain or [text for _, text in said if text.strip()]), "")


def _children(part: "Part[str, str]") -> "Iterator[Part[str, str]]":
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, Message))


def _is_text(part: "Part[str, str]") -> bool:
    is_attached = str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    is_words = part.get_content_type() in ("text/plain", "text/html", "text/enriched")
    return is_words and not is_attached and not _name(part)


def _words(part: "Part[str, str]") -> str:
    data = _bytes(part)[: LONGEST_TEXT * 6]
    charset = codec_of(str(part.get_param("charset", "") or ""))
    text = _decode(data, charset)
    return text_of(text) if part.get_content_type() == "text/html" else text


def _decode(data: bytes, charset: str) -> str:
    for codec in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(codec) if codec else data.decode()
        except (UnicodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _keep_file(part: "Part[str, str]", letter: Letter) -> None:
    kind = part.get_content_type()
    if kind in ("message/delivery-status", "text/rfc822-headers"):
        return
    if len(letter.files) >= MOST_FILES:
        letter.trouble = f"It has more than {MOST_FILES} files; the raw message has them all."
        return
    content = _bytes(part)
    if not content:
        return
    is_inline = kind.startswith("image/") and bool(part.get("content-id"))
    file = File(_name(part) or _usual_name(part), content, len(content), is_inline)
    file.is_message = kind == "message/rfc822"
    if file.size > LARGEST_FILE:
        file.content = b""
        file.problem = "It is too large to be kept apart; the raw message has it."
    letter.files.append(file)


def _bytes(part: "Part[str, str]") -> bytes:
    if part.is_multipart():  # a whole message that was forwarded as a file
        return b"\r\n".join(child.as_bytes() for child in _children(part))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: "Part[str, str]") -> str:
    """The file's name without any folder, fit for every system; '' when none was given."""
    try:
        given = decoded(part.get_filename() or "")
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    bare = re.split(r"[\\/]", given)[-1]
    name = re.sub(r'[<>:"|?*\x00-\x1f]', "_", bare).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:180]}{dot}{ending[:20]}" if dot else name[:200]


def _usual_name(part: "Part[str, str]") -> str:
    if part.get_content_maintype() == "message":
        inner = next(_children(part), None)
        subject = decoded(str(inner.get("subject", ""))) if inner else ""
        plain = re.sub(r'[<>:"/\\|?*]', " ", subject).strip(" .")[:100]
        return f"{plain or 'message'}.eml"
    return {"text/calendar": "invitation.ics"}.get(part.get_content_type(), "attachment")
