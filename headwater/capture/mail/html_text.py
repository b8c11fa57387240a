"""HTML mail as text, in time that grows with its length only.

A scan of tags, not a parser: nothing here becomes HTML again, so a stray `>` costs a letter and
not safety, while parsers need minutes for ten thousand tags inside each other.
"""

import html
import re

LONGEST = 500_000  # characters of markup that are looked at
_TOKEN = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?][^<>]*>")
_LINK = re.compile(
    r"""href\s*=\s*["']?\s*(https?://[^\s"'<>]{1,500}|mailto:[^\s"'<>]{1,300})""", re.I
)
_SPACES = re.compile(r"[^\S\n]+")
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math"})
_LINE = frozenset(
    {"br", "div", "tr", "li", "table", "section", "article", "header", "footer", "hr", "dt", "dd"}
)
_PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre"})


def text_of(markup: str) -> str:
    """The words that a reader would see, with lines where the page breaks them."""
    markup = markup[:LONGEST]
    said: list[str] = []
    place, links = 0, list[tuple[str, int]]()
    while found := _TOKEN.search(markup, place):
        said.append(_flat(markup[place : found.start()]))
        place = found.end()
        name = (found[2] or "").lower()
        if found[0] == "<!--":
            place = _after(markup, "-->", place)
        elif name in _UNSEEN and not found[1] and not found[3].endswith("/"):
            place = _after_close(markup, name, place)
        elif name == "a":
            _link(found, said, links)
        else:
            said.append(_break(name, is_end=bool(found[1])))
    said.append(_flat(markup[place:]))
    return _tidy("".join(said))


def _flat(raw: str) -> str:
    return _SPACES.sub(" ", html.unescape(raw).replace("\n", " ").replace("\r", " "))


def _after(markup: str, end: str, place: int) -> int:
    """Behind the next `end`; an unclosed one hides the rest, as in a browser."""
    found = markup.find(end, place)
    return len(markup) if found < 0 else found + len(end)


def _after_close(markup: str, name: str, place: int) -> int:
    found = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(markup, place)
    return found.end() if found else len(markup)


def _link(found: "re.Match[str]", said: list[str], links: list[tuple[str, int]]) -> None:
    """`words (address)`, but the address alone where the words say the same."""
    if not found[1]:
        target = _LINK.search(found[3])
        links[:] = [(html.unescape(target[1]), len(said))] if target else []
    elif links:
        target_text, start = links.pop()
        words = "".join(said[start:]).strip()
        bare = target_text.removeprefix("mailto:").split("://")[-1].rstrip("/")
        if bare and bare not in words and not target_text.startswith("mailto:"):
            said.append(f" ({target_text})")


def _break(name: str, *, is_end: bool) -> str:
    if name in _PARAGRAPH:
        return "\n\n"
    if name == "td" and is_end:
        return " "
    return "\n" if name in _LINE else ""


def _tidy(text: str) -> str:
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
