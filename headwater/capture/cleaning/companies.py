"""Names of companies: tidy to read; `company_key` to compare."""

import re

from headwater.capture.cleaning.text import clean_text
from headwater.records import key_words
from headwater.records.keys import company_key

__all__ = ["clean_company", "company_key", "is_placeholder"]

# Words that a name may have and still say nothing; a name with any other word says something.
_EMPTY_WORDS = frozenset(
    {
        *(word for name in key_words.EMPTY_WORDS for word in name.split()),
        *key_words.JOINING_WORDS, *key_words.LEADING_FORMS, *key_words.LEGAL_FORMS,
        *("spa", "sp", "z", "oo", "sa", "de", "cv", "s", "rl", "pvt", "ltd"),
    }
)  # fmt: skip
_LOOSE_MARK = re.compile(r"\s+([,;.])(?=\s|$)")
_QUOTES = "\"'“”„«»‹›"


def clean_company(text: str) -> str:
    """The name without wrapping quotes, stray punctuation and doubled spaces; its case stays."""
    text = clean_text(text)
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    if " ," in text or " ;" in text or " ." in text:
        text = _LOOSE_MARK.sub(r"\1", text)
    return text.strip(" ,;|") or text


def is_placeholder(company: str) -> bool:
    """Whether somebody typed 'n/a', '-' or 'none' to get past a required field."""
    for word in company.lower().split():
        if len(word) > 1 and word.isascii() and word.isalpha() and word not in _EMPTY_WORDS:
            return False
    return bool(company) and not company_key(company)
