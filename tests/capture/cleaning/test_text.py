"""Clean text: the words stay, what cannot be seen or stored goes, and nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.capture.cleaning.text import clean_text, storable

ANYTHING = st.text(st.characters(), max_size=60)  # lone surrogates included


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Jane \t  Doe \n", "Jane Doe"),
        ("Ja\x00ne\x07\x1b[31m", "Jane[31m"),
        ("Jose\u0301", "José"),
        ("Jane\u00a0\u2003Doe", "Jane Doe"),
        ("a\ud800b\udfff", "ab"),
        ("\ufeffJane\u200b", "Jane"),
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("", ""),
        ("\x00", ""),
    ],
)
def test_one_line(typed: str, clean: str) -> None:
    assert clean_text(typed) == clean


def test_several_lines() -> None:
    typed = "1 Main St \r\n  Apt  3\r\rLeft\u2028Door\v!  "
    assert clean_text(typed, multiline=True) == "1 Main St\nApt 3\n\nLeft\nDoor\n!"
    assert clean_text(typed) == "1 Main St Apt 3 Left Door !"


def test_storable_keeps_all_but_what_the_database_refuses() -> None:
    assert storable(" a\x00b\ud800\n") == " a\ufffdb\ufffd\n"


@settings(deadline=None, derandomize=True)
@given(text=ANYTHING, multiline=st.booleans())
def test_never_raises_and_is_stable(text: str, multiline: bool) -> None:
    clean = clean_text(text, multiline=multiline)
    assert clean_text(clean, multiline=multiline) == clean
    clean.encode()
    assert "\x00" not in clean
    assert multiline or "\n" not in clean
