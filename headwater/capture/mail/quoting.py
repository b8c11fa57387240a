"""Where the new words of a message end and older ones begin: replies and forwarded messages."""

import re
from dataclasses import dataclass

from headwater.capture.mail.headers import Person, person_of
from headwater.capture.mail.letter import Letter, read

_LABELS = {
    "from": ("from", "von", "de", "da", "från", "van", "fra", "od"),
    "date": ("date", "sent", "gesendet", "datum", "envoyé", "fecha", "enviado", "data", "skickat"),
    "subject": ("subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "ämne"),
    "to": ("to", "an", "à", "para", "a", "aan", "till", "cc", "kopie"),
}
_LABEL_OF = {word: kind for kind, words in _LABELS.items() for word in words}
_HEADER = re.compile(r"^[>\s]*\*?([^\W\d_]{1,12})\s?:\*?\s*(.*)$")
_WRITTEN = re.compile(
    r"^\s*(?:On|Am|Le|El|Il|Op|Den)\s.{5,200}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev)[^:]{0,80}:\s*$",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"^[>\s]*(?:-{2,}\s*)?(?:begin forwarded message|forwarded message|original message|"
    r"weitergeleitete nachricht|ursprüngliche nachricht|anfang der weitergeleiteten (?:nachricht|"
    r"e-mail)|message transféré|message d'origine|début du message transféré|mensaje reenviado|"
    r"mensaje original|messaggio inoltrato|messaggio originale|doorgestuurd bericht)\s*:?"
    r"(?:\s*-{2,})?\s*$",
    re.IGNORECASE,
)
_FORWARDING = re.compile(r"^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb)\s*:", re.IGNORECASE)
_MAILTO = re.compile(r"^(.*?)\s*[\[<(]\s*(?:mailto:)?\s*([^\s<>\[\]()]+@[^\s<>\[\]()]+?)\s*[\])>]")
MOST_LINES = 3_000


@dataclass(frozen=True, slots=True)
class Original:
    """The message inside a forwarded one."""

    sender: Person
    subject: str
    text: str


def fresh(text: str) -> str:
    """What is new in a reply: without the quoted messages below and between."""
    kept: list[str] = []
    lines = text.split("\n")[:MOST_LINES]
    for number, line in enumerate(lines):
        two = f"{line} {lines[number + 1].strip()}" if number + 1 < len(lines) else line
        if _MARK.match(line) or _WRITTEN.match(line) or _WRITTEN.match(two):
            break
        if _label(line) == "from" and _block(lines, number):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip().rstrip("_-").strip() or text.strip()


def original_of(letter: Letter) -> Original | None:
    """Whom a forwarded message came from: by the message attached, else by its header block."""
    for file in letter.files:
        if file.is_message and file.content:
            inner = read(file.content)
            if inner.sender.address:
                letter.files = [*inner.files, *(each for each in letter.files if each is not file)]
                return Original(inner.sender, inner.subject, inner.text)
    return _in_text(letter)


def _in_text(letter: Letter) -> Original | None:
    lines = letter.text.split("\n")[:MOST_LINES]
    is_forwarded = bool(_FORWARDING.match(letter.subject))
    for number, line in enumerate(lines):
        is_forwarded = is_forwarded or bool(_MARK.match(line))
        if is_forwarded and _label(line) in _LABELS and (block := _block(lines, number)):
            found, end = block
            sender = _person(found["from"])
            if sender.address:
                text = "\n".join(re.sub(r"^>\s?", "", each) for each in lines[end:])
                return Original(sender, found.get("subject", ""), text.strip())
    return None


def _label(line: str) -> str:
    found = _HEADER.match(line[:500])
    return _LABEL_OF.get(found[1].lower(), "") if found else ""


def _block(lines: list[str], start: int) -> tuple[dict[str, str], int] | None:
    """The header lines that begin here and where they end; None without a sender and more."""
    found: dict[str, str] = {}
    place, last = start, ""
    while place < len(lines) and place < start + 16:
        line = lines[place]
        kind = _label(line)
        header = _HEADER.match(line[:500]) if kind else None
        if header:
            found.setdefault(kind, header[2].strip())
            last = kind
        elif not line.strip(" >*") and len(found) >= 2:
            break
        elif line.strip(" >*") and (not last or last == "subject"):
            break  # a long list of recipients runs over several lines, a subject does not
        place += 1
    return (found, place) if "from" in found and len(found) >= 2 else None


def _person(text: str) -> Person:
    found = _MAILTO.match(text[:500])
    if found:
        return person_of(found[1].strip(" \"'*"), found[2])
    bare = text.strip(" *<>[]").removeprefix("mailto:")
    return person_of("", bare if "@" in bare else "")
