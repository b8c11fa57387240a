"""What the block under a message says about its writer: by plain rules that anyone can read.

A signature begins at `-- `, after words of goodbye, or at the writer's own name on a line of its
own near the end. Only what such a block clearly says is taken; a wrong guess costs more than none.
"""

import re

from headwater.capture.cleaning.text import clean_text
from headwater.capture.mail.headers import Person
from headwater.capture.mail.quoting import fresh
from headwater.records.key_words import LEGAL_FORMS
from headwater.records.keys import letters, registered_domain, work_domain

MOST_LINES = 12
LONGEST_LINE = 120
_DASHES = re.compile(r"^\s*(?:--|—|–|_{2,}|\*{3,})\s*$")
_GOODBYE = re.compile(
    r"^\W*(?:(?:with\s+)?(?:best|kind|warm|many)?\s*(?:regards|wishes)|best|thanks|thank you|"
    r"many thanks|thanks(?: again)?,? and (?:best )?regards|cheers|sincerely(?: yours)?|"
    r"yours (?:sincerely|truly|faithfully)|respectfully|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|"
    r"(?:viele|beste|freundliche|liebe|herzliche) gr(?:ü|ue)(?:ß|ss)e|mfg|vg|lg|cordialement|"
    r"bien cordialement|bien à vous|meilleures salutations|saludos(?: cordiales)?|un saludo|"
    r"atentamente|cordiali saluti|distinti saluti|med vänlig hälsning|met vriendelijke groet)"
    r"\W*$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = r"\b\.?\s*[:.)]?\s*(?=[+(\d])"
_MOBILE = re.compile(
    r"\b(?:mobile?|mob|cell|cellular|handy|m|c|gsm|móvil|portable)" + _BEFORE_NUMBER, re.IGNORECASE
)
_PHONE = re.compile(
    r"\b(?:tel|telephone|telefon|phone|ph|office|direct|t|p|d|fon|tél|teléfono)" + _BEFORE_NUMBER,
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:fax|f)" + _BEFORE_NUMBER, re.IGNORECASE)
_NUMBER = re.compile(r"[+(]?\d[\d\s().\-/]{5,22}\d(?:\s*(?:ext\.?|x)\s*\d{1,6})?")
_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s<>|,;()]{3,200}", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:manager|director|head|chief|ceo|cto|cfo|coo|cio|cmo|president|vp|founder|owner|partner|"
    r"engineer|officer|lead|buyer|consultant|analyst|assistant|coordinator|specialist|architect|"
    r"accountant|administrator|supervisor|secretary|designer|developer|principal|executive|"
    r"procurement|purchasing|facilities|operations|gesch(?:ä|ae)ftsf(?:ü|ue)hrer(?:in)?|leiter(?:in)?|"
    r"inhaber(?:in)?|einkauf|einkäufer(?:in)?|directeur|directrice|gérante?|responsable|chef|"
    r"director[a]?|gerente|jefe|jefa|titolare)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\s+[|·•–—]\s+|\s*\|\s*|,\s+|\s+(?:at|bei|chez)\s+|\s+@\s+")
_PLAIN_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){1,3}")


def hints(text: str, writer: Person) -> dict[str, str]:
    """Lead attribute → what the signature says: name, title, company, phones, website."""
    lines = block(text, writer)
    said: dict[str, str] = {}
    for number, line in enumerate(lines):
        _numbers(line, said)
        _website(line, writer, said)
        _words(line, number, writer, said)
    return said


def block(text: str, writer: Person) -> list[str]:
    """The lines of the signature, [] when there is none."""
    lines = [line.strip() for line in fresh(text).split("\n")]
    start = _start(lines, writer)
    found = [line for line in lines[start:] if line] if start is not None else []
    return [line for line in found[:MOST_LINES] if len(line) <= LONGEST_LINE]


def _start(lines: list[str], writer: Person) -> int | None:
    for number in range(len(lines) - 1, -1, -1):
        if _DASHES.match(lines[number]) or _GOODBYE.match(lines[number][:60]):
            return number + 1
    own = letters(writer.name)
    for number in range(max(0, len(lines) - MOST_LINES), len(lines)):
        if own and number and letters(lines[number][:80]) == own:
            return number
    return None


def _numbers(line: str, said: dict[str, str]) -> None:
    if not any(map(str.isdigit, line)) or (_WEBSITE.search(line) and "+" not in line):
        return
    for label, attribute in ((_FAX, "fax"), (_MOBILE, "mobile_phone"), (_PHONE, "phone")):
        if (found := label.search(line)) and (number := _NUMBER.match(line, found.end())):
            said.setdefault(attribute, number[0].strip())
    alone = _NUMBER.fullmatch(line)
    if alone and sum(map(str.isdigit, line)) >= 8:
        said.setdefault("phone", line)


def _website(line: str, writer: Person, said: dict[str, str]) -> None:
    """A page of the writer's own domain, or of any where theirs is a free mailbox."""
    found = _WEBSITE.search(line)
    if not found:
        return
    own = work_domain(writer.address)
    site = found[0].rstrip(".,)/")
    if work_domain("", site) and (not own or registered_domain(site) == own):
        said.setdefault("website", site)


def _words(line: str, number: int, writer: Person, said: dict[str, str]) -> None:
    """Name, title and company: 'Tom Okafor', 'Plant manager, Harbor Cold Storage Ltd'."""
    if ("@" in line and " @ " not in line) or _WEBSITE.search(line) or _NUMBER.search(line):
        return
    own = letters(writer.name)
    parts = [clean_text(part).strip(" ,|*") for part in _APART.split(line)]
    for part in filter(None, parts):
        if number == 0 and part == parts[0] and _is_name(part, own):
            said.setdefault("name", part)
        elif has_legal_form(part):
            said.setdefault("company", part)
        elif _TITLE.search(part) and len(part.split()) <= 7:
            said.setdefault("title", part)
            rest = parts[parts.index(part) + 1 :]
            if rest and rest[0] and not _TITLE.search(rest[0]):
                said.setdefault("company", rest[0])


def _is_name(part: str, own: str) -> bool:
    if own:
        return letters(part) == own
    return (
        bool(_PLAIN_NAME.fullmatch(part)) and not _TITLE.search(part) and not has_legal_form(part)
    )


def has_legal_form(part: str) -> bool:
    """Whether this is the name of a company: 'Harbor Cold Storage Ltd.'."""
    words = re.sub(r"[.,]", "", part).lower().split()
    return 1 < len(words) <= 8 and len(words[-1]) > 1 and words[-1] in LEGAL_FORMS
