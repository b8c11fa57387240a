"""E-mail addresses: cleaned of what surrounds them, judged by syntax alone (no DNS, no waiting)."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from headwater.capture.cleaning.text import clean_text
from headwater.records import keys
from headwater.records.keys import is_disposable_domain, is_free_domain

__all__ = [
    "Email", "is_disposable_domain", "is_free_domain", "is_role_address", "parse_email",
    "work_domain",
]  # fmt: skip

_ROLES = """
info sales contact contacto contact-us kontakt office buero büro admin administrator support help
helpdesk hello hallo hi hola mail email post team service services billing invoice invoices
accounts accounting accountspayable ap buchhaltung rechnung marketing press presse media pr jobs
careers career hr bewerbung webmaster postmaster hostmaster abuse noc security privacy root
noreply no-reply donotreply do-not-reply enquiries enquiry inquiries inquiry orders order booking
bookings reservations reception purchasing procurement einkauf verkauf vertrieb ventas compras
commercial commerciale comercial contabilidad secretariat secretaria zentrale feedback news
newsletter subscribe unsubscribe mailer-daemon legal compliance general shop store
"""
ROLES = frozenset(_ROLES.split())
LONGEST = 320
_DISPLAY_NAME = re.compile(r"^(?P<name>[^<>]*)<\s*(?P<address>[^<>]+?)\s*>[\s;,]*$")
# Local parts that need no library to be judged; its answer for the domain is remembered.
_LOCAL = r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*"
_PLAIN_LOCAL = re.compile(_LOCAL)
_PLAIN = re.compile(rf"({_LOCAL})@([A-Za-z0-9.-]*[A-Za-z0-9])")
# Domains that need none either: letters, digits and single hyphens, the last label a word.
_LABEL = "[a-z0-9](?:[a-z0-9]|-(?!-))*(?<!-)"
_PLAIN_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,63}}")
_SPECIAL = frozenset(SPECIAL_USE_DOMAIN_NAMES)


class Email(NamedTuple):
    """An address, the name that stood before it, and why it is not valid ('' when it is)."""

    address: str
    name: str
    reason: str

    @property
    def is_valid(self) -> bool:
        return not self.reason


def parse_email(text: str) -> Email:
    """Read 'jane@x.org', 'mailto:jane@x.org' or 'Jane Doe <jane@X.org>'; '' is valid and empty."""
    if (plain := _PLAIN.fullmatch(text)) and len(text) <= 254 and len(plain[1]) <= 64:
        domain, reason = _judge_domain(plain[2].lower())
        return Email(f"{plain[1]}@{domain}", "", reason)
    text, name = clean_text(text), ""
    if found := _DISPLAY_NAME.match(text):
        text, name = found["address"], found["name"].strip(" \"'")
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0])
    text = text.strip(" \"'<>;,").rstrip(".")
    if not text:
        return Email("", name, "")
    if len(text) > LONGEST:
        return Email(text, name, "The email address is too long.")
    local, _, domain = text.rpartition("@")
    if len(local) <= 64 and len(text) <= 254 and _PLAIN_LOCAL.fullmatch(local):
        domain, reason = _judge_domain(domain.lower())
        return Email(f"{local}@{domain}", name, reason)
    return _judge(text, name)


def is_role_address(email: str) -> bool:
    """Whether the mailbox belongs to a function (info@, sales@), not to a person."""
    local = email.rpartition("@")[0].lower().partition("+")[0]
    return local in ROLES or local.replace(".", "").replace("_", "-") in ROLES


def work_domain(email: str) -> str:
    """The employer's registered domain, '' for free, disposable and unreadable addresses."""
    return keys.work_domain(email)


@lru_cache(maxsize=2048)
def _judge_domain(domain: str) -> tuple[str, str]:
    is_special = not _SPECIAL.isdisjoint((domain, domain.rpartition(".")[2]))
    if len(domain) <= 64 and _PLAIN_DOMAIN.fullmatch(domain) and not is_special:
        return domain, ""
    judged = _judge(f"a@{domain}", "")
    return judged.address.rpartition("@")[2], judged.reason


def _judge(address: str, name: str) -> Email:
    local, at, domain = address.rpartition("@")
    try:
        valid = validate_email(address, check_deliverability=False)
    except (EmailNotValidError, ValueError) as error:
        reason = " ".join(str(error).split()).rstrip(".") + "."
        return Email(f"{local}{at}{domain.lower()}", name, reason)
    return Email(valid.normalized, name, "")
