"""What a domain says of itself at this moment: its SPF, DKIM and DMARC records, judged in words.

Asked only when somebody presses the button; a name server that does not answer is told calmly and
proves nothing.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.resolver

PATIENCE = 4.0  # seconds for one question; all are asked at once
# Where the usual senders put their keys; each shows its own selector, too.
SELECTORS = (
    "default", "dkim", "mail", "s1", "s2", "k1", "k2", "google", "selector1", "selector2", "mx",
    "smtp", "mailjet", "brevo1", "pm", "scph0122", "mlsend", "resend",
)  # fmt: skip
SILENT = "The name server did not answer in time. That says nothing yet; try again in a while."
RIGHT, MISSING, WRONG, UNKNOWN = "right", "missing", "wrong", "unknown"


class Silent(Exception):
    """Nobody answered, or not in a way that could be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one check: `state` is right, missing, wrong or unknown."""

    check: str
    state: str
    words: str
    record: str = ""


def look_up(
    domain: str,
    *,
    include: str = "",
    selector: str = "",
    resolver: dns.resolver.Resolver | None = None,
) -> list[Finding]:
    """The findings for SPF, DKIM and DMARC. `include` is what the provider wants in SPF,
    `selector` the DKIM key's name where it is known. Takes at most a few seconds."""
    selectors = (selector,) if selector else SELECTORS
    names = [domain, f"_dmarc.{domain}", *_above(domain)]
    names += [f"{each}._domainkey.{domain}" for each in selectors]
    asked = dict(zip(names, _texts(names, resolver), strict=True))
    dmarc = [asked[name] for name in (f"_dmarc.{domain}", *_above(domain))]
    keys = [(each, asked[f"{each}._domainkey.{domain}"]) for each in selectors]
    return [
        _spf(asked[domain], include), _dkim(keys, is_named=bool(selector)), _dmarc(dmarc),
    ]  # fmt: skip


Answer = list[str] | Silent


def _above(domain: str) -> list[str]:
    """A subdomain without a DMARC record of its own has that of the domain above it."""
    upper = domain.partition(".")[2]
    return [f"_dmarc.{upper}"] if "." in upper else []


def _texts(names: Sequence[str], resolver: dns.resolver.Resolver | None) -> list[Answer]:
    try:
        resolver = resolver or dns.resolver.get_default_resolver()
    except dns.exception.DNSException:  # this machine knows no name server
        return [Silent() for _ in names]
    known = resolver
    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(lambda name: _ask(name, known), names))


def _ask(name: str, resolver: dns.resolver.Resolver) -> Answer:
    """The TXT records of a name; none where there is no such name."""
    try:
        found = resolver.resolve(
            dns.name.from_text(name), "TXT", lifetime=PATIENCE, raise_on_no_answer=False
        )
    except dns.resolver.NXDOMAIN:
        return []
    except (dns.exception.DNSException, OSError, UnicodeError) as error:
        return Silent(str(error))
    rows = found.rrset or ()
    return [b"".join(row.strings).decode("utf-8", "replace")[:2000] for row in rows]


def _spf(answer: Answer, include: str) -> Finding:
    if isinstance(answer, Silent):
        return Finding("SPF", UNKNOWN, SILENT)
    found = [text for text in answer if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return Finding("SPF", MISSING, "There is no record. Set the one below.")
    if len(found) > 1:
        words = f"There are {len(found)} records, and receivers then read none. Make them one."
        return Finding("SPF", WRONG, words, "  |  ".join(found))
    if trouble := _trouble(found[0].lower().split(), include):
        return Finding("SPF", WRONG, trouble, found[0])
    words = "It names the server that sends." if include else (
        "There is one. Whether it names your mail server, a mail that arrived tells (below)."
    )  # fmt: skip
    return Finding("SPF", RIGHT, words, found[0])


def _trouble(told: Sequence[str], include: str) -> str:
    """What is wrong about the words of an SPF record; '' for nothing."""
    if {"+all", "all"} & set(told):
        return "It lets everybody send in your name. End it with ~all or -all."
    if any(each.startswith("redirect=") for each in told):
        return ""  # another record says it all
    if include and f"include:{include}" not in told:
        return f"It does not name include:{include}, by which your mail goes out. Add it."
    if not told[-1].endswith("all"):
        return "It does not say what to do with other senders. End it with ~all."
    return ""


def _dkim(keys: Sequence[tuple[str, Answer]], *, is_named: bool) -> Finding:
    for selector, answer in keys:
        told = [] if isinstance(answer, Silent) else answer
        for text in told:
            tags = _tags(text)
            if "p" not in tags:
                continue
            if not tags["p"]:
                words = f"The key “{selector}” is withdrawn: p= is empty. Publish the new one."
                return Finding("DKIM", WRONG, words, text)
            return Finding("DKIM", RIGHT, f"There is a key, under “{selector}”.", text)
    if any(isinstance(answer, Silent) for _, answer in keys):
        return Finding("DKIM", UNKNOWN, SILENT)
    if is_named:
        words = f"There is no key under “{keys[0][0]}”. Your mail server or provider shows it."
        return Finding("DKIM", MISSING, words)
    words = "No key under the usual names. Ask with the selector that your provider shows."
    return Finding("DKIM", UNKNOWN, words)


def _dmarc(answers: Sequence[Answer]) -> Finding:
    for answer in answers:
        if isinstance(answer, Silent):
            return Finding("DMARC", UNKNOWN, SILENT)
        found = [text for text in answer if text.lower().replace(" ", "").startswith("v=dmarc1")]
        if len(found) > 1:
            words = f"There are {len(found)} records, and receivers then read none. Leave one."
            return Finding("DMARC", WRONG, words, "  |  ".join(found))
        if found:
            return _policy(found[0])
    return Finding("DMARC", MISSING, "There is no record. Begin with the one below.")


def _policy(text: str) -> Finding:
    policy = _tags(text).get("p", "").lower()
    words = {
        "none": "It watches and refuses nothing yet. When its reports are clean, say p=quarantine.",
        "quarantine": "Mail that fails the checks goes to spam.",
        "reject": "Mail that fails the checks is refused.",
    }
    if policy in words:
        return Finding("DMARC", RIGHT, words[policy], text)
    return Finding("DMARC", WRONG, "It says no policy: p= is none, quarantine or reject.", text)


def _tags(text: str) -> dict[str, str]:
    """The tags of a record: `v=DKIM1; k=rsa; p=…`."""
    pairs = (each.partition("=") for each in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}
