"""E-mail domains judged by lists and spelling; nobody is asked over the network."""

from functools import cache

from headwater.capture.cleaning.emails import (
    is_disposable_domain,
    is_free_domain,
    parse_email,
)

# Where most people have their mailbox; a domain one slip of the finger away from it is a slip.
_KNOWN = """
gmail.com googlemail.com yahoo.com hotmail.com outlook.com icloud.com protonmail.com
yahoo.co.uk hotmail.co.uk yahoo.fr hotmail.fr yahoo.de outlook.de hotmail.de t-online.de
freenet.de comcast.net verizon.net bellsouth.net sbcglobal.net btinternet.com
"""
KNOWN = tuple(_KNOWN.split())
# One letter away, and somebody's own all the same.
_OWN = frozenset({"mail.com", "cloud.com"})
# These have a domain in many a country: hotmail.gr is not hotmail.fr misspelt.
_EVERYWHERE = frozenset({"yahoo", "hotmail", "outlook"})
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-."
# Endings that are no top-level domain, or hardly ever meant.
_ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "vom": "com", "comm": "com", "xom": "com",
    "coom": "com", "nett": "net", "ne": "net", "dee": "de", "orgg": "org",
}  # fmt: skip


def meant(domain: str) -> str:
    """The domain that a misspelt one was meant to be, '' when it is not misspelt."""
    if domain in KNOWN or domain in _OWN or is_free_domain(domain):
        return ""
    if found := _slips().get(domain):
        return found
    name, _, ending = domain.rpartition(".")
    corrected = f"{name}.{_ENDINGS[ending]}" if name and ending in _ENDINGS else ""
    if corrected in KNOWN or (corrected and is_free_domain(corrected)):
        return corrected
    return _slips().get(corrected, "")


def judge(domain: str) -> tuple[str, str]:
    """(check, detail) for a domain: `misspelt` with the one that was meant, `disposable`,
    `invalid` with the reason, or ('', '') when nothing is wrong with it."""
    if right := meant(domain):
        return "misspelt", right
    if is_disposable_domain(domain):
        return "disposable", "Made to be thrown away."
    reason = parse_email(f"a@{domain}").reason
    return ("invalid", reason) if reason else ("", "")


@cache
def _slips() -> dict[str, str]:
    """Every spelling one slip away from a known domain."""
    found: dict[str, str] = {}
    for domain in KNOWN:
        for slip in _one_away(domain):
            name, _, ending = slip.rpartition(".")
            if not (name in _EVERYWHERE and len(ending) == 2):
                found.setdefault(slip, domain)
    return found


def _one_away(word: str) -> set[str]:
    """One letter too few, too many, wrong, or two in the wrong order (Damerau's distance 1)."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    wrong = {left + c + right[1:] for left, right in cuts if right for c in _LETTERS}
    more = {left + c + right for left, right in cuts for c in _LETTERS}
    return {each for each in fewer | swapped | wrong | more if each != word and _is_name(each)}


def _is_name(domain: str) -> bool:
    labels = domain.split(".")
    return len(labels) > 1 and all(label.strip("-") == label and label for label in labels)
