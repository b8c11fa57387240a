"""Folded ASCII text, whatever the script: 'Łódź' is 'lodz', 'Иван' is 'ivan'."""

import re
from functools import lru_cache

from anyascii import anyascii

from headwater.records import keys

LONGEST = 300
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile(r"['’`´ʼ]")


def plain(text: str) -> str:
    """Lower-case ASCII with the punctuation still in it."""
    return text[:LONGEST].lower() if text.isascii() else _folded(text[:LONGEST])


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    folded = keys.fold(text)
    return folded if folded.isascii() else anyascii(folded).lower()


def digits_of(text: str) -> str:
    """Its digits: a text with other digits is another, not a misspelt one."""
    return "" if text.isalpha() else "".join(filter(str.isdigit, text))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of letters and digits; an apostrophe joins: "Mary O'Neil" is 'mary', 'oneil'."""
    return tuple(_WORD.findall(_APOSTROPHES.sub("", plain(text))))
