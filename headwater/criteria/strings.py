"""SOQL's quoted text: its escapes, read and written (reference §10.5)."""

import re

from headwater.criteria.errors import CriteriaError

LONGEST = 4_000
PLAIN = {
    "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\",
    "N": "\n", "R": "\r", "T": "\t", "B": "\b", "F": "\f",
}  # fmt: skip
WRITTEN = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "'": "\\'"}
ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
PATTERN = re.compile(r"(?:[^\\]|\\[%_\\])*", re.DOTALL)


def unquote(token: str, position: int, *, is_pattern: bool = False) -> str:
    """The text inside a quoted token; a pattern keeps its escaped `%`, `_` and backslash."""

    def read(match: re.Match[str]) -> str:
        code = match[1]
        if len(code) == 5:
            char = chr(int(code[1:], 16))
        elif is_pattern and code in "%_":
            return match[0]
        elif code in PLAIN:
            char = PLAIN[code]
        else:
            raise CriteriaError(
                f"{match[0]} is no escape that quoted text knows.",
                position + 1 + match.start(),
                "A plain backslash is written \\\\.",
                "syntax",
            )
        return "\\\\" if is_pattern and char == "\\" else char

    return storable(ESCAPE.sub(read, token[1:-1]), position)


def storable(text: str, position: int = -1) -> str:
    """The text with surrogate pairs joined; refuses what no database row can hold."""
    if len(text) > LONGEST:
        raise CriteriaError(
            f"A text may have {LONGEST:,} characters, this one has {len(text):,}.", position
        )
    if "\0" in text:
        raise CriteriaError("The character with code 0 cannot be searched for.", position)
    if any("\ud800" <= char <= "\udfff" for char in text):
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            raise CriteriaError(
                "Half a character (a lone surrogate) stands here.", position
            ) from None
    return text


def quote(text: str, *, is_pattern: bool = False) -> str:
    """The text as a quoted token that reads back as the same text."""
    if not is_pattern:
        text = text.replace("\\", "\\\\")
    return "'" + "".join(WRITTEN.get(char, char) for char in text) + "'"


def is_pattern(text: str) -> bool:
    """Whether every backslash stands before a `%`, a `_` or another backslash."""
    return PATTERN.fullmatch(text) is not None


def as_pattern(text: str) -> str:
    """Plain text as a pattern that looks for exactly it."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def plain(pattern: str) -> str | None:
    """The text that a pattern looks for, or None when it has wildcards of its own."""
    bare = re.sub(r"\\.", "", pattern, flags=re.DOTALL)
    return None if "%" in bare or "_" in bare else re.sub(r"\\(.)", r"\1", pattern, flags=re.DOTALL)
