"""What a domain must say of itself so that mail in its name is believed: SPF, DKIM, DMARC.

The records are shown to be pasted; `domain_check` looks up what there is, and a mail that arrived
tells by its header `Authentication-Results` whether they hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What the domain's SPF record must include when a provider sends; from their documentation.
INCLUDES = {
    "mailgun": "mailgun.org", "postmark": "spf.mtasv.net",
    "amazon_ses": "amazonses.com", "mailjet": "spf.mailjet.com", "brevo": "spf.brevo.com",
    "sparkpost": "sparkpostmail.com", "mailersend": "_spf.mailersend.net",
    "scaleway": "_spf.tem.scaleway.com",
}  # fmt: skip
# Mail servers that people often sign in to, by the end of their host's name.
HOSTS = {
    "gmail.com": "_spf.google.com", "google.com": "_spf.google.com",
    "office365.com": "spf.protection.outlook.com", "outlook.com": "spf.protection.outlook.com",
}  # fmt: skip
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)
WORDS = {
    "spf": "The server that sent it may send in the name of the domain",
    "dkim": "The mail is signed by the domain, and nobody changed it",
    "dmarc": "The domain in From is the one that was checked",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A TXT record to be set where the domain is managed, and what it is good for."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a receiving server found: `check` is spf, dkim or dmarc."""

    check: str
    verdict: str
    words: str

    @property
    def is_good(self) -> bool:
        return self.verdict == "pass"


def include_of(*, provider: str = "", host: str = "") -> str:
    """What the provider, or the host of a usual mail server, wants in SPF; '' for one's own."""
    return INCLUDES.get(provider) or next(
        (value for end, value in HOSTS.items() if host.endswith(end)), ""
    )


def records(domain: str, *, provider: str = "", host: str = "") -> list[Record]:
    """What to set for a domain from which people write."""
    include = include_of(provider=provider, host=host)
    spf = f"v=spf1 include:{include} ~all" if include else f"v=spf1 mx a:{host or domain} ~all"
    signed = (
        f"{provider.replace('_', ' ').capitalize()} shows the record to copy" if provider
        else "your mail server makes the key and shows its record"
    )  # fmt: skip
    return [
        Record(domain, spf, "SPF: who may send for it. Add to the record that is there; one only."),
        Record(f"<selector>._domainkey.{domain}", f"({signed})", "DKIM: a signature on each mail."),
        Record(f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}",
               "DMARC: begin with p=none, read the reports, then p=quarantine."),
    ]  # fmt: skip


def domains_of(addresses: Iterable[str]) -> list[str]:
    """The domains of these addresses, once each."""
    found = {each.rpartition("@")[2].strip(" >").lower() for each in addresses if "@" in each}
    found = {each for each in found if "." in each}  # no records are set for this machine
    return sorted(found)


def results(headers: str) -> list[Result]:
    """What the headers of a mail that arrived say; the first word on each check counts."""
    found: dict[str, str] = {}
    for check, verdict in _RESULT.findall(headers):
        found.setdefault(check.lower(), verdict.lower())
    return [Result(check, found.get(check, "none"), words) for check, words in WORDS.items()]
