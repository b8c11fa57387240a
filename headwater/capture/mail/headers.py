"""Headers of mail as people meant them: whatever bytes a mailer put there, nothing here raises."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from headwater.capture.body import codec_of
from headwater.capture.cleaning.emails import parse_email
from headwater.capture.cleaning.text import clean_text

LONGEST = 4_000  # characters of one header that are looked at
MOST_REFERENCES = 30
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,248}>")
_ADDRESS = re.compile(r"[\w.!#$%&'*/=?^`{|}~+-]{1,64}@[\w.-]{1,253}")
# Where the address stands to which a message really went.
DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")


@dataclass(frozen=True, slots=True)
class Person:
    """A name (may be '') and an address as somebody wrote them; '' where it is none."""

    name: str = ""
    address: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


class Headers:
    """The headers of one message, by lower-case name, as Unicode on one line each."""

    def __init__(self, message: "Message[str, str]") -> None:
        self.raw: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self.raw.setdefault(str(name).lower(), []).append(str(value))

    def first(self, name: str) -> str:
        """Decoded; '' when there is none."""
        return decoded(next(iter(self.raw.get(name, ())), ""))

    def has(self, name: str) -> bool:
        return name in self.raw

    def message_ids(self, name: str) -> list[str]:
        """The ids of a Message-ID, In-Reply-To or References, the latest of a long thread."""
        text = " ".join(self.raw.get(name, ()))[-20_000:]
        return _MESSAGE_ID.findall(text)[-MOST_REFERENCES:]

    def people(self, name: str) -> list[Person]:
        """Those named in From, Reply-To, To, …; what is no address is left out."""
        found = [person_of(*pair) for pair in _pairs(self.raw.get(name, []))]
        return [person for person in found if person.address]

    def delivered_to(self) -> list[str]:
        """Every address that it was sent to, as far as the headers tell; lower case."""
        text = " ".join(value[:20_000] for name in DELIVERED for value in self.raw.get(name, ()))
        return list(dict.fromkeys(found.lower() for found in _ADDRESS.findall(text)))

    @property
    def sent_at(self) -> datetime | None:
        try:
            return parsedate_to_datetime(self.first("date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def decoded(raw: str) -> str:
    """A header's text: folded lines joined, 8-bit bytes and encoded words read."""
    text = _unbroken(raw)[:LONGEST]
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, LookupError, RecursionError):
        return clean_text(text)
    return clean_text("".join(_word(part, charset or "") for part, charset in parts))


def person_of(name: str, address: str) -> Person:
    """A person whose address is one; a name that only repeats the address says nothing."""
    email = parse_email(clean_text(address)[:400])
    said = decoded(name).strip(" \"'")[:200]
    if not email.is_valid or not email.address:
        return Person(said, "")
    return Person("" if said.lower() == email.address.lower() else said, email.address)


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses([_unbroken(value)[:LONGEST] for value in values[:5]])[:200]
    except (RecursionError, ValueError, IndexError, TypeError):
        return []


def _unbroken(raw: str) -> str:
    """On one line; raw bytes, which the parser keeps as surrogates, as the text they were."""
    text = " ".join(raw.replace("\r", "\n").split("\n"))
    if text.isascii():
        return text
    data = text.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeError:
        return data.decode("cp1252", "replace")


def _word(part: bytes | str, charset: str) -> str:
    if isinstance(part, str):
        return part
    for codec in (codec_of(charset), "utf-8", "cp1252"):
        try:
            return part.decode(codec or "utf-8")
        except (UnicodeError, LookupError):
            continue
    return part.decode("utf-8", "replace")
