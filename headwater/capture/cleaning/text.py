"""Text as it can be stored and compared: no control characters, one form per letter, no stray
spaces. Never raises, whatever a browser, a mailer or an attacker sent."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
# Bidirectional overrides, zero-width spaces, byte order marks and soft hyphens can hide in a
# name. Joiners (200C, 200D) stay: Persian, Hindi and emoji need them.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def clean_text(text: str, *, multiline: bool = False) -> str:
    """The same words in NFC, without what cannot be seen; on one line unless multiline."""
    if text.isascii() and text.isprintable():  # then the only space is ' '
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not multiline:
        return " ".join(text.split())
    return "\n".join([" ".join(line.split()) for line in text.split("\n")]).strip()


def storable(text: str) -> str:
    """The text exactly as typed, but for the few characters that PostgreSQL cannot hold."""
    return text if text.isascii() and "\x00" not in text else _UNSTORABLE.sub("\ufffd", text)
