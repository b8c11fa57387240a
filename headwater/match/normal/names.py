"""Personal names: words, nicknames, suffixes of generation, names written in one field."""

from functools import cache, lru_cache
from typing import NamedTuple

from nicknames import NickNamer

from headwater.match.normal.plain import digits_of, plain, words
from headwater.records.key_words import EMPTY_NAMES

_SALUTATIONS = """
mr mrs ms miss mx dr prof professor sir madam mister herr frau fr hr sr sra srta senor senora mme
mlle monsieur madame m dipl ing mag rev hon capt
"""
SALUTATIONS = frozenset(_SALUTATIONS.split())
GENERATIONS = {
    "jr": "jr", "junior": "jr", "jnr": "jr", "sr": "sr", "senior": "sr", "snr": "sr",
    "ii": "2", "iii": "3", "iv": "4", "2nd": "2", "3rd": "3",
}  # fmt: skip
_DEGREES = frozenset(["phd", "md", "mba", "dds", "esq", "cpa", "bsc", "msc", "ma", "ba"])
# They join a compound name, but two families may share them.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "la",
        "le",
        "el",
        "al",
        "ibn",
        "bin",
        "st",
        "ter",
        "ten",
        "zu",
    ]
)
_NOBODY = frozenset("".join(words(name)) for name in EMPTY_NAMES)


class Names(NamedTuple):
    """One person's name, all letters plain; '' or () is what nobody said."""

    first: str = ""
    given: str = ""
    middle: str = ""
    nicks: tuple[str, ...] = ()
    last: str = ""
    last_words: tuple[str, ...] = ()
    generation: str = ""
    name_digits: str = ""
    is_known: bool = False


NOBODY = Names()


@lru_cache(maxsize=2048)
def names(first: str, last: str, whole: str = "") -> Names:
    """From first and last name, or from the whole name where neither is there."""
    if whole and not first and not last:
        first, last = parted(whole)
    firsts, lasts = list(words(first)), list(words(last))
    generation = _generation(lasts) or _generation(firsts)
    firsts = _without_salutation(firsts)
    lasts = _without_salutation(lasts)
    if "".join(lasts) in _NOBODY:
        lasts = []
    if "".join(firsts) in _NOBODY:
        firsts = []
    given = firsts[0] if firsts else ""
    return Names(
        first="".join(firsts),
        given=given,
        middle=firsts[1] if len(firsts) > 1 and "-" not in first else "",
        nicks=nicknames_of(given),
        last="".join(lasts),
        last_words=tuple(sorted({w for w in lasts if len(w) > 2 and w not in PARTICLES})),
        generation=generation,
        name_digits=digits_of("".join(firsts + lasts)),
        is_known=given in _known_names(),
    )


def parted(whole: str) -> tuple[str, str]:
    """First and last name of one text: 'Doe, Jane', 'Jane van de Berg', 'Jane Doe Jr.'."""
    before, comma, after = whole.partition(",")
    if comma and not set(words(after)) & (GENERATIONS.keys() | _DEGREES):
        return after.strip(), before.strip()
    parts = whole.split()
    end = len(parts) - 1
    while end > 1 and "".join(words(parts[end])) in GENERATIONS.keys() | _DEGREES:
        end -= 1
    while end > 1 and plain(parts[end - 1]) in PARTICLES:
        end -= 1
    return " ".join(parts[:end]), " ".join(parts[end:])


@lru_cache(maxsize=4096)
def nicknames_of(given: str) -> tuple[str, ...]:
    """The name itself and those of which it is a nickname: 'bob' is 'bob' and 'robert'."""
    if not given:
        return ()
    return tuple(sorted({given, *_full_names().get(given, ())}))


@cache
def _known_names() -> frozenset[str]:
    """First names of which two are two people, however alike they are: Mary and Mark."""
    return frozenset(_full_names()) | {name for of in _full_names().values() for name in of}


@cache
def _full_names() -> dict[str, tuple[str, ...]]:
    found = NickNamer().canonical_lookup
    return {plain(nick): tuple(map(plain, of)) for nick, of in found.items()}


def _generation(parts: list[str]) -> str:
    """Takes the suffix ('Jr', 'III') and degrees off the end."""
    found = ""
    while len(parts) > 1 and (parts[-1] in GENERATIONS or parts[-1] in _DEGREES):
        found = GENERATIONS.get(parts.pop(), found)
    return found


def _without_salutation(parts: list[str]) -> list[str]:
    start = 0
    while start < len(parts) - 1 and parts[start] in SALUTATIONS:
        start += 1
    return parts[start:]


_LIKE = {
    "ph": "f", "ck": "k", "ch": "k", "sch": "s", "sh": "s", "th": "t", "gh": "g", "tz": "s",
    "wr": "r", "kn": "n", "qu": "k", "dt": "t", "ae": "a", "oe": "o", "ue": "u",
}  # fmt: skip
_LETTER = str.maketrans("bdcgjqvwxzn", "ptkkkkffssm")


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """What is left when what sounds alike is written alike: 'schmidt' and 'smith' are 'smt'."""
    for spelt, heard in _LIKE.items():
        name = name.replace(spelt, heard)
    heard = name.translate(_LETTER)
    kept = heard[:1]
    for letter in heard[1:]:
        if letter.isdigit() or (letter not in "aeiouyhw" and letter != kept[-1]):
            kept += letter
    return kept
