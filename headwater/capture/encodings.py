"""In which encoding a file is written: by its mark, by its bytes, else as spreadsheets write it.

A wrong guess is shown in the examples of the mapping and can be corrected there (`CHOICES`).
"""

import codecs
from itertools import pairwise
from pathlib import Path

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a person can choose, with the words for it.
CHOICES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 with mark", "utf-16": "UTF-16 with mark",
    "utf-16-le": "UTF-16 (little endian)", "utf-16-be": "UTF-16 (big endian)",
    "utf-32": "UTF-32 with mark",
    "cp1252": "Western European (Windows)", "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)", "cp1253": "Greek (Windows)", "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)", "cp1256": "Arabic (Windows)", "cp1257": "Baltic (Windows)",
    "iso8859_15": "Western European (ISO)", "iso8859_2": "Central European (ISO)",
    "mac_roman": "Western European (Mac)", "cp850": "Western European (DOS)",
    "cp437": "English (DOS)", "koi8_r": "Cyrillic (KOI8-R)",
    "cp932": "Japanese (Shift JIS)", "euc_jp": "Japanese (EUC)",
    "gb18030": "Chinese (GB 18030)", "big5": "Chinese (Big5)", "cp949": "Korean (Windows)",
}  # fmt: skip
# Tried in this order for bytes that are no UTF; the first that reads like text is taken.
GUESSED = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "mac_roman", "cp850", "cp932",
    "gb18030", "big5", "cp949", "koi8_r",
)  # fmt: skip
# Letters and signs that people of Western Europe write; half of cp1252 is anything else.
WESTERN = frozenset(
    "äöüßÄÖÜéèêëàâáãåçñíìîïóòôõøæœúùûýÿÉÈÊËÀÂÁÃÅÇÑÍÌÎÏÓÒÔÕØÆŒÚÙÛÝ€£§°´’‘“”„–—…«»®©™¿¡ªº·\xa0š"
)
PIECE = 1024 * 1024
PROBED = 64 * 1024


def detect(path: Path) -> str:
    """Python's name of the encoding; every byte is looked at before UTF-8 is believed."""
    with path.open("rb") as file:
        start = file.read(PROBED)
    for mark, name in BOMS:
        if start.startswith(mark):
            return name
    if is_bare_utf16(start):
        return "utf-16-le" if start[1] == 0 else "utf-16-be"
    odd = _first_beyond_utf8(path)
    return "utf-8" if odd is None else _single_byte(odd)


def is_bare_utf16(start: bytes) -> bool:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    even, uneven = start[0:200:2].count(0), start[1:200:2].count(0)
    return len(start) > 20 and min(even, uneven) == 0 and max(even, uneven) > len(start[:200]) * 0.4


def has_mark(start: bytes) -> bool:
    return any(start.startswith(mark) for mark, _ in BOMS)


def _first_beyond_utf8(path: Path) -> bytes | None:
    """Bytes around the first place that UTF-8 cannot be; None when all of the file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                start = max(error.start - PROBED // 2, 0)
                return piece[start : start + PROBED]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return bytes(error.object)
    return None


def _single_byte(sample: bytes) -> str:
    """cp1252 where it gives Western letters, as Excel does for people who say ANSI."""
    odd = bytes(byte for byte in sample if byte >= 0x80)
    western = sum(char in WESTERN for char in odd.decode("cp1252", "replace"))
    # Accents stand alone in Western words; Cyrillic or Greek words are made of odd bytes.
    paired = sum(one >= 0x80 and two >= 0x80 for one, two in pairwise(sample))
    if western >= len(odd) * 0.9 and paired <= max(1, len(odd) * 0.2):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(GUESSED), threshold=0.4).best()
    return best.encoding if best and best.encoding in CHOICES else "cp1252"
