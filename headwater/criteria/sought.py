"""What SOSL looks for, as a tree: words, phrases, `*` and `?`, AND, OR, AND NOT, brackets."""

import re
from dataclasses import dataclass

from headwater.criteria.conditions import Condition
from headwater.criteria.errors import CriteriaError

SHORTEST = 2  # characters of a word that is looked for
MOST_WORDS = 100
TOKEN = re.compile(r'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<phrase>(?:\\.|[^"\\])*)"'
                   r'|(?P<word>(?:\\.|[^\s()"\\])+))', re.DOTALL)  # fmt: skip
WILD = re.compile(r"\\(.)|([*?])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase; a wildcard is a pair of ('', '*'), everything else ('text', '')."""

    parts: tuple[tuple[str, str], ...]

    @property
    def is_plain(self) -> bool:
        return all(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple["Sought", ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Sought", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What has the first and lacks the second."""

    found: "Sought"
    lacking: "Sought"


Sought = Word | Every | Either | Without
Token = tuple[str, str]  # kind, text


def sought(text: str, position: int = 0) -> Sought:
    """The tree of the words between the braces; raises CriteriaError."""
    tokens = [(str(match.lastgroup), str(match[str(match.lastgroup)]))
              for match in TOKEN.finditer(text)]  # fmt: skip
    if len(tokens) > MOST_WORDS:
        raise CriteriaError(f"A search has at most {MOST_WORDS} words.", position, kind="search")
    words = [re.sub(r"\W", "", token) for kind, token in tokens if kind in ("word", "phrase")]
    if not any(len(word) >= SHORTEST for word in words):
        told = "search term must be longer than one character"
        message = f"A search needs a word of {SHORTEST} characters or more."
        raise CriteriaError(message, position, kind="search", told=told)
    found, rest = _either(tokens, position)
    if rest:
        raise CriteriaError("A bracket was never opened.", position, kind="search")
    return found


def plain(text: str, *, is_begun: bool = False) -> Sought:
    """All words of a text as they stand, without operators; the last may be only begun."""
    words = [_word(re.sub(r"[*?\\\"]", " ", each)) for each in text.split()]
    if is_begun and words:
        words[-1] = Word((*words[-1].parts, ("", "*")))
    return words[0] if len(words) == 1 else Every(tuple(words))


def _either(tokens: list[Token], position: int) -> tuple[Sought, list[Token]]:
    parts = []
    while True:
        part, tokens = _every(tokens, position)
        parts.append(part)
        if not tokens or _operator(tokens[0]) != "OR":
            return (parts[0] if len(parts) == 1 else Either(tuple(parts))), tokens
        tokens = tokens[1:]


def _every(tokens: list[Token], position: int) -> tuple[Sought, list[Token]]:
    found, tokens = _one(tokens, position)
    while tokens and tokens[0][0] != "close" and _operator(tokens[0]) != "OR":
        is_without = False
        if _operator(tokens[0]) == "AND":
            tokens = tokens[1:]
        if tokens and _operator(tokens[0]) == "NOT":
            tokens, is_without = tokens[1:], True
        part, tokens = _one(tokens, position)
        found = Without(found, part) if is_without else Every((found, part))
    return found, tokens


def _one(tokens: list[Token], position: int) -> tuple[Sought, list[Token]]:
    if not tokens or tokens[0][0] == "close" or _operator(tokens[0]):
        raise CriteriaError("A word should stand here.", position, kind="search")
    (kind, text), *rest = tokens
    if kind != "open":
        return _word(text), rest
    found, rest = _either(rest, position)
    if not rest or rest[0][0] != "close":
        raise CriteriaError("A bracket is not closed.", position, kind="search")
    return found, rest[1:]


def _operator(token: Token) -> str:
    return token[1].upper() if token[0] == "word" and token[1].upper() in OPERATORS else ""


OPERATORS = frozenset({"AND", "OR", "NOT"})


def _word(text: str) -> Word:
    parts: list[tuple[str, str]] = []
    place = 0
    for match in WILD.finditer(text):
        parts += [(text[place : match.start()], "")] if match.start() > place else []
        parts.append((match[1], "") if match[1] else ("", match[2]))
        place = match.end()
    parts += [(text[place:], "")] if place < len(text) else []
    return Word(tuple((each.lower(), wild) for each, wild in parts))


def condition(tree: Sought, texts: str, digits: str = "") -> Condition:
    """That a text (lower case) has what is sought; `digits` is one of digits alone, for numbers."""
    if isinstance(tree, Word):
        return _has(tree, texts, digits)
    if isinstance(tree, Without):
        one, other = condition(tree.found, texts, digits), condition(tree.lacking, texts, digits)
        return Condition(f"({one.sql} AND NOT {other.sql})", (*one.params, *other.params))
    parts = [condition(part, texts, digits) for part in tree.parts]
    word = " AND " if isinstance(tree, Every) else " OR "
    params = tuple(param for part in parts for param in part.params)
    return Condition("(" + word.join(part.sql for part in parts) + ")", params)


def _has(word: Word, texts: str, digits: str) -> Condition:
    """LIKE finds the index, the pattern then asks for whole words."""
    like = "".join(_escaped(text) if text else "%" for text, _ in word.parts)
    wild = {"*": "[^[:space:]]*", "?": "[^[:space:]]"}
    pattern = "".join(re.escape(text) if text else wild[sign] for text, sign in word.parts)
    sql = f"({texts} LIKE %s AND {texts} ~ %s)"
    params: tuple[str, ...] = (f"%{like}%", f"(^|[^[:alnum:]]){pattern}($|[^[:alnum:]])")
    number = re.sub(r"\D", "", "".join(text for text, _ in word.parts))
    if digits and len(number) > SHORTEST and not re.search("[a-z]", like):
        sql, params = f"({sql} OR {digits} LIKE %s)", (*params, f"%{number}%")
    return Condition(sql, params)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
