"""The signals: each a plain sentence, a weight and a pure question. One threshold for their sum.

No single doubt sets an inquiry aside that a person could well have sent: somebody without
JavaScript, with a throw-away address, or with a link in the message still gets through.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from headwater.capture.suspicion.inquiry import Inquiry
from headwater.capture.suspicion.writing import ADDRESS_IN_NAME, MIXED, has_markup, is_gibberish

THRESHOLD = 10  # points; Setup may move it


@dataclass(frozen=True, slots=True)
class Signal:
    """A reason to doubt, in one sentence; `weight` in points."""

    name: str
    weight: int
    sentence: str
    is_true: Callable[[Inquiry], bool]


def _has_gibberish(inquiry: Inquiry) -> bool:
    return any(map(is_gibberish, inquiry.names.split()))


def _is_one_odd_word(inquiry: Inquiry) -> bool:
    message = inquiry.message
    return len(message) >= 8 and not message.count(" ") and is_gibberish(message)


def _has_one_name_twice(inquiry: Inquiry) -> bool:
    first = inquiry.first_name.lower()
    return len(first) >= 4 and first == inquiry.last_name.lower()


def _is_in_another_script(inquiry: Inquiry) -> bool:
    if inquiry.message.isascii():
        return False
    known = inquiry.known_scripts
    return bool(inquiry.script and known) and inquiry.script not in known


SIGNALS: Sequence[Signal] = (
    Signal("name_address", 8, "The name has a web address in it.",
           lambda q: bool(ADDRESS_IN_NAME.search(q.names))),
    Signal("only_links", 7, "The message is nothing but links.",
           lambda q: q.links > 0 and len(q.words_beside_links) < 12),
    Signal("markup", 6, "The message is written in HTML or BBCode, as people do not type.",
           lambda q: has_markup(q.message)),
    Signal("many_links", 6, "The message has three links or more.", lambda q: q.links >= 3),
    Signal("link", 2, "The message has a link.", lambda q: 0 < q.links < 3),
    Signal("same_words", 6, "The very same message came from three or more senders within a day.",
           lambda q: q.senders >= 3),
    Signal("disposable", 6, "The e-mail address is of a kind that is thrown away.",
           lambda q: q.is_disposable),
    Signal("odd_name", 6, "The name looks like letters drawn at random.", _has_gibberish),
    Signal("same_name", 3, "First and last name are the same.", _has_one_name_twice),
    Signal("odd_message", 5, "The message is one word that no language has.", _is_one_odd_word),
    Signal("mixed_script", 5, "Words mix Latin and Cyrillic letters, so that filters miss them.",
           lambda q: not q.message.isascii() and len(MIXED.findall(q.message)) > 1),
    Signal("other_script", 4, "The message is written in another script than name and form.",
           _is_in_another_script),
    Signal("proof_missing", 3, "It came without the proof of work that the form's page makes.",
           lambda q: q.proof == "missing"),
    Signal("proof_bad", 7, "Its proof of work does not hold: forged, too old or used before.",
           lambda q: bool(q.proof) and q.proof != "missing"),
    Signal("captcha_missing", 4, "The form's reCAPTCHA was not solved.",
           lambda q: q.captcha == "missing"),
    Signal("captcha_failed", 10, "Google says that the reCAPTCHA was not solved.",
           lambda q: bool(q.captcha) and q.captcha != "missing"),
)  # fmt: skip


def true_of(inquiry: Inquiry) -> list[Signal]:
    """The signals that an inquiry gives, the heaviest first."""
    found = [signal for signal in SIGNALS if signal.is_true(inquiry)]
    return sorted(found, key=lambda signal: -signal.weight)


def points_of(found: Sequence[Signal]) -> int:
    return sum(signal.weight for signal in found)


def reason_of(found: Sequence[Signal], threshold: int) -> str:
    """Why it was set aside, in plain words, with the sum."""
    told = " ".join(f"{signal.sentence} ({signal.weight})" for signal in found)
    return f"Suspected spam, {points_of(found)} points of {threshold}: {told}"
