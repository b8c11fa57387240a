"""What the parser stumbled over, in words that tell how to mend it."""

import re
from difflib import get_close_matches

from lark.exceptions import UnexpectedInput

from headwater.criteria import dates
from headwater.criteria.errors import CriteriaError

# What people write from habit where an operator must stand, and what to write here.
HABITS = (
    (r"is\s+not\s+null\b", "Write != null."),
    (r"is\s+null\b", "Write = null."),
    (r"is\s+not\b", "Write !=."),
    (r"(is|equals?)\b", "Write =."),
    (r"not\s+like\b", "Put NOT in front of the field: NOT Company LIKE '%x%'."),
    (r"(not\s+)?contains?\b", "Write LIKE '%text%'."),
    (r"(starts|begins)\b", "Write LIKE 'text%'."),
    (r"between\b", "Write Field >= 1 AND Field <= 9."),
    (r"==", "Write a single =."),
    (r"!", "Write !=."),
)
JOINS = (
    (r"&&?", "Write AND."),
    (r"\|\|?", "Write OR."),
    (r",", "Join conditions with AND or OR."),
)
WORD = re.compile(r"\w+|\S|$")


def complaint(text: str, error: UnexpectedInput) -> CriteriaError:
    """The parser's error as a CriteriaError with position and suggestion."""
    position = error.pos_in_stream
    if position is None or position < 0 or getattr(error, "token", None) == "":
        position = len(text)
    rest = text[position:]
    expected: set[str] = set(
        getattr(error, "accepts", None) or getattr(error, "allowed", None) or ()
    )
    if rest.startswith('"'):
        return _syntax("Text stands in single quotes.", position, "Write 'text', not \"text\".")
    if rest.startswith(("'", "’", "‘", "“")):
        return _quotes(rest, position)
    if "STRING" in expected:
        return _no_value(rest, position)
    if "COMPARE" in expected:
        return _no_operator(rest, position)
    if "_AND" in expected or "_OR" in expected:
        return _no_joint(rest, position)
    return _misplaced(rest, position, expected)


def not_a_value(word: str, position: int) -> CriteriaError:
    """The complaint about a bare word where a value should stand."""
    name, _, n = word.partition(":")
    name = name.strip().upper()
    if name in dates.WITH_NUMBER and not n:
        return _syntax(f"{name} needs a number.", position, f"Write {name}:30.")
    if n and name in dates.PLAIN:
        return _syntax(f"{name} takes no number.", position, f"Write {name}.")
    close = get_close_matches(name, dates.PLAIN | dates.WITH_NUMBER, n=1, cutoff=0.8)
    if close or n:
        hint = f"Did you mean {close[0]}?" if close else "For example LAST_N_DAYS:30."
        return _syntax(f"“{word}” is no date that is known here.", position, hint)
    return _syntax(
        f"“{word}” is neither a number nor a date.", position, f"Text needs quotes: '{word}'."
    )


def _quotes(rest: str, position: int) -> CriteriaError:
    if rest[0] != "'":
        return _syntax(
            "Curly quotes are not understood.", position, "Write 'text' in straight ones."
        )
    if re.match(r"'(\\.|[^'\\])*'", rest, re.DOTALL):
        return _syntax(
            "There is text in quotes where none can stand.", position,
            "An apostrophe inside text is written \\'.",
        )  # fmt: skip
    return _syntax(
        "This text has no closing quote.", position, "An apostrophe inside text is written \\'."
    )


def _no_value(rest: str, position: int) -> CriteriaError:
    if not rest.strip():
        return _syntax("The condition ends where a value should stand.", position)
    if rest.startswith("="):
        return _syntax("There are two operators.", position, "Write a single =.")
    if rest.startswith(")"):
        return _syntax("The list lacks a value.", position)
    if rest.startswith("("):
        return _syntax("A list needs IN before it.", position, "Write Field IN ('a', 'b').")
    return _syntax(
        f"“{_first(rest)}” is no value.", position,
        "A value is 'text', a number, true, false, null, 2024-01-31 or a date such as TODAY.",
    )  # fmt: skip


def _no_operator(rest: str, position: int) -> CriteriaError:
    if not rest.strip():
        return _syntax(
            "The condition ends where an operator should stand.", position, "For example = 'x'."
        )
    for pattern, hint in HABITS:
        if re.match(pattern, rest, re.IGNORECASE):
            return _syntax(f"“{_first(rest)}” is no operator.", position, hint)
    hint = "Operators are = != < <= > >= LIKE IN, NOT IN, INCLUDES and EXCLUDES."
    return _syntax(f"“{_first(rest)}” is no operator.", position, hint)


def _no_joint(rest: str, position: int) -> CriteriaError:
    if re.match(r"(and|or)\b", rest, re.IGNORECASE):
        return _syntax(
            "AND and OR are mixed, and it is unclear which comes first.", position,
            "Put one of them in brackets: a AND (b OR c).",
        )  # fmt: skip
    if not rest.strip():
        return _syntax("A bracket is not closed.", position, "Add ).")
    if rest.startswith(")"):
        return _syntax("This bracket was never opened.", position)
    for pattern, hint in JOINS:
        if re.match(pattern, rest):
            return _syntax(f"“{_first(rest)}” is not understood.", position, hint)
    return _syntax(
        f"“{_first(rest)}” follows a complete condition.", position, "Join with AND or OR."
    )


def _misplaced(rest: str, position: int, expected: set[str]) -> CriteriaError:  # noqa: PLR0911
    if expected == {"IN"}:
        hint = "NOT goes in front of the field: NOT Company LIKE '%x%'."
        return _syntax("Only IN can follow NOT here.", position, hint)
    if "LPAR" in expected and "PATH" not in expected:
        hint = "Write Field IN ('a', 'b')."
        return _syntax("A list in brackets should stand here.", position, hint)
    if "PATH" in expected:
        what = "a field should stand"
    elif {"RPAR", "COMMA"} <= expected:
        return _syntax("The list is not closed, or lacks a comma.", position, "Write ('a', 'b').")
    elif "RPAR" in expected:
        return _syntax("A bracket is not closed.", position, "Add ).")
    elif rest.startswith(")"):
        return _syntax("This bracket was never opened.", position)
    else:
        names = sorted(name.strip("_").lower() for name in expected if name != "$END")
        what = f"{' or '.join(names[:4])} should stand" if names else "the text should end"
    if not rest.strip():
        return _syntax(f"The text ends where {what}.", position)
    return _syntax(f"“{_first(rest)}” stands where {what}.", position)


def _first(rest: str) -> str:
    found = WORD.search(rest)
    return found[0][:40] if found else ""


def _syntax(message: str, position: int, suggestion: str = "") -> CriteriaError:
    return CriteriaError(message, position, suggestion, "syntax")
