"""How a text is written: its links, its markup, its scripts, and whether a name can be one.

Pure, and quick for what nearly everybody sends: text that is plain ASCII is never looked at twice.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'\])]+", re.IGNORECASE)
MARKUP = re.compile(
    r"\[/?(?:url|link|img|b|i|u|size|color)\b[^\]]*\]"
    r"|</?(?:a|b|i|u|p|h[1-6]|br|div|img|font|span|strong|iframe|script|table|style)\b[^>]*>",
    re.IGNORECASE,
)
ADDRESS_IN_NAME = re.compile(
    r"https?:|www\.|\S/\S|\b[a-z0-9-]{2,}\.(?:com|net|org|ru|cn|info|biz|xyz|top|site|online|shop"
    r"|click|link|club|store|pro|icu|vip|live)\b",
    re.IGNORECASE,
)
# Latin and Cyrillic letters within one word: the trick that makes “саsino” look like casino.
MIXED = re.compile(r"[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
SCRIPTS = {
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "Greek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "Cyrillic": re.compile(r"[\u0400-\u052f]"),
    "Hebrew": re.compile(r"[\u0590-\u05ff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "Indic": re.compile(r"[\u0900-\u0dff]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "East Asian": re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
}
MOSTLY = 0.6
ENOUGH = 300  # characters that tell the script of a text

CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
VOWEL = re.compile(r"[aeiouy]")
TURN = re.compile(r"[a-z][A-Z]")
TAIL = re.compile(r"[a-z][A-Z]{2,}$")
DIGIT_INSIDE = re.compile(r"[A-Za-z]\d+[A-Za-z]")
# Pairs of letters that hardly any name of any language has.
UNHEARD = re.compile(
    r"q[^aeiu]|[bfghjmpvwx]q|j[bcfghlmpqrtvwxz]|v[bcfghjmpqwxz]|x[bdfgjkqvz]|z[fjpqrx]"
    r"|[bcdfgkmpqv]x|[cdfgkpqtvw]j|[fghjkmpqxz]v|[jqxz]w"
)
PREFIX = re.compile(r"^(?:Mc|Mac|O'|De|Di|Du|La|Le|Van|Von|Fitz|St)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Scripts:
    """How many letters of each script a text has."""

    counts: dict[str, int]

    @property
    def all(self) -> frozenset[str]:
        return frozenset(self.counts)

    def most(self, least: int) -> str:
        """The script of most letters, '' when there are fewer than `least` or none prevails."""
        total = sum(self.counts.values())
        name = max(self.counts, key=lambda each: self.counts[each], default="")
        return name if total >= least and self.counts[name] >= MOSTLY * total else ""


def links_in(text: str) -> int:
    """How many addresses of pages a text has; one written twice, as markup has it, counts once."""
    if "://" not in text and "www." not in text.lower():
        return 0
    return len({found.lower().rstrip("/.") for found in LINK.findall(text)})


def scripts_of(text: str) -> Scripts:
    """The scripts of the first letters of a text, as many as it takes to tell."""
    text = text[:ENOUGH]
    if text.isascii():
        return Scripts({"Latin": len(text)} if SCRIPTS["Latin"].search(text) else {})
    there = [(name, letters) for name, letters in SCRIPTS.items() if letters.search(text)]
    if len(there) == 1:  # nearly everybody
        return Scripts({there[0][0]: len(text)})
    return Scripts({name: len(letters.findall(text)) for name, letters in there})


def has_markup(text: str) -> bool:
    """Whether a text carries tags of HTML or BBCode; most have no bracket at all."""
    return ("<" in text or "[" in text) and bool(MARKUP.search(text))


@lru_cache(maxsize=4096)
def is_gibberish(word: str) -> bool:
    """Whether a word looks made by a machine; two marks are needed, for real names have one:
    Schwartz, Hirschsprung, McDonald, PhD."""
    return len(word) >= 6 and word.isascii() and _marks(PREFIX.sub("", word)) >= 2


def _marks(word: str) -> int:
    low = word.lower()
    letters = sum(map(str.isalpha, low)) or 1
    turns = len(TURN.findall(word))
    return (
        bool(CONSONANTS.search(low))
        + (letters >= 7 and len(VOWEL.findall(low)) / letters < 0.15)
        + min(turns // 2, 2)
        + bool(TAIL.search(word))
        + bool(DIGIT_INSIDE.search(word))
        + min(len(UNHEARD.findall(low)), 2)
        + (len(word) >= 18 and word.isalpha())
    )
