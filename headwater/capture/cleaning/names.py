"""Names of people: taken apart, and put into the case in which their owners write them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from headwater.capture.cleaning.text import clean_text

_TITLES = {
    **dict.fromkeys(("mr", "mister", "herr", "hr", "monsieur", "sr", "señor", "senor"), "Mr."),
    **dict.fromkeys(("ms", "miss", "frau", "fr", "mlle", "mademoiselle", "srta"), "Ms."),
    **dict.fromkeys(("mrs", "mme", "madame", "sra", "señora", "senora"), "Mrs."),
    **dict.fromkeys(("dr", "doctor", "doktor", "dra"), "Dr."),
    **dict.fromkeys(("prof", "professor"), "Prof."),
    "mx": "Mx.",
}
_SUFFIX_FORMS = ("Jr.", "Sr.", "II", "III", "IV", "PhD", "MBA", "MD", "Esq.", "DDS", "CPA", "MSc")
_SUFFIXES = {form.strip(".").lower(): form for form in _SUFFIX_FORMS}
# Words that open a family name, and those of them that stay small inside one: 'Saint', 'al' and
# their like are written both ways.
_SMALL_WORDS = """
van von vom zu zum zur de der den del della delle di da das dos du des las los ter ten af av
bin ibn bint
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_PARTICLES = _SMALL | {"la", "le", "al", "el", "do", "te", "st", "st."}
# 'Mac' opens a clan's name in these, and is only a syllable in Machado, Macron, Mackay, Macy.
_CLAN_NAMES = """
macarthur macaulay macdonald macdougall macduff macfarlane macgregor macintosh macintyre
maclean macleod macmahon macmillan macnamara macneil macpherson macrae mactavish
"""
_CLANS = frozenset(_CLAN_NAMES.split())
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_WORD = re.compile(r"[^\s\-‐–]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in the parts that a lead has."""

    salutation: str
    first: str
    last: str


def split_name(full: str) -> Name:
    """The parts of 'Dr. Ann van der Berg' or 'van der Berg, Ann'; one word is a last name."""
    text = clean_text(full)
    before, comma, after = (part.strip() for part in text.partition(","))
    words = text.replace(",", " ").split()
    if comma and after and not all(_bare(word) in _SUFFIXES for word in after.split()):
        salutation, words = _without_titles(after.split())
        more, family = _without_titles(before.split())
        return Name(salutation or more, " ".join(words), " ".join(family))
    salutation, words = _without_titles(words)
    if len(words) == 2 and all(_CJK.search(word) for word in words):
        return Name(salutation, words[1], words[0])
    cut = _start_of_last_name(words)
    return Name(salutation, " ".join(words[:cut]), " ".join(words[cut:]))


def clean_salutation(text: str) -> str:
    """The picklist's form of a form of address ('herr' is 'Mr.'); an unknown one stays as typed."""
    text = clean_text(text)
    titles, rest = _without_titles([*text.split(), ""])
    return titles if titles and rest == [""] else text


@lru_cache(maxsize=4096)
def proper_case(text: str) -> str:
    """'MCDONALD' and 'mcdonald' as 'McDonald'; a word in mixed case or of two capitals stays."""
    if not _is_flat(text) or (text.isupper() and sum(map(str.isalpha, text)) <= 2):
        return text
    words = _WORD.findall(text)
    if len(words) == 1:
        return _WORD.sub(lambda match: _capital(match.group().lower()), text)
    return _WORD.sub(lambda match: _proper_word(match.group(), match.start()), text)


def proper_names(first: str, last: str) -> tuple[str, str]:
    """Both parts in proper case, judged together: 'LI NG' was shouted, 'JP Smith' was not."""
    if first and last and _is_flat(first + last):
        first, last = first.lower(), last.lower()
    first = proper_case(first)
    return first[:1].upper() + first[1:], proper_case(last)


def _without_titles(words: list[str]) -> tuple[str, list[str]]:
    titles: list[str] = []
    while len(words) > 1 and _bare(words[0]) in _TITLES:
        title = _TITLES[_bare(words[0])]
        titles += [title] if title not in titles else []
        words = words[1:]
    return _joined(titles), words


def _joined(titles: list[str]) -> str:
    # 'Herr Dr.' is addressed as 'Dr.'; 'Prof. Dr.' keeps both.
    academic = [title for title in titles if title in ("Dr.", "Prof.")]
    return " ".join(academic or titles[:1])


def _start_of_last_name(words: list[str]) -> int:
    end = len(words)
    while end > 1 and _bare(words[end - 1]) in _SUFFIXES:
        end -= 1
    for index in range(1, end - 1):
        if words[index].lower() in _PARTICLES:
            return index
    return max(end - 1, 0)


def _bare(word: str) -> str:
    return word.strip(".,").replace(".", "").lower()


def _is_flat(text: str) -> bool:
    return text.isupper() or text.islower()


def _proper_word(word: str, position: int) -> str:
    low = word.lower()
    if low in _SMALL or (low in ("la", "y") and position):
        return low
    if _bare(word) in _SUFFIXES and position:
        return _SUFFIXES[_bare(word)]
    return _capital(low)


def _capital(word: str) -> str:
    if re.fullmatch(r"(\w\.)+\w?", word):
        return word.upper()
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    if word in _CLANS:
        return "Mac" + word[3:].capitalize()
    # O'Neil, D'Angelo, but not the 's of a name in the genitive.
    return re.sub(r"(^|['’ʼ])(\w)(?=\w|['’ʼ]|$)", _raised, word)


def _raised(match: re.Match[str]) -> str:
    is_genitive = match[1] and match.end() == len(match.string)
    return match.group() if is_genitive else match[1] + match[2].upper()
