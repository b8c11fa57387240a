"""Salesforce's 15/18-character record ids, computed from bigint keys (reference §1.12).

An id is the object's 3-character prefix, the key in base 62 padded to 12 digits, and 3 characters
of checksum that make it safe for systems that ignore case.
"""

from collections.abc import Callable

from headwater.catalog import old_ids

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
VALUE_OF = {digit: value for value, digit in enumerate(DIGITS)}
LARGEST = 2**63 - 1

# The last five digits of an id have a checksum of their own; they are put together from pairs.
LOW = 62**5
PAIRS = tuple(one + other for one in DIGITS for other in DIGITS)
_IS_UPPER = tuple(int("A" <= digit <= "Z") for digit in DIGITS)
# Which digits of each pair are upper case, as bits; behind the pairs the same of single digits.
UPPER = (*(one | other << 1 for one in _IS_UPPER for other in _IS_UPPER), *_IS_UPPER)


class MalformedId(ValueError):
    """Text that cannot be a record id."""


def encode(prefix: str, key: int) -> str:
    """The 18-character id of row `key` of the object with this prefix."""
    digits = []
    while key:
        key, digit = divmod(key, 62)
        digits.append(DIGITS[digit])
    short = prefix + "".join(reversed(digits)).rjust(12, "0")
    return short + checksum(short)


def encoder(prefix: str) -> Callable[[int], str]:
    """The same for many keys of one object: what their ids have in common is worked out once."""
    heads: dict[int, tuple[str, str]] = {}

    def encoded(key: int) -> str:
        high, low = divmod(key, LOW)
        head = heads.get(high)
        if head is None:
            whole = encode(prefix, key)
            head = heads[high] = (whole[:10], whole[15:17])
        first, rest = divmod(low, 62**3)
        second, last = divmod(rest, 62)
        upper = UPPER[first] | UPPER[second] << 2 | UPPER[last + 62 * 62] << 4
        return f"{head[0]}{PAIRS[first]}{PAIRS[second]}{DIGITS[last]}{head[1]}{CHECKSUM[upper]}"

    return encoded


def decode(text: str) -> tuple[str, int]:
    """Prefix and bigint key of a 15- or 18-character id; raises MalformedId.

    An id from the system that a record came from gives the record's key here.
    """
    if len(text) == 18:
        text = _with_case_restored(text)
    elif len(text) != 15:
        raise MalformedId(f"An id has 15 or 18 characters, this one {len(text)}.")
    key = number(text)
    if key >= old_ids.FOREIGN and (here := old_ids.key_of(text + checksum(text))):
        return text[:3], here
    return text[:3], min(key, LARGEST)  # no record has that one: a stranger's id finds nothing


def number(short: str) -> int:
    """The number behind the prefix of a 15-character id; raises MalformedId."""
    found = 0
    for digit in short[3:]:
        if digit not in VALUE_OF:
            raise MalformedId(f"{digit!r} cannot stand in an id.")
        found = found * 62 + VALUE_OF[digit]
    return found


def whole(text: str) -> str:
    """An id of 15 characters with its checksum; any other text as it is."""
    return text + checksum(text) if len(text) == 15 else text


def checksum(short: str) -> str:
    """Three characters that tell which of the 15 are upper case."""
    return "".join(
        CHECKSUM[sum(1 << place for place, char in enumerate(group) if "A" <= char <= "Z")]
        for group in (short[0:5], short[5:10], short[10:15])
    )


def _with_case_restored(text: str) -> str:
    """The 15 characters as they were, also when a system has changed their case."""
    short, sums = text[:15], text[15:].upper()
    if any(char not in CHECKSUM for char in sums):
        raise MalformedId("The last three characters are no checksum.")
    restored = []
    for place, char in enumerate(short):
        upper = CHECKSUM.index(sums[place // 5]) >> (place % 5) & 1
        if upper and not char.isalpha():
            raise MalformedId("The checksum does not fit the id.")
        restored.append(char.upper() if upper else char.lower())
    if checksum("".join(restored)) != sums:
        raise MalformedId("The checksum does not fit the id.")
    return "".join(restored)
