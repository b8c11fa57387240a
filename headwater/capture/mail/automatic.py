"""Was this written by a machine? The reasons in plain words, from the headers that say so."""

import re

from headwater.capture.mail.letter import Letter
from headwater.records.machine_address import is_machine

# Values of X-Auto-Response-Suppress that only automatic mail carries; DR, RN and NRN are receipts.
_SUPPRESSES = frozenset({"all", "oof", "autoreply"})
_ANSWERING = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply",
    "x-auto-response", "x-vacation", "x-fc-machinegenerated",
)  # fmt: skip
_SUBJECT = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|auto:|autoreply|out of (?:the )?"
    r"office|abwesenheitsnotiz|abwesend|automatische antwort|réponse automatique|absence du bureau|"
    r"respuesta automática|fuera de (?:la )?oficina|risposta automatica|automatisch antwoord|"
    r"automatiskt svar|autosvar)\b",
    re.IGNORECASE,
)
_LISTS = ("list-id", "list-unsubscribe", "list-post")
_STARS = 5  # of X-Spam-Level


def answering_machine(letter: Letter) -> str:
    """'' or why this is no person's answer: RFC 3834 first, then what older mailers do."""
    headers = letter.headers
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return f"It was sent by a machine (Auto-Submitted: {submitted[:40]})."
    suppressed = {
        each.strip().lower() for each in headers.first("x-auto-response-suppress").split(",")
    }
    if suppressed & _SUPPRESSES:
        return "It was sent by a machine (X-Auto-Response-Suppress)."
    for name in _ANSWERING:
        if headers.has(name):
            return f"It is an automatic answer ({name.title()})."
    if headers.first("precedence").lower() == "auto_reply":
        return "It is an automatic answer (Precedence: auto_reply)."
    if letter.is_report:
        return "It is a receipt or a report of a mail system."
    return (
        f"It is an automatic answer (“{letter.subject[:60]}”)."
        if _SUBJECT.match(letter.subject)
        else ""
    )


def mass_mail(letter: Letter, mailbox: str) -> str:
    """'' or why this is a list's mail or a newsletter.

    A group address (sales@ as a Google Group) marks what comes to it as a list, too: the mailbox's
    own list is none.
    """
    headers = letter.headers
    if _is_own_list(letter, mailbox):
        return ""
    for name in _LISTS:
        if headers.has(name):
            return f"It came by a mailing list or newsletter ({name.title()})."
    precedence = headers.first("precedence").lower()
    if precedence in ("bulk", "list", "junk"):
        return f"It is mass mail (Precedence: {precedence})."
    return ""


def _is_own_list(letter: Letter, mailbox: str) -> bool:
    local, _, domain = mailbox.lower().partition("@")
    said = " ".join(letter.headers.first(name) for name in ("list-id", "list-post")).lower()
    return bool(domain) and (mailbox.lower() in said or f"{local}.{domain}" in said)


def no_reply(letter: Letter) -> str:
    """'' or why nobody reads the sender's mailbox."""
    address = letter.sender.address
    if is_machine(address):
        return f"Nobody reads the mailbox that it came from ({address})."
    if letter.headers.first("return-path").strip() == "<>":
        return "It was sent by a mail system (without a return address)."
    return ""


def spam(letter: Letter) -> str:
    """'' or what the mail server in front of us thinks of it."""
    headers = letter.headers
    said = {
        "x-spam-flag": headers.first("x-spam-flag").lower().startswith("yes"),
        "x-spam": headers.first("x-spam").lower().startswith("yes"),
        "x-spam-status": headers.first("x-spam-status").lower().startswith("yes"),
        "x-spam-level": headers.first("x-spam-level").count("*") >= _STARS,
        "x-rspamd-action": headers.first("x-rspamd-action").lower()
        in ("reject", "add header", "rewrite subject", "quarantine"),
        "x-forefront-antispam-report": "sfv:spm"
        in headers.first("x-forefront-antispam-report").lower(),
    }
    for name, is_spam in said.items():
        if is_spam:
            return f"The mail server thinks that it is spam ({name.title()})."
    if re.search(r"\bdmarc=fail\b", headers.first("authentication-results"), re.IGNORECASE):
        return "The sender's address is forged, says the mail server (DMARC failed)."
    return ""
