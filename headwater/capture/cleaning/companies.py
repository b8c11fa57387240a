"""Names of companies: tidy to read; `company_key` to compare."""

import re

from headwater.capture.cleaning.text import clean_text
from headwater.records.keys import company_key

__all__ = ["clean_company", "company_key", "is_placeholder"]

_QUOTES = "\"'“”„«»‹›"


def clean_company(text: str) -> str:
    """The name without wrapping quotes, stray punctuation and doubled spaces; its case stays."""
    text = clean_text(text)
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    text = re.sub(r"\s+([,;.])(?=\s|$)", r"\1", text)
    return text.strip(" ,;|") or text


def is_placeholder(company: str) -> bool:
    """Whether somebody typed 'n/a', '-' or 'none' to get past a required field."""
    return bool(company) and not company_key(company)
